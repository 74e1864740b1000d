#include "engine/visit.h"

#include <algorithm>

#include "engine/store.h"
#include "engine/views.h"
#include "shared/answer.h"

namespace doorstep {
namespace {

/// "2026-11-26T02:12:00Z"
std::string time_text(Instant at) { return iso_time(at).substr(0, 19) + "Z"; }

// The one that is due first; without a plan a new one is made.
std::optional<RecordId> planned_visit(Store& store, const RecordId& unit) {
  auto& row = store.sql()(R"sql(
    SELECT records.id FROM records JOIN briefs ON briefs.type = 'visit' AND briefs.n = records.n WHERE records.parent = ?
      AND COALESCE(word1, 'planned') IN ('planned', 'postponed', 'no_answer')
    ORDER BY word2 IS NULL, word2, briefs.n LIMIT 1)sql");
  std::optional<RecordId> out;
  if (row.with(unit).step()) out = row.id<RecordId>(0);
  row.rewind();
  return out;
}

Result<Intent> first_edit(Store& store, const RecordId& unit) {
  auto home = show(store, unit);
  if (!home) return home.error();
  if (home->type != "unit") return Error{Fault::not_found, text(unit) + " is no home"};
  Intent first;
  first.source = "visit";
  first.record = planned_visit(store, unit);
  if (!first.record) {
    first.op = Op::create;
    first.type = "visit";
    first.set["unit"] = text(unit);
    if (store.identity()) first.set["assignee"] = store.identity()->name;
  }
  first.set["status"] = "started";
  first.set["started_at"] = time_text(store.clock().wall());
  return first;
}

// Lists of entries grow: what was written earlier in this visit stays.
json grown(const json& before, json set) {
  for (const char* list : {"findings", "promises"}) {
    if (!set.contains(list) || !set[list].is_array() || !before.contains(list)) continue;
    auto whole = before.at(list);
    for (auto& entry : set[list])
      if (std::find(whole.begin(), whole.end(), entry) == whole.end()) whole.push_back(std::move(entry));
    set[list] = std::move(whole);
  }
  return set;
}

Result<Intent> last_edit(Store& store, const RecordId& visit, json set) {
  if (!set.is_object()) return Error{Fault::invalid_value, "visit"};
  auto shown = show(store, visit);
  if (!shown) return shown.error();
  Intent last;
  last.source = "visit";
  last.record = visit;
  if (!set.contains("status")) set["status"] = "done";
  if (set["status"] == "planned" || set["status"] == "started" || !set["status"].is_string())
    return Error{Fault::invalid_value, "visit.status: expected done, no_answer, refused or postponed"};
  if (!set.contains("ended_at")) set["ended_at"] = time_text(store.clock().wall());
  if (!set.contains("attempts")) {
    const auto before = shown->fields.value("attempts", json{});
    set["attempts"] = (before.is_number_integer() ? before.get<std::int64_t>() : 0) + 1;
  }
  // Why it did not come about earlier is no word about one that did.
  if (set["status"] == "done" && !set.contains("reason") && shown->fields.contains("reason")) set["reason"] = nullptr;
  last.set = grown(shown->fields, std::move(set));
  return last;
}

}  // namespace

Result<std::optional<OpenVisit>> open_visit(Store& store) {
  return guarded([&]() -> Result<std::optional<OpenVisit>> {
    auto& row = store.sql()(R"sql(
      SELECT visit, unit, (SELECT COUNT(*) FROM visit_edits), (SELECT COUNT(DISTINCT record) FROM visit_edits)
      FROM open_visit)sql");
    if (!row.with().step()) return std::optional<OpenVisit>{};
    OpenVisit out{row.id<RecordId>(0),
                  row.id<RecordId>(1),
                  {},
                  static_cast<std::uint64_t>(row.integer(2)),
                  static_cast<std::uint64_t>(row.integer(3))};
    row.rewind();
    if (auto shown = show(store, out.visit)) out.started_at = shown->fields.value("started_at", "");
    return std::optional{std::move(out)};
  });
}

Result<OpenVisit> begin_visit(Store& store, const RecordId& unit) {
  auto open = open_visit(store);
  if (!open) return open.error();
  if (*open) return Error{Fault::already_exists, "a visit is open"};
  auto first = guarded([&] { return first_edit(store, unit); });
  if (!first) return first.error();
  auto begun = store.begin_visit(unit, std::move(*first));
  if (!begun) return begun.error();
  auto now = open_visit(store);
  if (!now) return now.error();
  if (!*now) return Error{Fault::not_found, "another process has ended it"};
  return **now;
}

Result<RecordId> note_in_visit(Store& store, json set) {
  if (!set.is_object() || set.empty()) return Error{Fault::invalid_value, "visit"};
  // How it ended is said when it ends.
  for (const char* field : {"status", "ended_at", "attempts", "unit"})
    if (set.contains(field)) return Error{Fault::invalid_value, std::string{"visit."} + field};
  auto open = open_visit(store);
  if (!open) return open.error();
  if (!*open) return Error{Fault::not_found, "no visit is open"};
  auto shown = show(store, (*open)->visit);
  if (!shown) return shown.error();
  Intent note;
  note.source = "visit";
  note.record = (*open)->visit;
  note.set = grown(shown->fields, std::move(set));
  if (auto saved = store.edit({std::move(note)}); !saved) return saved.error();
  return (*open)->visit;
}

Result<RecordId> finish_visit(Store& store, json set) {
  auto open = open_visit(store);
  if (!open) return open.error();
  if (!*open) return Error{Fault::not_found, "no visit is open"};
  auto last = guarded([&] { return last_edit(store, (*open)->visit, std::move(set)); });
  if (!last) return last.error();
  auto sealed = store.finish_visit(std::move(*last));
  if (!sealed) return sealed.error();
  return (*open)->visit;
}

Result<RecordId> confirm(Store& store, const RecordId& unit, std::vector<std::string> what) {
  auto open = open_visit(store);
  if (!open) return open.error();
  const bool at_once = !*open;
  if (*open && (*open)->unit != unit) return Error{Fault::already_exists, "the visit of another home is open"};
  if (at_once) {
    auto begun = begin_visit(store, unit);
    if (!begun) return begun.error();
    *open = *begun;
  }
  const auto visit = (*open)->visit;
  auto shown = show(store, visit);
  if (!shown) return shown.error();
  auto words = shown->fields.value("confirmed_fields", json::array());
  for (auto& word : what)
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
  Intent edit;
  edit.source = "visit";
  edit.record = visit;
  edit.set["confirmed_fields"] = std::move(words);
  if (auto saved = store.edit({std::move(edit)}); !saved) return saved.error();
  if (at_once) return finish_visit(store, json::object());
  return visit;
}

}  // namespace doorstep
