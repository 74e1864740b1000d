// What passes between tablets and server: lines come, break, are slow, lose frames and say things twice.
#include "tests/world/desk.h"

namespace doorstep::test {
namespace {

bool says(const std::string& frame, const char* kind) {
  return frame.find(std::string{"\"frame\":\""} + kind + "\"") != std::string::npos;
}

// As a program of before says it, and hears it: without what came to the protocol since and can be gone without, and
// beside words that it does not know (docs/testing.md, F19).
std::string as_of_before(const std::string& frame) {
  auto words = json::parse(frame, nullptr, false);
  if (words.is_discarded()) return frame;
  const auto kind = words.at("frame").get<std::string>();
  if (kind == "hello")
    for (const char* later : {"fence", "leases", "program", "storage"}) words.erase(later);
  if (kind == "subscribe") words.erase("complete");
  if (kind == "welcome") {
    for (const char* later : {"office_key", "lease"}) words.erase(later);
    for (const char* later : {"numbers_low", "sums_asks"}) words.at("limits").erase(later);
  }
  if (kind == "ask_history" || kind == "history") words.erase("before");
  if (kind == "history") words.erase("read");
  if (kind == "verdicts")
    for (auto& verdict : words.at("verdicts"))
      if (verdict.contains("edits"))
        for (auto& edit : verdict.at("edits")) edit.erase("proposed");
  words["of_later"] = {{"unknown", true}};
  return canonical(words);
}

}  // namespace

// What bad lines and disks may do to a conversation; anything else is a fault of ours.
bool World::excusable(Line line, Fault fault) const {
  const auto came = [&](const char* kind) {
    const auto found = outcome_.faults.find(kind);
    return found != outcome_.faults.end() && found->second > 0;
  };
  const auto dropped = [](const FlakyVfs& disk) { return disk.struck(FlakyVfs::Failure::drops) > 0; };
  switch (fault) {
    case Fault::unreachable:
    case Fault::timed_out:
    case Fault::server_busy:
    case Fault::server_closing:
    case Fault::replayed_frame:
      return true;
    case Fault::disk:
    case Fault::disk_full:
      return !healed_ || line <= ill_until_;  // what was said before may be heard behind it
    case Fault::forked:                       // one of the two lacks what it once had, or there are two
      return came("tablet copied") || came("tablet put back to an old store") ||
             came("server restored from a backup") || dropped(server_->disk()) ||
             dropped(desks_[cables_.at(line).desk]->tablet.disk());
    case Fault::store_damaged:
      return misread();
    case Fault::bad_frame:
    case Fault::bad_encoding:
      return cables_.at(line).cut;
    default:
      return false;
  }
}

void World::connect(std::size_t index) {
  auto& desk = *desks_[index];
  if (!desk.tablet.runs() || desk.tablet.talks() || desk.away) return;
  if (!server_->runs()) {
    after(desk.backoff.next(dice_), [this, index, turn = ++desk.turn] {
      if (desks_[index]->turn == turn) connect(index);
    });
    return;
  }
  auto line = ++last_line_;
  desk.line = line;
  cables_[line] = Cable{index, true, true, false, false, time_.now, time_.now};
  tell(desk.tablet.name() + " connects, line " + std::to_string(line));
  server_->open(line);
  auto frames = desk.tablet.opened(PartyServer::binding(line));
  send_up(index, frames);
}

void World::send_up(std::size_t index, const std::vector<std::string>& frames) {
  auto& desk = *desks_[index];
  if (desk.tablet.struck()) return look_after(index);  // it died before it could speak
  if (desk.line)
    for (const auto& frame : frames) post(*desk.line, false, frame);
  if (desk.tablet.ended) tablet_ended(index);
}

void World::post(Line line, bool to_tablet, std::string frame) {
  auto found = cables_.find(line);
  if (found == cables_.end()) return;
  auto& cable = found->second;
  auto& desk = *desks_[cable.desk];
  if (!to_tablet && frame.starts_with(R"({"frame":"rescue")")) ++outcome_.probes["rescue handed over"];
  if (to_tablet && says(frame, "salvaged")) {
    desk.receipt = time_.now;
    desk.receipt_lost = false;
  }
  if (desk.older) {
    frame = as_of_before(frame);
    ++outcome_.faults["frame of an older program"];
  }
  const bool slow = !healed_ && time_.now < desk.slow_until;
  if (slow) ++outcome_.faults["tablet slow to answer and to read"];
  const auto late = slow ? Millis{static_cast<std::int64_t>(slowing_.dice.below(5'000))} : Millis{0};
  if (to_tablet) {
    after(up_to(50) + late, [this, line] {  // the server's socket has room again
      server_->flush(line);
      pump_server();
    });
  }
  if (strikes(weather_.silence, "line goes silent")) cable.silent = true;
  if (cable.silent) return;
  if (strikes(weather_.drop, "frame dropped")) return;
  auto arrives = time_.now + Millis{2} + up_to(20) + late;
  if (strikes(weather_.delay, "frame delayed")) arrives += up_to(30'000);
  auto& last = to_tablet ? cable.last_down : cable.last_up;
  if (!strikes(weather_.reorder, "frames out of order")) {
    arrives = std::max(arrives, last);
    last = arrives;
  } else {
    arrives += up_to(500);
  }
  if (strikes(weather_.cut, "frame cut")) {
    cable.cut = true;
    frame.resize(dice_.below(frame.size()));
    at(arrives + Millis{1}, [this, line, to_tablet] { hang_up(line, to_tablet); });
  }
  if (strikes(weather_.twice, "frame doubled"))
    at(arrives + up_to(20), [this, line, to_tablet, frame] { deliver(line, to_tablet, frame); });
  at(arrives, [this, line, to_tablet, frame = std::move(frame)] { deliver(line, to_tablet, frame); });
}

void World::deliver(Line line, bool to_tablet, const std::string& frame) {
  auto& cable = cables_.at(line);
  if (!to_tablet) {
    if (outcome_.faults["template lifted"] > 0 && says(frame, "push") &&
        frame.find(server_->runs() ? server_->archive().archive_template().digest() : "") == std::string::npos)
      ++outcome_.faults["edits made under an older template"];
    if (cable.server_end) server_->receive(line, frame);
    return pump_server();
  }
  auto& desk = *desks_[cable.desk];
  if (!cable.tablet_end || desk.line != line) return;
  watch_for_leaks(cable.desk, frame);
  std::vector<std::string> frames;
  with_misreads(desk.tablet.disk(), [&] { frames = desk.tablet.received(frame); });
  auto index = cable.desk;
  if (!desk.tablet.struck()) heard(index, frame);
  send_up(index, frames);
  bury(index);
}

void World::heard(std::size_t index, const std::string& frame) {
  auto& desk = *desks_[index];
  // Where its line is not the server's it is a new incarnation now, and what it had leased is not its own any more.
  if (says(frame, "welcome") && (!desk.tablet.ended || desk.tablet.ended->fault == Fault::forked)) {
    if (desk.doubled) desk.doubled = desk.tablet.store().identity()->chain == desk.chain;
    desk.astray = desk.doubled;
  }
  if (desk.tablet.ended || !desk.tablet.talks()) return;
  if (desk.tablet.progress().caught_up) desk.backoff.succeeded();
  if (!says(frame, "checkpoint")) return;
  auto& row = desk.tablet.store().sql()("SELECT MIN(agrees) FROM communities");
  row.with().step();
  bool agrees = row.integer(0) == 1;
  row.rewind();
  ++outcome_.probes["law: diverged at a checkpoint"];
  judge_sight(index);
  if (!agrees) break_law("DIVERGED: " + desk.tablet.name() + "'s set hash is not the checkpoint's: " + frame);
}

// One end lets go; the other learns of it, unless the line is silent.
void World::hang_up(Line line, bool by_tablet) {
  auto& cable = cables_.at(line);
  if (by_tablet && cable.tablet_end) {
    cable.tablet_end = false;
    if (auto& desk = *desks_[cable.desk]; desk.line == line && !desk.tablet.ended) {
      desk.tablet.ended = Error{Fault::unreachable, "the line broke"};
      tablet_ended(cable.desk);
    }
    if (!cable.silent)
      at(std::max(time_.now + up_to(50), cable.last_up + Millis{1}), [this, line] { hang_up(line, false); });
  } else if (!by_tablet && cable.server_end) {
    cable.server_end = false;
    server_->hang_up(line);
    if (!cable.silent)
      at(std::max(time_.now + up_to(50), cable.last_down + Millis{1}), [this, line] { hang_up(line, true); });
  }
}

void World::tablet_ended(std::size_t index) {
  auto& desk = *desks_[index];
  if (!desk.line) return;
  auto line = *desk.line;
  auto error = *desk.tablet.ended;
  desk.line.reset();
  desk.tablet.hung_up();
  tell(desk.tablet.name() + " ends line " + std::to_string(line) + ": " + std::string{code(error.fault)} + " " +
       error.detail);
  if (!excusable(line, error.fault) && !expected(index, error.fault))
    break_law("STOPPED: " + desk.tablet.name() + " ended with " + std::string{code(error.fault)} + ", " + error.detail);
  if (error.fault == Fault::forked && desk.tablet.runs()) ++outcome_.probes["new incarnation"];
  hang_up(line, true);
  // What the program does not try again by itself, its person does after a while.
  auto wait = remedy(error.fault) == Remedy::retry ? desk.backoff.next(dice_) : Millis{60'000} + up_to(600'000);
  after(wait, [this, index, turn = ++desk.turn] {
    if (desks_[index]->turn == turn) connect(index);
  });
}

void World::server_closed(Line line, const Error& error) {
  auto& cable = cables_.at(line);
  if (!cable.server_end) return;
  tell("the server ends line " + std::to_string(line) + ": " + std::string{code(error.fault)} + " " + error.detail);
  if (!excusable(line, error.fault) && !expected(cable.desk, error.fault))
    break_law("STOPPED: the server ended with " + std::string{code(error.fault)} + ", " + error.detail);
  hang_up(line, false);
}

}  // namespace doorstep::test
