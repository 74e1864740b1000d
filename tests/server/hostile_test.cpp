// A tablet with valid keys that means ill: whatever it says, the server goes on, nothing is written that its role does
// not write, and whoever works beside it notices nothing.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <random>

#include "tests/server/aviary.h"
#include "tests/server/pushing.h"

namespace doorstep::test {
namespace {

std::uint64_t rounds(std::uint64_t otherwise) {
  const char* wanted = std::getenv("DOORSTEP_FORGERIES");
  return wanted == nullptr ? otherwise : std::strtoull(wanted, nullptr, 10);
}

class Hostile : public testing::Test {
 protected:
  Hostile() {
    office.person("ill", "front_desk");
    tablet = &office.tablet("ill");
    office.sync(*tablet);
  }
  Archive& archive() { return office.server().archive(); }

  /// Every class that the role does not write, and every record of a type that it does not write at all.
  std::map<RecordId, std::string> out_of_reach() {
    std::map<RecordId, std::string> out;
    for (const auto& [id, entry] : everything(archive())) {
      if (entry->text.type == conflict_type) continue;
      const auto& rights = role.of(entry->about);
      std::string kept;
      for (auto klass : all_classes) {
        const auto& part = entry->text.classes[static_cast<std::size_t>(klass)];
        if (part && rights.writes[static_cast<std::size_t>(klass)] == Writing::no) kept += *part;
      }
      if (!kept.empty()) out[id] = kept;
    }
    return out;
  }
  /// What was put into the archive behind the feed's back is found there by a server that begins anew.
  void expect_the_rest_works() {
    office.server().crash();
    ASSERT_TRUE(office.server().start());
    auto sound = archive().verify();
    EXPECT_TRUE(sound) << sound.error().detail;
    aviary.wang.edits(aviary.of.at("unit"), {{"layout", "照常"}});
    EXPECT_FALSE(office.sync(aviary.wang));
    EXPECT_FALSE(office.sync(aviary.li));
    EXPECT_EQ(aviary.li.value(aviary.of.at("unit"), "layout"), "照常");
    expect_same(aviary.li.store(), archive());
  }

  Aviary aviary;
  Office& office = aviary.office;
  const Role& role = *Role::shipped("front_desk");
  PartyTablet* tablet = nullptr;
  SeededDice dice{20261126};
};

/// The values in a frame one by one exchanged for something else; its kind and number stay, so that it is looked at.
class Spoiler {
 public:
  explicit Spoiler(SeededDice& dice) : dice_(dice) {}

  void operator()(std::string& frame) {
    if (below(4) == 0) return spoil_bytes(frame);
    auto parsed = json::parse(frame);
    const auto n = parsed.at("n");
    for (auto times = 1 + below(3); times > 0; --times) spoil(parsed);
    if (below(3) > 0 && parsed.is_object()) parsed["n"] = n;
    frame = parsed.dump(-1, ' ', false, json::error_handler_t::replace);
  }

 private:
  std::uint64_t below(std::uint64_t count) {
    std::array<std::uint8_t, 8> bytes{};
    dice_.fill(bytes);
    std::uint64_t out = 0;
    for (auto byte : bytes) out = out << 8 | byte;
    return out % count;
  }
  void spoil_bytes(std::string& frame) {
    for (auto times = 1 + below(4); times > 0 && !frame.empty(); --times) {
      const auto at = static_cast<std::size_t>(below(frame.size()));
      switch (below(3)) {
        case 0:
          frame[at] = static_cast<char>(below(256));
          break;
        case 1:
          frame.erase(at, 1 + static_cast<std::size_t>(below(20)));
          break;
        default:
          frame.insert(at, frame.substr(static_cast<std::size_t>(below(frame.size())), 30));
      }
    }
  }
  void spoil(json& value) {
    if (value.is_structured() && !value.empty() && below(5) > 0) {
      auto at = value.begin();
      std::advance(at, static_cast<std::ptrdiff_t>(below(value.size())));
      return spoil(*at);
    }
    static const std::vector<json> others{nullptr,
                                          -1,
                                          0,
                                          9007199254740993,
                                          "",
                                          "main",
                                          "x/y/1",
                                          json::array(),
                                          json::object(),
                                          true,
                                          "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                          "01890a5d-ac96-774b-bcce-b302099a8057"};
    value = others.at(static_cast<std::size_t>(below(others.size())));
  }

  SeededDice& dice_;
};

TEST_F(Hostile, frames_of_every_kind_that_are_spoilt_write_nothing_and_stop_nobody) {
  const auto before = out_of_reach();
  Spoiler spoils{dice};
  const std::vector<json> kinds{
      {{"frame", "push"}, {"bundles", {{{"header", {{"number", 1}}}, {"bodies", json::array()}, {"signature", "x"}}}}},
      {{"frame", "subscribe"}, {"community", "other"}, {"cursor", 0}, {"complete", 0}},
      {{"frame", "ask_history"}, {"record", text(aviary.of.at("special_need"))}},
      {{"frame", "fence"}, {"behind", 0}, {"lines", {"x"}}},
      {{"frame", "rescue"}, {"epoch", "e"}, {"records", json::array()}},
      {{"frame", "ask_numbers"}, {"left", {{{"community", "other"}, {"series", "R"}, {"left", 0}}}}},
      {{"frame", "salvage"}, {"bundles", json::array()}, {"done", true}},
      {{"frame", "shredded"}, {"signature", "x"}},
      {{"frame", "page"}, {"records", json::array()}},
      {{"frame", "welcome"}, {"epoch", "e"}},
      {{"frame", "enrol"}, {"code", "x"}},
      {{"frame", "ping"}},
  };
  std::size_t refused = 0;
  for (std::uint64_t round = 0; round < rounds(400); ++round) {
    tablet->edits(aviary.of.at("resident"), {{"vip_reason", "第" + std::to_string(round) + "次"}});
    std::uint64_t n = 0, at = 1 + round % 6;
    office.sync(*tablet, [&](bool to_tablet, std::string& frame) {
      if (to_tablet) {
        refused += frame.find(R"("frame":"error")") != frame.npos;
        return true;
      }
      if (++n != at) return true;
      if (round % 2 == 1) {
        auto other = kinds.at(round / 2 % kinds.size());
        other["n"] = n;
        frame = other.dump();
      }
      spoils(frame);
      return true;
    });
    tablet->ended.reset();
  }
  EXPECT_GT(refused, rounds(400) / 4);
  EXPECT_EQ(out_of_reach(), before);
  expect_the_rest_works();
}

TEST_F(Hostile, properly_signed_edits_of_anything_write_only_what_the_role_writes) {
  const auto before = out_of_reach();
  const auto& types = Template::shipped().types();
  const std::vector<std::pair<std::string, RecordId>> known{aviary.of.begin(), aviary.of.end()};
  std::mt19937_64 lot{5};
  const auto chosen = [&](const auto& list) -> const auto& { return list[lot() % list.size()]; };
  const std::vector<json> values{"x", 7, nullptr, true, json::array({"x"}), text(known.front().second), "2026-01-01"};
  constexpr std::array ops{Op::create, Op::change, Op::change,  Op::change,   Op::remove, Op::archive,
                           Op::keep,   Op::merge,  Op::unmerge, Op::distinct, Op::discuss};
  std::map<EditVerdict::Outcome, std::size_t> outcomes;
  std::uint64_t unreadable = 0;
  std::optional<PushingTablet> forger;
  for (std::uint64_t round = 0; round < rounds(1'500); ++round) {
    // A refusal holds up what comes behind it on its chain, so every few edits come by another one.
    if (round % 4 == 0) forger.emplace(archive(), "ill", office.server().clock(), dice);
    const auto& [own_type, record] = chosen(known);
    const auto& type = lot() % 3 == 0 ? chosen(types) : *Template::shipped().type(own_type);
    auto edit = forger->named(chosen(ops), record, type.name);
    if (edit.op == Op::create || lot() % 8 == 0) dice.fill(edit.record.bytes);
    for (auto count = lot() % 4; count > 0; --count) {
      const auto& field = chosen(type.fields);
      edit.base[field.name] = chosen(values);
      edit.set[field.name] = chosen(values);
    }
    if (lot() % 3 == 0) edit.into = chosen(known).second;
    if (lot() % 5 == 0) edit.resolves = Naming{chosen(known).second, {edit.id}};
    const auto line = forger->line();
    auto submitted = forger->bundle({std::move(edit)});
    auto opened = open_bundle(json::parse(wire_text(submitted.bundle)));
    if (!opened) {  // the session ends here
      ++unreadable;
      forger->set_line(line);
      continue;
    }
    submitted.bundle = std::move(*opened);
    std::vector<Submission> one;
    one.push_back(std::move(submitted));
    auto accepted = archive().accept(std::move(one));
    ASSERT_TRUE(accepted);
    const auto& verdict = accepted->verdicts.at(0);
    ASSERT_TRUE(verdict) << code(verdict.error().fault);
    ++outcomes[verdict->edits.at(0).outcome];
  }
  EXPECT_GT(outcomes[EditVerdict::Outcome::rejected], (rounds(1'500) - unreadable) / 2);
  EXPECT_GT(outcomes[EditVerdict::Outcome::applied] + outcomes[EditVerdict::Outcome::conflict], 0U)
      << "some were its own to write";
  EXPECT_EQ(out_of_reach(), before);
  expect_the_rest_works();
}

TEST_F(Hostile, a_community_that_is_not_there_takes_nothing) {
  const auto before = everything(archive()).size();
  for (const auto& [type, record] : aviary.of) {
    PushingTablet forger{archive(), "ill", office.server().clock(), dice};
    std::vector<Submission> one;
    one.push_back(forger.bundle({forger.named(Op::change, record, type)}, CommunityId{"elsewhere"}));
    EXPECT_EQ(archive().accept(std::move(one))->verdicts.at(0).error().fault, Fault::not_found);
  }
  EXPECT_EQ(archive().status()->heads.size(), 1U);
  EXPECT_EQ(everything(archive()).size(), before);
  expect_the_rest_works();
}

TEST_F(Hostile, somebody_elses_chain_and_a_number_that_was_used_are_not_taken) {
  PushingTablet forger{archive(), "ill", office.server().clock(), dice};
  const auto resident = aviary.of.at("resident");
  const auto says = [&](const char* word) {
    return forger.change(resident, "resident", {{"vip_reason", aviary.canaries.at(1).word}}, {{"vip_reason", word}});
  };
  const auto pushed = [&](Submission one) {
    std::vector<Submission> all;
    all.push_back(std::move(one));
    return archive().accept(std::move(all))->verdicts.at(0);
  };
  const auto start = forger.line();
  auto first = forger.bundle({says("一")});
  const auto again = first;
  const auto verdict = pushed(std::move(first)).value();
  EXPECT_EQ(pushed(again)->seq, verdict.seq) << "a replay hears what the first one heard";
  const auto line = forger.line();
  forger.set_line(start);
  EXPECT_EQ(pushed(forger.bundle({says("二")})).error().fault, Fault::forked) << "the same number, other words";
  forger.set_line({BundleNumber{line.last.value + 5}, line.hash});
  EXPECT_EQ(pushed(forger.bundle({says("三")})).error().fault, Fault::broken_chain) << "a gap";
  forger.set_line({line.last, Hash{}});
  EXPECT_FALSE(pushed(forger.bundle({says("四")}))) << "another past";
  auto stolen = forger.bundle({says("五")});
  stolen.bundle.chain = aviary.wang.store().identity()->chain;
  EXPECT_FALSE(pushed(std::move(stolen))) << "a colleague's line";
  // A colleague's bundle, word for word, on the forger's own connection.
  aviary.wang.edits(aviary.of.at("unit"), {{"floor", 7}});
  const auto theirs = aviary.wang.store().outbox({}, 1, 1 << 20)->at(0).wire;
  tablet->edits(resident, {{"vip_reason", "六"}});
  std::string heard;
  office.sync(*tablet, [&](bool to_tablet, std::string& frame) {
    auto parsed = json::parse(frame);
    if (to_tablet && parsed.at("frame") == "error") heard = parsed.at("code").get<std::string>();
    if (to_tablet || parsed.at("frame") != "push") return true;
    parsed["bundles"] = json::array({json::parse(theirs)});
    frame = parsed.dump();
    return true;
  });
  EXPECT_EQ(heard, "broken_chain");
  EXPECT_NE(archive().history(aviary.of.at("unit"))->entries.back().edit.at("set").value("floor", 0), 7);
  EXPECT_EQ(archive().history(resident)->entries.back().edit.at("set").at("vip_reason"), "一");
  expect_the_rest_works();
}

}  // namespace
}  // namespace doorstep::test
