#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickWindow>

#include "mobile/start.h"

/// doorstep-app: the tablet.
int main(int count, char** words) {
  QGuiApplication application{count, words};
  auto wanted = doorstep::read_options(application);
  QQmlApplicationEngine engine;
  doorstep::prepare(engine, wanted);
  engine.load(QStringLiteral("qrc:/qt/qml/Doorstep/qml/Main.qml"));
  if (engine.rootObjects().isEmpty()) return 1;
  if (wanted.size.isValid()) qobject_cast<QQuickWindow*>(engine.rootObjects().first())->resize(wanted.size);
  if (!wanted.screenshot.isEmpty()) doorstep::take_screenshot(engine, wanted);
  return QGuiApplication::exec();
}
