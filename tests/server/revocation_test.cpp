// A revoked tablet hands over what it had not sent; what waits in quarantine can be applied.
#include <gtest/gtest.h>

#include "engine/visit.h"
#include "tests/server/aviary.h"

namespace doorstep::test {
namespace {

struct RevokedTablet {
  Aviary aviary;
  PartyTablet& li = aviary.li;
  Archive& archive = aviary.office.server().archive();
  static constexpr int edits = 50;

  RevokedTablet() {
    for (int i = 0; i < edits; ++i) li.creates("resident", {{"name", "没有送到的人"}});
    EXPECT_EQ(archive.revoke("li", {}).value(), 1);
  }
  std::size_t in_quarantine() { return archive.quarantine().value().size(); }
};

TEST(Revocation, a_revoked_tablet_hands_over_what_it_had_not_sent_and_destroys_its_keys) {
  RevokedTablet scene;
  auto ended = scene.aviary.office.sync(scene.li);
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->fault, Fault::device_refused);
  EXPECT_TRUE(scene.li.shredded);
  auto kept = scene.archive.quarantine().value();
  ASSERT_EQ(kept.size(), static_cast<std::size_t>(RevokedTablet::edits));
  for (const auto& one : kept) EXPECT_EQ(one.body.at("set").at("name"), "没有送到的人");
  auto devices = scene.archive.devices().value();
  auto its = std::find_if(devices.begin(), devices.end(), [](const json& one) { return one.at("login") == "li"; });
  ASSERT_NE(its, devices.end());
  EXPECT_EQ(its->at("handed_over"), RevokedTablet::edits) << "by a receipt that its key signed";
  EXPECT_TRUE(its->at("shredded").is_number());
  EXPECT_TRUE(scene.archive.verify());
  auto refused = scene.li.store().edit({Intent{Op::create, std::nullopt, "resident", {{"name", "x"}}, std::nullopt}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::device_refused);
}

TEST(Revocation, an_open_visit_is_handed_over_too) {
  RevokedTablet scene;
  Intent first;
  first.op = Op::create;
  first.type = "visit";
  first.set = {{"unit", text(scene.aviary.of.at("unit"))}};
  ASSERT_TRUE(scene.li.store().begin_visit(scene.aviary.of.at("unit"), first));
  scene.aviary.office.sync(scene.li);
  EXPECT_TRUE(scene.li.shredded);
  EXPECT_EQ(scene.in_quarantine(), RevokedTablet::edits + 1u);
}

TEST(Revocation, a_visit_that_is_begun_while_the_tablet_hands_over_is_handed_over_too) {
  RevokedTablet scene;
  const auto home = scene.aviary.of.at("unit");
  bool begun = false;
  scene.aviary.office.sync(scene.li, [&](bool to_tablet, std::string& frame) {
    if (begun || !to_tablet || frame.find("\"frame\":\"salvaged\"") == std::string::npos) return true;
    Intent first;
    first.op = Op::create;
    first.type = "visit";
    first.set = {{"unit", text(home)}};
    begun = scene.li.store().begin_visit(home, first).has_value();
    return true;
  });
  EXPECT_TRUE(begun);
  EXPECT_TRUE(scene.li.shredded);
  EXPECT_EQ(scene.in_quarantine(), RevokedTablet::edits + 1u);
}

TEST(Revocation, what_a_restored_server_lost_is_handed_over_too_and_what_it_has_counts_once) {
  Aviary aviary;
  auto& server = aviary.office.server();
  const auto pet = aviary.of.at("pet");
  aviary.li.edits(pet, {{"licence", "旧证"}});
  aviary.office.sync(aviary.li);
  const auto backup = server.back_up();
  aviary.li.edits(pet, {{"licence", "新证"}});
  aviary.office.sync(aviary.li);
  ASSERT_EQ(status(aviary.li.store())->pending, 0U) << "it was answered";
  ASSERT_TRUE(server.restore(backup));
  ASSERT_EQ(server.archive().revoke("li", {}).value(), 1);
  aviary.office.sync(aviary.li);
  ASSERT_TRUE(aviary.li.shredded);
  const auto kept = server.archive().quarantine().value();
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept.front().body.at("set").at("licence"), "新证");
  EXPECT_TRUE(server.archive().verify());
}

TEST(Revocation, a_line_that_breaks_while_handing_over_costs_no_edit_and_no_key) {
  RevokedTablet scene;
  scene.aviary.office.sync(scene.li, [](bool to_tablet, std::string& frame) {
    return !to_tablet || json::parse(frame).at("frame") != "salvaged";
  });
  EXPECT_FALSE(scene.li.shredded) << "it does not know that they arrived";
  scene.aviary.office.sync(scene.li);
  EXPECT_TRUE(scene.li.shredded);
  EXPECT_EQ(scene.in_quarantine(), static_cast<std::size_t>(RevokedTablet::edits)) << "each of them once";
}

TEST(Revocation, a_receipt_that_claims_more_than_was_handed_over_is_none) {
  RevokedTablet scene;
  scene.aviary.office.sync(scene.li, [](bool to_tablet, std::string& frame) {
    auto parsed = json::parse(frame);
    if (to_tablet && parsed.at("frame") == "salvaged") {
      parsed["edits"] = 49;
      frame = parsed.dump();
    }
    return true;
  });
  EXPECT_FALSE(scene.li.shredded) << "a server that says it lacks one keeps the tablet's keys whole";
  auto devices = scene.archive.devices().value();
  for (const auto& one : devices) EXPECT_TRUE(one.at("shredded").is_null());
}

TEST(Quarantine, an_edit_that_an_admin_applies_counts_and_names_the_office) {
  RevokedTablet scene;
  scene.aviary.office.sync(scene.li);
  auto held = scene.archive.quarantine().value().front();
  auto applied = scene.archive.apply_quarantined(held.edit, from_ms(1'764'000'000'000));
  ASSERT_TRUE(applied) << applied.error().detail;
  EXPECT_EQ(applied->publications.size(), 1u) << "tablets that are connected are told";
  scene.aviary.office.sync(scene.aviary.wang);
  EXPECT_EQ(scene.aviary.wang.value(held.record, "name"), "没有送到的人");
  auto history = scene.archive.history(held.record).value();
  ASSERT_EQ(history.entries.size(), 1u);
  EXPECT_EQ(history.entries[0].by, "the office");
  EXPECT_EQ(history.entries[0].edit.at("source"), "quarantine");
  EXPECT_EQ(scene.archive.apply_quarantined(held.edit, from_ms(1)).error().fault, Fault::already_exists) << "once";
  EXPECT_TRUE(scene.archive.verify());
  EXPECT_EQ(scene.archive.add_person({"x", "x", "everything"}).error().fault, Fault::invalid_value)
      << "nobody else can have the office's role";
}

TEST(Quarantine, an_edit_that_the_archive_refuses_stays_in_quarantine_and_says_why) {
  Aviary aviary;
  auto& archive = aviary.office.server().archive();
  const auto pet = aviary.of.at("pet");
  aviary.li.edits(pet, {{"licence", "新证"}});
  ASSERT_TRUE(archive.set_person({"li", "front_desk"}, from_ms(1)));
  aviary.office.sync(aviary.li);
  auto held = archive.quarantine().value();
  ASSERT_EQ(held.size(), 1u);
  EXPECT_EQ(archive.apply_quarantined(EditId{}, from_ms(1)).error().fault, Fault::not_found);
  ASSERT_TRUE(archive.discard(held[0].edit, "不对"));
  EXPECT_EQ(archive.apply_quarantined(held[0].edit, from_ms(1)).error().fault, Fault::already_exists);
  EXPECT_TRUE(archive.verify());
  aviary.office.sync(aviary.wang);
  EXPECT_NE(aviary.wang.value(pet, "licence"), "新证");
}

TEST(Revocation, nobody_else_can_put_edits_into_a_revoked_persons_quarantine) {
  RevokedTablet scene;
  scene.aviary.wang.creates("resident", {{"name", "别人"}});
  auto theirs = parse_json(scene.aviary.wang.store().outbox({}, 1, 1 << 20)->at(0).wire).value();
  auto chain = scene.li.store().identity()->chain;
  EXPECT_FALSE(scene.archive.salvage(chain, {theirs})) << "another chain's";
  EXPECT_FALSE(scene.archive.salvage(scene.aviary.wang.store().identity()->chain, {theirs})) << "not revoked";
  auto own = parse_json(scene.li.store().outbox({}, 1, 1 << 20)->at(0).wire).value();
  own["signature"] = base64(Signature{});
  EXPECT_EQ(scene.archive.salvage(chain, {own}).error().fault, Fault::broken_signature);
  EXPECT_EQ(scene.in_quarantine(), 0u);
}

}  // namespace
}  // namespace doorstep::test
