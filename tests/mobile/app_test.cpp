#include <gtest/gtest.h>

#include <QAbstractItemModel>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQmlProperty>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTest>
#include <QTimer>

#include "mobile/app.h"
#include "mobile/invitation.h"
#include "mobile/start.h"
#include "tests/wire/estate.h"

/// The app as a person meets it: its own window, clicked and typed into, against a real server process.

namespace doorstep {
namespace {

constexpr int patience_ms = 20'000;

// Whatever QML complains about: bindings that fail are faults that no assertion sees.
QStringList& complaints() {
  static QStringList all;
  return all;
}
void note(QtMsgType type, const QMessageLogContext&, const QString& text) {
  if (type != QtDebugMsg && type != QtInfoMsg && !text.contains("XDG_RUNTIME_DIR")) complaints() << text;
}

bool until(const std::function<bool()>& holds) {
  QElapsedTimer waited;
  waited.start();
  while (!holds() && waited.elapsed() < patience_ms) QTest::qWait(20);
  return holds();
}

class Tablet {
 public:
  explicit Tablet(const std::string& store, const char* language = "zh_CN") {
    complaints().clear();
    qInstallMessageHandler(note);
    Options options;
    options.store = QString::fromStdString(store);
    options.language = language;
    prepare(engine_, options);
    engine_.load(QStringLiteral("qrc:/qt/qml/Doorstep/qml/Main.qml"));
    window_ = qobject_cast<QQuickWindow*>(engine_.rootObjects().value(0));
  }
  ~Tablet() { EXPECT_EQ(complaints(), QStringList{}) << complaints().join('\n').toStdString(); }

  App& app() { return *engine_.singletonInstance<App*>(qmlTypeId("Doorstep", 1, 0, "App")); }
  QQuickWindow& window() { return *window_; }
  QObject* shell() { return QQmlProperty::read(window_->findChild<QObject*>("screen"), "item").value<QObject*>(); }

  void unlock() {
    app().unlock(QString::fromStdString(test::secret_words));
    ASSERT_TRUE(until([&] { return app().state() == App::State::Open; })) << app().sentence().toStdString();
  }
  QQuickItem* item(const char* name) {
    QQuickItem* found = nullptr;
    until([&] {
      found = find(window_->contentItem(), name);
      return found != nullptr && found->width() > 0;
    });
    return found;
  }
  QAbstractItemModel* model(const char* list) {
    auto* view = item(list);
    return view == nullptr ? nullptr : view->property("model").value<QAbstractItemModel*>();
  }
  void click(const char* name) {
    auto* target = item(name);
    ASSERT_NE(target, nullptr) << name;
    auto middle = target->mapToScene({target->width() / 2, target->height() / 2}).toPoint();
    QTest::mouseClick(window_, Qt::LeftButton, {}, middle);
  }
  void type(const QString& text) {
    for (auto letter : text) QTest::keyClick(window_, letter.toLatin1());
  }

 private:
  static QQuickItem* find(QQuickItem* in, const char* name) {
    if (in->objectName() == name && in->isVisible()) return in;
    for (auto* child : in->childItems())
      if (auto* found = find(child, name)) return found;
    return nullptr;
  }

  QQmlApplicationEngine engine_;
  QQuickWindow* window_ = nullptr;
};

QString cell(QAbstractItemModel* model, int row, const char* role) {
  return model->data(model->index(row, 0), model->roleNames().key(role)).toString();
}

TEST(Invitation, is_found_in_whatever_the_office_sent) {
  auto pasted = read_invitation(
      "王芳您好，服务器 wss://office.example:7443 ，指纹 MviKfaxar5rrE1vmzc5R0KCVAEQm0sy57CuAag-7nfY ，登记码 "
      "VAG36-XP4Q8-X3ZFQ-691D0-14FD2-7，今天有效。");
  EXPECT_EQ(pasted.server, "wss://office.example:7443");
  EXPECT_EQ(pasted.pin, "MviKfaxar5rrE1vmzc5R0KCVAEQm0sy57CuAag-7nfY");
  EXPECT_EQ(pasted.code, "VAG36-XP4Q8-X3ZFQ-691D0-14FD2-7");
  EXPECT_FALSE(read_invitation("VAG36-XP4Q8-X3ZFQ-691D0-14FD2").complete());
  EXPECT_FALSE(read_qr(QImage{"/nowhere.png"}));
}

class AppTest : public ::testing::Test {
 protected:
  void SetUp() override {
    estate_.start_server();
    estate_.enroll("admin");
  }
  std::string make(const std::string& type, std::vector<std::string> fields) {
    fields.insert(fields.begin(), {"new", type});
    return estate_.done("admin", fields)["record"]["id"].get<std::string>();
  }
  std::string store(const std::string& name) { return estate_.scratch().path(name); }

  test::Estate estate_;
};

TEST_F(AppTest, a_wrong_passphrase_says_so_and_the_right_one_opens) {
  Tablet tablet{store("admin")};
  tablet.app().unlock("not the passphrase");
  ASSERT_TRUE(until([&] { return tablet.app().state() == App::State::Locked; }));
  EXPECT_TRUE(tablet.app().sentence().contains("口令不对")) << tablet.app().sentence().toStdString();
  tablet.unlock();
  tablet.app().lock();
  EXPECT_EQ(tablet.app().state(), App::State::Locked);
}

TEST_F(AppTest, a_tablet_is_enrolled_from_the_office_s_message) {
  QString server;
  {
    Tablet known{store("admin")};
    known.unlock();
    server = known.app().server();
  }
  auto code = estate_.code_for("wang");
  Tablet tablet{store("new"), "en"};
  EXPECT_EQ(tablet.app().state(), App::State::NotEnrolled);
  tablet.app().enroll("wss://127.0.0.1:1 and nothing else", "three odd words here");
  EXPECT_EQ(tablet.app().state(), App::State::NotEnrolled);
  EXPECT_EQ(tablet.app().sentence(), "Still missing: the server's fingerprint, the one-time code");
  auto message = "Hello Wang: " + server + " " + QString::fromStdString(estate_.pin() + " " + code);
  tablet.app().enroll(message, QString::fromStdString(test::secret_words));
  EXPECT_EQ(tablet.app().state(), App::State::Enrolling);
  ASSERT_TRUE(until([&] { return tablet.app().state() == App::State::Open; })) << tablet.app().sentence().toStdString();
  EXPECT_EQ(tablet.app().person(), "wang");
  EXPECT_TRUE(until([&] { return tablet.app().delivery()->stage() == "delivered"; }));
}

TEST_F(AppTest, a_home_is_found_by_typing_and_its_resident_edited) {
  auto unit = make("unit", {"building=3", "unit_no=1", "room_no=1502"});
  auto resident = make("resident", {"name=张三"});
  make("occupancy", {"unit=" + unit, "resident=" + resident, "role=owner"});
  Tablet tablet{store("admin")};
  tablet.unlock();
  tablet.click("search");
  tablet.type("zhangsan");
  auto* results = tablet.model("results");
  ASSERT_NE(results, nullptr);
  ASSERT_TRUE(until([&] { return results->rowCount() == 1; }));
  EXPECT_EQ(cell(results, 0, "title"), "张三");
  QTest::keyClick(&tablet.window(), Qt::Key_Return);

  auto* form = tablet.item("form");
  ASSERT_NE(form, nullptr);
  auto* model = form->property("model").value<QObject*>();
  QMetaObject::invokeMethod(model, "edit", Q_ARG(QString, "occupation"), Q_ARG(QVariant, QVariant{"教师"}));
  ASSERT_TRUE(until([&] { return model->property("unsaved").toInt() == 1; }));
  tablet.click("save");
  ASSERT_TRUE(until([&] { return model->property("unsaved").toInt() == 0; }));
  ASSERT_TRUE(until([&] { return tablet.app().delivery()->waiting() == 0; }));
  EXPECT_TRUE(until([&] { return tablet.app().delivery()->stage() == "delivered"; }));
  tablet.app().lock();
  auto seen = estate_.done("admin", {"show", resident});
  EXPECT_EQ(seen["record"]["fields"]["occupation"], "教师");
}

TEST_F(AppTest, what_cannot_be_right_is_said_beside_the_field_and_not_saved) {
  auto resident = make("resident", {"name=张三"});
  Tablet tablet{store("admin")};
  tablet.unlock();
  QMetaObject::invokeMethod(tablet.shell(), "openRecord", Q_ARG(QString, QString::fromStdString(resident)),
                            Q_ARG(QString, "resident"));
  auto* form = tablet.item("form");
  ASSERT_NE(form, nullptr);
  auto* model = form->property("model").value<QAbstractItemModel*>();
  ASSERT_TRUE(until([&] { return model->rowCount() > 5; }));
  QMetaObject::invokeMethod(model, "edit", Q_ARG(QString, "name"), Q_ARG(QVariant, QVariant{"张3"}));
  QString error;
  for (int row = 0; row < model->rowCount(); ++row)
    if (cell(model, row, "field") == "name") error = cell(model, row, "error");
  EXPECT_TRUE(error.startsWith("需要")) << error.toStdString();
  QMetaObject::invokeMethod(model, "save");
  QTest::qWait(300);
  EXPECT_EQ(model->property("unsaved").toInt(), 1);
  tablet.app().lock();
  EXPECT_EQ(estate_.done("admin", {"show", resident})["record"]["fields"]["name"], "张三");
}

TEST_F(AppTest, what_was_typed_is_there_again_when_the_form_is_opened_anew) {
  auto resident = make("resident", {"name=张三"});
  auto open_form = [&](Tablet& tablet) {
    QMetaObject::invokeMethod(tablet.shell(), "openRecord", Q_ARG(QString, QString::fromStdString(resident)),
                              Q_ARG(QString, "resident"));
    auto* form = tablet.item("form");
    return form == nullptr ? nullptr : form->property("model").value<QAbstractItemModel*>();
  };
  {
    Tablet tablet{store("admin")};
    tablet.unlock();
    auto* model = open_form(tablet);
    ASSERT_NE(model, nullptr);
    ASSERT_TRUE(until([&] { return model->rowCount() > 5; }));
    QMetaObject::invokeMethod(model, "edit", Q_ARG(QString, "name"), Q_ARG(QVariant, QVariant{"李4"}));
    tablet.app().lock();  // it cannot be right, so it is no edit: only the draft can keep it
  }
  Tablet tablet{store("admin")};
  tablet.unlock();
  auto* model = open_form(tablet);
  ASSERT_NE(model, nullptr);
  ASSERT_TRUE(until([&] { return model->property("unsaved").toInt() == 1; }));
  for (int row = 0; row < model->rowCount(); ++row)
    if (cell(model, row, "field") == "name") {
      EXPECT_EQ(cell(model, row, "value"), "李4");
    }
}

TEST_F(AppTest, an_unchanged_household_takes_one_tap) {
  auto unit = make("unit", {"building=3", "unit_no=1", "room_no=1502"});
  Tablet tablet{store("admin"), "en"};
  tablet.unlock();
  QMetaObject::invokeMethod(tablet.shell(), "openUnit", Q_ARG(QString, QString::fromStdString(unit)));
  auto* household = tablet.model("household");
  ASSERT_NE(household, nullptr);
  ASSERT_TRUE(until([&] { return household->rowCount() == 1; }));
  auto* bar = tablet.item("confirm");
  ASSERT_NE(bar, nullptr);
  QMetaObject::invokeMethod(bar, "confirmAsked");
  EXPECT_TRUE(until([&] { return bar->property("confirmed").toBool(); }));
  EXPECT_TRUE(until([&] { return tablet.app().delivery()->stage() == "delivered"; }));
  tablet.app().lock();
  auto visits = estate_.done("admin", {"find", "--type", "visit"});
  ASSERT_EQ(visits["records"].size(), 1U);
  EXPECT_EQ(visits["records"][0]["fields"]["status"], "done");
}

TEST_F(AppTest, what_is_done_at_a_door_leaves_as_one_bundle) {
  auto unit = make("unit", {"building=3", "unit_no=1", "room_no=1502"});
  estate_.done("admin", {"sync"});
  const auto before = estate_.server({"status"}).at("heads").at("main").get<int>();
  Tablet tablet{store("admin")};
  tablet.unlock();
  QMetaObject::invokeMethod(tablet.shell(), "openUnit", Q_ARG(QString, QString::fromStdString(unit)));
  auto* household = tablet.model("household");
  ASSERT_NE(household, nullptr);
  ASSERT_TRUE(until([&] { return household->rowCount() == 1; }));
  tablet.click("startVisit");
  auto* promise = tablet.item("promise");
  ASSERT_NE(promise, nullptr);
  EXPECT_TRUE(until([&] { return tablet.app().delivery()->stage() == "waiting"; })) << "a visit under way stays here";
  promise->setProperty("text", QStringLiteral("周五前修好楼道灯"));
  tablet.click("finish");
  EXPECT_TRUE(until([&] { return tablet.app().delivery()->stage() == "delivered"; }));
  tablet.app().lock();
  EXPECT_EQ(estate_.server({"status"}).at("heads").at("main").get<int>(), before + 1);
  auto visit = estate_.done("admin", {"find", "--type", "visit"}).at("records").at(0).at("fields");
  EXPECT_EQ(visit.at("status"), "done");
  EXPECT_EQ(visit.at("promises").at(0).at("text"), "周五前修好楼道灯");
  EXPECT_EQ(estate_.done("admin", {"find", "--type", "request"}).at("records").size(), 1U);
}

TEST_F(AppTest, a_conflict_that_arrives_is_decided_by_two_keys_and_everybody_hears) {
  auto resident = make("resident", {"name=张三"});
  estate_.done("admin", {"sync"});
  estate_.enroll("wang");
  estate_.done("wang", {"sync"});
  estate_.done("admin", {"edit", resident, "name=张建国"});
  estate_.done("wang", {"edit", resident, "name=张剑国"});
  estate_.done("admin", {"sync"});
  Tablet tablet{store("admin")};
  tablet.unlock();
  estate_.done("wang", {"sync"});
  tablet.click("page_conflicts");
  auto* queue = tablet.model("queue");
  ASSERT_NE(queue, nullptr);
  ASSERT_TRUE(until([&] { return queue->rowCount() == 1; }));
  auto* card = tablet.item("card");
  ASSERT_NE(card, nullptr);
  card->forceActiveFocus();
  QTest::keyClick(&tablet.window(), Qt::Key_2);
  EXPECT_EQ(card->property("chosen").toInt(), 2);
  QTest::keyClick(&tablet.window(), Qt::Key_Return);
  EXPECT_TRUE(until([&] { return queue->rowCount() == 0; }));
  EXPECT_TRUE(until([&] { return tablet.app().delivery()->stage() == "delivered"; }));
  tablet.app().lock();
  estate_.done("wang", {"sync"});
  auto seen = estate_.done("wang", {"show", resident})["record"];
  EXPECT_EQ(seen["fields"]["name"], "张剑国");
  EXPECT_TRUE(seen["conflicts"].empty());
}

}  // namespace
}  // namespace doorstep

int main(int count, char** words) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  qputenv("QT_QUICK_BACKEND", "software");
  ::testing::InitGoogleTest(&count, words);
  QGuiApplication application{count, words};
  return RUN_ALL_TESTS();
}
