#include "engine/store.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/engine/one_tablet.h"
#include "tests/flaky_vfs.h"
#include "tests/page_key.h"
#include "tests/scratch.h"

namespace doorstep::test {
namespace {

const json wang_fang = {{"name", "王芳"}, {"occupation", "教师"}};
const json room_1502 = {{"building", "3"}, {"unit_no", "2"}, {"room_no", "1502"}};

Intent creation(const std::string& type, json set) {
  Intent intent;
  intent.op = Op::create;
  intent.type = type;
  intent.set = std::move(set);
  return intent;
}

TEST(Store, a_new_resident_is_shown_at_once_and_waits_in_the_outbox) {
  OneTablet tablet;
  auto id = tablet.creates("resident", wang_fang);
  auto view = show(tablet.store(), id).value();
  EXPECT_EQ(view.fields, wang_fang);
  EXPECT_TRUE(view.pending);
  EXPECT_EQ(view.version, Seq{});
  auto waiting = tablet.waiting();
  ASSERT_EQ(waiting.size(), 1U);
  const auto& edit = waiting[0].edits.at(0);
  EXPECT_EQ(edit.op, Op::create);
  EXPECT_EQ(edit.record, id);
  EXPECT_EQ(edit.set, wang_fang);
  EXPECT_EQ(edit.base, (json{{"name", nullptr}, {"occupation", nullptr}}));
  EXPECT_EQ(status(tablet.store()).value().pending, 1U);
}

TEST(Store, a_change_carries_only_what_was_touched_with_the_value_it_replaced) {
  OneTablet tablet;
  auto id = tablet.creates("resident", wang_fang);
  tablet.changes(id, {{"occupation", "医生"}, {"name", "王芳"}});
  auto edit = tablet.waiting_edits().at(1);
  EXPECT_EQ(edit.set, (json{{"occupation", "医生"}}));
  EXPECT_EQ(edit.base, (json{{"occupation", "教师"}}));
  EXPECT_EQ(tablet.value(id, "occupation"), "医生");
}

TEST(Store, clearing_a_field_is_a_change_and_clearing_it_again_is_none) {
  OneTablet tablet;
  auto id = tablet.creates("resident", wang_fang);
  tablet.changes(id, {{"occupation", nullptr}});
  EXPECT_EQ(tablet.value(id, "occupation"), nullptr);
  tablet.changes(id, {{"occupation", nullptr}, {"employer", nullptr}});
  EXPECT_EQ(tablet.waiting().size(), 2U);
}

TEST(Store, nothing_is_written_when_nothing_changes) {
  OneTablet tablet;
  auto id = tablet.creates("resident", wang_fang);
  auto answered = tablet.tries(tablet.change(id, wang_fang)).value();
  EXPECT_EQ(answered, std::vector{id});
  EXPECT_EQ(tablet.rows("bundles"), 1);
}

TEST(Store, an_address_travels_whole) {
  OneTablet tablet;
  auto id = tablet.creates("unit", room_1502);
  tablet.changes(id, {{"room_no", "1503"}});
  auto edit = tablet.waiting_edits().at(1);
  EXPECT_EQ(edit.set, (json{{"room_no", "1503"}}));
  EXPECT_EQ(edit.base, room_1502);
}

TEST(Store, a_note_travels_without_the_notes_before_it_so_that_there_can_always_be_one_more) {
  OneTablet tablet;
  json notes = json::array();
  auto id = tablet.creates("resident", {{"name", "张三"}});
  for (int n = 0; n < 150; ++n) {
    notes.push_back({{"id", "n" + std::to_string(n)}, {"text", std::string(2'000, 'x')}});
    ASSERT_TRUE(tablet.tries(tablet.change(id, {{"notes", notes}}))) << n;
  }
  EXPECT_EQ(tablet.value(id, "notes"), notes);
  auto edits = tablet.waiting_edits();
  ASSERT_EQ(edits.size(), 151U);
  EXPECT_EQ(edits.back().set, json({{"notes", json::array({notes.back()})}}));
  EXPECT_EQ(edits.back().base, json({{"notes", nullptr}}));
  ASSERT_TRUE(tablet.tries(tablet.change(id, {{"notes", notes}})));
  EXPECT_EQ(tablet.waiting_edits().size(), 151U) << "nothing new was said";
}

TEST(Store, a_removed_resident_is_gone_for_the_person_and_cannot_be_changed) {
  OneTablet tablet;
  auto id = tablet.creates("resident", wang_fang);
  Intent removal = tablet.change(id, json::object());
  removal.op = Op::remove;
  ASSERT_TRUE(tablet.tries(removal));
  EXPECT_FALSE(tablet.shows(id));
  EXPECT_FALSE(tablet.waiting_edits().at(1).saw.empty());
  EXPECT_EQ(tablet.tries(tablet.change(id, {{"name", "王方"}})).error().fault, Fault::not_found);
  EXPECT_EQ(tablet.tries(removal).error().fault, Fault::not_found);
}

TEST(Store, a_telephone_number_given_to_a_home_in_place_of_a_resident_is_refused) {
  OneTablet tablet;
  const auto unit = tablet.creates("unit", room_1502), resident = tablet.creates("resident", wang_fang);
  auto number_of = [](const RecordId& whose) {
    return creation("contact", {{"resident", text(whose)}, {"kind", "mobile"}, {"value", "13800138000"}});
  };
  const auto refused = tablet.tries(number_of(unit));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::invalid_value);
  EXPECT_TRUE(refused.error().detail.starts_with("contact.resident: ")) << refused.error().detail;
  EXPECT_TRUE(tablet.tries(number_of(resident)));
  EXPECT_TRUE(tablet.tries(number_of(mint_record(tablet.clock, tablet.dice)))) << "who is not here may be elsewhere";
}

TEST(Store, what_cannot_be_saved_is_refused_and_leaves_nothing_behind) {
  OneTablet tablet;
  auto id = tablet.creates("resident", wang_fang);
  RecordId unknown{{1}};
  struct Refused {
    Intent intent;
    Fault fault;
  };
  const std::vector<Refused> table{
      {creation("resident", {{"sex", "male"}}), Fault::invalid_value},  // without a name
      {creation("resident", {{"name", "王芳"}, {"birth_date", "2999-01-01"}}), Fault::invalid_value},
      {creation("unit", {{"room_no", "1"}, {"area_inner", 9000}, {"area_build", 8000}}), Fault::invalid_value},
      {creation("resident", {{"name", 7}}), Fault::invalid_value},
      {creation("spaceship", wang_fang), Fault::unknown_type},
      {creation("resident", {{"name", "王芳"}, {"wings", 2}}), Fault::unknown_field},
      {tablet.change(unknown, {{"name", "王芳"}}), Fault::not_found},
      {tablet.change(id, {{"wings", 2}}), Fault::unknown_field},
      {tablet.change(id, {{"sex", "neither"}}), Fault::invalid_value},
      {tablet.change(id, {{"birth_date", "2999-01-01"}}), Fault::invalid_value},
  };
  for (std::size_t i = 0; i < table.size(); ++i) {
    auto answer = tablet.tries(table[i].intent);
    ASSERT_FALSE(answer) << "case " << i;
    EXPECT_EQ(answer.error().fault, table[i].fault) << "case " << i << ": " << answer.error().detail;
  }
  EXPECT_EQ(tablet.rows("bundles"), 1);
  EXPECT_EQ(tablet.rows("records"), 1);
  EXPECT_EQ(show(tablet.store(), id).value().fields, wang_fang);
}

TEST(Store, of_several_intents_all_are_saved_or_none) {
  OneTablet tablet;
  auto id = tablet.creates("resident", wang_fang);
  auto both = tablet.store().edit({tablet.change(id, {{"occupation", "医生"}}), creation("resident", json::object())});
  EXPECT_EQ(both.error().fault, Fault::invalid_value);
  EXPECT_EQ(tablet.value(id, "occupation"), "教师");
  EXPECT_EQ(tablet.rows("bundles"), 1);
  EXPECT_EQ(tablet.rows("rebase"), 1);
  EXPECT_TRUE(verify(tablet.store()));
}

TEST(Store, several_edits_of_one_resident_travel_in_one_bundle_in_order) {
  OneTablet tablet;
  auto create = creation("resident", wang_fang);
  create.record = mint_record(tablet.clock, tablet.dice);
  auto id = *create.record;
  auto ids =
      tablet.store()
          .edit({create, tablet.change(id, {{"occupation", "医生"}}), tablet.change(id, {{"occupation", "律师"}})})
          .value();
  EXPECT_EQ(ids, (std::vector{id, id, id}));
  EXPECT_EQ(tablet.value(id, "occupation"), "律师");
  ASSERT_EQ(tablet.waiting().size(), 1U);
  auto edits = tablet.waiting_edits();
  ASSERT_EQ(edits.size(), 3U);
  EXPECT_EQ(edits[1].base, (json{{"occupation", "教师"}}));
  EXPECT_EQ(edits[2].base, (json{{"occupation", "医生"}}));
  EXPECT_EQ(status(tablet.store()).value().pending, 3U);
}

TEST(Store, a_bundle_too_large_for_any_peer_is_never_sealed) {
  OneTablet tablet;
  std::vector<Intent> intents;
  for (int i = 0; i < 200; ++i) {
    json words = json::array();
    for (int j = 0; j < 400; ++j) words.push_back(std::string("很长的标签很长的标签") + std::to_string(j));
    intents.push_back(creation("unit", {{"room_no", std::to_string(i)}, {"tags", words}}));
  }
  auto saved = tablet.store().edit(intents);
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().fault, Fault::out_of_range);
  EXPECT_EQ(tablet.rows("records"), 0);
}

TEST(Store, the_line_has_no_gap_and_every_bundle_is_signed_and_names_the_one_before) {
  OneTablet tablet;
  auto id = tablet.creates("resident", wang_fang);
  for (int i = 0; i < 5; ++i) {
    tablet.changes(id, {{"occupation", "医生" + std::to_string(i)}});
    EXPECT_FALSE(tablet.tries(tablet.change(id, {{"sex", "neither"}})));  // a refusal leaves no hole
  }
  Hash previous{};
  BundleNumber expected;
  for (const auto& bundle : tablet.waiting()) {
    EXPECT_EQ(bundle.number.value, ++expected.value);
    EXPECT_EQ(bundle.previous, previous);
    EXPECT_EQ(bundle.chain, OneTablet::identity().chain);
    EXPECT_EQ(bundle.template_digest, Template::shipped().digest());
    EXPECT_TRUE(verify(bundle, tablet.key().public_key()));
    previous = hash_of(bundle);
  }
  EXPECT_EQ(expected.value, 6U);
  EXPECT_TRUE(verify(tablet.store()));
}

TEST(Store, the_outbox_offers_the_oldest_first_within_its_limits_but_at_least_one) {
  OneTablet tablet;
  auto id = tablet.creates("resident", wang_fang);
  for (int i = 0; i < 4; ++i) tablet.changes(id, {{"occupation", "医生" + std::to_string(i)}});
  auto& store = tablet.store();
  EXPECT_EQ(store.outbox({}, 2, 1'000'000).value().size(), 2U);
  EXPECT_EQ(store.outbox({}, 10, 1).value().size(), 1U);
  auto rest = store.outbox(BundleNumber{3}, 10, 1'000'000).value();
  ASSERT_EQ(rest.size(), 2U);
  EXPECT_EQ(rest[0].number, BundleNumber{4});
  auto two = store.outbox({}, 10, rest[0].wire.size() * 2 + 200).value();
  EXPECT_GE(two.size(), 1U);
  EXPECT_LE(two.size(), 3U);
}

TEST(Store, a_store_without_an_identity_takes_no_edits_and_an_enrolled_one_no_second_identity) {
  FlakyVfs vfs{"store_identity", 1};
  OneTablet tablet{"store.db", "store_identity"};
  tablet.reopen().value();
  EXPECT_FALSE(tablet.store().identity());
  EXPECT_EQ(tablet.tries(creation("resident", wang_fang)).error().fault, Fault::not_enrolled);
  EXPECT_EQ(verify(tablet.store()).error().fault, Fault::not_enrolled);
  tablet.store().enrolled(OneTablet::identity()).value();
  EXPECT_EQ(tablet.store().enrolled(OneTablet::identity()).error().fault, Fault::already_enrolled);
  tablet.reopen().value();
  ASSERT_TRUE(tablet.store().identity());
  EXPECT_EQ(tablet.store().identity()->chain, OneTablet::identity().chain);
  EXPECT_EQ(tablet.store().identity()->pin, OneTablet::identity().pin);
  EXPECT_EQ(tablet.store().identity()->name, "王芳");
  tablet.close();
}

TEST(Store, a_store_written_by_a_newer_version_is_refused) {
  FlakyVfs vfs{"store_newer", 1};
  OneTablet tablet{"store.db", "store_newer"};
  tablet.reopen().value();
  tablet.store().database().run("PRAGMA user_version = 99");
  EXPECT_EQ(tablet.reopen().error().fault, Fault::store_newer);
}

TEST(Store, two_processes_take_turns_on_one_line) {
  FlakyVfs vfs{"store_two", 1};
  OneTablet tablet{"store.db", "store_two"};
  tablet.reopen().value();
  tablet.store().enrolled(OneTablet::identity()).value();
  CipherVfs others{page_key(), "store_two"};
  auto other = Store::open("store.db", {.vfs = others.name()}, tablet.key(), tablet.clock, tablet.dice).value();
  auto id = tablet.creates("resident", wang_fang);
  EXPECT_TRUE(other->edit({tablet.change(id, {{"occupation", "医生"}})}));
  tablet.changes(id, {{"occupation", "律师"}});
  EXPECT_EQ(tablet.waiting_edits().at(2).base, (json{{"occupation", "医生"}}));
  EXPECT_TRUE(verify(tablet.store()));
  other.reset();
  tablet.close();
}

TEST(Store, verify_notices_what_was_altered_behind_its_back) {
  const std::vector<const char*> harm{
      "UPDATE bundles SET bodies = replace(bodies, '王芳', '王方')",
      "UPDATE bundles SET header = replace(header, 'resident', 'residenu')",
      "UPDATE bundles SET signature = zeroblob(64)",
      "UPDATE records SET basic = replace(basic, '李强', '李刚') WHERE basic LIKE '%李强%'",
      "UPDATE records SET header = 'x'",
      "DELETE FROM bundles WHERE number = 1",
      "UPDATE rebase SET edits = '[]'",
      "UPDATE communities SET set_hash = zeroblob(32)",
  };
  for (const auto* sql : harm) {
    OneTablet tablet;
    FarSide server;
    server.colleague_creates("resident", {{"name", "李强"}});
    tablet.meets(server);
    auto id = tablet.creates("resident", wang_fang);
    tablet.changes(id, {{"occupation", "医生"}});
    ASSERT_TRUE(verify(tablet.store()));
    tablet.store().database().run(sql);
    auto found = verify(tablet.store());
    ASSERT_FALSE(found) << sql;
    EXPECT_EQ(found.error().fault, Fault::store_damaged) << sql;
    EXPECT_EQ(found.error().detail.find("王"), std::string::npos) << sql;
  }
}

/// A day in a store whose disk may fail at any operation: what it was told is on disk, it expects there.
class WorkingDay {
 public:
  WorkingDay(const std::string& vfs, std::uint64_t seed) : tablet_("store.db", vfs, seed) {
    colleague_ = server_.colleague_creates("resident", {{"name", "李强"}});
    server_.audience = OneTablet::identity().chain;
  }

  /// Answers whether the day came to its end.
  bool lives() {
    if (!tablet_.reopen()) return false;
    auto& store = tablet_.store();
    if (!store.enrolled(OneTablet::identity())) return false;
    enrolled_ = true;
    auto first = tablet_.tries(creation("resident", wang_fang));
    if (!first) return false;
    created_ = first->front();
    if (!tablet_.tries(tablet_.change(*created_, {{"occupation", "医生"}}))) return false;
    saved_["occupation"] = "医生";
    if (!store.adopt(server_.welcome(OneTablet::identity().chain))) return false;
    for (const auto& page : server_.state(10))
      if (!store.adopt(page)) return false;
    first_sync_ = true;
    auto verdicts = tablet_.pushes_to(server_);
    if (verdicts.verdicts.size() != 2 || !store.adopt(verdicts)) return false;
    if (!tablet_.tries(tablet_.change(*created_, {{"employer", "三中"}}))) return false;
    saved_["employer"] = "三中";
    if (!store.adopt(server_.tail(*tablet_.cursor()))) return false;
    if (!store.adopt(server_.checkpoint())) return false;
    checked_ = true;
    return status(store).has_value() && verify(store).has_value();
  }

  void expect_everything_acknowledged(const std::string& when) {
    SCOPED_TRACE(when);
    auto opened = tablet_.reopen();
    ASSERT_TRUE(opened) << opened.error().detail;
    ASSERT_GE(tablet_.store().identity().has_value(), enrolled_);
    if (!tablet_.store().identity()) return;
    auto sound = verify(tablet_.store());
    ASSERT_TRUE(sound) << sound.error().detail;
    if (first_sync_) {
      EXPECT_EQ(tablet_.value(colleague_, "name"), "李强");
    }
    if (created_) {
      ASSERT_TRUE(tablet_.shows(*created_));
      EXPECT_EQ(tablet_.value(*created_, "name"), "王芳");
      for (const auto& [field, value] : saved_.items()) EXPECT_EQ(tablet_.value(*created_, field), value);
    }
    if (checked_) {
      EXPECT_EQ(status(tablet_.store()).value().waiting, 1U);
    }
    // And the day can be taken up where it broke off, to an end on which both sides agree.
    tablet_.meets(server_);
    EXPECT_TRUE(status(tablet_.store()).value().agrees);
    for (const auto& [field, value] : saved_.items()) EXPECT_EQ(server_.value(*created_, field), value);
  }
  void ends() { tablet_.close(); }

 private:
  FarSide server_;
  OneTablet tablet_;
  RecordId colleague_;
  bool enrolled_ = false, first_sync_ = false, checked_ = false;
  std::optional<RecordId> created_;
  json saved_ = json::object();
};

void fail_at_every_operation(FlakyVfs::Failure kind, bool for_ever) {
  std::uint64_t last = 0;
  for (std::uint64_t n = 1;; ++n) {
    FlakyVfs vfs{"store_day", n};
    WorkingDay day{"store_day", n};
    vfs.fail_at(n, kind, for_ever);
    bool whole = day.lives();
    last = vfs.operations();
    vfs.heal();
    vfs.crash();
    day.expect_everything_acknowledged("operation " + std::to_string(n));
    day.ends();
    if (::testing::Test::HasFatalFailure()) return;
    if (whole && n > last) break;
  }
  EXPECT_GT(last, 20U);  // else the day never touched the disk
}

TEST(Store, whatever_operation_the_power_fails_at_everything_acknowledged_is_there) {
  fail_at_every_operation(FlakyVfs::Failure::power, false);
}
TEST(Store, whatever_operation_the_disk_fails_at_everything_acknowledged_is_there) {
  fail_at_every_operation(FlakyVfs::Failure::io, false);
}
TEST(Store, whenever_the_disk_is_full_everything_acknowledged_is_there) {
  fail_at_every_operation(FlakyVfs::Failure::full, true);
}

}  // namespace
}  // namespace doorstep::test
