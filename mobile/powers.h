#pragma once
#include <QObject>
#include <QQmlEngine>
#include <QQmlParserStatus>

#include "mobile/app.h"

namespace doorstep {

/// What the person at this tablet may do as an admin, as the server said last: which pages they are shown. The server
/// asks its own role at each step, whatever is shown here.
class Powers : public QObject, public QQmlParserStatus {
  Q_OBJECT
  QML_ELEMENT
  Q_INTERFACES(QQmlParserStatus)
  Q_PROPERTY(bool people READ people NOTIFY changed)
  Q_PROPERTY(bool devices READ devices NOTIFY changed)
  Q_PROPERTY(bool quarantine READ quarantine NOTIFY changed)

 public:
  bool people() const { return people_; }
  bool devices() const { return devices_; }
  bool quarantine() const { return quarantine_; }

  void classBegin() override {}
  void componentComplete() override;

 Q_SIGNALS:
  void changed();

 private:
  void ask();
  void look();
  void learn(const Role& role);

  App* app_ = nullptr;
  bool people_ = false, devices_ = false, quarantine_ = false;
};

}  // namespace doorstep
