#include "engine/rows.h"

#include <set>

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

// Only what differs is written: a page left alone is one less to sync.
void file_links(Statements& sql, std::int64_t n, const RowFacts& facts, bool fresh) {
  if (!facts.may_link) return;
  auto missing = facts.links;
  std::vector<std::string> gone;
  if (!fresh) {
    auto& row = sql("SELECT field, target FROM links WHERE n = ?");
    row.with(n);
    while (row.step()) {
      auto link = missing.find(std::string{row.text(0)});
      if (link != missing.end() && link->second == row.id<RecordId>(1))
        missing.erase(link);
      else
        gone.emplace_back(row.text(0));
    }
  }
  for (const auto& field : gone) sql("DELETE FROM links WHERE n = ? AND field = ?").with(n, field).run();
  for (const auto& [field, target] : missing)
    sql("INSERT INTO links (n, field, target) VALUES (?, ?, ?)").with(n, field, target).run();
}

void file_brief(Statements& sql, std::int64_t n, const RecordId& id, const RowFacts& facts) {
  if (!facts.brief) return;
  if (facts.state != 0) {
    sql("DELETE FROM briefs WHERE type = ? AND n = ?").with(facts.type, n).run();
    return;
  }
  const auto& brief = *facts.brief;
  sql(R"sql(
    INSERT INTO briefs (type, n, id, parent, wanted, filled, word1, word2, word3, word4, word5)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
    ON CONFLICT (type, n) DO UPDATE SET parent = ?4, wanted = ?5, filled = ?6, word1 = ?7, word2 = ?8, word3 = ?9,
      word4 = ?10, word5 = ?11
    WHERE parent IS NOT ?4 OR wanted <> ?5 OR filled <> ?6 OR word1 IS NOT ?7 OR word2 IS NOT ?8 OR word3 IS NOT ?9 OR
      word4 IS NOT ?10 OR word5 IS NOT ?11)sql")
      .with(facts.type, n, id, facts.parent, static_cast<std::int64_t>(brief.wanted),
            static_cast<std::int64_t>(brief.filled), brief.words[0], brief.words[1], brief.words[2], brief.words[3],
            brief.words[4])
      .run();
}

// A class's text from its values on: the last key of those that we know (docs/store.md §Record texts). Quotes inside a
// JSON text are escaped, so this stands where the stamps end and nowhere before. Written otherwise: all of it.
std::string_view values_in(std::string_view class_text) {
  const auto values = class_text.find(R"(],"values":)");
  return values == class_text.npos ? class_text : class_text.substr(values);
}

// What the full-text index holds follows from values and state alone. A page that brings an own edit back changes
// stamps, seq and count, and leaves the index as it is.
bool words_stay(Statements& sql, std::int64_t n, const RecordText& text, int state) {
  auto& shown = sql("SELECT state, basic, detail, sensitive FROM records WHERE n = ?");
  if (!shown.with(n).step()) return false;
  bool same = shown.integer(0) == state;
  for (int i = 0; i < 3; ++i) {
    const auto& now = text.classes[static_cast<std::size_t>(i)];
    same = same && shown.null(1 + i) == !now && (!now || values_in(shown.text(1 + i)) == values_in(*now));
  }
  shown.rewind();
  return same;
}

/// Every record, with its n and what the template says about it.
template <class Each>
void each_record(Statements& sql, const Template& archive_template, Each each) {
  auto& next = sql(R"sql(
    SELECT n, id, type, header, basic, detail, sensitive FROM records WHERE n > ? AND type <> 'conflict'
    ORDER BY n LIMIT 1)sql");
  for (std::int64_t n = 0; next.with(n).step();) {
    n = next.integer(0);
    auto record = stored(decode(text_at(next, 1)));
    next.rewind();
    each(n, record.id, facts_of(archive_template, record));
  }
}

}  // namespace

RowFacts facts_of(const Template& archive_template, const Record& record) {
  RowFacts facts{record.header.community, record.header.into, {}, static_cast<int>(record.header.state), {}};
  const auto* type = archive_template.type(record.header.type);
  if (type == nullptr) return facts;
  facts.type = type->name;
  if (!record.header.into) facts.parent = parent_of(*type, record);
  facts.natural = natural_key(*type, record);
  facts.brief = brief_of(*type, record);
  for (const auto& field : type->fields) {
    if (field.kind != Kind::reference || field.name == type->parent) continue;
    facts.may_link = true;
    const auto* value = record.value(field.name);
    if (value == nullptr || !value->is_string()) continue;
    if (auto target = parse_id<RecordId>(value->get<std::string>())) facts.links.emplace(field.name, *target);
  }
  return facts;
}

RowFacts facts_of(const Conflict& conflict) {
  return {conflict.community, conflict.record, {}, conflict.state == ConflictState::open ? 0 : 1, {}};
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
  const bool found_as_before = n && words_stay(sql, *n, text, facts.state);
  if (n) {
    // What the indexes hold changes seldom, and a page left alone is one less to write before "saved".
    sql("UPDATE records SET header = ?, basic = ?, detail = ?, sensitive = ? WHERE n = ?")
        .with(text.header, text.classes[0], text.classes[1], text.classes[2], *n)
        .run();
    file_row(sql, *n, facts);
    file_links(sql, *n, facts, false);
  } else {
    sql(R"sql(
      INSERT INTO records (id, community, type, parent, natural, state, header, basic, detail, sensitive)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql")
        .with(text.id, facts.community, text.type, facts.parent, natural_or_null(facts), facts.state, text.header,
              text.classes[0], text.classes[1], text.classes[2])
        .run();
    n = sql.last_row();
    file_links(sql, *n, facts, true);
  }
  file_brief(sql, *n, text.id, facts);
  if (text.type != conflict_type && !found_as_before)
    sql("INSERT OR IGNORE INTO unindexed (n, fresh) VALUES (?, ?)").with(*n, fresh).run();
  return *n;
}

void delete_row(Statements& sql, std::int64_t n) {
  sql("DELETE FROM briefs WHERE type = (SELECT type FROM records WHERE n = ?1) AND n = ?1").with(n).run();
  sql("DELETE FROM links WHERE n = ?").with(n).run();
  sql("DELETE FROM records WHERE n = ?").with(n).run();
  sql("INSERT OR IGNORE INTO unindexed (n, fresh) VALUES (?, 0)").with(n).run();
}

std::vector<Row> conflict_rows(Statements& sql, const RecordId& record) {
  auto& row =
      sql("SELECT n, id, type, header, basic, detail, sensitive FROM records WHERE parent = ? AND type = 'conflict'");
  std::vector<Row> out;
  row.with(record);
  while (row.step()) out.push_back({row.integer(0), text_at(row, 1)});
  return out;
}

RecordId root_of(Statements& sql, const RecordId& id) {
  auto& row = sql("SELECT parent FROM records WHERE id = ? AND state = 3 AND +type <> 'conflict'");
  auto out = id;
  // Of two opposite merges one is here and the other not yet, for a while: no line is followed round.
  std::set<RecordId> seen;
  while (seen.insert(out).second && row.with(out).step()) {
    out = row.id<RecordId>(0);
    row.rewind();
  }
  return out;
}

std::vector<RecordId> aliases_of(Statements& sql, const RecordId& id) {
  auto& row = sql("SELECT id FROM records WHERE parent = ? AND state = 3 AND +type <> 'conflict'");
  std::vector<RecordId> out;
  std::set<RecordId> seen{id};
  auto add = [&](const RecordId& into) {
    row.with(into);
    while (row.step())
      if (seen.insert(row.id<RecordId>(0)).second) out.push_back(row.id<RecordId>(0));
  };
  add(id);
  for (std::size_t next = 0; next < out.size(); ++next) add(out[next]);
  return out;
}

std::vector<RecordId> live_children(Statements& sql, const RecordId& record) {
  auto out = aliases_of(sql, record);
  auto& row = sql("SELECT id FROM records WHERE parent = ? AND type <> 'conflict' AND state = 0");
  auto add = [&](const RecordId& parent) {
    row.with(parent);
    while (row.step()) out.push_back(row.id<RecordId>(0));
  };
  const auto aliases = out;
  add(record);
  for (const auto& alias : aliases) add(alias);
  return out;
}

void refile_rows(Statements& sql, const Template& archive_template) {
  each_record(sql, archive_template, [&](std::int64_t n, const RecordId& id, const RowFacts& facts) {
    file_row(sql, n, facts);
    file_links(sql, n, facts, false);
    file_brief(sql, n, id, facts);
    sql("INSERT OR IGNORE INTO unindexed (n, fresh) VALUES (?, 0)").with(n).run();
  });
}

void file_links_and_briefs(Statements& sql, const Template& archive_template) {
  each_record(sql, archive_template, [&](std::int64_t n, const RecordId& id, const RowFacts& facts) {
    file_links(sql, n, facts, false);
    file_brief(sql, n, id, facts);
  });
}

std::vector<RecordId> linked_here(Statements& sql, const RecordId& record) {
  auto family = aliases_of(sql, record);
  family.insert(family.begin(), record);
  // CROSS: from the links to their records, never the other way.
  auto& row = sql("SELECT id FROM links CROSS JOIN records USING (n) WHERE target = ? AND state = 0 ORDER BY n");
  std::vector<RecordId> out;
  for (const auto& one : family) {
    row.with(one);
    while (row.step()) out.push_back(row.id<RecordId>(0));
  }
  return out;
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
