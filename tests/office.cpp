#include "tests/office.h"

namespace doorstep::test {

Office::Office(std::string template_text)
    : server_(time_, 1,
              {[this](PartyServer::Line, std::string frame) {
                 on_the_way_.push_back({true, std::move(frame)});
               },
               [this](PartyServer::Line, const Error&) { server_closed_ = true; }},
              std::move(template_text)) {}

void Office::person(const std::string& login, const std::string& role) {
  require(server_.archive().add_person({login, login, role}).has_value(), "a new login becomes a person");
}

PartyTablet& Office::tablet(const std::string& login, PartyTablet::Pages pages) {
  auto [place, fresh] = tablets_.try_emplace(login);
  if (fresh) {
    place->second = std::make_unique<PartyTablet>(time_, login, 100 + tablets_.size(), pages);
    auto person = login.substr(0, login.find('/'));  // "wang/2" is wang's second tablet
    place->second->enrolled(server_.enrol(person, place->second->key().public_key()), server_.key());
  }
  return *place->second;
}

void Office::post(const std::vector<std::string>& frames) {
  for (const auto& frame : frames) on_the_way_.push_back({false, frame});
}

std::optional<Error> Office::sync(PartyTablet& tablet, const Meddle& meddle, const std::vector<RecordId>& histories) {
  auto asked = histories.begin();
  return converse(tablet, meddle, [&]() -> std::vector<std::string> {
    if (asked == histories.end()) return {};
    return tablet.asks_history(*asked++);
  });
}

std::vector<AdminAnswer> Office::ask(PartyTablet& tablet, const std::vector<AdminAsk>& asks, const Meddle& meddle) {
  tablet.told.clear();
  auto asked = asks.begin();
  converse(tablet, meddle, [&]() -> std::vector<std::string> {
    if (asked == asks.end()) return {};
    return tablet.asks_admin(*asked++);
  });
  return tablet.told;
}

std::vector<AdminAnswer> Office::ask_at_once(PartyTablet& tablet, const std::vector<AdminAsk>& asks) {
  tablet.told.clear();
  bool asked = false;
  converse(tablet, {}, [&] {
    std::vector<std::string> frames;
    if (std::exchange(asked, true)) return frames;
    for (const auto& ask : asks)
      for (auto& frame : tablet.asks_admin(ask)) frames.push_back(std::move(frame));
    return frames;
  });
  return tablet.told;
}

std::optional<Error> Office::converse(PartyTablet& tablet, const Meddle& meddle,
                                      const std::function<std::vector<std::string>()>& more) {
  const auto line = ++line_;
  time_.now += Millis{1'000};
  server_closed_ = false;
  on_the_way_.clear();
  server_.open(line);
  post(tablet.opened(PartyServer::binding(line)));
  while (!tablet.ended) {
    if (!on_the_way_.empty()) {
      auto frame = std::move(on_the_way_.front());
      on_the_way_.pop_front();
      if (meddle && !meddle(frame.to_tablet, frame.text)) break;
      if (frame.to_tablet)
        post(tablet.received(frame.text));
      else
        server_.receive(line, frame.text);
    } else if (slow_writer && server_.to_read() > 0) {
      server_.read(0);
    } else if (server_.to_write() > 0) {
      server_.write(slow_writer ? 1 : server_.to_write());
    } else if (server_.to_read() > 0) {
      server_.read(0);
    } else {
      server_.flush(line);
      if (!on_the_way_.empty() || server_.to_read() > 0 || server_.to_write() > 0) continue;
      const auto frames = more();
      if (frames.empty()) break;
      post(frames);
    }
  }
  server_.hang_up(line);
  tablet.hung_up();
  return tablet.ended;
}

void Office::sync_all() {
  for (int round = 0; round < 2; ++round)
    for (auto& [login, tablet] : tablets_) sync(*tablet);
}

std::vector<Conflict> Office::conflicts() {
  std::vector<Conflict> out;
  PageRequest request{CommunityId{"main"}, ChainId{"nobody/nothing/1"}, PageKind::state, std::nullopt, {}, {}};
  for (bool done = false; !done;) {
    auto page = server_.archive().page(request);
    require(page.has_value(), "the archive's state can be read");
    for (const auto& entry : page->entries)
      if (entry->text.type == conflict_type) out.push_back(std::move(*decode_conflict(entry->text)));
    if (!page->entries.empty()) request.after = page->entries.back()->text.id;
    done = page->done;
  }
  return out;
}

}  // namespace doorstep::test
