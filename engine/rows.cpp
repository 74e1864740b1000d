#include "engine/rows.h"

namespace doorstep {
namespace {

RecordText text_at(const Statement& row, int first) {
  RecordText text;
  text.id = row.id<RecordId>(first);
  text.type = row.text(first + 1);
  text.header = row.text(first + 2);
  for (int klass = 0; klass < 3; ++klass)
    text.classes[static_cast<std::size_t>(klass)] = row.text_if(first + 3 + klass);
  return text;
}

std::optional<std::string> natural_or_null(const RowFacts& facts) {
  return facts.natural.empty() ? std::nullopt : std::optional{facts.natural};
}

void file_row(Statements& sql, std::int64_t n, const RowFacts& facts) {
  sql(R"sql(
    UPDATE records SET parent = ?1, natural = ?2, state = ?3
    WHERE n = ?4 AND (parent IS NOT ?1 OR natural IS NOT ?2 OR state <> ?3))sql")
      .with(facts.parent, natural_or_null(facts), facts.state, n)
      .run();
}

}  // namespace

RowFacts facts_of(const Template& archive_template, const Record& record) {
  RowFacts facts{record.header.community, std::nullopt, {}, static_cast<int>(record.header.state)};
  if (const auto* type = archive_template.type(record.header.type)) {
    facts.parent = parent_of(*type, record);
    facts.natural = natural_key(*type, record);
  }
  return facts;
}

RowFacts facts_of(const Conflict& conflict) {
  return {conflict.community, conflict.record, {}, conflict.state == ConflictState::open ? 0 : 1};
}

std::optional<Row> read_row(Statements& sql, const RecordId& id) {
  auto& row = sql("SELECT n, id, type, header, basic, detail, sensitive FROM records WHERE id = ?");
  if (!row.with(id).step()) return std::nullopt;
  Row out{row.integer(0), text_at(row, 1)};
  row.rewind();
  return out;
}

std::int64_t write_row(Statements& sql, std::optional<std::int64_t> n, const RecordText& text, const RowFacts& facts) {
  const bool fresh = !n;
  if (n) {
    // What the indexes hold changes seldom, and a page left alone is one less to write before "saved".
    sql("UPDATE records SET header = ?, basic = ?, detail = ?, sensitive = ? WHERE n = ?")
        .with(text.header, text.classes[0], text.classes[1], text.classes[2], *n)
        .run();
    file_row(sql, *n, facts);
  } else {
    sql(R"sql(
      INSERT INTO records (id, community, type, parent, natural, state, header, basic, detail, sensitive)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql")
        .with(text.id, facts.community, text.type, facts.parent, natural_or_null(facts), facts.state, text.header,
              text.classes[0], text.classes[1], text.classes[2])
        .run();
    n = sql.last_row();
  }
  if (text.type != conflict_type) sql("INSERT OR IGNORE INTO unindexed (n, fresh) VALUES (?, ?)").with(*n, fresh).run();
  return *n;
}

void delete_row(Statements& sql, std::int64_t n) {
  sql("DELETE FROM records WHERE n = ?").with(n).run();
  sql("INSERT OR IGNORE INTO unindexed (n, fresh) VALUES (?, 0)").with(n).run();
}

// +type: by its record a conflict is found at once; by the index of all conflicts SQLite would go through every one.
std::vector<Row> conflict_rows(Statements& sql, const RecordId& record) {
  // The plus keeps SQLite from taking the index of all conflicts instead of the parent's.
  auto& row =
      sql("SELECT n, id, type, header, basic, detail, sensitive FROM records WHERE parent = ? AND +type = 'conflict'");
  std::vector<Row> out;
  row.with(record);
  while (row.step()) out.push_back({row.integer(0), text_at(row, 1)});
  return out;
}

std::vector<RecordId> live_children(Statements& sql, const RecordId& record) {
  auto& row = sql("SELECT id FROM records WHERE parent = ? AND type <> 'conflict' AND state = 0");
  std::vector<RecordId> out;
  row.with(record);
  while (row.step()) out.push_back(row.id<RecordId>(0));
  return out;
}

void refile_rows(Statements& sql, const Template& archive_template) {
  auto& next = sql(R"sql(
    SELECT n, id, type, header, basic, detail, sensitive FROM records WHERE n > ? AND type <> 'conflict'
    ORDER BY n LIMIT 1)sql");
  for (std::int64_t n = 0; next.with(n).step();) {
    n = next.integer(0);
    auto facts = facts_of(archive_template, stored(decode(text_at(next, 1))));
    next.rewind();
    file_row(sql, n, facts);
    sql("INSERT OR IGNORE INTO unindexed (n, fresh) VALUES (?, 0)").with(n).run();
  }
}

Subject read_subject(Statements& sql, const RecordText& shown) {
  Subject subject;
  subject.record = stored(decode(shown));
  for (const auto& conflict : conflict_rows(sql, shown.id))
    subject.conflicts.push_back(stored(decode_conflict(conflict.text)));
  subject.children = live_children(sql, shown.id);
  return subject;
}

}  // namespace doorstep
