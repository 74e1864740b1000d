#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "shared/merge.h"
#include "tests/json_values.h"
#include "tests/source_files.h"

namespace doorstep {
namespace {

/// The contract's cases, run as they stand in merge_cases.json; its "about" explains the form.
const json& cases_file() {
  static const json parsed = *parse_json(test::source_text("tests/shared/merge_cases.json"));
  return parsed;
}

json labelled(json object) {
  object["label"] = {{"zh-CN", "x"}, {"en", "x"}};
  return object;
}

// The file leaves out what does not matter to merging: labels, classes, the choices of open lists.
json template_of_cases() {
  json fields = json::array(), groups = json::array();
  for (const auto& [name, spelled] : cases_file().at("template").at("fields").items()) {
    json field = labelled(spelled);
    field["name"] = name;
    field["class"] = "basic";
    if (field["kind"] == "choices") field["open"] = true;
    if (name == "doc_type") field["choices"] = {"id", "passport"};
    if (field.contains("choices"))
      for (auto& choice : field["choices"]) choice = labelled({{"name", choice}});
    fields.push_back(std::move(field));
  }
  for (const auto& [name, spelled] : cases_file().at("template").at("groups").items()) {
    json group = labelled(spelled);
    group["name"] = name;
    groups.push_back(std::move(group));
  }
  json type = labelled({{"name", "resident"}, {"fields", fields}, {"groups", groups}});
  return {{"name", "cases"}, {"version", 1}, {"types", {type}}};
}

const Template& cases_template() {
  static const Template parsed = Template::parse(canonical(template_of_cases())).value();
  return parsed;
}

constexpr RecordId record_id{{7}};
EditId named_edit(const std::string& name) { return EditId{short_hash("edit " + name)}; }

Subject with_values(const json& values) {
  Record record;
  record.id = record_id;
  record.header = {"resident", CommunityId{"main"}, State::live, {}, Seq{1}, 1};
  for (const auto& [name, value] : values.items())
    record.put(name, Class::basic, value, {Seq{1}, ChainId{"office/t0"}, named_edit("start"), {}, "import"});
  return {std::move(record), {}, {}};
}

// What the author of a removal saw, digested as the tablet does it.
std::map<std::string, std::string> saw_of(const json& spelled) {
  auto seen = with_values(spelled.at("saw"));
  if (auto candidates = spelled.value("saw_candidates", json::array()); !candidates.empty()) {
    Conflict open;
    open.field = "name";
    for (const auto& name : candidates) open.candidates.push_back({{}, {}, {{}, {}, named_edit(name), {}, "form"}});
    seen.conflicts.push_back(std::move(open));
  }
  return seen_digests(seen);
}

Edit edit_of(const json& spelled) {
  Edit edit;
  edit.id = named_edit(spelled.at("id"));
  edit.record = record_id;
  edit.type = "resident";
  edit.op = spelled.value("op", "change") == "delete" ? Op::remove : Op::change;
  edit.version = Seq{1};
  edit.base = spelled.at("base");
  edit.set = spelled.at("set");
  if (edit.op == Op::remove) edit.saw = saw_of(spelled);
  if (spelled.contains("resolves")) {
    const auto& named = spelled.at("resolves");
    edit.resolves = Naming{conflict_id(record_id, named.at("field"), named_edit(named.at("opened_by"))), {}};
    for (const auto& seen : named.at("seen")) edit.resolves->seen.push_back(named_edit(seen));
  }
  return edit;
}

/// One run of one case: its bundles in some order.
struct Told {
  Subject subject;
  std::map<std::string, std::string> outcomes;  ///< by edit: ok or conflict
  std::set<EditId> known;
  std::uint64_t seq = 1;
};

using Bundled = std::vector<json>;

std::vector<Bundled> bundles_of(const json& edits) {
  std::vector<Bundled> out;
  for (const auto& edit : edits) {
    bool joins = !out.empty() && edit.contains("bundle") && out.back().back().value("bundle", "") == edit["bundle"];
    if (!joins) out.emplace_back();
    out.back().push_back(edit);
  }
  return out;
}

void expect_a_repeat_changes_nothing(Told& run, const Edit& edit, const Arrival& arrival) {
  auto values = [](const Subject& subject) {
    auto text = encode(*subject.record);
    std::string out = text.header + text.classes[0].value_or("");
    for (const auto& conflict : subject.conflicts) out += *encode(conflict).classes[0];
    return out;
  };
  auto again = merge(cases_template(), run.subject, edit, arrival);
  ASSERT_TRUE(again);
  EXPECT_EQ(values(again->subject), values(run.subject)) << "the archive knows the id, but merging it is harmless too";
}

void arrive(Told& run, const Bundled& bundle) {
  std::vector<Edit> edits;
  for (const auto& spelled : bundle) edits.push_back(edit_of(spelled));
  edits = fold(cases_template(), std::move(edits));
  for (std::size_t i = 0; i < edits.size(); ++i) {
    Arrival arrival{CommunityId{"main"}, ChainId{bundle[i].at("chain")}, Seq{++run.seq}, std::nullopt};
    if (bundle[i].contains("time")) arrival.at = from_ms(bundle[i].at("time"));
    if (!run.known.insert(edits[i].id).second) {  // the archive answers its first outcome
      expect_a_repeat_changes_nothing(run, edits[i], arrival);
      continue;
    }
    auto merged = merge(cases_template(), std::move(run.subject), edits[i], arrival);
    ASSERT_TRUE(merged) << merged.error().detail;
    run.outcomes[bundle[i].at("id")] = merged->outcome == Outcome::conflict ? "conflict" : "ok";
    run.subject = std::move(merged->subject);
  }
}

Told run_of(const json& start, const std::vector<Bundled>& bundles) {
  Told run{with_values(start), {}, {}, 1};
  for (const auto& bundle : bundles) arrive(run, bundle);
  return run;
}

using test::sorted;

json record_of(const Told& run, const json& unordered) {
  if (run.subject.record->header.state != State::live) return nullptr;
  json out = json::object();
  for (const auto& [name, value] : run.subject.record->part(Class::basic)->values)
    out[name] = std::count(unordered.begin(), unordered.end(), name) > 0 ? sorted(value) : value;
  return out;
}

json candidates_of(const Conflict& conflict) {
  json values = json::array();
  for (const auto& candidate : conflict.candidates) values.push_back(candidate.value);
  return values;
}

json current_of(const Record& record, const std::string& unit) {
  const auto* group = cases_template().types()[0].group(unit);
  if (group == nullptr) return *record.value(unit);
  json out = json::object();
  for (const auto& member : group->fields) out[member] = *record.value(member);
  return out;
}

// As the file spells them. Candidates count only where `like` names them.
json conflicts_of(const Told& run, const json& like) {
  json out = json::array();
  for (std::size_t i = 0; i < run.subject.conflicts.size(); ++i) {
    const auto& conflict = run.subject.conflicts[i];
    bool counts = i < like.size() && !like[i].at("candidates").is_null();
    json candidates = counts ? sorted(candidates_of(conflict)) : json{};
    out.push_back({{"field", conflict.field.empty() ? json{} : json(conflict.field)},
                   {"kind", name_of(conflict.kind)},
                   {"base", conflict.base},
                   {"state", name_of(conflict.state)},
                   {"candidates", candidates}});
    if (conflict.state == ConflictState::open && !conflict.field.empty()) {
      auto current = current_of(*run.subject.record, conflict.field);
      auto values = candidates_of(conflict);
      EXPECT_NE(std::find(values.begin(), values.end(), current), values.end()) << "the current value is a candidate";
    }
  }
  return out;
}

// Every value a field ever had: what stood there first, and what accepted edits set.
json history_of(const json& edits, const std::string& field) {
  json out = json::array();
  auto add = [&](const json& value) {
    if (std::find(out.begin(), out.end(), value) == out.end()) out.push_back(value);
  };
  for (const auto& edit : edits)
    if (edit.at("set").contains(field)) {
      add(edit.at("base").at(field));
      add(edit.at("set").at(field));
    }
  return sorted(out);
}

/// Calls `visit` with the bundles in every order of arrival.
void in_every_order(const std::vector<Bundled>& bundles, const auto& visit) {
  std::vector<std::size_t> order(bundles.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  do {
    std::vector<Bundled> arranged;
    for (auto i : order) arranged.push_back(bundles[i]);
    visit(arranged);
  } while (std::next_permutation(order.begin(), order.end()));
}

class MergeCase : public testing::TestWithParam<std::size_t> {
 protected:
  const json& spelled() const { return cases_file().at("cases")[GetParam()]; }
  json unordered() const { return spelled().value("unordered", json::array()); }

  void expect_result(const Told& run) const {
    auto record = spelled().at("record");
    for (const auto& field : unordered()) record[field] = sorted(record[field]);
    EXPECT_EQ(record_of(run, unordered()), record);
    auto conflicts = spelled().at("conflicts");
    for (auto& conflict : conflicts) conflict["candidates"] = sorted(conflict["candidates"]);
    EXPECT_EQ(conflicts_of(run, conflicts), conflicts);
  }
};

TEST_P(MergeCase, holds) {
  SCOPED_TRACE(spelled().at("says"));
  const auto& edits = spelled().at("edits");
  auto run = run_of(spelled().at("start"), bundles_of(edits));
  expect_result(run);
  auto outcomes = spelled().value("outcomes", json::array());
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    EXPECT_EQ(run.outcomes[edits[i].at("id")], outcomes[i]) << edits[i].at("id");
  auto history = spelled().value("history", json::object());
  for (const auto& [field, values] : history.items()) EXPECT_EQ(history_of(edits, field), sorted(values));
}

TEST_P(MergeCase, holds_in_every_order_where_it_says_so) {
  SCOPED_TRACE(spelled().at("says"));
  const auto& start = spelled().at("start");
  auto bundles = bundles_of(spelled().at("edits"));
  if (spelled().value("any_order", false))
    in_every_order(bundles, [&](const auto& arranged) { expect_result(run_of(start, arranged)); });
  if (!spelled().contains("any_order_keeps")) return;
  in_every_order(bundles, [&](const auto& arranged) {
    auto run = run_of(start, arranged);
    ASSERT_EQ(run.subject.conflicts.size(), 1u);
    EXPECT_EQ(sorted(candidates_of(run.subject.conflicts[0])), sorted(spelled()["any_order_keeps"]));
  });
}

std::string id_of_case(const testing::TestParamInfo<std::size_t>& info) {
  return cases_file().at("cases")[info.param].at("id");
}
INSTANTIATE_TEST_SUITE_P(Law, MergeCase, testing::Range<std::size_t>(0, cases_file().at("cases").size()), id_of_case);

TEST(MergeCases, are_all_there) {
  EXPECT_EQ(cases_file().at("cases").size(), 47u);
  EXPECT_TRUE(Template::parse(canonical(template_of_cases())));
}

}  // namespace
}  // namespace doorstep
