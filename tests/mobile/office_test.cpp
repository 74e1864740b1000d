#include "tests/mobile/app_case.h"
#include "tests/program.h"

/// The wide screen: what changed a moment ago, and the conflict desk by keyboard.

namespace doorstep::test {
namespace {

constexpr int disputes = 50;

class OfficeTest : public AppCase {
 protected:
  std::vector<json> batch_of(const std::string& tablet, const std::vector<std::string>& lines) {
    auto batch = estate_.batch(tablet);
    std::vector<json> out;
    for (const auto& line : lines) {
      batch->say(line);
      out.push_back(json::parse(batch->next_line()));
      EXPECT_TRUE(out.back().value("ok", false)) << out.back().dump();
    }
    return out;
  }
  /// Two colleagues give each of fifty people another name, none knowing of the other.
  std::vector<std::string> dispute_names() {
    std::vector<std::string> lines, ids;
    for (int i = 0; i < disputes; ++i) lines.push_back("new resident name=张三");
    for (const auto& answer : batch_of("admin", lines)) ids.push_back(answer["record"]["id"]);
    estate_.done("admin", {"sync"});
    for (const char* who : {"wang", "li"}) {
      estate_.enroll(who);
      estate_.done(who, {"sync"});
    }
    for (const char* who : {"wang", "li"}) {
      lines.clear();
      for (const auto& id : ids) lines.push_back("edit " + id + " name=" + (who[0] == 'w' ? "张山" : "章三"));
      batch_of(who, lines);
    }
    for (const char* who : {"wang", "li"}) estate_.done(who, {"sync"});
    return ids;
  }
};

TEST_F(OfficeTest, clears_fifty_conflicts_by_keys_alone_and_both_authors_have_the_outcomes) {
  auto ids = dispute_names();
  {
    Tablet office{store("admin"), "zh_CN", {1600, 900}};
    ASSERT_TRUE(office.unlock());
    ASSERT_TRUE(delivered(office));
    ASSERT_TRUE(office.click("page_conflicts"));
    auto* queue = office.model("queue");
    ASSERT_TRUE(queue != nullptr && until([&] { return queue->rowCount() == disputes; }));
    for (int i = 0; i < disputes; ++i) {
      const auto before = queue->rowCount();
      office.press(i % 2 == 0 ? Qt::Key_1 : Qt::Key_2);
      office.press(Qt::Key_Return);
      ASSERT_EQ(queue->rowCount(), before - 1) << "the next one is there at once";
    }
    ASSERT_TRUE(delivered(office));
    EXPECT_EQ(queue->rowCount(), 0);
    office.app().lock();
  }
  int first = 0;
  for (const char* who : {"wang", "li"}) {
    estate_.done(who, {"sync"});
    EXPECT_TRUE(estate_.done(who, {"conflicts"})["conflicts"].empty());
    for (const auto& id : ids) {
      auto seen = estate_.done(who, {"show", id})["record"];
      EXPECT_EQ(seen["conflicts"], json::array());
      first += seen["fields"]["name"] == "张山" ? 1 : 0;
    }
  }
  EXPECT_EQ(first, disputes) << "half of them, on both tablets";
  // On an author's own screen: what became of it, with who decided.
  Tablet author{store("wang"), "en"};
  ASSERT_TRUE(author.unlock());
  ASSERT_TRUE(author.click("chip"));
  auto* notice = author.item("notice");
  ASSERT_NE(notice, nullptr);
  EXPECT_TRUE(notice->property("reason").toString().contains("admin chose"))
      << notice->property("reason").toString().toStdString();
}

TEST_F(OfficeTest, sees_an_edit_of_a_tablet_while_it_is_made) {
  auto unit = make("unit", {"building=3", "unit_no=1", "room_no=1502"});
  auto resident = make("resident", {"name=张三"});
  make("occupancy", {"unit=" + unit, "resident=" + resident, "role=owner"});
  estate_.done("admin", {"sync"});
  estate_.enroll("wang");
  estate_.done("wang", {"sync"});
  Program office{"app_hand", {store("admin"), "en", "1600x900"}};
  Program tablet{"app_hand", {store("wang"), "en", "1280x800"}};
  auto says = [](Program& hand, const std::string& line) {
    hand.say(line);
    return hand.next_line();
  };
  ASSERT_EQ(says(office, "unlock"), "open");
  ASSERT_EQ(says(tablet, "unlock"), "open");
  ASSERT_EQ(says(tablet, "connected"), "yes");
  ASSERT_EQ(says(office, "connected"), "yes");
  says(tablet, "open " + resident + " resident");
  ASSERT_EQ(says(tablet, "click field_occupation"), "clicked");
  says(tablet, "type teacher");
  office.say("shown changes facts Occupation teacher");
  const auto left = std::stoll(says(tablet, "key Tab"));
  const auto seen = office.next_line();
  ASSERT_NE(seen, "never");
  const auto took = std::stoll(seen) - left;
  std::printf("an edit was on the office's view %lld ms after the field was left\n", static_cast<long long>(took));
  RecordProperty("ms", static_cast<int>(took));
  EXPECT_EQ(says(office, "rows changes who"), "wang");
  EXPECT_EQ(says(office, "rows changes where"), "3-1-1502");
  EXPECT_EQ(office.wait().code, 0) << "no complaint of QML's";
  EXPECT_EQ(tablet.wait().code, 0);
}

}  // namespace
}  // namespace doorstep::test
