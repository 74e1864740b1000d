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

std::int64_t write_row(Statements& sql, const RecordText& text, const RowFacts& facts) {
  auto& write = sql(R"sql(
    INSERT INTO records (id, community, type, parent, natural, state, header, basic, detail, sensitive)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET parent = excluded.parent, natural = excluded.natural, state = excluded.state,
      header = excluded.header, basic = excluded.basic, detail = excluded.detail, sensitive = excluded.sensitive
    RETURNING n)sql");
  write.with(text.id, facts.community, text.type, facts.parent,
             facts.natural.empty() ? std::nullopt : std::optional{facts.natural}, facts.state, text.header,
             text.classes[0], text.classes[1], text.classes[2]);
  write.step();
  auto n = write.integer(0);
  write.rewind();
  if (text.type != conflict_type) sql("INSERT OR IGNORE INTO unindexed (n) VALUES (?)").with(n).run();
  return n;
}

void delete_row(Statements& sql, std::int64_t n) {
  sql("DELETE FROM records WHERE n = ?").with(n).run();
  sql("INSERT OR IGNORE INTO unindexed (n) VALUES (?)").with(n).run();
}

std::vector<Row> conflict_rows(Statements& sql, const RecordId& record) {
  auto& row =
      sql("SELECT n, id, type, header, basic, detail, sensitive FROM records WHERE parent = ? AND type = 'conflict'");
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

Subject read_subject(Statements& sql, const RecordId& id) {
  Subject subject;
  auto row = read_row(sql, id);
  if (!row) return subject;
  subject.record = stored(decode(row->text));
  for (const auto& conflict : conflict_rows(sql, id))
    subject.conflicts.push_back(stored(decode_conflict(conflict.text)));
  subject.children = live_children(sql, id);
  return subject;
}

}  // namespace doorstep
