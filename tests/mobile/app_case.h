#pragma once
#include <gtest/gtest.h>

#include <future>

#include "tests/mobile/tablet.h"
#include "tests/wire/estate.h"

namespace doorstep::test {

/// A server process and the tablet of the person who has enrolled as "admin". No test may leave a complaint of QML's.
class AppCase : public ::testing::Test {
 protected:
  void SetUp() override {
    Tablet::complaints().clear();
    estate_.start_server();
    estate_.enroll("admin");
  }
  void TearDown() override {
    EXPECT_TRUE(Tablet::complaints().isEmpty()) << Tablet::complaints().join('\n').toStdString();
  }
  std::string make(const std::string& type, std::vector<std::string> fields) {
    fields.insert(fields.begin(), {"new", type});
    return estate_.done("admin", fields)["record"]["id"].get<std::string>();
  }
  std::string store(const std::string& name) { return estate_.scratch().path(name); }
  static void open_home(Tablet& tablet, const std::string& unit) {
    QMetaObject::invokeMethod(tablet.shell(), "openUnit", Q_ARG(QString, QString::fromStdString(unit)));
  }
  static void open_record(Tablet& tablet, const std::string& record, const char* type) {
    QMetaObject::invokeMethod(tablet.shell(), "openRecord", Q_ARG(QString, QString::fromStdString(record)),
                              Q_ARG(QString, QString{type}));
  }
  /// All that was decided and typed so far is at the office. The engine answers behind what waits for it: the chip
  /// alone may not have heard of the last save yet.
  static bool delivered(Tablet& tablet) {
    return until([&] {
      std::promise<bool> all;
      tablet.app().session()->engine().status(
          [&](const Result<StoreStatus>& now) { all.set_value(now && now->pending == 0); });
      return all.get_future().get() && tablet.app().delivery()->stage() == "delivered";
    });
  }

  Estate estate_;
};

}  // namespace doorstep::test
