// What the store asks about the open visit inside its own transactions.
#include <algorithm>

#include "engine/homes.h"
#include "engine/rows.h"
#include "engine/visit.h"
#include "shared/edit.h"

namespace doorstep {
namespace {

std::optional<RecordId> referred(const json& value) {
  return value.is_string() ? parse_id<RecordId>(value.get<std::string>()) : std::nullopt;
}

}  // namespace

bool may_name_visit(const Type& type, const Record* before, const Edit& edit) {
  auto read = edit.set.empty() ? Class::basic : Class::sensitive;  // by everybody who reads any of it
  for (const auto& [name, value] : edit.set.items())
    if (const auto* field = type.field(name)) read = std::min(read, field->klass);
  bool hides = false;
  for (const auto& field : type.fields) {
    if (field.kind != Kind::reference) continue;
    const auto* stands = before == nullptr ? nullptr : before->value(field.name);
    const auto value = edit.set.value(field.name, stands == nullptr ? json{} : *stands);
    if (field.klass <= read && !value.is_null()) return true;
    hides = hides || field.klass > read;
  }
  return !hides;
}

std::optional<RecordId> VisitShelf::visit() {
  auto& row = sql_("SELECT visit FROM open_visit");
  std::optional<RecordId> out;
  if (row.with().step()) out = row.id<RecordId>(0);
  row.rewind();
  return out;
}

std::optional<RecordId> VisitShelf::unit() {
  auto& row = sql_("SELECT unit FROM open_visit");
  std::optional<RecordId> out;
  if (row.with().step()) out = row.id<RecordId>(0);
  row.rewind();
  return out;
}

bool VisitShelf::touched(const RecordId& record, bool created) {
  auto& row = sql_("SELECT 1 FROM visit_edits WHERE record = ?1 AND creates >= ?2 LIMIT 1");
  const bool out = row.with(record, created).step();
  row.rewind();
  return out;
}

// A register that somebody brings in meanwhile is no part of the talk at the door.
bool VisitShelf::is_of_home(const Intent& intent) {
  if (intent.source == "import") return false;
  const auto home = root_of(sql_, unit().value_or(RecordId{}));
  Homes homes{sql_};
  auto is_among = [&](const std::vector<RecordId>& found) {
    return std::find(found.begin(), found.end(), home) != found.end();
  };
  if (intent.record && intent.op != Op::create) return is_among(homes.of(*intent.record));
  std::vector<RecordId> targets;
  for (const auto& [field, value] : intent.set.items())
    if (auto target = referred(value)) targets.push_back(*target);
  return is_among(homes.of_what_names(targets));
}

Result<bool> VisitShelf::takes(const std::vector<Intent>& intents) {
  const auto open = visit();
  bool joins = false;
  for (auto intent : intents) {
    if (intent.record && intent.op != Op::create) intent.record = root_of(sql_, *intent.record);
    if (intent.visit && intent.visit != open) return Error{Fault::not_found, "this visit is not open"};
    if (!open || joins) continue;
    joins = intent.visit.has_value() || (intent.record && touched(*intent.record, false)) ||
            (intent.into && touched(*intent.into, false)) || is_of_home(intent);
    for (const auto& [field, value] : intent.set.items()) {
      auto target = referred(value);
      joins = joins || (target && touched(*target, true));
    }
    if (joins || !intent.record || (intent.op != Op::remove && intent.op != Op::archive)) continue;
    // What its author saw counts the children that the visit made.
    auto& row = sql_(R"sql(
      SELECT 1 FROM visit_edits JOIN records ON records.id = visit_edits.record
      WHERE creates = 1 AND records.parent = ? LIMIT 1)sql");
    joins = row.with(*intent.record).step();
    row.rewind();
  }
  return joins;
}

void VisitShelf::open(const RecordId& visit, const RecordId& unit) {
  sql_("INSERT INTO open_visit (one, visit, unit) VALUES (1, ?, ?)").with(visit, unit).run();
}

std::uint64_t VisitShelf::put(const std::vector<Edit>& edits) {
  auto& row = sql_("SELECT COALESCE(MAX(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'visit_edits'");
  row.with().step();
  const auto save = row.integer(0);
  row.rewind();
  for (const auto& edit : edits)
    sql_("INSERT INTO visit_edits (save, edit, record, creates, body) VALUES (?, ?, ?, ?, ?)")
        .with(save, edit.id, edit.record, edit.op == Op::create, canonical(edit_json(edit)))
        .run();
  return static_cast<std::uint64_t>(save);
}

std::vector<Edit> VisitShelf::edits() {
  auto& row = sql_("SELECT body FROM visit_edits ORDER BY position");
  std::vector<Edit> out;
  row.with();
  while (row.step()) out.push_back(stored(edit_from(stored(parse_json(row.text(0))), "visit_edits")));
  return out;
}

void VisitShelf::clear() {
  sql_("DELETE FROM visit_edits").with().run();
  sql_("DELETE FROM open_visit").with().run();
}

}  // namespace doorstep
