#include <QElapsedTimer>
#include <QGuiApplication>
#include <QTest>
#include <algorithm>
#include <cstdio>
#include <fstream>

#include "mobile/live_list.h"
#include "tests/mobile/tablet.h"
#include "tests/program.h"
#include "tests/wire/estate.h"

/// How quick the app is on a store that is there already (docs/performance.md, "The app"). Judges nothing.
///   app_measures STORE [COLLEAGUE REGISTERS]     stores enrolled with the tests' passphrase (tests/wire/estate.h);
/// scripts/measure-app makes them. The colleague's tablet brings in REGISTERS/1.csv and so on, one a second.
/// Frames are the software renderer's, offscreen, 1280 by 800: what is measured is our own work and Qt's, without a
/// graphics card.
namespace doorstep::test {
namespace {

using Times = std::vector<double>;

constexpr int flood_seconds = 12;

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

/// A colleague changes five hundred records each second and hands them over (scripts/measure-app has written the
/// registers); the person scrolls meanwhile.
class Colleague {
 public:
  Colleague(const std::string& store, std::string registers)
      : registers_(std::move(registers)), program_("doorstep", {"--store", store, "--json", "batch"}, passphrase) {
    program_.say("status");
    program_.next_line();  // unlocked
  }
  void change(int second) {
    const auto file = registers_ + "/" + std::to_string(second) + ".csv";
    program_.say("import " + file + " --type resident --map " + registers_ + "/map.json");
    program_.say("sync");
  }

 private:
  std::string registers_;
  Program program_;
};

void measure_flood(Tablet& tablet, Watch& watch, Colleague& colleague) {
  auto* view = tablet.item("visits");
  auto* model = tablet.model("visits");
  if (view == nullptr || model == nullptr || model->rowCount() == 0) return;
  int resets = 0, second = 0;
  std::size_t heard = 0;
  auto reset = QObject::connect(model, &QAbstractItemModel::modelReset, [&] { ++resets; });
  auto change = QObject::connect(tablet.app().session(), &TabletSession::changed,
                                 [&](const std::vector<Change>& changes) { heard += changes.size(); });
  view->setProperty("contentY", 300.0);
  Times times;
  double moved = 0;
  QElapsedTimer whole;
  whole.start();
  while (whole.elapsed() < 1'000 * flood_seconds) {
    if (whole.elapsed() >= 1'000 * second) colleague.change(++second);
    QElapsedTimer since;
    since.start();
    const auto before = view->property("contentY").toReal();
    view->setProperty("contentY", before + (whole.elapsed() % 400 < 200 ? 4 : -4));
    const auto put = view->property("contentY").toReal();
    watch.next_frame();
    moved = std::max(moved, std::abs(view->property("contentY").toReal() - put));
    times.push_back(ms(since));
  }
  QObject::disconnect(reset);
  QObject::disconnect(change);
  tell("frames while 500 changes a second come in", times);
  std::printf("| changes heard in %d s | %zu | | | |\n", flood_seconds, heard);
  std::printf("| resets of the list · pixels it moved by itself | %d · %.0f | | | |\n", resets, moved);
}

void measure(Tablet& tablet, Colleague* colleague) {
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
  std::printf("| memory, MiB | %.0f | | | |\n", memory_mib());
  if (colleague == nullptr) return;
  measure_flood(tablet, watch, *colleague);
  std::printf("| memory after it, MiB | %.0f | | | |\n", memory_mib());
}

}  // namespace
}  // namespace doorstep::test

int main(int count, char** words) {
  doorstep::test::without_a_screen();
  QGuiApplication application{count, words};
  if (count != 2 && count != 4) return 2;
  std::optional<doorstep::test::Colleague> colleague;
  if (count == 4) colleague.emplace(words[2], words[3]);
  doorstep::test::Tablet tablet{words[1]};
  doorstep::test::measure(tablet, colleague ? &*colleague : nullptr);
  return 0;
}
