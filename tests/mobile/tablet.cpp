#include "tests/mobile/tablet.h"

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QInputMethodEvent>
#include <QQmlProperty>
#include <QTest>

#include "mobile/start.h"
#include "tests/wire/estate.h"

namespace doorstep::test {
namespace {

void note(QtMsgType type, const QMessageLogContext&, const QString& text) {
  if (type != QtDebugMsg && type != QtInfoMsg && !text.contains("XDG_RUNTIME_DIR")) Tablet::complaints() << text;
}

}  // namespace

void without_a_screen() {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  qputenv("QT_QUICK_BACKEND", "software");
}

bool until(const std::function<bool()>& holds) {
  QElapsedTimer waited;
  waited.start();
  while (!holds() && waited.elapsed() < patience_ms) QTest::qWait(10);
  return holds();
}

QStringList& Tablet::complaints() {
  static QStringList all;
  return all;
}

Tablet::Tablet(const std::string& store, const char* language, QSize size, int idle_ms) {
  qInstallMessageHandler(note);
  Options options;
  options.store = QString::fromStdString(store);
  options.language = language;
  options.idle_ms = idle_ms;
  prepare(engine_, options);
  engine_.load(QStringLiteral("qrc:/qt/qml/Doorstep/qml/Main.qml"));
  window_ = qobject_cast<QQuickWindow*>(engine_.rootObjects().value(0));
  window_->resize(size);
  window_->requestActivate();
}

QObject* Tablet::shell() {
  return QQmlProperty::read(window_->findChild<QObject*>("screen"), "item").value<QObject*>();
}

bool Tablet::unlock() {
  if (!focus("passphrase")) return false;
  type(QString::fromStdString(secret_words));
  press(Qt::Key_Return);
  return until([&] { return app().state() == App::State::Open; });
}

QQuickItem* Tablet::item(const QString& name) {
  QQuickItem* found = nullptr;
  until([&] {
    found = find(window_->contentItem(), name);
    return found != nullptr && found->width() > 0;
  });
  return found;
}

QQuickItem* Tablet::find(QQuickItem* in, const QString& name) {
  if (!in->isVisible()) return nullptr;
  if (in->objectName() == name) return in;
  for (auto* child : in->childItems())
    if (auto* found = find(child, name)) return found;
  return nullptr;
}

QAbstractItemModel* Tablet::model(const QString& list) {
  auto* view = item(list);
  return view == nullptr ? nullptr : view->property("model").value<QAbstractItemModel*>();
}

QString Tablet::text(const QString& name) {
  auto* found = item(name);
  return found == nullptr ? QString{} : found->property("text").toString();
}

// What lies outside its view is scrolled into it, as a thumb would.
void Tablet::scroll_to(QQuickItem* item) {
  for (auto* view = item->parentItem(); view != nullptr; view = view->parentItem()) {
    if (!view->inherits("QQuickFlickable")) continue;
    const auto top = item->mapToItem(view, {0, 0}).y(), bottom = top + item->height();
    const auto now = view->property("contentY").toReal();
    if (top < 0) view->setProperty("contentY", now + top - 8);
    if (bottom > view->height()) view->setProperty("contentY", now + std::min(top, bottom - view->height() + 8));
  }
}

void Tablet::reveal_field(const QString& name) {
  auto* form = item("form");
  auto* rows = form == nullptr ? nullptr : form->property("model").value<QAbstractItemModel*>();
  if (rows == nullptr) return;
  const auto field = name.mid(static_cast<qsizetype>(qstrlen("field_"))).toLatin1();
  until([&] { return row_with(rows, "field", field) >= 0; });
  QMetaObject::invokeMethod(form, "positionViewAtIndex", Q_ARG(int, row_with(rows, "field", field)), Q_ARG(int, 1));
  QTest::qWait(30);
}

// A page whose answers are still coming in moves under the finger: one waits until it stands.
QQuickItem* Tablet::settled(const QString& name) {
  QPointF stood;
  for (int still = 0, looked = 0; still < 3 && looked < 200; ++looked) {
    auto* target = item(name);
    if (target == nullptr) return nullptr;
    scroll_to(target);
    QTest::qWait(15);
    target = find(window_->contentItem(), name);
    auto now = target == nullptr ? QPointF(-1, looked) : target->mapToScene({0, 0});
    still = now == stood ? still + 1 : 0;
    stood = now;
  }
  return item(name);
}

bool Tablet::click(const QString& name) {
  if (name.startsWith("field_")) reveal_field(name);
  auto* target = settled(name);
  if (target == nullptr) return false;
  QTest::mouseClick(window_, Qt::LeftButton, {},
                    target->mapToScene({target->width() / 2, target->height() / 2}).toPoint());
  return true;
}

bool Tablet::focus(const QString& name) {
  auto* target = item(name);
  if (target != nullptr) target->forceActiveFocus();
  return target != nullptr;
}

void Tablet::type(const QString& text) {
  for (auto letter : text) {
    if (letter.unicode() < 0x80) {
      QTest::keyClick(window_, letter.toLatin1());
      continue;
    }
    QInputMethodEvent event;
    event.setCommitString(QString{letter});
    if (auto* focus = QGuiApplication::focusObject()) QCoreApplication::sendEvent(focus, &event);
  }
}

void Tablet::press(Qt::Key key, Qt::KeyboardModifiers with) { QTest::keyClick(window_, key, with); }

bool Tablet::sign(const QString& pad) {
  auto* paper = settled(pad);
  if (paper == nullptr) return false;
  auto at = [&](int x, int y) { return paper->mapToScene(QPointF(x, y)).toPoint(); };
  for (int stroke = 0; stroke < 3; ++stroke) {
    QTest::mousePress(window_, Qt::LeftButton, {}, at(40 + 60 * stroke, 30));
    for (int step = 1; step <= 6; ++step) QTest::mouseMove(window_, at(40 + 60 * stroke + 6 * step, 30 + 9 * step));
    QTest::mouseRelease(window_, Qt::LeftButton, {}, at(80 + 60 * stroke, 90));
  }
  return true;
}

QString cell(const QAbstractItemModel* model, int row, const char* role) {
  return model->data(model->index(row, 0), model->roleNames().key(role)).toString();
}

int row_with(const QAbstractItemModel* model, const char* role, const QString& value) {
  for (int row = 0; row < model->rowCount(); ++row)
    if (cell(model, row, role) == value) return row;
  return -1;
}

}  // namespace doorstep::test
