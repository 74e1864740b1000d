#pragma once
#include <gtest/gtest.h>

#include "engine/desk.h"
#include "engine/merge_plan.h"
#include "engine/rows.h"
#include "engine/search.h"
#include "engine/visit.h"
#include "tests/office.h"

namespace doorstep::test {

/// Two tablets of one office, whose people say of records that they are one, and two after all.
struct MergingScene : ::testing::Test {
  Office office;
  PartyTablet& wang = office.tablet("wang");
  PartyTablet& li = office.tablet("li");

  void merge(PartyTablet& tablet, const RecordId& winner, std::vector<RecordId> losers,
             const std::optional<Naming>& resolves = std::nullopt) {
    auto merged = merge_records(tablet.store(), winner, losers, resolves);
    ASSERT_TRUE(merged) << merged.error().detail;
  }
  void part(PartyTablet& tablet, const RecordId& loser) {
    auto parted = unmerge_record(tablet.store(), loser);
    ASSERT_TRUE(parted) << parted.error().detail;
  }
  static void answer(PartyTablet& tablet, const Conflict& conflict, Op op) {
    Intent intent;
    intent.op = op;
    intent.record = conflict.record;
    intent.resolves = naming_of(conflict);
    tablet.does({std::move(intent)});
  }
  static RecordId stands_for(PartyTablet& tablet, const RecordId& id) { return root_of(tablet.store().sql(), id); }
  static std::size_t children(PartyTablet& tablet, const RecordId& id) {
    std::size_t out = 0;
    for (const auto& one : live_children(tablet.store().sql(), id)) out += show(tablet.store(), one)->id == one;
    return out;
  }
  void expect_everybody_agrees() {
    office.sync_all();
    expect_same(wang.store(), office.server().archive());
    expect_same(li.store(), office.server().archive());
    auto check = office.server().archive().verify();
    EXPECT_TRUE(check) << check.error().detail;
  }
  std::vector<Conflict> open() {
    std::vector<Conflict> out;
    for (auto& one : office.conflicts())
      if (one.state == ConflictState::open) out.push_back(std::move(one));
    return out;
  }
  Conflict decided(const std::string& field) {
    for (auto& one : office.conflicts())
      if (one.state == ConflictState::resolved && one.field == field) return one;
    ADD_FAILURE() << "nothing is decided about " << field;
    return {};
  }
  static void says(PartyTablet& tablet, const RecordId& conflict, json words) {
    tablet.does({talk_about(tablet.store(), conflict, std::move(words)).value()});
  }
  RecordId resident(PartyTablet& tablet, json set) {
    auto id = tablet.creates("resident", std::move(set));
    office.sync_all();
    return id;
  }
  static void contact(PartyTablet& tablet, const RecordId& of, const std::string& number) {
    tablet.creates("contact", {{"resident", text(of)}, {"kind", "mobile"}, {"value", number}});
  }
};

}  // namespace doorstep::test
