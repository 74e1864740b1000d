#pragma once
#include <QAbstractItemModel>
#include <QQmlApplicationEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QStringList>
#include <functional>
#include <string>

#include "mobile/app.h"

namespace doorstep::test {

inline constexpr int patience_ms = 60'000;

/// No screen and no graphics card: before the application is made.
void without_a_screen();

/// Lets the app run until it holds, at most for `patience_ms`. Answers whether it does.
bool until(const std::function<bool()>& holds);

/// The app as a person meets it: its own window, clicked, typed into and drawn upon. Whatever QML complains about
/// meanwhile is a fault that no assertion would see: `complaints` has it, and the end of a Tablet must find none.
class Tablet {
 public:
  explicit Tablet(const std::string& store, const char* language = "zh_CN", QSize size = {1280, 800}, int idle_ms = 0);

  App& app() { return *engine_.singletonInstance<App*>(qmlTypeId("Doorstep", 1, 0, "App")); }
  QQuickWindow& window() { return *window_; }
  QObject* shell();
  static QStringList& complaints();

  /// Types the passphrase of all tests and Enter; false when that opened nothing.
  bool unlock();

  /// The item of this name that is to be seen; waits for it. nullptr: it did not come.
  QQuickItem* item(const QString& name);
  bool shows(const QString& name) { return find(window_->contentItem(), name) != nullptr; }
  /// A list's model, when the list is there.
  QAbstractItemModel* model(const QString& list);
  QString text(const QString& name);

  /// Scrolled to and tapped in its middle; false: it did not come. A form's "field_NAME" may be far down the list.
  bool click(const QString& name);
  bool focus(const QString& name);
  /// Letters and digits by keys; everything else as an input method hands it over.
  void type(const QString& text);
  void press(Qt::Key key) { press(key, Qt::NoModifier); }
  void press(Qt::Key key, Qt::KeyboardModifiers with);
  /// A name, in three strokes of the finger.
  bool sign(const QString& pad);

 private:
  static QQuickItem* find(QQuickItem* in, const QString& name);
  static void scroll_to(QQuickItem* item);
  QQuickItem* settled(const QString& name);
  void reveal_field(const QString& name);

  QQmlApplicationEngine engine_;
  QQuickWindow* window_ = nullptr;
};

QString cell(const QAbstractItemModel* model, int row, const char* role);
/// The first row in which the role has this value; -1: none.
int row_with(const QAbstractItemModel* model, const char* role, const QString& value);

}  // namespace doorstep::test
