#include "tests/replicas.h"

#include <gtest/gtest.h>

#include "engine/rows.h"
#include "engine/views.h"

namespace doorstep::test {
namespace {

std::string joined(const RecordText& text) {
  std::string out = text.header;
  for (const auto& part : text.classes) out += "\n" + part.value_or("-");
  return out;
}

}  // namespace

Replica replica_of(Store& tablet) {
  Replica out;
  auto& rows = tablet.sql()("SELECT id FROM records");
  std::vector<RecordId> ids;
  rows.with();
  while (rows.step()) ids.push_back(rows.id<RecordId>(0));
  for (const auto& id : ids) out[id] = joined(read_row(tablet.sql(), id)->text);
  return out;
}

Replica replica_of(Archive& archive, const CommunityId& community) {
  Replica out;
  PageRequest request{community, ChainId{"nobody/nothing/1"}, PageKind::state, std::nullopt, {}, {}};
  for (bool done = false; !done;) {
    auto page = archive.page(request);
    require(page.has_value(), "the archive's state can be read");
    for (const auto& entry : page->entries) out[entry->text.id] = joined(entry->text);
    if (!page->entries.empty()) request.after = page->entries.back()->text.id;
    done = page->done;
  }
  return out;
}

std::set<RecordId> erased_in(Archive& archive) {
  std::set<RecordId> out;
  const auto all = archive.erasures().value();
  for (const auto& one : all) {
    if (one.at("state") != "done" || !one.contains("destroyed")) continue;  // or it is done with the next commit
    const auto erasure = archive.erasure(one.at("erasure").get<std::string>()).value();
    for (const auto& id : erasure.at("ids")) out.insert(*parse_id<RecordId>(id.get<std::string>()));
  }
  return out;
}

std::string left_of(Store& tablet, const std::set<RecordId>& erased) {
  auto& sql = tablet.sql();
  const auto has = [&](const char* literal, const RecordId& id) {
    auto& row = sql(literal);
    const bool found = row.with(id).step();
    row.rewind();
    return found;
  };
  for (const auto& id : erased) {
    if (has("SELECT 1 FROM records WHERE id = ? AND type <> 'conflict' AND (basic IS NOT NULL OR detail IS NOT NULL OR "
            "sensitive IS NOT NULL)",
            id))
      return "values of " + text(id);
    if (has("SELECT 1 FROM records WHERE parent = ? AND type = 'conflict'", id)) return "a conflict about " + text(id);
    if (has("SELECT 1 FROM history WHERE record = ?", id)) return "the history of " + text(id);
    if (has("SELECT 1 FROM refusals WHERE record = ? AND json_extract(body, '$.set') <> '{}'", id))
      return "what was refused of " + text(id);
    if (has("SELECT 1 FROM rescues WHERE record = ?", id)) return "a rescued text of " + text(id);
  }
  auto& bundles = sql("SELECT header, bodies FROM bundles WHERE header IS NOT NULL");
  bundles.with();
  while (bundles.step()) {
    const auto header = parse_json(bundles.text(0)).value(), bodies = parse_json(bundles.text(1)).value();
    for (std::size_t i = 0; i < bodies.size(); ++i) {
      const auto& edit = header.at("edits")[i];
      const auto id = *parse_id<RecordId>(edit.at("record").get<std::string>());
      if (erased.contains(id) && !bodies[i].empty()) return "in an own bundle what was said of " + text(id);
    }
  }
  return {};
}

std::string difference(const Replica& one, const Replica& other) {
  for (const auto& [id, texts] : one) {
    auto found = other.find(id);
    if (found == other.end()) return "only the first has " + text(id) + ": " + texts;
    if (found->second != texts) return text(id) + " differs:\n" + texts + "\nand\n" + found->second;
  }
  for (const auto& [id, texts] : other)
    if (!one.contains(id)) return "only the second has " + text(id) + ": " + texts;
  return {};
}

void expect_same(Store& tablet, Archive& archive) {
  EXPECT_EQ("", difference(replica_of(tablet), replica_of(archive)));
  auto state = status(tablet);
  ASSERT_TRUE(state);
  EXPECT_TRUE(state->agrees) << "by set hash";
  EXPECT_EQ(state->pending, 0U);
  auto sound = verify(tablet);
  EXPECT_TRUE(sound) << (sound ? "" : sound.error().detail);
  auto whole = archive.verify();
  EXPECT_TRUE(whole) << (whole ? "" : whole.error().detail);
}

std::string table_with(Database& database, const std::string& words) {
  std::vector<std::string> tables;
  auto list = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'");
  while (list.step()) tables.emplace_back(list.text(0));
  for (const auto& table : tables) {
    auto rows = database.prepare("SELECT * FROM \"" + table + "\"");
    const auto columns = [&] {
      auto count = database.prepare("SELECT COUNT(*) FROM pragma_table_info(?)");
      count.with(table).step();
      return static_cast<int>(count.integer(0));
    }();
    while (rows.step())
      for (int i = 0; i < columns; ++i)
        if (rows.text(i).find(words) != std::string_view::npos) return table;
  }
  return {};
}

}  // namespace doorstep::test
