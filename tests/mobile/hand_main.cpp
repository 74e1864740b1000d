#include <QDateTime>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QQuickItem>
#include <QTest>
#include <cstdio>
#include <deque>
#include <iostream>
#include <mutex>
#include <thread>

#include "tests/mobile/tablet.h"

/// The app in a process of its own, worked by lines on standard input, one answer a line: so a test can kill it in the
/// middle of a word, and have two of them at once.
///   app_hand STORE LANGUAGE WIDTHxHEIGHT
///   unlock · open RECORD TYPE · home UNIT · go PAGE · click NAME · focus NAME · type TEXT · key Return|Tab|Escape
///   text NAME · rows LIST ROLE · shown LIST ROLE VALUE (waits for it, answers when it was painted)
///   connected (waits for it) · pause MS
/// Times are milliseconds since 1970.
namespace doorstep::test {
namespace {

/// Lines come on a thread of their own, so that the app goes on meanwhile.
class Lines {
 public:
  Lines() : thread_([this] { read(); }) { thread_.detach(); }
  std::optional<std::string> next() {
    std::lock_guard hold{mutex_};
    if (lines_.empty()) return std::nullopt;
    auto line = std::move(lines_.front());
    lines_.pop_front();
    return line;
  }
  bool ended() {
    std::lock_guard hold{mutex_};
    return ended_ && lines_.empty();
  }

 private:
  void read() {
    for (std::string line; std::getline(std::cin, line);) {
      std::lock_guard hold{mutex_};
      lines_.push_back(line);
    }
    std::lock_guard hold{mutex_};
    ended_ = true;
  }
  std::mutex mutex_;
  std::deque<std::string> lines_;
  bool ended_ = false;
  std::thread thread_;
};

QString now() { return QString::number(QDateTime::currentMSecsSinceEpoch()); }

QString shown(Tablet& tablet, const QString& list, const QString& role, const QString& value) {
  auto* model = tablet.model(list);
  auto name = role.toLatin1();
  if (model == nullptr || !until([&] { return row_with(model, name.constData(), value) >= 0; })) return "never";
  tablet.window().grabWindow();  // painted, as far as there is a screen
  return now();
}

QString do_one(Tablet& tablet, const QString& line) {
  auto words = line.split(' ');
  auto rest = line.mid(words[0].size() + 1);
  auto word = [&](int at) { return words.value(at); };
  if (words[0] == "unlock") return tablet.unlock() ? "open" : tablet.app().sentence();
  if (words[0] == "click") return tablet.click(rest) ? "clicked" : "not there";
  if (words[0] == "text") return tablet.text(rest);
  if (words[0] == "shown") return shown(tablet, word(1), word(2), words.mid(3).join(' '));
  if (words[0] == "connected")
    return until([&] { return tablet.app().delivery()->stage() == "delivered"; }) ? "yes" : "no";
  if (words[0] == "pause") QTest::qWait(rest.toInt());
  if (words[0] == "type") {
    tablet.type(rest);
    return now();
  }
  if (words[0] == "key") {
    tablet.press(rest == "Tab" ? Qt::Key_Tab : rest == "Escape" ? Qt::Key_Escape : Qt::Key_Return);
    return now();
  }
  if (words[0] == "focus") return tablet.focus(rest) ? "focused" : "not there";
  if (words[0] == "rows") {
    auto* model = tablet.model(word(1));
    QStringList out;
    for (int row = 0; model != nullptr && row < model->rowCount(); ++row)
      out << cell(model, row, word(2).toLatin1().constData());
    return out.join('|');
  }
  if (words[0] == "open")
    QMetaObject::invokeMethod(tablet.shell(), "openRecord", Q_ARG(QString, word(1)), Q_ARG(QString, word(2)));
  if (words[0] == "home") QMetaObject::invokeMethod(tablet.shell(), "openUnit", Q_ARG(QString, word(1)));
  if (words[0] == "go") QMetaObject::invokeMethod(tablet.shell(), "go", Q_ARG(QString, word(1)));
  return "done";
}

int work(Tablet& tablet) {
  Lines lines;
  while (!lines.ended()) {
    auto line = lines.next();
    if (!line) {
      QTest::qWait(2);
      continue;
    }
    std::puts(do_one(tablet, QString::fromStdString(*line)).toUtf8().constData());
    std::fflush(stdout);
  }
  for (const auto& complaint : Tablet::complaints()) std::fprintf(stderr, "%s\n", complaint.toUtf8().constData());
  return Tablet::complaints().isEmpty() ? 0 : 3;
}

}  // namespace
}  // namespace doorstep::test

int main(int count, char** words) {
  doorstep::test::without_a_screen();
  QGuiApplication application{count, words};
  if (count != 4) return 2;
  auto sides = QString{words[3]}.split('x');
  doorstep::test::Tablet tablet{words[1], words[2], QSize{sides.value(0).toInt(), sides.value(1).toInt()}};
  return doorstep::test::work(tablet);
}
