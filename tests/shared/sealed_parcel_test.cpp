#include "shared/sealed_parcel.h"

#include <gtest/gtest.h>

#include <map>

#include <set>

#include "shared/seeded_dice.h"

namespace doorstep {
namespace {

class Parcels : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { start_crypto(); }

  std::string file(int parcels) {
    auto text = sealer.file_head();
    for (int i = 1; i <= parcels; ++i) text += sealer.seal(static_cast<std::uint64_t>(i), words(i), dice);
    return text;
  }
  static std::string words(int i) {
    return "姓名 " + std::to_string(i) + std::string(static_cast<std::size_t>(i) * 7, 'x');
  }
  // What the office reads: number → text, of what opens.
  std::map<std::uint64_t, std::string> read(std::string_view text) const {
    std::map<std::uint64_t, std::string> out;
    for (const auto& parcel : scan_outmail(text).parcels)
      if (auto plain = open_parcel(parcel, office)) out[parcel.number] = std::string{view(plain->bytes())};
    return out;
  }

  SeededDice dice{3};
  BoxKeys office = mint_box(dice);
  ParcelSealer sealer = *ParcelSealer::to(office.public_key, dice);
};

TEST_F(Parcels, the_office_reads_what_was_sealed_and_nobody_else) {
  auto text = file(5);
  auto scan = scan_outmail(text);
  EXPECT_EQ(scan.office, office.public_key);
  EXPECT_EQ(scan.spoiled_bytes, 0U);
  ASSERT_EQ(scan.parcels.size(), 5U);
  for (int i = 1; i <= 5; ++i) EXPECT_EQ(read(text).at(static_cast<std::uint64_t>(i)), words(i));
  auto other = mint_box(dice);
  for (const auto& parcel : scan.parcels) EXPECT_FALSE(open_parcel(parcel, other));
  EXPECT_EQ(text.find("姓名"), std::string::npos);
  EXPECT_EQ(text.find("xxxx"), std::string::npos);
}

TEST_F(Parcels, equal_texts_look_different_each_time) {
  EXPECT_NE(sealer.seal(1, "same", dice), sealer.seal(1, "same", dice));
}

TEST_F(Parcels, a_torn_end_costs_only_the_last_one) {
  auto text = file(3);
  auto whole = file(2).size();
  for (auto size = whole; size < text.size(); ++size) {
    auto scan = scan_outmail(std::string_view{text}.substr(0, size));
    EXPECT_EQ(scan.parcels.size(), 2U) << size;
    EXPECT_EQ(scan.spoiled_bytes, size - whole);
  }
}

TEST_F(Parcels, whatever_byte_is_flipped_the_other_parcels_are_read) {
  auto text = file(3);
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto bent = text;
    bent[at] = static_cast<char>(bent[at] ^ 0x41);
    auto got = read(bent);
    EXPECT_GE(got.size(), 2U) << at;
    for (const auto& [number, plain] : got) EXPECT_EQ(plain, words(static_cast<int>(number))) << at;
  }
}

TEST_F(Parcels, rubbish_around_and_a_lost_head_do_no_harm) {
  auto text = file(3);
  EXPECT_EQ(read("rubbish DSPL rubbish" + text + "DSPLmore").size(), 3U);
  EXPECT_EQ(read(text.substr(30)).size(), 3U);
  EXPECT_EQ(scan_outmail(text.substr(30)).office, std::nullopt);
  EXPECT_TRUE(scan_outmail("").parcels.empty());
  EXPECT_TRUE(scan_outmail("doorstep outmail 1\nshort").parcels.empty());
}

TEST_F(Parcels, a_torn_head_does_not_swallow_what_is_appended_to_it) {
  auto head = sealer.file_head();
  for (std::size_t size = 0; size < head.size(); ++size)
    EXPECT_EQ(read(head.substr(0, size) + sealer.seal(1, words(1), dice)).size(), 1U) << size;
}

TEST_F(Parcels, a_parcel_with_another_number_does_not_open) {
  auto text = sealer.seal(1, "one", dice);
  auto scan = scan_outmail(text);
  ASSERT_EQ(scan.parcels.size(), 1U);
  EXPECT_TRUE(open_parcel(scan.parcels[0], office));
  scan.parcels[0].number = 2;
  EXPECT_FALSE(open_parcel(scan.parcels[0], office));
}

TEST_F(Parcels, a_key_that_is_nobodys_is_not_sealed_to) { EXPECT_FALSE(ParcelSealer::to(PublicKey{}, dice)); }

}  // namespace
}  // namespace doorstep
