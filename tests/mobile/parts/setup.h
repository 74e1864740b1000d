#pragma once
#include <QObject>
#include <QQmlEngine>

#include "mobile/speech.h"
#include "mobile/start.h"

/// What a test of parts has at hand: the app's module, the gallery's samples, Chinese.
class Setup : public QObject {
  Q_OBJECT
 public Q_SLOTS:
  void qmlEngineAvailable(QQmlEngine* engine) {
    doorstep::prepare(*engine, {});
    doorstep::speak("zh_CN");
  }
};
