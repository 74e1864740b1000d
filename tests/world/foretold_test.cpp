// The tablet predicts, the server decides (design law §2.5): while nobody else writes, what a tablet shows of its own
// unsent work is what the server makes of it, with conflicts to decide and people who may only propose.
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "engine/rows.h"
#include "engine/visit.h"
#include "tests/office.h"
#include "tests/source_files.h"
#include "tests/world/deeds.h"

namespace doorstep::test {
namespace {

/// What only the server gives, left out of what is compared: seqs and counts of changes; where a record is; the
/// corrected time, and so a clock that differs from it.
json foretold(const Stamp& stamp) {
  return {{"by", stamp.chain.value},
          {"edit", text(stamp.edit)},
          {"source", stamp.source},
          {"visit", stamp.visit ? text(*stamp.visit) : ""}};
}

json foretold(const Candidate& candidate) {
  return {{"value", candidate.value},
          {"base", candidate.base.value_or("unknown")},
          {"stamp", foretold(candidate.stamp)},
          {"proposed", candidate.proposed}};
}

json foretold(const Conflict& conflict) {
  json out{{"record", text(conflict.record)}, {"field", conflict.field},          {"class", name_of(conflict.klass)},
           {"kind", name_of(conflict.kind)},  {"state", name_of(conflict.state)}, {"base", conflict.base}};
  for (const auto& one : conflict.candidates) out["candidates"].push_back(foretold(one));
  if (conflict.resolution) out["resolution"] = foretold(*conflict.resolution);
  for (const auto& one : conflict.remarks) out["remarks"].push_back({one.text, foretold(one.stamp)});
  if (conflict.assignee) out["assignee"] = {conflict.assignee->text, foretold(conflict.assignee->stamp)};
  return out;
}

json foretold(const Record& record) {
  const auto& header = record.header;
  json out{{"type", header.type}, {"state", static_cast<int>(header.state)}};
  if (header.into) out["into"] = text(*header.into);
  if (header.moved) out["moved"] = foretold(*header.moved);
  for (const auto& part : record.parts) {
    if (!part) continue;
    for (const auto& [field, value] : part->values) out["values"][field] = value;
    for (const auto& [field, stamp] : part->stamps) out["stamps"][field] = foretold(stamp);
  }
  return out;
}

using Shown = std::map<RecordId, json>;

Shown shown_on(Store& store) {
  Shown out;
  auto& rows = store.sql()("SELECT id FROM records");
  std::vector<RecordId> ids;
  rows.with();
  while (rows.step()) ids.push_back(rows.id<RecordId>(0));
  for (const auto& id : ids) {
    const auto row = read_row(store.sql(), id);
    if (row->text.type != conflict_type) {
      out[id] = foretold(stored(decode(row->text)));
      continue;
    }
    const auto conflict = stored(decode_conflict(row->text));
    if (conflict.kind != ConflictKind::duplicate) out[id] = foretold(conflict);
  }
  return out;
}

/// The shipped template with few types, so that people get in each other's way.
std::string small_template() {
  auto whole = json::parse(source_text("shared/templates/residents.json"));
  const std::set<std::string> kept{"unit", "resident", "contact", "occupancy", "request", "visit", "desk_rule"};
  json types = json::array();
  for (auto& type : whole["types"])
    if (kept.contains(type.at("name").get<std::string>())) types.push_back(std::move(type));
  whole["types"] = std::move(types);
  return whole.dump();
}

class Story {
 public:
  explicit Story(std::uint64_t seed) : dice_(seed) {
    if (dice_.below(3) == 0) may_only_propose();
    for (const char* login : {"wang", "li", "zhao"}) office_.tablet(login);
    office_.sync_all();
  }

  /// Empty, or what came otherwise than it was shown, and how.
  std::string run() {
    for (auto deeds = 8 + dice_.below(16); deeds > 0; --deeds) {
      auto& one = dice_.below(2) == 0 ? zhao() : office_.tablet(dice_.below(2) == 0 ? "wang" : "li");
      act(one);
      if (dice_.below(4) == 0) sync(one);
    }
    for (const char* login : {"wang", "li", "zhao"}) EXPECT_TRUE(office_.tablet(login).store().seal_open_visit());
    office_.sync_all();
    told_ += "everybody has everything\n";
    for (auto rounds = 1 + dice_.below(3); rounds > 0; --rounds)
      if (auto wrong = alone(); !wrong.empty()) return wrong + "\n" + told_;
    return {};
  }

 private:
  PartyTablet& zhao() { return office_.tablet("zhao"); }

  // What adds up is among it, and what replaces; all of it is decided by others.
  void may_only_propose() {
    json all = json::array({"basic", "detail", "sensitive"});
    json rights{{"read", all},
                {"write", {{"basic", "yes"}, {"detail", "yes"}, {"sensitive", "yes"}}},
                {"may", {"create", "archive", "delete", "resolve", "merge"}}};
    json types{{"visit", rights}};
    rights["propose"] = {"name", "layout", "address", "tags", "urges", "notes", "urgency", "archive_no", "contact"};
    types["*"] = std::move(rights);
    json role{{"name", "proposing"}, {"version", 1}, {"types", types}, {"may", {"history"}}};
    if (dice_.below(2) == 0) role["may"].push_back("approve");
    require(office_.server().archive().set_role(canonical(role), noon).has_value(), "a role may be set");
    office_.person("zhao", "proposing");
  }

  void act(PartyTablet& tablet) {
    office_.time().now += Millis{1 + static_cast<std::int64_t>(dice_.below(600'000))};
    if (dice_.below(8) == 0) return visit(tablet);
    auto& store = tablet.store();
    auto plan = dice_.below(12) == 0 ? deeds_.take_back(store) : Deeds::Plan{};
    if (plan.intents.empty()) {
      plan = deeds_.next(store);
      if (!plan.intents.empty() && !plan.intents.front().resolves && dice_.below(3) == 0)
        deeds_.once_more(plan, store, dice_);
    }
    if (plan.intents.empty()) return;
    if (auto open = open_visit(store); open && *open && dice_.below(2) == 0)
      plan.intents.front().visit = (*open)->visit;
    note(store, plan.intents);
    auto saved = store.edit(std::move(plan.intents));
    told_ += tablet.name() + (saved ? " saves " : " cannot save (" + std::string{code(saved.error().fault)} + ") ") +
             plan.story + "\n";
  }

  // What a tablet does not foretell (docs/merge.md): what parting makes of both records, which takes the journal (J9),
  // and that a child brings back what is away (R3).
  void note(Store& store, const std::vector<Intent>& intents) {
    auto shown = [&](const RecordId& id) { return stored(decode(read_row(store.sql(), id)->text)); };
    auto comes_under = [&](const json& value) {
      auto id = value.is_string() ? parse_id<RecordId>(value.get<std::string>()) : std::nullopt;
      if (id && shown(*id).header.state != State::live) brought_back_.insert(*id);
    };
    for (const auto& intent : intents) {
      for (auto id = intent.op == Op::unmerge ? intent.record : std::nullopt; id && parted_.insert(*id).second;)
        id = shown(*id).header.into;
      for (const auto& [field, value] : intent.set.items()) comes_under(value);
      if (intent.op != Op::keep) continue;
      for (const auto& part : shown(*intent.record).parts)
        if (part)
          for (const auto& [field, value] : part->values) comes_under(value);
    }
  }
  json foretold_of(const Shown& all, const RecordId& id) const {
    auto found = all.find(id);
    if (found == all.end()) return nullptr;
    auto one = found->second;
    const auto about = one.contains("record") ? *parse_id<RecordId>(one["record"].get<std::string>()) : id;
    const bool of_state = one.value("kind", "") == "delete_edit";
    if (parted_.contains(about) || (of_state && brought_back_.contains(about))) return nullptr;
    if (brought_back_.contains(id))
      for (const char* told : {"state", "moved"}) one.erase(told);
    return one;
  }

  void visit(PartyTablet& tablet) {
    auto& store = tablet.store();
    auto open = open_visit(store);
    if (open && *open) {
      const bool done = finish_visit(store, {{"place_ok", dice_.below(2) == 0}}).has_value();
      told_ += tablet.name() + (done ? " ends a visit\n" : " cannot end a visit\n");
      return;
    }
    auto& homes = store.sql()("SELECT id FROM records WHERE type = 'unit' AND state = 0 ORDER BY id LIMIT 1");
    if (!homes.with().step()) return;
    const auto home = homes.id<RecordId>(0);
    homes.rewind();
    if (begin_visit(store, home)) told_ += tablet.name() + " begins a visit to " + text(home) + "\n";
  }

  void sync(PartyTablet& tablet) {
    auto ended = office_.sync(tablet);
    told_ += tablet.name() + " syncs" + (ended ? ": " + ended->detail : "") + "\n";
  }

  // Nobody else writes: what is shown now is what the server will say.
  std::string alone() {
    auto& store = zhao().store();
    sync(zhao());
    const auto refused = refusals(store)->size();
    if (refused > 0) return {};  // what was refused holds back what follows
    for (auto deeds = 1 + dice_.below(8); deeds > 0; --deeds) act(zhao());
    const auto before = shown_on(store);
    sync(zhao());
    if (refusals(store)->size() != refused) return "something that nobody was in the way of is refused";
    return differs(before, shown_on(store));
  }

  std::string differs(const Shown& before, const Shown& after) const {
    std::set<RecordId> ids;
    for (const auto* shown : {&before, &after})
      for (const auto& [id, one] : *shown) ids.insert(id);
    std::string wrong;
    for (const auto& id : ids) {
      const auto one = foretold_of(before, id), other = foretold_of(after, id);
      if (one == other) continue;
      wrong += text(id) + " is not as foretold:\nforetold " + one.dump() + "\nbecame   " + other.dump() + "\n";
      if (one.is_object() && other.is_object()) wrong += json::diff(one, other).dump() + "\n";
    }
    return wrong;
  }

  SeededDice dice_;
  Office office_{small_template()};
  Deeds deeds_{dice_, 8};
  std::set<RecordId> parted_, brought_back_;
  std::string told_;
};

std::uint64_t number_in(const char* name, std::uint64_t otherwise) {
  const char* wanted = std::getenv(name);
  return wanted == nullptr ? otherwise : std::strtoull(wanted, nullptr, 10);
}

TEST(Foretold, who_writes_takes_it_back_and_archives_is_in_nobodys_way) {
  Office office;
  auto& wang = office.tablet("wang");
  const auto home = wang.creates("unit", {{"room_no", "101"}});
  office.sync_all();
  Intent writes, takes_back;
  writes.record = takes_back.record = home;
  writes.set = {{"entry_wishes", {"花园"}}};
  takes_back.set = {{"entry_wishes", json::array()}};
  wang.does({writes, takes_back});
  EXPECT_EQ(wang.value(home, "entry_wishes"), json{}) << "the two fold, here as on the server";
  Intent archives;
  archives.op = Op::archive;
  archives.record = home;
  wang.does({archives});
  office.sync_all();
  EXPECT_TRUE(office.conflicts().empty());
  expect_same(wang.store(), office.server().archive());
}

TEST(Foretold, what_a_tablet_shows_of_its_unsent_work_is_what_the_server_makes_of_it) {
  const auto first = number_in("DOORSTEP_STORIES_FROM", 1);
  for (auto seed = first; seed < first + number_in("DOORSTEP_STORIES", 100); ++seed)
    if (auto wrong = Story{seed}.run(); !wrong.empty()) FAIL() << "story " << seed << ": " << wrong;
}

}  // namespace
}  // namespace doorstep::test
