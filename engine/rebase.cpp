#include "engine/rebase.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "engine/visit.h"
#include "shared/scope.h"

namespace doorstep {
namespace {

constexpr std::array class_keys{"basic", "detail", "sensitive"};

// Texts travel inside the row as JSON strings, exactly as they are stored and hashed.
std::string conflicts_text(const std::vector<RecordText>& conflicts) {
  json list = json::array();
  for (const auto& conflict : conflicts) {
    json one = json::object();
    one["id"] = text(conflict.id);
    one["header"] = conflict.header;
    for (std::size_t i = 0; i < class_keys.size(); ++i)
      if (conflict.classes[i]) one[class_keys[i]] = *conflict.classes[i];
    list.push_back(std::move(one));
  }
  return canonical(list);
}

std::string edits_text(const std::vector<OwnEdit>& edits) {
  json list = json::array();
  for (const auto& own : edits) {
    json one = json::object();
    one["number"] = own.number.value;
    one["edit"] = edit_json(own.edit);
    if (own.contained) one["contained"] = true;
    list.push_back(std::move(one));
  }
  return canonical(list);
}

std::vector<RecordText> conflicts_from(std::string_view text) {
  std::vector<RecordText> out;
  for (const auto& one : stored(parse_json(text))) {
    RecordText conflict;
    auto id = parse_id<RecordId>(one.at("id").get<std::string>());
    require(id.has_value(), "a rebase row holds the ids that this store wrote");
    conflict.id = *id;
    conflict.type = conflict_type;
    conflict.header = one.at("header").get<std::string>();
    for (std::size_t i = 0; i < class_keys.size(); ++i)
      if (one.contains(class_keys[i])) conflict.classes[i] = one.at(class_keys[i]).get<std::string>();
    out.push_back(std::move(conflict));
  }
  return out;
}

std::vector<OwnEdit> edits_from(std::string_view text) {
  std::vector<OwnEdit> out;
  for (const auto& one : stored(parse_json(text)))
    out.push_back({BundleNumber{one.at("number").get<std::uint64_t>()},
                   stored(edit_from(one.at("edit"), "rebase.edits")), one.value("contained", false)});
  return out;
}

// The bundle of the last edit, out of the end of edits_text's list: …,"number":7}]
std::optional<BundleNumber> last_number(std::string_view edits) {
  constexpr std::string_view key = "\"number\":", end = "}]";
  if (!edits.ends_with(end)) return std::nullopt;
  edits.remove_suffix(end.size());
  const auto digits = edits.find_last_not_of("0123456789");
  if (digits == edits.npos || !edits.substr(0, digits + 1).ends_with(key)) return std::nullopt;
  BundleNumber number;
  const auto [rest, failed] = std::from_chars(edits.data() + digits + 1, edits.data() + edits.size(), number.value);
  return failed == std::errc{} ? std::optional{number} : std::nullopt;
}

std::optional<RecordText> confirmed_at(const Statement& row, int first, const RecordId& record, std::string_view type) {
  if (row.null(first)) return std::nullopt;
  RecordText text{record, std::string{type}, std::string{row.text(first)}, {}};
  for (int i = 0; i < 3; ++i) text.classes[static_cast<std::size_t>(i)] = row.text_if(first + 1 + i);
  return text;
}

// What is foretold is where the server's state of it is.
RecordText placed(RecordText shown, const Pending& pending) {
  if (pending.confirmed) shown.header = with_place(std::move(shown.header), place_in(pending.confirmed->header));
  return shown;
}

void keep_places(Statements& sql, const std::vector<RecordText>& conflicts) {
  for (const auto& confirmed : conflicts) {
    const auto place = place_in(confirmed.header);
    auto shown = place.empty() ? std::nullopt : read_row(sql, confirmed.id);
    if (shown)
      sql("UPDATE records SET header = ? WHERE n = ?").with(with_place(shown->text.header, place), shown->n).run();
  }
}

}  // namespace

void Pending::insert(const OwnEdit& own) {
  auto behind = std::upper_bound(edits.begin(), edits.end(), own.number,
                                 [](BundleNumber number, const OwnEdit& one) { return number < one.number; });
  edits.insert(behind, own);
}

void Pending::drop_edits_upto(BundleNumber last_own) {
  std::erase_if(edits, [&](const OwnEdit& own) { return own.number <= last_own; });
}

Rebase::Rebase(Statements& sql, const Template& archive_template, const ChainId& chain)
    : sql_(sql), template_(archive_template), chain_(chain) {}

std::optional<Pending> Rebase::find(const RecordId& record) {
  auto& row = sql_(R"sql(
    SELECT n, records.type, rebase.header, rebase.basic, rebase.detail, rebase.sensitive, conflicts, edits
    FROM rebase JOIN records USING (n) WHERE records.id = ?)sql");
  if (!row.with(record).step()) return std::nullopt;
  Pending pending;
  pending.n = row.integer(0);
  pending.record = record;
  pending.confirmed = confirmed_at(row, 2, record, row.text(1));
  pending.conflicts = conflicts_from(row.text(6));
  pending.edits = edits_from(row.text(7));
  row.rewind();
  return pending;
}

std::optional<Rebase::Settled> Rebase::settled(const RecordId& record, BundleNumber last_own) {
  auto& row = sql_(R"sql(
    SELECT n, records.type, rebase.header, rebase.basic, rebase.detail, rebase.sensitive, edits
    FROM rebase JOIN records USING (n) WHERE records.id = ?1 AND first <= ?2 AND conflicts = '[]' AND
      NOT EXISTS (SELECT 1 FROM records AS about WHERE about.parent = ?1 AND about.type = 'conflict'))sql");
  if (!row.with(record, last_own).step()) return std::nullopt;
  std::optional<Settled> out;
  if (auto last = last_number(row.text(6)); last && *last <= last_own)
    out = Settled{row.integer(0), confirmed_at(row, 2, record, row.text(1))};
  row.rewind();
  return out;
}

std::optional<RecordId> Rebase::confirmed_into(const RecordId& record) {
  auto& row = sql_(R"sql(
    SELECT CASE WHEN rebase.n IS NULL THEN records.header ELSE rebase.header END
    FROM records LEFT JOIN rebase USING (n) WHERE records.id = ? AND records.type <> 'conflict')sql");
  std::optional<std::string> header;
  if (row.with(record).step()) header = row.text_if(0);
  row.rewind();
  if (!header) return std::nullopt;
  const auto parsed = stored(parse_json(*header));
  return parsed.contains("into") ? parse_id<RecordId>(parsed.at("into").get<std::string>()) : std::nullopt;
}

Pending Rebase::begin(const RecordId& record, const std::optional<Row>& shown) {
  Pending pending;
  pending.record = record;
  if (!shown) return pending;
  pending.n = shown->n;
  pending.confirmed = shown->text;
  for (auto& conflict : conflict_rows(sql_, record)) pending.conflicts.push_back(std::move(conflict.text));
  return pending;
}

void Rebase::write(const Pending& pending) {
  std::optional<std::string> header, classes[3];
  if (pending.confirmed) {
    header = pending.confirmed->header;
    for (std::size_t i = 0; i < 3; ++i) classes[i] = pending.confirmed->classes[i];
  }
  require(!pending.edits.empty(), "a record is under rebase while it has own edits");
  sql_(R"sql(
    INSERT INTO rebase (n, first, header, basic, detail, sensitive, conflicts, edits) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (n) DO UPDATE SET first = excluded.first, header = excluded.header, basic = excluded.basic, detail = excluded.detail,
      sensitive = excluded.sensitive, conflicts = excluded.conflicts, edits = excluded.edits)sql")
      .with(pending.n, pending.edits.front().number, header, classes[0], classes[1], classes[2],
            conflicts_text(pending.conflicts), edits_text(pending.edits))
      .run();
}

void Rebase::forget(std::int64_t n) { sql_("DELETE FROM rebase WHERE n = ?").with(n).run(); }

std::vector<RecordId> Rebase::edited_upto(const CommunityId& community, BundleNumber last_own) {
  // CROSS: left to itself SQLite begins at records, and reads every one of them at every checkpoint.
  auto& row = sql_("SELECT id FROM rebase CROSS JOIN records USING (n) WHERE first <= ? AND community = ?");
  std::vector<RecordId> out;
  row.with(last_own, community);
  while (row.step()) out.push_back(row.id<RecordId>(0));
  return out;
}

std::vector<RecordId> Rebase::under_open_visit() {
  const auto key = "\"number\":" + std::to_string(open_visit_number.value) + "}";  // as edits_text writes it
  auto& row = sql_("SELECT id FROM rebase CROSS JOIN records USING (n) WHERE instr(edits, ?) > 0");
  std::vector<RecordId> out;
  row.with(key);
  while (row.step()) out.push_back(row.id<RecordId>(0));
  return out;
}

bool Rebase::apply(const Pending& pending) {
  Subject subject;
  if (pending.confirmed) subject.record = stored(decode(*pending.confirmed));
  for (const auto& conflict : pending.conflicts) subject.conflicts.push_back(stored(decode_conflict(conflict)));
  subject.children = live_children(sql_, pending.record);
  if (!pending.edits.empty()) {
    auto& community = sql_("SELECT community FROM records WHERE n = ?");
    community.with(pending.n).step();
    CommunityId home{std::string{community.text(0)}};
    community.rewind();
    subject = predicted(template_, pending.record, std::move(subject), pending.edits, home, chain_,
                        [&](const RecordId& id) -> std::optional<Subject> {
                          auto shown = read_row(sql_, id);
                          if (!shown || shown->text.type == conflict_type) return std::nullopt;
                          return read_subject(sql_, shown->text);
                        });
  }
  if (pending.edits.empty()) forget(pending.n);
  if (!subject.record) {  // its creation was refused: the edit stands in the person's list
    for (const auto& conflict : conflict_rows(sql_, pending.record)) delete_row(sql_, conflict.n);
    forget(pending.n);
    delete_row(sql_, pending.n);
    return false;
  }
  write_row(sql_, pending.n, pending.edits.empty() ? *pending.confirmed : placed(encode(*subject.record), pending),
            facts_of(template_, *subject.record));
  show_conflicts(subject.conflicts, pending.record);
  keep_places(sql_, pending.conflicts);
  return true;
}

void Rebase::show_folded(const std::vector<Edit>& bundle) {
  std::set<RecordId> records, refolded;
  for (const auto& edit : bundle) records.insert(edit.record);
  if (records.size() == bundle.size()) return;  // the usual bundle has nothing to fold, and is not copied
  const auto folded = fold(template_, bundle);
  for (std::size_t i = 0; i < bundle.size(); ++i)
    if (folded[i].set != bundle[i].set || folded[i].base != bundle[i].base) refolded.insert(bundle[i].record);
  for (const auto& id : refolded)
    if (auto pending = find(id)) apply(*pending);
}

// Predicted conflicts come and go with the prediction.
void Rebase::show_conflicts(const std::vector<Conflict>& conflicts, const RecordId& record) {
  std::map<RecordId, std::int64_t> rows;
  for (const auto& row : conflict_rows(sql_, record)) rows.emplace(row.text.id, row.n);
  for (const auto& conflict : conflicts) {
    auto row = rows.extract(conflict.id);
    write_row(sql_, row ? std::optional{row.mapped()} : std::nullopt, encode(conflict), facts_of(conflict));
  }
  for (const auto& [id, n] : rows) delete_row(sql_, n);
}

}  // namespace doorstep
