#include "server/erasure.h"

#include <algorithm>
#include <unordered_set>

#include "server/duplicates.h"
#include "shared/merge_conflict.h"

namespace doorstep {
namespace {

constexpr const char* no_body = "{}";  ///< of an edit in the journal: the header goes on promising what it said

std::uint64_t changed(Database& database) {
  auto query = database.prepare("SELECT changes()");
  query.step();
  return static_cast<std::uint64_t>(query.integer(0));
}

std::optional<RecordId> id_in(const json& values, const std::string& field) {
  const auto found = values.is_object() ? values.find(field) : values.end();
  const auto* name = found == values.end() ? nullptr : found->get_ptr<const std::string*>();
  return name == nullptr ? std::nullopt : parse_id<RecordId>(*name);
}

// The record under which a new one is made, as its edit says.
std::optional<RecordId> parent_named(const Template& archive_template, const Edit& edit) {
  const auto* type = archive_template.type(edit.type);
  if (type == nullptr || type->parent.empty()) return std::nullopt;
  return id_in(edit.set, type->parent);
}

// A merged record's column names what stands for it; whose child it was, its own text says.
std::vector<std::pair<RecordId, RecordId>> merged_children(Database& database, const Template& archive_template,
                                                           const CommunityId& community) {
  std::vector<std::pair<RecordId, RecordId>> out;
  auto rows = database.prepare("SELECT " + std::string{record_text_columns} +
                               " FROM records WHERE community = ? AND state = ? AND type <> 'conflict'");
  rows.with(community, static_cast<int>(State::merged));
  while (rows.step()) {
    const auto record = stored_record(record_text(rows, 0));
    const auto* type = archive_template.type(record.header.type);
    if (const auto parent = type == nullptr ? std::nullopt : parent_of(*type, record))
      out.emplace_back(record.id, *parent);
  }
  return out;
}

Result<RecordText> text_of_rescue(std::string_view body) {
  auto object = parse_json(body);
  if (!object) return object.error();
  RecordText out;
  Reader in{*object, "rescues"};
  out.id = in.id<RecordId>("id");
  const auto& header = in.object("header");
  if (in.error()) return *in.error();
  out.type = Reader{header, "rescues.header"}.text("type", 64);
  out.header = canonical(header);
  for (auto klass : all_classes)
    if (const auto* part = in.object_if(std::string{name_of(klass)}.c_str()))
      out.classes[static_cast<std::size_t>(klass)] = canonical(*part);
  return out;
}

// Rows of a table whose texts reach what is erased, author by author and in their order.
template <class Reaches>
std::vector<std::int64_t> rows_of(Database& database, const Template& archive_template, const char* query,
                                  Reaches reaches) {
  ErasedQueries queries{database};
  std::map<std::string, ErasedRecords> authors;
  std::vector<std::int64_t> out;
  auto rows = database.prepare(query);
  while (rows.step()) {
    const ChainId chain{std::string{rows.text(1)}};
    auto& erased = authors.try_emplace(author_of(chain), queries, archive_template, chain).first->second;
    if (reaches(erased, rows)) out.push_back(rows.integer(0));
  }
  for (const auto& [author, erased] : authors) erased.keep_made(database);
  return out;
}

void wipe_quarantine(Database& database, const Template& archive_template, Destroyed& destroyed) {
  const auto reached = rows_of(database, archive_template,
                               "SELECT q.n, c.chain, q.record, q.body FROM quarantine q JOIN chains c ON c.n = q.chain "
                               "WHERE q.state <> 'erased' "
                               "ORDER BY q.n",
                               [](ErasedRecords& erased, const Statement& row) {
                                 const auto body = parse_json(row.text(3));
                                 const auto edit =
                                     body && body->is_object() ? edit_from(*body, "quarantine") : Result<Edit>{Error{}};
                                 return edit ? erased.reached_by(*edit) : erased.is_erased(row.id<RecordId>(2));
                               });
  // With other edits of its bundle, which were kept, the journal has what it said as well.
  auto journal = database.prepare(
      "UPDATE edits SET body = ?2 WHERE kept = 0 AND record = (SELECT record FROM quarantine WHERE n = ?1) AND "
      "id = (SELECT edit FROM quarantine WHERE n = ?1)");
  auto wiped =
      database.prepare("UPDATE quarantine SET state = 'erased', reason = NULL, creates = 0, body = 'null' WHERE n = ?");
  for (const auto n : reached) {
    journal.with(n, no_body).run();
    wiped.with(n).run();
  }
  destroyed.quarantined += reached.size();
}

void wipe_rescues(Database& database, const Template& archive_template, Destroyed& destroyed) {
  const auto reached =
      rows_of(database, archive_template, "SELECT r.n, c.chain, r.body FROM rescues r JOIN chains c ON c.n = r.chain",
              [](ErasedRecords& erased, const Statement& row) {
                const auto text = text_of_rescue(row.text(2));
                return text && erased.holds(*text);
              });
  auto gone = database.prepare("DELETE FROM rescues WHERE n = ?");
  for (const auto n : reached) gone.with(n).run();
  destroyed.parcels += reached.size();
}

void wipe_parked(Database& database, const Template& archive_template, Destroyed& destroyed) {
  struct Parcel {
    std::int64_t chain = 0, number = 0;
    std::string raw;
  };
  std::vector<Parcel> wiped;
  ErasedQueries queries{database};
  std::map<std::string, ErasedRecords> authors;
  auto rows = database.prepare(
      "SELECT p.chain, p.number, p.raw, c.chain FROM parked p JOIN chains c ON c.n = p.chain ORDER BY p.chain, "
      "p.number");
  while (rows.step()) {
    const ChainId chain{std::string{rows.text(3)}};
    auto& erased = authors.try_emplace(author_of(chain), queries, archive_template, chain).first->second;
    if (auto left = erased.without(rows.text(2))) wiped.push_back({rows.integer(0), rows.integer(1), std::move(*left)});
  }
  for (const auto& [author, erased] : authors) erased.keep_made(database);
  auto write = database.prepare("UPDATE parked SET raw = ? WHERE chain = ? AND number = ?");
  for (const auto& one : wiped) write.with(one.raw, one.chain, one.number).run();
  destroyed.parcels += wiped.size();
}

}  // namespace

std::vector<RecordId> family_of(Database& database, const Template& archive_template, const CommunityId& community,
                                const std::vector<RecordId>& roots) {
  auto members =
      database.prepare("SELECT id FROM records WHERE parent = ? AND community = ? AND type <> 'conflict' ORDER BY n");
  const auto merged = merged_children(database, archive_template, community);
  std::vector<RecordId> out;
  std::set<RecordId> known;
  auto add = [&](const RecordId& id) {
    if (known.insert(id).second) out.push_back(id);
  };
  for (const auto& root : roots) add(root);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto one = out[i];
    members.with(one, community);
    while (members.step()) add(members.id<RecordId>(0));
    for (const auto& [child, parent] : merged)
      if (parent == one) add(child);
    if (out.size() > erasure_records_max)
      throw SqliteFailure{{Fault::out_of_range, "more belongs to it than one erasure may destroy"}};
  }
  return out;
}

std::vector<RecordId> naming(Database& database, const std::vector<RecordId>& family) {
  constexpr std::size_t id_size = 36;
  std::unordered_set<std::string> names;
  for (const auto& id : family) names.insert(text(id));
  const std::set<RecordId> known{family.begin(), family.end()};
  const auto names_one = [&](std::string_view says) {  // each string of that length is looked up once
    for (auto at = says.find('"'); at != says.npos; at = says.find('"', at + 1))
      if (at + id_size + 1 < says.size() && says[at + id_size + 1] == '"' &&
          names.contains(std::string{says.substr(at + 1, id_size)}))
        return true;
    return false;
  };
  std::vector<RecordId> out;
  auto rows = database.prepare(
      "SELECT id, coalesce(basic, '') || coalesce(detail, '') || coalesce(sensitive, '') FROM records "
      "WHERE type <> 'conflict' AND state <> ? ORDER BY n");
  rows.with(static_cast<int>(State::erased));
  while (rows.step())
    if (const auto id = rows.id<RecordId>(0); !known.contains(id) && names_one(rows.text(1))) out.push_back(id);
  return out;
}

std::string author_of(const ChainId& chain) { return person_of(chain).value + "/" + device_of(chain).value; }

ErasedQueries::ErasedQueries(Database& database)
    : erased(
          database.prepare("SELECT 1 FROM erased WHERE record = ?1 AND due = 0 AND (author IS NULL OR author = ?2)")),
      there(database.prepare("SELECT 1 FROM records WHERE id = ?")) {}

ErasedRecords::ErasedRecords(ErasedQueries& queries, const Template& archive_template, const ChainId& author)
    : queries_(queries), template_(archive_template), author_(author_of(author)) {}

bool ErasedRecords::is_erased(const RecordId& id) {
  return made_.contains(id) || OneRow{queries_.erased.with(id, author_)}.operator bool();
}

bool ErasedRecords::makes_one(const Edit& edit) {
  if (edit.op != Op::create) return false;
  const auto parent = parent_named(template_, edit);
  return (edit.erased || (parent && is_erased(*parent))) && !OneRow{queries_.there.with(edit.record)};
}

bool ErasedRecords::reached_by(const Edit& edit) {
  const bool makes = makes_one(edit);
  if (makes) made_.emplace(edit.record, parent_named(template_, edit));
  return makes || edit.erased || is_erased(edit.record) || (edit.into && is_erased(*edit.into));
}

void ErasedRecords::keep_made(Database& database) const {
  if (made_.empty()) return;
  auto insert = database.prepare(
      "INSERT OR IGNORE INTO erased(record, erasure, due, author) "
      "VALUES(?1, COALESCE((SELECT erasure FROM erased WHERE record = ?2), ''), 0, ?3)");
  for (const auto& [record, under] : made_) insert.with(record, under, author_).run();
}

bool ErasedRecords::holds(const RecordText& text) {
  if (is_erased(text.id)) return true;
  if (text.type == conflict_type) {
    const auto conflict = decode_conflict(text);
    return conflict && is_erased(conflict->record);
  }
  const auto record = decode(text);
  const auto* type = template_.type(text.type);
  const auto parent = record && type != nullptr ? parent_of(*type, *record) : std::nullopt;
  return parent && is_erased(*parent);
}

std::optional<std::string> ErasedRecords::without(std::string_view raw) {
  auto bundle = parse_json(raw);
  if (!bundle || !bundle->is_object() || !bundle->contains("bodies")) return std::nullopt;
  const auto* header = Reader{*bundle, ""}.object_if("header");
  auto& bodies = (*bundle)["bodies"];
  if (header == nullptr || !header->contains("edits") || !header->at("edits").is_array() || !bodies.is_array())
    return std::nullopt;
  const auto& edits = header->at("edits");
  bool any = false;
  for (std::size_t i = 0; i < edits.size() && i < bodies.size(); ++i) {
    if (bodies[i] == json::object()) continue;
    auto edit = edit_head_from(edits[i], "edits");
    if (!edit) continue;
    if (bodies[i].is_object())
      for (const auto& [klass, body] : bodies[i].items())
        if (body.is_object() && body.contains("set") && body.at("set").is_object()) edit->set.update(body.at("set"));
    if (!reached_by(*edit)) continue;
    bodies[i] = json::object();
    any = true;
  }
  return any ? std::optional{canonical(*bundle)} : std::nullopt;
}

std::vector<RecordId> leave_headers(WorkingSet& set, const Template& archive_template, const Bundle& bundle,
                                    const std::vector<Instant>& at, Seq seq) {
  std::vector<RecordId> conflicts;
  for (std::size_t i = 0; i < bundle.edits.size(); ++i) {
    const auto& edit = bundle.edits[i];
    const Arrival arrival{bundle.community, bundle.chain, seq, at[i]};
    auto& standing = set.at(edit.record);
    if (!standing.subject.record) throw SqliteFailure{{Fault::not_found, "record " + text(edit.record)}};
    set.bring_all(standing, edit.record);
    const auto before = standing.columns;
    auto& record = *standing.subject.record;
    Record left;
    left.id = record.id;
    left.header = {record.header.type,     record.header.community, State::erased, stamp_of(edit, arrival), seq,
                   record.header.count + 1};
    record = std::move(left);
    standing.columns = columns_of(archive_template, record);
    if (const auto* type = archive_template.type(record.header.type)) {
      move_claims(set, *type, edit.record, before, edit, arrival);
      hand_on_distinct(set, *type, edit.record, edit, arrival);
    }
    for (const auto& conflict : standing.subject.conflicts)
      if (set.stored(conflict.id) != nullptr) conflicts.push_back(conflict.id);
    standing.subject.conflicts.clear();
  }
  return conflicts;
}

namespace {

/// What an erasure's records said, and to which others they were one once.
struct Said {
  std::set<EditId> edits;
  std::map<std::string, std::vector<json>> values;  ///< by field
  std::set<RecordId> partners;
};

Said said_by(Database& database, const Bundle& bundle) {
  Said out;
  auto rows = database.prepare(
      "SELECT e.id, e.body, e.n, j.header FROM edits e JOIN journal j ON j.n = e.n / 512 WHERE e.record = ? AND "
      "e.kept = 1");
  for (const auto& edit : bundle.edits) {
    rows.with(edit.record);
    while (rows.step()) {
      out.edits.insert(rows.id<EditId>(0));
      const auto body = parse_json(rows.text(1));
      if (!body) throw SqliteFailure{{Fault::store_damaged, "journal: " + body.error().detail}};
      for (const auto& [klass, part] : body->items())
        for (const auto& [field, value] : part.at("set").items()) out.values[field].push_back(value);
      if (rows.text(3).find("\"into\"") == std::string_view::npos) continue;
      const auto header = parse_json(rows.text(3));
      const auto position = static_cast<std::size_t>(rows.integer(2) % 512);
      if (!header || position >= header->at("edits").size()) continue;
      if (const auto into = id_in(header->at("edits")[position], "into")) out.partners.insert(*into);
    }
  }
  return out;
}

}  // namespace

void forget_values(Database& database, WorkingSet& set, const Bundle& bundle, Seq seq) {
  const auto said = said_by(database, bundle);
  const auto is_theirs = [&](const Stamp& stamp) { return said.edits.contains(stamp.edit); };
  // Of a record that was one with theirs, what was replaced may be what they had said.
  const auto replaced_theirs = [&](const Conflict& conflict, const json& base) {
    const auto known = said.values.find(conflict.field);
    return said.partners.contains(conflict.record) && known != said.values.end() && !base.is_null() &&
           std::ranges::count(known->second, base) > 0;
  };
  const auto concerned = [&](const Conflict& one) {
    return replaced_theirs(one, one.base) || (one.resolution && is_theirs(one.resolution->stamp)) ||
           std::ranges::any_of(
               one.candidates,
               [&](const auto& c) { return is_theirs(c.stamp) || (c.base && replaced_theirs(one, *c.base)); }) ||
           std::ranges::any_of(one.remarks, [&](const auto& remark) { return is_theirs(remark.stamp); });
  };
  std::vector<RecordId> found;
  auto rows = database.prepare("SELECT " + std::string{record_text_columns} +
                               " FROM records WHERE community = ? AND type = 'conflict'");
  rows.with(bundle.community);
  while (rows.step()) {
    const auto conflict = stored_conflict(record_text(rows, 0));
    // Of whole records it is asked what they are, not what somebody said.
    if (!conflict.field.empty() && concerned(conflict)) found.push_back(conflict.id);
  }
  for (const auto& id : found) {
    auto* conflict = set.conflict(id);
    if (conflict == nullptr || !concerned(*conflict)) continue;
    // That somebody said something there, and who, is still told; what it was, and what it replaced, is not.
    std::vector<json> forgotten;
    if (!conflict->base.is_null()) forgotten.push_back(conflict->base);
    const auto forget = [&](Candidate& one) {
      if (is_theirs(one.stamp)) forgotten.push_back(std::exchange(one.value, nullptr));
      if (one.base && (is_theirs(one.stamp) || std::ranges::count(forgotten, *one.base) > 0)) one.base.reset();
    };
    for (int again = 0; again < 2; ++again) {  // one may have replaced what comes behind it
      std::ranges::for_each(conflict->candidates, forget);
      if (conflict->resolution) forget(*conflict->resolution);
    }
    conflict->base = nullptr;
    std::erase_if(conflict->remarks, [&](const auto& remark) { return is_theirs(remark.stamp); });
    count_once(conflict->seq, conflict->count, Arrival{bundle.community, bundle.chain, seq, {}});
  }
}

void wipe(Database& database, const Template& archive_template, const std::vector<RecordId>& records,
          Destroyed& destroyed) {
  // Each of the two has its index, which SQLite takes where a query says its condition.
  auto accepted = database.prepare("UPDATE edits SET body = ?2 WHERE record = ?1 AND kept = 1 AND body <> ?2");
  auto others = database.prepare("UPDATE edits SET body = ?2 WHERE record = ?1 AND kept = 0 AND body <> ?2");
  for (const auto& id : records) {
    accepted.with(id, no_body).run();
    destroyed.edits += changed(database);
    others.with(id, no_body).run();
  }
  wipe_parked(database, archive_template, destroyed);  // before the list of what is in them
  wipe_quarantine(database, archive_template, destroyed);
  wipe_rescues(database, archive_template, destroyed);
}

}  // namespace doorstep
