#include <QQmlEngine>
#include <QtQml/QQmlExtensionPlugin>
#include <QtQuickTest>

#include "mobile/speech.h"
#include "mobile/start.h"

Q_IMPORT_QML_PLUGIN(Doorstep_GalleryPlugin)

/// Runs the *_test.qml here with the app's module and the gallery's samples at hand, in Chinese.
class Setup : public QObject {
  Q_OBJECT
 public Q_SLOTS:
  void qmlEngineAvailable(QQmlEngine* engine) {
    doorstep::prepare(*engine, {});
    doorstep::speak("zh_CN");
  }
};

QUICK_TEST_MAIN_WITH_SETUP(parts, Setup)
#include "parts_tests.moc"
