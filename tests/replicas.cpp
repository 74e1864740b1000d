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

}  // namespace doorstep::test
