// No oracle: whoever is held to one building hears the same, byte for byte, whatever happens in the one beside it.
#include <gtest/gtest.h>

#include <cstdlib>

#include "shared/seeded_dice.h"
#include "tests/office.h"

namespace doorstep::test {
namespace {

/// One archive of a pair (oracle_test.cpp): both are told the same story, but for what happens in building 5.
class NextDoor {
 public:
  NextDoor(std::uint64_t seed, bool matches) : dice_(seed), matches_(matches) {
    EXPECT_TRUE(office_.server().archive().add_person({"three", "three", "field", "", "3"}));
    here_ = wang_.creates("unit", {{"building", "3"}, {"room_no", "101"}});
    there_ = wang_.creates("unit", {{"building", "5"}, {"room_no", "101"}});
    moves_in(here_, "张三");
    office_.sync_all();
  }
  std::string run() {
    hears();
    for (auto steps = 3 + dice_.below(6); steps > 0; --steps) step();
    hears();
    hears();
    return told_;
  }

 private:
  PartyTablet& three() { return office_.tablet("three"); }
  std::string word() { return std::to_string(++words_); }

  void step() {
    switch (dice_.below(9)) {
      case 0:  // one plate twice, or two
        wang_.creates("vehicle", {{"unit", text(there_)}, {"plate", matches_ ? "粤B00001" : "粤B77777"}});
        break;
      case 1:  // it moves, or something else is written
        if (matches_)
          wang_.edits(there_, {{"building", dice_.below(2) == 0 ? "7" : "5"}, {"layout", word()}});
        else
          wang_.edits(there_, {{"floor", static_cast<int>(dice_.below(2)) + 1}, {"layout", word()}});
        break;
      case 2:
        if (!std::exchange(parked_, true)) three().creates("vehicle", {{"unit", text(here_)}, {"plate", "粤B00001"}});
        break;
      case 3:
        three().edits(here_, {{"layout", word()}});
        break;
      case 4:  // a changed program names a home that is there, or none
        set_meta(three().store().sql(), "role", Role::shipped("manager")->text());
        three().creates("pet", {{"unit", text(matches_ ? there_ : RecordId{})}, {"kind", "dog"}});
        break;
      case 5:
        wang_.edits(here_, {{"layout", word()}});
        break;
      case 6:  // somebody moves in there, of the same name as one here or of another
        moves_in(there_, matches_ ? "张三" : "欧阳长长的名字");
        break;
      case 7:  // of those who live there one is asked after, or somebody who is nobody
        if (!neighbours_.empty()) {
          set_meta(three().store().sql(), "role", Role::shipped("manager")->text());
          const auto whom = matches_ ? neighbours_.back() : RecordId{};
          three().creates("occupancy", {{"unit", text(here_)}, {"resident", text(whom)}, {"role", "tenant"}});
        }
        break;
      default:
        break;
    }
    office_.sync(wang_);
    if (dice_.below(2) == 0) hears();
  }
  void moves_in(const RecordId& home, const std::string& name) {
    Intent person, filing;
    person.op = filing.op = Op::create;
    person.type = "resident";
    person.record = mint_record(wang_.clock(), dice_);
    person.set = {{"name", name}};
    filing.type = "occupancy";
    filing.set = {{"unit", text(home)}, {"resident", text(*person.record)}, {"role", "tenant"}};
    if (home == there_) neighbours_.push_back(*person.record);
    wang_.does({person, filing});
  }
  void hears() {
    auto listen = [&](bool to_tablet, std::string& frame) {
      auto parsed = json::parse(frame);
      if (parsed.at("frame") == "welcome") parsed.erase("chain");  // its own line, of what it wrote itself
      parsed.erase("last_own_hash");
      if (to_tablet) told_ += parsed.dump() + "\n";
      return true;
    };
    auto ended = office_.sync(three(), listen, {here_, there_, RecordId{}});
    if (ended) told_ += std::string{code(ended->fault)} + " " + ended->detail + "\n";
  }

  doorstep::SeededDice dice_;
  bool matches_, parked_ = false;
  Office office_;
  PartyTablet& wang_ = office_.tablet("wang");
  RecordId here_, there_;
  std::vector<RecordId> neighbours_;  ///< who live there
  std::string told_;
  int words_ = 0;
};

TEST(Places, a_tablet_hears_the_same_whatever_happens_next_door) {
  const char* wanted = std::getenv("DOORSTEP_PAIRS");
  const auto pairs = wanted == nullptr ? 20 : std::strtoull(wanted, nullptr, 10);
  for (std::uint64_t seed = 1; seed <= pairs; ++seed) {
    const auto one = NextDoor{seed, true}.run(), other = NextDoor{seed, false}.run();
    ASSERT_EQ(one, other) << "pair " << seed;
    EXPECT_GT(one.size(), 1'000U);
  }
}

}  // namespace
}  // namespace doorstep::test
