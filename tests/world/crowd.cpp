#include "tests/world/crowd.h"

#include <algorithm>

namespace doorstep::test {
namespace {

constexpr std::uint64_t cut_of_frames = 400;  ///< one frame in so many is the last of its line
constexpr std::size_t rounds_max = 40;

}  // namespace

Crowd::Crowd(std::uint64_t seed)
    : dice_(seed),
      server_(time_, seed + 1,
              {[this](PartyServer::Line line, std::string frame) {
                 on_the_way_.push_back({line, true, std::move(frame)});
               },
               [this](PartyServer::Line line, const Error&) { drop_line(line); }}) {}

PartyTablet& Crowd::join(const std::string& person, std::uint64_t seed) {
  auto& tablet = *tablets_.emplace_back(std::make_unique<PartyTablet>(time_, "tablet of " + person, seed));
  const auto as = server_.enrol(person, tablet.key().public_key());
  tablet.enrolled(as, server_.key());
  return tablet;
}

PartyTablet& Crowd::copy(std::size_t index, std::uint64_t seed) {
  const auto& original = *tablets_.at(index);
  return *tablets_.emplace_back(std::make_unique<PartyTablet>(time_, "copy of " + original.name(), seed, original));
}

void Crowd::connect(std::size_t index) {
  if (tablets_[index]->shredded) return;
  const auto line = ++last_line_;
  lines_[line] = index;
  server_.open(line);
  post(line, tablets_[index]->opened(PartyServer::binding(line)));
}

void Crowd::post(PartyServer::Line line, const std::vector<std::string>& frames) {
  for (const auto& frame : frames) on_the_way_.push_back({line, false, frame});
}

void Crowd::drop_line(PartyServer::Line line) {
  const auto found = lines_.find(line);
  if (found == lines_.end()) return;
  auto& tablet = *tablets_[found->second];
  lines_.erase(found);
  tablet.hung_up();
  server_.hang_up(line);
}

void Crowd::hand_over(const Frame& frame) {
  const auto found = lines_.find(frame.line);
  if (found == lines_.end()) return;
  ++report_.frames;
  if (dice_.below(cut_of_frames) == 0) {
    ++report_.lines_cut;
    return drop_line(frame.line);
  }
  if (!frame.to_tablet) return server_.receive(frame.line, frame.text);
  auto& tablet = *tablets_[found->second];
  post(frame.line, tablet.received(frame.text));
  if (!tablet.ended) return;
  if (tablet.ended->fault == Fault::forked)
    ++report_.new_chains;
  else if (!tablet.shredded && remedy(tablet.ended->fault) != Remedy::retry && report_.stopped.empty())
    report_.stopped = "STOPPED: " + tablet.name() + ": " + tablet.ended->detail;
  drop_line(frame.line);
}

void Crowd::converse(std::size_t first, std::size_t last) {
  for (auto i = first; i < last; ++i) connect(i);
  while (report_.stopped.empty()) {
    if (!on_the_way_.empty()) {
      const auto frame = std::move(on_the_way_.front());
      on_the_way_.pop_front();
      hand_over(frame);
    } else if (server_.to_write() > 0) {
      server_.write(1 + dice_.below(server_.to_write()));
    } else if (server_.to_read() > 0) {
      server_.read(dice_.below(server_.to_read()));
    } else {
      const auto open = lines_;
      for (const auto& [line, index] : open) server_.flush(line);
      if (on_the_way_.empty() && server_.to_read() + server_.to_write() == 0) break;
    }
  }
  on_the_way_.clear();
  const auto open = lines_;
  for (const auto& [line, index] : open) drop_line(line);
  time_.now += Millis{60'000};
}

bool Crowd::deliver_all() {
  for (std::size_t round = 0; round < rounds_max && report_.stopped.empty(); ++round) {
    const auto cut_before = report_.lines_cut;
    converse(0, tablets_.size());
    // Whose line was cut may not have heard to the end what a wider role brings, which no cursor tells.
    if (report_.lines_cut == cut_before && all_delivered()) return true;
  }
  if (report_.stopped.empty()) report_.stopped = "NOT QUIET: after " + std::to_string(rounds_max) + " rounds";
  return false;
}

Seq Crowd::head() { return server_.archive().status()->heads.begin()->second; }

bool Crowd::all_delivered() {
  return std::all_of(tablets_.begin(), tablets_.end(), [&](const auto& tablet) {
    if (tablet->shredded) return true;
    const auto state = status(tablet->store());
    return state && state->pending == 0 && state->cursor == head();
  });
}

}  // namespace doorstep::test
