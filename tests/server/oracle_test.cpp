// No oracle (design law §2.10): two archives that differ only in what a role may not read tell its tablet the same,
// byte for byte and frame by frame: pages, verdicts, checksums, histories, errors, and what the tablet then says.
#include <gtest/gtest.h>

#include <cstdlib>

#include "shared/seeded_dice.h"
#include "tests/office.h"

namespace doorstep::test {
namespace {

/// One archive of a pair. Both are told the same story; what is hidden matches something in the one and not in the
/// other.
class Telling {
 public:
  Telling(std::uint64_t seed, bool matches)
      : dice_(seed), matches_(matches), role_(dice_.below(2) == 0 ? "office" : "front_desk") {
    NewPerson desk{"desk", "desk", role_};
    if (held_) desk.buildings = "3";
    require(office_.server().archive().add_person(desk).has_value(), "a new login becomes a person");
    office_.person("zhao", "field");
    zhao();  // is there from the beginning
    unit_ = wang_.creates("unit", {{"building", "3"}, {"room_no", "101"}});
    resident_ = wang_.creates("resident", {{"name", "张三"}, {"vip_reason", "老客户"}});
    document("E12345678");
    proposed_ = document("G11111111");
    need_ = wang_.creates("special_need", {{"resident", text(resident_)}, {"kind", "allergy"}, {"text", "青霉素"}});
    office_.sync_all();
  }

  std::string run() {
    hears();
    for (auto steps = 3 + dice_.below(5); steps > 0; --steps) step();
    hears();
    hears();
    return told_;
  }

 private:
  std::string hidden(const char* same, const char* other) const { return matches_ ? same : other; }
  std::string word() { return std::to_string(++words_); }

  void step() {
    switch (dice_.below(11)) {
      case 0:  // one passport twice, or two
        document(hidden("E12345678", "G87654321"));
        break;
      case 1:  // two people mean the same, or not
        wang_.edits(need_, {{"text", "花生" + word()}});
        li_.edits(need_, {{"text", hidden("花生", "牛奶") + std::to_string(words_)}});
        break;
      case 2:
        if (role_ == "front_desk") wang_.edits(resident_, {{"employer", hidden("甲公司", "乙公司") + word()}});
        break;
      case 3:
        desk().edits(resident_, {{"name", dice_.below(2) == 0 ? "张珊" : "张山"}});
        break;
      case 4:
        desk().creates("contact", {{"resident", text(resident_)}, {"kind", "mobile"}, {"value", "13800138000"}});
        break;
      case 5:
        li_.edits(resident_, {{"name", dice_.below(2) == 0 ? "章三" : "章山"}});
        break;
      case 6:
        forge();
        break;
      case 7:  // what is proposed is somebody else's number, or nobody's
        zhao().edits(proposed_, {{"number", hidden("E12345678", "G87654321")}});
        break;
      case 8:
        decide();
        break;
      case 9:  // a home next door, and one that stands for two
        wang_.creates("unit",
                      {{"building", "5"}, {"room_no", held_ ? hidden("101", "909") : "101"}, {"layout", word()}});
        break;
      default:
        break;
    }
    for (auto* one : {&wang_, &li_, &zhao()})
      if (dice_.below(3) > 0) office_.sync(*one);
    if (dice_.below(2) == 0) hears();
  }

  RecordId document(const std::string& number) {
    return wang_.creates("id_document", {{"resident", text(resident_)}, {"doc_type", "passport"}, {"number", number}});
  }

  // The manager approves what waits, or keeps what stands.
  void decide() {
    const bool approves = dice_.below(2) == 0;
    for (const auto& conflict : wang_.open_conflicts()) {
      if (conflict.kind != ConflictKind::approval) continue;
      return wang_.resolves(conflict, (approves ? conflict.candidates.back() : conflict.candidates.front()).value);
    }
  }

  // The person has changed the program: it believes that everything may be written, and tries what may stand there.
  void forge() {
    auto& store = desk().store();
    set_meta(store.sql(), "role", Role::shipped("manager")->text());
    desk().creates("special_need", {{"resident", text(resident_)}, {"kind", "allergy"}, {"text", "青霉素"}});
    if (role_ == "front_desk") desk().edits(resident_, {{"employer", "甲公司" + word()}});
  }

  void hears() {
    auto listen = [&](bool to_tablet, std::string& frame) {
      told_ += (to_tablet ? "< " : "> ") + frame + "\n";
      return true;
    };
    auto ended = office_.sync(desk(), listen, {resident_, need_, proposed_, unit_, RecordId{}});
    if (ended) told_ += std::string{code(ended->fault)} + " " + ended->detail + "\n";
  }

  PartyTablet& desk() { return office_.tablet("desk"); }
  PartyTablet& zhao() { return office_.tablet("zhao"); }

  SeededDice dice_;
  bool matches_, held_ = dice_.below(3) == 0;
  std::string role_;
  Office office_;
  PartyTablet& wang_ = office_.tablet("wang");
  PartyTablet& li_ = office_.tablet("li");
  RecordId unit_, resident_, need_, proposed_;
  std::string told_;  ///< every frame, either way
  int words_ = 0;
};

std::uint64_t pairs() {
  const char* wanted = std::getenv("DOORSTEP_PAIRS");
  return wanted == nullptr ? 60 : std::strtoull(wanted, nullptr, 10);
}

TEST(Oracle, a_tablet_hears_the_same_whether_or_not_a_hidden_value_matches) {
  std::size_t bytes = 0;
  for (std::uint64_t seed = 1; seed <= pairs(); ++seed) {
    const auto one = Telling{seed, true}.run(), other = Telling{seed, false}.run();
    ASSERT_EQ(one, other) << "pair " << seed;
    bytes += one.size();
  }
  EXPECT_GT(bytes, pairs() * 1'000) << "it heard something";
}

}  // namespace
}  // namespace doorstep::test
