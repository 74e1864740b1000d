#include "tests/merge_story.h"

#include <set>
#include <tuple>
#include <vector>

#include "tests/merge_law.h"
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
    told_ += told(tablet.chain, edit);
    tablet.view = std::move(merged->subject);
    tablet.unsent.back().push_back(std::move(edit));
  }

  void write(Tablet& tablet) {
    auto set = pick(pick(pools()).sets);
    if (roll(4) == 0) set.update(pick(pick(pools()).sets));
    auto edit = start_edit(tablet, set);
    if (roll(4) == 0) edit.proposes.insert(unit_of(scene_type(), set.begin().key())->name);
    save(tablet, std::move(edit));
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
        if (candidate.stamp.chain.value != tablet.chain || !candidate.base) continue;
        auto unit = *unit_named(scene_type(), conflict.field);
        auto part = [&](const json& whole, const std::string& name) {
          return !unit.grouped ? whole : whole.is_null() ? json{} : whole.at(name);
        };
        json set = json::object();
        for (const auto* field : unit.fields) set[field->name] = part(*candidate.base, field->name);
        auto edit = start_edit(tablet, set);
        if (candidate.proposed) {  // back to what stands there
          for (const auto* field : unit.fields) edit.set[field->name] = edit.base[field->name];
          edit.proposes.insert(unit.name);
          return save(tablet, std::move(edit));
        }
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
      told_ += told("  server takes", edit);
      for (const auto& unit : units_of(edit))
        replaced_.insert({person_of(ChainId{chain}), unit, canonical(side(edit, unit, false))});
      check(broken_by(server_, edit, at, *merged));
      server_ = std::move(merged->subject);
      check(foreign_base());
    }
  }

  // Setting a candidate back to its base withdraws it, so the base must be what that person really replaced.
  std::string foreign_base() const {
    for (const auto& conflict : server_.conflicts)
      for (const auto& candidate : conflict.candidates)
        if (!conflict.field.empty() && candidate.base &&
            !replaced_.contains({person_of(candidate.stamp.chain), conflict.field, canonical(*candidate.base)}))
          return "a candidate has a base that its author never replaced";
    return {};
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
    told_ += told("refused:", edit);
    check(fault);
  }

  Dice& dice_;
  Subject server_;
  std::vector<Tablet> tablets_;
  std::uint64_t seq_ = 1, last_edit_ = 100;
  std::set<std::tuple<PersonId, std::string, std::string>> replaced_;  ///< who replaced what in which unit
  std::string fault_, told_;
};

}  // namespace

std::string merge_story(Dice& dice, std::size_t steps) { return Story{dice}.run(steps); }

}  // namespace doorstep::test
