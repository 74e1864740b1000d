#include "shared/ids.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "shared/clock.h"
#include "shared/crypto.h"

namespace doorstep {
namespace {

class StoppedClock final : public Clock {
 public:
  explicit StoppedClock(std::int64_t ms) : ms_(ms) {}
  Instant wall() override { return from_ms(ms_); }
  Millis monotonic() override { return Millis{0}; }
  std::string boot() override { return "b"; }

 private:
  std::int64_t ms_;
};
class ConstantDice final : public Dice {
 public:
  explicit ConstantDice(std::uint8_t face) : face_(face) {}
  void fill(std::span<std::uint8_t> bytes) override { std::fill(bytes.begin(), bytes.end(), face_); }

 private:
  std::uint8_t face_;
};

RC_GTEST_PROP(Ids, every_uuid_is_read_back_the_same, ()) {
  auto bytes = *rc::gen::arbitrary<std::array<std::uint8_t, 16>>();
  auto written = uuid_text(bytes);
  RC_ASSERT(written.size() == 36U);
  RC_ASSERT(parse_uuid(written) == bytes);
}

TEST(Ids, a_uuid_is_written_in_one_form_only) {
  EXPECT_TRUE(parse_uuid("01890a5d-ac96-774b-bcce-b302099a8057"));
  for (auto text : {"", "01890A5D-ac96-774b-bcce-b302099a8057", "{01890a5d-ac96-774b-bcce-b302099a8057}",
                    "01890a5dac96774bbcceb302099a8057", "01890a5d-ac96-774b-bcce-b302099a805",
                    "01890a5d-ac96-774b-bcce-b302099a80577", "01890a5d-ac96-774b-bcceb-302099a8057",
                    "01890a5d-ac96-774b-bcce-b302099a805g", "01890a5d-ac96-774b-bcce-b302099a80 7"}) {
    EXPECT_FALSE(parse_uuid(text)) << text;
  }
}

TEST(Ids, ids_of_edits_and_records_name_their_version) {
  for (int face : {0x00, 0xff}) {
    ConstantDice dice{static_cast<std::uint8_t>(face)};
    StoppedClock clock{1764000000000};
    auto record = text(mint_record(clock, dice)), edit = text(mint_edit(dice));
    EXPECT_EQ(record[14], '7');
    EXPECT_EQ(edit[14], '4');
    for (const auto& id : {record, edit}) EXPECT_NE(std::string{"89ab"}.find(id[19]), std::string::npos) << id;
  }
}

TEST(Ids, a_record_made_later_sorts_later_whatever_the_dice_say) {
  ConstantDice high{0xff}, low{0};
  StoppedClock before{1764000000000}, after{1764000000001}, much_later{4000000000000};
  EXPECT_LT(mint_record(before, high), mint_record(after, low));
  EXPECT_LT(mint_record(after, high), mint_record(much_later, low));
  EXPECT_LT(text(mint_record(before, high)), text(mint_record(after, low))) << "as text too";
  EXPECT_EQ(text(mint_record(before, low)).substr(0, 13), "019ab697-e800") << "the time, RFC 9562 §5.7";
}

TEST(Ids, a_clock_before_1970_still_makes_an_id) {
  ConstantDice dice{0};
  StoppedClock clock{-5};
  EXPECT_EQ(text(mint_record(clock, dice)), "00000000-0000-7000-8000-000000000000");
}

TEST(Ids, names_are_thirteen_characters_that_nobody_confuses) {
  start_crypto();
  SystemDice dice;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    auto name = mint_name(dice);
    EXPECT_EQ(name.size(), 13U);
    EXPECT_EQ(name.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz"), std::string::npos) << name;
    EXPECT_TRUE(seen.insert(name).second) << name;
  }
}

TEST(Ids, a_chain_names_its_person_tablet_and_incarnation) {
  auto chain = chain_of(PersonId{"wang"}, DeviceId{"t1"}, 2);
  EXPECT_EQ(chain.value, "wang/t1/2");
  EXPECT_EQ(person_of(chain).value, "wang");
  EXPECT_EQ(device_of(chain).value, "t1");
  EXPECT_EQ(incarnation_of(chain), 2U);
  EXPECT_EQ(device_of(ChainId{"no slash"}).value, "");
  for (const auto* text : {"", "no slash", "wang/t1", "wang/t1/", "wang/t1/02", "wang/t1/2x", "wang/t1/-1",
                           "wang/t1/4294967296", "wang/t1/0/2"})
    EXPECT_EQ(incarnation_of(ChainId{text}), 0U) << text;
}

TEST(Dice, a_draw_stays_below_its_limit_and_reaches_every_face) {
  start_crypto();
  SystemDice dice;
  std::set<std::uint64_t> faces;
  for (int i = 0; i < 1000; ++i) faces.insert(dice.below(6));
  EXPECT_EQ(faces, (std::set<std::uint64_t>{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(dice.below(1), 0U);
}

}  // namespace
}  // namespace doorstep
