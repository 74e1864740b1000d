// Every shipped role, every class of every type, every way in which something leaves the server or the tablet.
#include <gtest/gtest.h>

#include <array>

#include "engine/search.h"
#include "engine/word.h"
#include "server/set_sums.h"
#include "tests/server/aviary.h"
#include "tests/server/pushing.h"

namespace doorstep::test {
namespace {

using Pages = PartyTablet::Pages;

/// A class of a type, and the field in it that is given a word which stands nowhere else.
struct Cell {
  std::string type;
  Class klass{};
  std::string field;
};

const std::vector<Cell>& cells() {
  using enum Class;
  static const std::vector<Cell> out{
      {"unit", basic, "layout"},
      {"unit", detail, "area_build"},
      {"resident", basic, "vip_reason"},
      {"resident", detail, "employer"},
      {"resident", sensitive, "photo"},
      {"contact", basic, "invalid_reason"},
      {"request", basic, "place_text"},
      {"request", detail, "feedback"},
      {"complaint", basic, "assignee"},
      {"complaint", detail, "target"},
      {"complaint", sensitive, "resident"},
      {"occupancy", basic, "from"},
      {"occupancy", detail, "rent_agent"},
      {"id_document", detail, "seen_by"},
      {"id_document", sensitive, "number"},
      {"special_need", sensitive, "action_in_emergency"},
      {"consent", detail, "notice_version"},
      {"consent", sensitive, "signature"},
      {"pet", detail, "notes"},
      {"vehicle", detail, "space"},
      {"visit", basic, "plan_id"},
      {"visit", detail, "promises"},
      {"visit", sensitive, "signature"},
      {"desk_rule", basic, "reason"},
  };
  return out;
}

enum class Channel { first_sync, feed, verdict, conflict, history, search, count, error, checksum, log, file };
constexpr std::array channels{Channel::first_sync, Channel::feed,   Channel::verdict, Channel::conflict,
                              Channel::history,    Channel::search, Channel::count,   Channel::error,
                              Channel::checksum,   Channel::log,    Channel::file};
constexpr std::array names{"first sync", "feed",  "verdict",  "conflict", "history", "search",
                           "count",      "error", "checksum", "log",      "file"};

/// What a reader hears and keeps, by the way it came.
class EveryCell : public testing::TestWithParam<std::string> {
 protected:
  EveryCell() {
    auto rule = wang.creates("desk_rule", {{"about", "resident"}, {"kind", "later"}});
    aviary.of.emplace("desk_rule", rule);
    aviary.ids.insert(rule);
    for (std::size_t i = 0; i < cells().size(); ++i) writes(i);
    office.sync(wang);
  }

  bool reads(const Cell& cell) const { return role.reads(cell.type, cell.klass); }
  bool holds(const std::string& bytes, std::size_t cell) const {
    return std::any_of(words.at(cell).begin(), words.at(cell).end(),
                       [&](const std::string& word) { return bytes.find(word) != bytes.npos; });
  }

  /// A new marked word in the cell; by its field's kind, for not every field takes any text.
  void writes(std::size_t i) {
    const auto& cell = cells()[i];
    const auto number = std::to_string(10'000 + ++lot);
    std::string word = "QZ" + number + "ZQ";
    json value = word;
    if (cell.field == "area_build") value = 1'700'000 + lot, word = value.dump();
    if (cell.field == "from") value = word = "19" + number.substr(3) + "-02-03";
    if (cell.field == "number") value = word = "E987" + number;
    if (cell.field == "signature") value = word = "73,19 77," + number;
    if (cell.field == "promises") value = {{{"id", std::string(17, 'A') + number}, {"text", word}}};
    if (cell.field == "photo") {
      word = "QZ" + std::string(35, 'Q') + number + "A";
      value = {{"hash", word}, {"bytes", 1}, {"mime", "image/jpeg"}};
    }
    if (cell.field == "resident") {  // nobody's: one that is there has an id which others may read
      RecordId nobody;
      dice.fill(nobody.bytes);
      value = word = text(nobody);
    }
    words[i].push_back(word);
    wang.edits(aviary.of.at(cell.type), {{cell.field, value}});
  }

  void hears() {
    listen([](bool, std::string&) { return true; });
  }
  void listen(const Office::Meddle& meddle, const std::vector<RecordId>& histories = {}) {
    auto ended = office.sync(
        reader,
        [&](bool to_tablet, std::string& frame) {
          if (!meddle(to_tablet, frame)) return false;
          if (to_tablet) sort(frame);
          return true;
        },
        histories);
    if (ended) told[Channel::error] += ended->detail;
  }
  void sort(const std::string& frame) {
    const auto parsed = json::parse(frame);
    const auto kind = parsed.at("frame").get<std::string>();
    if (kind == "page") {
      told[parsed.at("kind") == "state" ? Channel::first_sync : Channel::feed] += frame;
      for (const auto& record : parsed.at("records"))
        if (record.contains("header") && record.at("header").at("type") == "conflict")
          told[Channel::conflict] += record.dump();
    } else if (kind == "checkpoint") {
      checksum = parsed.at("hash").get<std::string>();
      told[Channel::checksum] += frame;
    } else if (kind == "verdicts") {
      told[Channel::verdict] += frame;
    } else if (kind == "history") {
      told[Channel::history] += frame;
    } else if (kind == "error") {
      told[Channel::error] += frame;
    } else {
      told[Channel::first_sync] += frame;
    }
  }

  /// What can be counted: records, questions, each record's revision and version.
  json counts() {
    auto state = status(reader.store()).value();
    json out{{"records", state.records}, {"refusals", state.refusals}, {"conflicts", reader.open_conflicts().size()}};
    for (const auto& id : aviary.ids)
      if (auto view = show(reader.store(), id))
        out[text(id)] = {view->revision, view->version.value, view->conflicts.size(), view->aliases.size()};
    told[Channel::count] += out.dump();
    return out;
  }

  void searches() {
    for (const auto& cell : words)
      for (const auto& word : cell)
        for (const auto& view : find(reader.store(), {word, "", {}, 100}).value())
          told[Channel::search] += text(view.id) + view.fields.dump();
  }

  /// Says what it likes: the right base and a wrong one, a removal, a decision, for everything that is hidden.
  void forges() {
    auto& archive = office.server().archive();
    PushingTablet forger{archive, "reader", office.server().clock(), dice};
    const auto says = [&](Edit edit) {
      std::vector<Submission> one;
      one.push_back(forger.bundle({std::move(edit)}));
      auto verdict = verdict_json(archive.accept(std::move(one))->verdicts.at(0).value());
      told[Channel::verdict] += verdict.dump();
      auto outcome = verdict.at("edits").at(0);
      EXPECT_EQ(outcome.at("outcome"), "rejected");
      outcome.erase("edit");
      return outcome;
    };
    for (std::size_t i = 0; i < cells().size(); ++i) {
      const auto& cell = cells()[i];
      if (reads(cell)) continue;
      const auto record = aviary.of.at(cell.type);
      const json right = wang.value(record, cell.field);
      const auto change = [&](const json& base) {
        return says(forger.change(record, cell.type, {{cell.field, base}}, {{cell.field, "QZforged"}}));
      };
      EXPECT_EQ(change(right), change("not this")) << cell.type << "." << cell.field;
      says(forger.named(Op::remove, record, cell.type));
      auto copy = forger.create(cell.type, {{cell.field, right}});
      says(copy);
      for (const auto& conflict : wang.open_conflicts()) {
        if (conflict.record != record) continue;
        auto decision = forger.change(record, cell.type, {{cell.field, nullptr}}, {{cell.field, right}});
        decision.resolves = Naming{conflict.id, {}};
        says(decision);
      }
    }
  }

  /// Frames that a server refuses, each of which names what is hidden.
  void errs() {
    for (const auto& [type, id] : aviary.of) {
      const auto record = text(id);
      const json wire{{"header", {{"number", 1}, {"edits", {{{"id", record}, {"record", record}, {"type", type}}}}}}};
      for (const json& instead :
           {json{{"frame", "push"}, {"bundles", {wire}}}, json{{"frame", "subscribe"}, {"community", record}},
            json{{"frame", "ask_history"}, {"record", type}}, json{{"frame", "rescue"}, {"records", {record}}},
            json{{"frame", "salvage"}, {"bundles", {wire}}, {"done", true}}})
        listen([&](bool to_tablet, std::string& frame) {
          auto parsed = json::parse(frame);
          if (to_tablet || parsed.at("frame") != "subscribe") return true;
          auto forged = instead;
          forged["n"] = parsed.at("n");
          frame = forged.dump();
          return true;
        });
    }
  }

  Aviary aviary;
  Office& office = aviary.office;
  PartyTablet& wang = aviary.wang;
  const Role& role = *Role::shipped(GetParam());
  PartyTablet& reader = (office.person("reader", GetParam()), office.tablet("reader", Pages::clear));
  SeededDice dice{11};
  int lot = 0;
  std::vector<std::vector<std::string>> words{cells().size()};  ///< by cell, the newest last
  std::map<Channel, std::string> told;
  std::string checksum;
};

TEST(EveryCell, the_table_has_each_class_of_each_type_that_holds_fields) {
  std::set<std::pair<std::string, Class>> wanted, there;
  for (const auto& type : Template::shipped().types())
    for (auto klass : all_classes)
      if (has(classes_of(type), klass)) wanted.emplace(type.name, klass);
  for (const auto& cell : cells()) {
    there.emplace(cell.type, cell.klass);
    EXPECT_EQ(Template::shipped().type(cell.type)->field(cell.field)->klass, cell.klass) << cell.field;
  }
  EXPECT_EQ(there, wanted);
}

TEST_P(EveryCell, is_silent_in_every_channel_where_the_role_does_not_read_it) {
  testing::internal::CaptureStderr();
  hears();
  for (std::size_t i = 0; i < cells().size(); ++i)
    EXPECT_EQ(holds(told[Channel::first_sync], i), reads(cells()[i])) << cells()[i].field;

  for (std::size_t i = 0; i < cells().size(); ++i) {
    const auto& cell = cells()[i];
    const auto counted = counts();
    const auto summed = checksum;
    writes(i);
    office.sync(wang);
    hears();
    const bool moved = counts() != counted;
    EXPECT_FALSE(moved && !reads(cell)) << cell.type << "." << cell.field;
    EXPECT_EQ(checksum != summed, reads(cell)) << cell.type << "." << cell.field;
    EXPECT_TRUE(status(reader.store())->agrees);
    EXPECT_EQ(told[Channel::feed].find(words[i].back()) != std::string::npos, reads(cell)) << cell.field;
  }
  aviary.quarrel();
  hears();
  searches();
  listen([](bool, std::string&) { return true; }, {aviary.ids.begin(), aviary.ids.end()});
  forges();
  hears();
  errs();
  counts();
  for (const auto& [path, bytes] : reader.disk().files()) told[Channel::file] += bytes;
  told[Channel::log] = testing::internal::GetCapturedStderr();

  for (const auto& canary : aviary.canaries) {  // what was quarrelled about
    auto cell = std::find_if(cells().begin(), cells().end(),
                             [&](const Cell& one) { return one.type == canary.type && one.klass == canary.klass; });
    ASSERT_NE(cell, cells().end());
    words[static_cast<std::size_t>(cell - cells().begin())].push_back(canary.word);
  }
  std::size_t looked_at = 0;
  for (std::size_t i = 0; i < cells().size(); ++i)
    for (auto channel : channels) {
      ++looked_at;
      if (reads(cells()[i])) continue;
      EXPECT_FALSE(holds(told[channel], i)) << cells()[i].type << "." << name_of(cells()[i].klass) << " by "
                                            << names.at(static_cast<std::size_t>(channel));
    }
  EXPECT_EQ(looked_at, cells().size() * names.size());
  EXPECT_FALSE(told[Channel::error].empty()) << "there were errors to look at";
}
INSTANTIATE_TEST_SUITE_P(Rights, EveryCell,
                         testing::Values("field", "front_desk", "office", "manager", "conflict_admin", "system_admin",
                                         "security_officer", "auditor"),
                         [](const auto& role) { return role.param; });

}  // namespace
}  // namespace doorstep::test
