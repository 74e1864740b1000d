#pragma once
#include <gtest/gtest.h>

#include "engine/desk.h"
#include "tests/office.h"

namespace doorstep::test {

/// One resident about whom two people quarrel, and what is said about it.
struct DiscussionScene : ::testing::Test {
  Office office;
  PartyTablet& wang = office.tablet("wang");
  PartyTablet& li = office.tablet("li");
  RecordId id = wang.creates("resident", {{"name", "张三"}, {"sex", "unknown"}});

  DiscussionScene() { office.sync_all(); }

  ConflictView quarrel(const char* field = "name", const char* one = "张山", const char* other = "张珊") {
    wang.edits(id, {{field, one}});
    li.edits(id, {{field, other}});
    office.sync_all();
    return conflicts(wang.store(), DeskQuery{}).value().front();
  }
  Result<std::vector<RecordId>> says(PartyTablet& tablet, const RecordId& conflict, json words) {
    auto intent = talk_about(tablet.store(), conflict, std::move(words));
    if (!intent) return intent.error();
    return tablet.store().edit({std::move(*intent)});
  }
  Conflict in(PartyTablet& tablet, const RecordId& conflict) {
    return doorstep::conflict(tablet.store(), conflict).value().conflict;
  }
  void expect_everybody_agrees() {
    office.sync_all();
    expect_same(wang.store(), office.server().archive());
    expect_same(li.store(), office.server().archive());
  }
};

}  // namespace doorstep::test
