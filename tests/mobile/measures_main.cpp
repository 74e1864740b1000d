#include <QElapsedTimer>
#include <QGuiApplication>
#include <QTest>
#include <algorithm>
#include <cstdio>
#include <fstream>

#include "mobile/live_list.h"
#include "tests/mobile/tablet.h"

/// How quick the app is on a store that is there already (docs/performance.md, "The app"). Judges nothing.
///   app_measures STORE        enrolled with the tests' passphrase (tests/wire/estate.h)
/// Frames are the software renderer's, offscreen, 1280 by 800: what is measured is our own work and Qt's, without a
/// graphics card.
namespace doorstep::test {
namespace {

using Times = std::vector<double>;

double ms(const QElapsedTimer& timer) { return static_cast<double>(timer.nsecsElapsed()) / 1e6; }

void tell(const char* what, Times times) {
  if (times.empty()) return;
  std::sort(times.begin(), times.end());
  auto at = [&](double part) { return times[static_cast<std::size_t>(part * static_cast<double>(times.size() - 1))]; };
  std::printf("| %s | %.1f | %.1f | %.1f | %zu |\n", what, at(0.5), at(0.95), times.back(), times.size());
}

double memory_mib() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
  return 0;
}

class Watch {
 public:
  explicit Watch(Tablet& tablet) : tablet_(tablet) {
    swapped_ = QObject::connect(&tablet.window(), &QQuickWindow::frameSwapped, [this] { ++frames_; });
  }
  ~Watch() { QObject::disconnect(swapped_); }
  Watch(const Watch&) = delete;
  /// Until the app has painted after `holds` began to hold.
  double until_painted(const QElapsedTimer& since, const std::function<bool()>& holds) {
    while (!holds() && since.elapsed() < patience_ms) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
    next_frame();
    return ms(since);
  }
  void next_frame() {
    QElapsedTimer waited;
    waited.start();
    const auto before = frames_;
    tablet_.window().update();
    while (frames_ == before && waited.elapsed() < 1'000) QCoreApplication::processEvents();
  }

 private:
  Tablet& tablet_;
  QMetaObject::Connection swapped_;
  int frames_ = 0;
};

void measure_start(Tablet& tablet, Watch& watch) {
  QElapsedTimer whole, open;
  whole.start();
  auto opened = QObject::connect(&tablet.app(), &App::stateChanged, [&] {
    if (tablet.app().state() == App::State::Open && !open.isValid()) open.start();
  });
  tablet.unlock();
  auto list = [&] {
    auto* visits = tablet.window().findChild<QObject*>("visits");
    auto* model = visits == nullptr ? nullptr : visits->property("model").value<QAbstractItemModel*>();
    return model != nullptr && model->rowCount() > 0;
  };
  auto first = watch.until_painted(open, list);
  QObject::disconnect(opened);
  tell("first list, after the unlocking", {first});
  std::printf("| unlocking itself | %.1f | | | 1 |\n", ms(whole) - first);
}

void measure_search(Tablet& tablet, Watch& watch) {
  tablet.click("search");
  Times times;
  int answers = 0;
  auto* records = tablet.shell()->findChild<LiveList*>("finder");
  if (records == nullptr) return;
  auto heard = QObject::connect(records, &LiveList::readyChanged, [&] { ++answers; });
  for (const char* words : {"zhangwei", "3-2-1502", "lixiaohong", "1380", "wang", "chufang", "12-1-301", "zhaojun"}) {
    for (const char* letter = words; *letter != 0; ++letter) {
      const auto before = answers;
      QElapsedTimer since;
      since.start();
      QTest::keyClick(&tablet.window(), *letter, Qt::NoModifier, 0);
      times.push_back(watch.until_painted(since, [&] { return answers > before; }));
      QTest::qWait(60);  // a quick typist's pause
    }
    tablet.press(Qt::Key_Escape);
    QTest::qWait(100);
  }
  QObject::disconnect(heard);
  tell("search as one types, key to painted rows", times);
}

void measure_scrolling(Tablet& tablet, Watch& watch, const char* list, const char* what) {
  auto* view = tablet.item(list);
  if (view == nullptr) return;
  Times times;
  for (int i = 0; i < 400; ++i) {
    QElapsedTimer since;
    since.start();
    view->setProperty("contentY", view->property("contentY").toReal() + 24);
    watch.next_frame();
    times.push_back(ms(since));
  }
  tell(what, times);
}

void measure_forms(Tablet& tablet, Watch& watch) {
  auto* visits = tablet.model("visits");
  Times homes, forms;
  for (int i = 0; visits != nullptr && i < std::min(20, visits->rowCount()); ++i) {
    QElapsedTimer since;
    since.start();
    QMetaObject::invokeMethod(tablet.shell(), "openUnit", Q_ARG(QString, cell(visits, i, "unit")));
    auto rows = [&](const char* list) {
      auto* view = tablet.window().findChild<QObject*>(list);
      auto* model = view == nullptr ? nullptr : view->property("model").value<QAbstractItemModel*>();
      return model == nullptr ? nullptr : model->rowCount() > 0 ? model : nullptr;
    };
    homes.push_back(watch.until_painted(since, [&] { return rows("household") != nullptr; }));
    auto* household = rows("household");
    auto person = household == nullptr ? -1 : row_with(household, "type", "resident");
    if (person < 0) continue;
    since.start();
    QMetaObject::invokeMethod(tablet.shell(), "openHere", Q_ARG(QString, cell(household, person, "recordId")));
    forms.push_back(watch.until_painted(since, [&] { return rows("form") != nullptr; }));
    QMetaObject::invokeMethod(tablet.shell(), "go", Q_ARG(QString, "today"));
    QTest::qWait(50);
  }
  tell("a home opens", homes);
  tell("a form opens", forms);
}

/// Five hundred changes a second, told to every list as the engine tells them; the person scrolls meanwhile.
void measure_flood(Tablet& tablet, Watch& watch) {
  auto* view = tablet.item("visits");
  auto* model = tablet.model("visits");
  if (view == nullptr || model == nullptr || model->rowCount() == 0) return;
  int resets = 0;
  auto reset = QObject::connect(model, &QAbstractItemModel::modelReset, [&] { ++resets; });
  auto unit = parse_id<RecordId>(cell(model, 0, "unit").toStdString());
  view->setProperty("contentY", 300.0);
  Times times;
  QElapsedTimer whole;
  whole.start();
  qint64 told = 0;
  while (whole.elapsed() < 10'000) {
    if (whole.elapsed() >= told + tell_every_ms) {
      std::vector<Change> changes(static_cast<std::size_t>(500 * tell_every_ms / 1'000), Change{*unit, "unit", {}});
      Q_EMIT tablet.app().session()->changed(changes);
      told = whole.elapsed();
    }
    QElapsedTimer since;
    since.start();
    view->setProperty("contentY", view->property("contentY").toReal() + (whole.elapsed() % 400 < 200 ? 4 : -4));
    watch.next_frame();
    times.push_back(ms(since));
  }
  QObject::disconnect(reset);
  tell("frames under 500 changes a second", times);
  std::printf("| resets of the list meanwhile | %d | | | |\n", resets);
}

void measure(Tablet& tablet) {
  Watch watch{tablet};
  std::printf("| ms | median | p95 | worst | samples |\n|---|---:|---:|---:|---:|\n");
  measure_start(tablet, watch);
  QTest::qWait(1'000);
  std::printf("| records | %d | | | |\n", tablet.app().delivery()->records());
  measure_search(tablet, watch);
  measure_scrolling(tablet, watch, "visits", "frames while today's list scrolls");
  QMetaObject::invokeMethod(tablet.shell(), "go", Q_ARG(QString, "requests"));
  QTest::qWait(500);
  measure_scrolling(tablet, watch, "requests", "frames while the requests scroll");
  QMetaObject::invokeMethod(tablet.shell(), "go", Q_ARG(QString, "today"));
  QTest::qWait(500);
  measure_forms(tablet, watch);
  measure_flood(tablet, watch);
  std::printf("| memory, MiB | %.0f | | | |\n", memory_mib());
}

}  // namespace
}  // namespace doorstep::test

int main(int count, char** words) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  qputenv("QT_QUICK_BACKEND", "software");
  QGuiApplication application{count, words};
  if (count != 2) return 2;
  doorstep::test::Tablet tablet{words[1]};
  doorstep::test::measure(tablet);
  return 0;
}
