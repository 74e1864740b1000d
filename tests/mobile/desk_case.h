#pragma once
#include "tests/mobile/app_case.h"

namespace doorstep::test {

/// The desk of "admin", and two colleagues, wang and li, who contradict each other.
class DeskCase : public AppCase {
 protected:
  void SetUp() override {
    AppCase::SetUp();
    for (const char* who : {"wang", "li"}) estate_.enroll(who);
  }
  void sync(const std::vector<const char*>& all) {
    for (const char* who : all) estate_.done(who, {"sync"});
  }
  /// Each writes what the other does not know of; the office has both.
  void quarrel(const std::string& record, const std::vector<std::string>& wangs, const std::vector<std::string>& lis) {
    sync({"admin", "wang", "li"});
    auto says = [&](const char* who, std::vector<std::string> words) {
      words.insert(words.begin(), {"edit", record});
      estate_.done(who, words);
    };
    says("wang", wangs);
    says("li", lis);
    sync({"wang", "li", "wang", "admin"});
  }
  std::string name_in_dispute() {
    auto id = make("resident", {"name=张三"});
    quarrel(id, {"name=张山"}, {"name=章三"});
    return id;
  }
  /// Somebody with one number, about which the colleagues say two others.
  std::string number_in_dispute() {
    auto resident = make("resident", {"name=张三"});
    auto contact = make("contact", {"resident=" + resident, "kind=mobile", "value=13800138000"});
    quarrel(contact, {"kind=mobile", "value=13900001111"}, {"kind=mobile", "value=13700002222"});
    return contact;
  }
  json fields(const std::string& who, const std::string& record) {
    return estate_.done(who, {"show", record})["record"]["fields"];
  }
  json open_at(const std::string& who) { return estate_.done(who, {"conflicts"})["conflicts"]; }
  json contacts() { return estate_.done("admin", {"find", "--type", "contact"})["records"]; }

  /// The queue of the desk, once so many are in it.
  static QAbstractItemModel* queue(Tablet& tablet, int count) {
    if (!tablet.click("page_conflicts")) return nullptr;
    auto* list = tablet.model("queue");
    return list != nullptr && until([&] { return list->rowCount() == count; }) ? list : nullptr;
  }
  /// What was decided, once so many are in it.
  static QAbstractItemModel* decided(Tablet& tablet, int count) {
    if (!tablet.click("decidedOnes")) return nullptr;
    auto* list = tablet.model("decidedList");
    return list != nullptr && until([&] { return list->rowCount() == count; }) ? list : nullptr;
  }
  static QString candidate(QQuickItem* card, int place) {
    return card->property("candidates").toList().value(place).toMap()["value"].toStringList().join("");
  }
};

}  // namespace doorstep::test
