#include "tests/merge_story.h"

#include <algorithm>
#include <map>
#include <vector>

#include "tests/merge_scene.h"

namespace doorstep::test {
namespace {

struct Pool {
  const char* unit;
  std::vector<json> sets;
};

const std::vector<Pool>& pools() {
  static const std::vector<Pool> all{
      {"name", {{{"name", "甲"}}, {{"name", "乙"}}, {{"name", "丙"}}, {{"name", nullptr}}}},
      {"document",
       {{{"doc_type", "id"}}, {{"number", "1"}}, {{"doc_type", "passport"}, {"number", "2"}}, {{"number", nullptr}}}},
      {"occupation", {{{"occupation", "教师"}}, {{"occupation", "医生"}}, {{"occupation", nullptr}}}},
      {"status", {{{"status", "new"}}, {{"status", "accepted"}}, {{"status", "cancelled"}}, {{"status", "done"}}}},
      {"archive_no", {{{"archive_no", "HX-1"}}, {{"archive_no", "HX-2"}}, {{"archive_no", nullptr}}}},
      {"attempts", {{{"attempts", 1}}, {{"attempts", 2}}}},
      {"tags", {{{"tags", {"老人"}}}, {{"tags", {"养狗", "老人"}}}, {{"tags", nullptr}}}},
      {"urgency", {{{"urgency", "low"}}, {{"urgency", "high"}}}}};
  return all;
}

/// Where a value that nobody had seen may not vanish. `latest` lets the earlier one go, the others join values.
bool keeps_unseen(Policy policy) {
  return policy == Policy::manual || policy == Policy::write_once || policy == Policy::state;
}

std::set<std::string> units_of(const Edit& edit) {
  std::set<std::string> out;
  for (const auto& [name, value] : edit.set.items()) out.insert(unit_of(scene_type(), name)->name);
  return out;
}

// A unit as the edit saw it, or as it wants it.
json side(const Edit& edit, const std::string& name, bool mine) {
  auto unit = *unit_named(scene_type(), name);
  json out = json::object();
  for (const auto* field : unit.fields)
    out[field->name] = mine && edit.set.contains(field->name) ? edit.set[field->name] : edit.base[field->name];
  if (!unit.grouped) return out[name];
  return std::all_of(out.begin(), out.end(), [](const json& one) { return one.is_null(); }) ? json{} : out;
}

bool is_step(const json& from, const json& to) {
  if (from.is_null()) return true;
  if (!from.is_string() || !to.is_string()) return false;
  const auto& steps = scene_type().field("status")->steps;
  auto next = steps.find(from.get<std::string>());
  return next != steps.end() &&
         std::find(next->second.begin(), next->second.end(), to.get<std::string>()) != next->second.end();
}

const Conflict* conflict_with(const Subject& subject, const RecordId& id) {
  for (const auto& conflict : subject.conflicts)
    if (conflict.id == id) return &conflict;
  return nullptr;
}

// Short enough to be read in a row of a hundred.
std::string line_of(const std::string& who, const Edit& edit) {
  auto tail = [](const auto& id) { return text(id).substr(text(id).size() - 3); };
  auto out = who + " " + tail(edit.id) + " ";
  out += std::array{"create", "change", "remove", "archive", "keep"}.at(static_cast<std::size_t>(edit.op));
  out += " " + canonical(edit.base) + " -> " + canonical(edit.set);
  if (edit.resolves) {
    out += " decides " + tail(edit.resolves->conflict) + " seen";
    for (const auto& seen : edit.resolves->seen) out += " " + tail(seen);
  }
  return out + "\n";
}

/// One edit as the server takes it, and the law about the difference it made.
class Taking {
 public:
  Taking(const Subject& before, const Edit& edit, const Arrival& arrival)
      : before_(before), edit_(edit), arrival_(arrival) {}

  std::string broken(const Merged& merged) const {
    for (const auto& fault :
         {test::broken(merged.subject), prediction(merged), outcome(merged), conflicts(merged.subject),
          values(merged.subject), state(merged.subject), counts(merged.subject), repeat(merged.subject)})
      if (!fault.empty()) return fault;
    return {};
  }

 private:
  std::string prediction(const Merged& merged) const {
    auto predicting = arrival_;
    predicting.seq = {};
    auto predicted = merge(scene_template(), before_, edit_, predicting);
    bool same = predicted && values_text(predicted->subject) == values_text(merged.subject);
    return same ? "" : "the tablet predicts other values";
  }

  std::string outcome(const Merged& merged) const {
    if ((merged.outcome == Outcome::conflict) == merged.conflicts.empty()) return "the outcome hides a conflict";
    for (const auto& id : merged.conflicts) {
      const auto* found = conflict_with(merged.subject, id);
      if (found == nullptr || found->state != ConflictState::open) return "the outcome tells of a conflict not open";
    }
    for (const auto& unit : units_of(edit_))
      if (open_on(merged.subject, unit) != nullptr && merged.outcome != Outcome::conflict)
        return "a unit of the edit is in conflict, the outcome is not";
    return {};
  }

  std::string conflicts(const Subject& after) const {
    for (const auto& conflict : before_.conflicts)
      if (conflict_with(after, conflict.id) == nullptr) return "a conflict is gone";
    for (const auto& conflict : after.conflicts)
      if (conflict_with(before_, conflict.id) == nullptr &&
          conflict.id != conflict_id(scene_record, conflict.field, edit_.id))
        return "a new conflict's id does not derive from the edit that opened it";
    return {};
  }

  bool names(const Conflict& conflict) const { return edit_.resolves && edit_.resolves->conflict == conflict.id; }
  bool saw(const Stamp& stamp) const {
    const auto& seen = edit_.resolves->seen;
    return std::find(seen.begin(), seen.end(), stamp.edit) != seen.end();
  }
  bool own(const Stamp& stamp) const { return stamp.chain == arrival_.chain; }

  // May this edit take a candidate, or the value that stood undisputed, out of sight?
  bool may_replace(const Conflict& open, const Candidate& candidate, const json& base) const {
    bool same_person = person_of(candidate.stamp.chain) == person_of(arrival_.chain);
    return own(candidate.stamp) || (same_person && candidate.value == base) || (names(open) && saw(candidate.stamp));
  }
  bool may_replace_current(const std::string& unit, const json& current) const {
    const auto* stamp = before_.record->stamp(unit_named(scene_type(), unit)->fields.front()->name);
    if (edit_.resolves && stamp != nullptr && (saw(*stamp) || own(*stamp))) return true;
    switch (policy_of(scene_type(), unit)) {
      case Policy::state:
        return is_step(current, side(edit_, unit, true));
      case Policy::write_once:
        return current.is_null();
      default:
        return side(edit_, unit, false) == current || stamp == nullptr || own(*stamp);
    }
  }

  std::string values(const Subject& after) const {
    auto touched = units_of(edit_);
    for (const auto& pool : pools()) {
      std::string unit = pool.unit;
      if (!keeps_unseen(policy_of(scene_type(), unit))) continue;
      auto now = visible(after, unit);
      if (!touched.contains(unit)) {
        if (now != visible(before_, unit)) return unit + " changed, nobody wrote it";
        continue;
      }
      const auto base = side(edit_, unit, false), mine = side(edit_, unit, true);
      const auto* open = open_on(before_, unit);
      if (open == nullptr) {
        auto current = value_of(before_, unit);
        if (!now.contains(canonical(current)) && !may_replace_current(unit, current)) return unit + " is overwritten";
      } else {
        for (const auto& candidate : open->candidates)
          if (!now.contains(canonical(candidate.value)) && !may_replace(*open, candidate, base))
            return unit + ": an unseen candidate vanished";
      }
      bool withdrawn = open != nullptr && std::any_of(open->candidates.begin(), open->candidates.end(),
                                                      [&](const Candidate& one) { return one.base == mine; });
      if (!now.contains(canonical(mine)) && base != mine && !withdrawn) return unit + ": what was written is not there";
    }
    return {};
  }

  std::string state(const Subject& after) const {
    auto was = before_.record->header.state, is = after.record->header.state;
    bool removes = edit_.op == Op::remove || edit_.op == Op::archive;
    if (is != State::live && is != was && (!removes || edit_.saw != seen_digests(before_)))
      return "the record went away unseen";
    auto values = [](const Subject& subject) { return values_text(subject)["values"]; };
    if (is != State::live && values(after) != values(before_)) return "somebody wrote in a record that stays away";
    if (edit_.op == Op::keep && is != State::live) return "kept, and not there";
    return {};
  }

  bool grew(Seq before, std::uint64_t count_before, Seq after, std::uint64_t count_after, bool changed) const {
    if (after < before || count_after < count_before) return false;
    if (!changed) return true;
    return after == arrival_.seq && count_after == count_before + (before == arrival_.seq && count_before != 0 ? 0 : 1);
  }

  std::string counts(const Subject& after) const {
    auto old = encode(*before_.record), now = encode(*after.record);
    for (auto klass : all_classes) {
      auto i = static_cast<std::size_t>(klass);
      auto was = before_.record->part(klass).value_or(Part{}), is = after.record->part(klass).value_or(Part{});
      if (!grew(was.seq, was.count, is.seq, is.count, old.classes[i] != now.classes[i])) return "a class is miscounted";
    }
    const auto &was = before_.record->header, &is = after.record->header;
    if (!grew(was.seq, was.count, is.seq, is.count, old.header != now.header)) return "the header is miscounted";
    for (const auto& conflict : after.conflicts) {
      const auto* found = conflict_with(before_, conflict.id);
      auto prior = found == nullptr ? Conflict{} : *found;
      bool changed = found == nullptr || encode(prior).classes != encode(conflict).classes;
      if (!grew(prior.seq, prior.count, conflict.seq, conflict.count, changed)) return "a conflict is miscounted";
    }
    return {};
  }

  // A repeat is recognised where the edit's own stamp or candidate still stands; elsewhere the archive knows the id.
  bool stands(const Subject& after) const {
    auto in_open = [&](const std::string& unit) {
      const auto* open = open_on(after, unit);
      return open != nullptr && std::any_of(open->candidates.begin(), open->candidates.end(),
                                            [&](const Candidate& one) { return one.stamp.edit == edit_.id; });
    };
    const auto& moved = after.record->header.moved;
    if (edit_.op != Op::change && !(moved && moved->edit == edit_.id) && !in_open("")) return false;
    auto units = units_of(edit_);
    return std::all_of(units.begin(), units.end(), [&](const std::string& unit) {
      const auto* stamp = after.record->stamp(unit_named(scene_type(), unit)->fields.front()->name);
      return (stamp != nullptr && stamp->edit == edit_.id) || in_open(unit);
    });
  }

  std::string repeat(const Subject& after) const {
    if (!stands(after)) return {};
    auto later = arrival_;
    ++later.seq.value;
    auto again = merge(scene_template(), after, edit_, later);
    return again && whole_text(again->subject) == whole_text(after) ? "" : "the same edit again changes something";
  }

  const Subject& before_;
  const Edit& edit_;
  const Arrival& arrival_;
};

struct Tablet {
  std::string chain;
  Subject view;
  std::vector<std::vector<Edit>> unsent{{}};  ///< bundles; the last one is still open
};

class Story {
 public:
  explicit Story(Dice& dice) : dice_(dice) {
    auto start = scene({{"name", "甲"}, {"status", "new"}, {"doc_type", "id"}, {"number", "1"}, {"attempts", 1}});
    server_ = start;
    for (const char* chain : {"wang/t1/1", "li/t2/1", "wang/t9/1"}) tablets_.push_back({chain, start});
  }

  std::string run(std::size_t steps) {
    for (std::size_t i = 0; i < steps && fault_.empty(); ++i) step(tablets_[roll(tablets_.size())]);
    for (auto& tablet : tablets_) send(tablet);
    return fault_.empty() ? fault_ : fault_ + "\n" + told_ + fault_ + "\n" + values_text(server_).dump(1);
  }

 private:
  std::size_t roll(std::size_t sides) {
    std::uint8_t byte = 0;
    dice_.fill({&byte, 1});
    return byte % sides;
  }
  template <class T>
  const T& pick(const std::vector<T>& list) {
    return list[roll(list.size())];
  }

  void step(Tablet& tablet) {
    switch (roll(12)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return write(tablet);
      case 4:
      case 5:
        return decide(tablet);
      case 6:
        return withdraw(tablet);
      case 7:
        return move(tablet);
      case 8:
        tablet.unsent.emplace_back();
        return;
      case 9:
        return pull(tablet);
      default:
        return send(tablet);
    }
  }

  Edit start_edit(const Tablet& tablet, const json& set) { return change(++last_edit_, tablet.view, set); }

  void save(Tablet& tablet, Edit edit) {
    auto merged = merge(scene_template(), tablet.view, edit, test::arrival(tablet.chain, 0, now()));
    if (!merged) return fail("a tablet's own edit is refused: " + merged.error().detail, edit);
    told_ += line_of(tablet.chain, edit);
    tablet.view = std::move(merged->subject);
    tablet.unsent.back().push_back(std::move(edit));
  }

  void write(Tablet& tablet) {
    auto set = pick(pick(pools()).sets);
    if (roll(4) == 0) set.update(pick(pick(pools()).sets));
    save(tablet, start_edit(tablet, set));
  }

  // A decision about any conflict that the tablet knows, decided or not, of all or some candidates.
  void decide(Tablet& tablet) {
    if (tablet.view.conflicts.empty()) return write(tablet);
    const auto& conflict = pick(tablet.view.conflicts);
    Naming naming{conflict.id, {}};
    for (const auto& candidate : conflict.candidates)
      if (roll(5) != 0) naming.seen.push_back(candidate.stamp.edit);
    if (conflict.resolution && roll(3) != 0) naming.seen.push_back(conflict.resolution->stamp.edit);
    if (conflict.field.empty()) return move(tablet, std::move(naming));
    auto value = pick(conflict.candidates).value;
    auto unit = *unit_named(scene_type(), conflict.field);
    json set = json::object();
    for (const auto* field : unit.fields)
      set[field->name] = !unit.grouped ? value : value.is_null() ? json{} : value.at(field->name);
    auto edit = start_edit(tablet, set);
    edit.resolves = std::move(naming);
    save(tablet, std::move(edit));
  }

  void withdraw(Tablet& tablet) {
    for (const auto& conflict : tablet.view.conflicts) {
      if (conflict.state != ConflictState::open || conflict.field.empty()) continue;
      for (const auto& candidate : conflict.candidates) {
        if (candidate.stamp.chain.value != tablet.chain) continue;
        auto unit = *unit_named(scene_type(), conflict.field);
        auto part = [&](const json& whole, const std::string& name) {
          return !unit.grouped ? whole : whole.is_null() ? json{} : whole.at(name);
        };
        json set = json::object();
        for (const auto* field : unit.fields) set[field->name] = part(candidate.base, field->name);
        auto edit = start_edit(tablet, set);
        for (const auto* field : unit.fields) edit.base[field->name] = part(candidate.value, field->name);
        return save(tablet, std::move(edit));
      }
    }
    write(tablet);
  }

  void move(Tablet& tablet, std::optional<Naming> naming = std::nullopt) {
    auto edit = start_edit(tablet, json::object());
    edit.op = std::array{Op::remove, Op::archive, Op::keep}[roll(3)];
    if (edit.op != Op::keep) edit.saw = seen_digests(tablet.view);
    edit.resolves = std::move(naming);
    save(tablet, std::move(edit));
  }

  // What the server sends, with the own unsent edits laid over it.
  void pull(Tablet& tablet) {
    tablet.view = server_;
    for (const auto& bundle : tablet.unsent)
      for (const auto& edit : fold(scene_template(), bundle))
        if (auto merged = merge(scene_template(), tablet.view, edit, test::arrival(tablet.chain, 0, now())))
          tablet.view = std::move(merged->subject);
    check(test::broken(tablet.view));
  }

  void send(Tablet& tablet) {
    for (const auto& bundle : tablet.unsent)
      if (!bundle.empty()) take(tablet.chain, bundle);
    tablet.unsent = {{}};
    tablet.view = server_;
  }

  void take(const std::string& chain, const std::vector<Edit>& bundle) {
    ++seq_;
    auto folded = fold(scene_template(), bundle);
    check(net_kept(bundle, folded));
    for (const auto& edit : folded) {
      if (!fault_.empty()) return;
      auto at = test::arrival(chain, seq_, now());
      auto merged = merge(scene_template(), server_, edit, at);
      if (!merged) return fail("the server refuses: " + merged.error().detail, edit);
      told_ += line_of("  server takes", edit);
      check(Taking{server_, edit, at}.broken(*merged));
      server_ = std::move(merged->subject);
    }
  }

  // Folding takes steps away, never where a unit came from nor where it went.
  static std::string net_kept(const std::vector<Edit>& bundle, const std::vector<Edit>& folded) {
    if (folded.size() != bundle.size()) return "folding answers one edit for each";
    for (const auto& pool : pools()) {
      std::vector<json> before, after;
      auto steps = [&](const std::vector<Edit>& edits, std::vector<json>& out) {
        for (const auto& edit : edits)
          if (units_of(edit).contains(pool.unit))
            out.insert(out.end(), {side(edit, pool.unit, false), side(edit, pool.unit, true)});
      };
      steps(bundle, before);
      steps(folded, after);
      if (before.empty() != after.empty()) return "folding drops a unit";
      if (!before.empty() && (before.front() != after.front() || before.back() != after.back()))
        return "folding changes a unit's net";
      if (!folds(policy_of(scene_type(), pool.unit)) && before != after) return "what counts was folded";
    }
    return {};
  }

  std::optional<std::int64_t> now() {
    if (roll(4) == 0) return std::nullopt;
    return static_cast<std::int64_t>(roll(100));
  }

  void check(const std::string& fault) {
    if (fault_.empty()) fault_ = fault;
  }
  void fail(const std::string& fault, const Edit& edit) {
    told_ += line_of("refused:", edit);
    check(fault);
  }

  Dice& dice_;
  Subject server_;
  std::vector<Tablet> tablets_;
  std::uint64_t seq_ = 1, last_edit_ = 100;
  std::string fault_, told_;
};

}  // namespace

std::string merge_story(Dice& dice, std::size_t steps) { return Story{dice}.run(steps); }

}  // namespace doorstep::test
