#pragma once
#include <QObject>
#include <QQmlEngine>
#include <QQmlParserStatus>
#include <QString>

#include "mobile/app.h"

namespace doorstep {

/// The visit that this tablet has open, as the engine knows it; there is one at most. Follows saves and unlocking.
class UnderWay : public QObject, public QQmlParserStatus {
  Q_OBJECT
  QML_ELEMENT
  Q_INTERFACES(QQmlParserStatus)
  Q_PROPERTY(QString unit READ unit NOTIFY changed)  ///< empty: none is open
  Q_PROPERTY(QString visit READ visit NOTIFY changed)
  Q_PROPERTY(QString since READ since NOTIFY changed)  ///< "10:12"
  Q_PROPERTY(int edits READ edits NOTIFY changed)      ///< written in it so far; that it began is none

 public:
  QString unit() const { return unit_; }
  QString visit() const { return visit_; }
  QString since() const { return since_; }
  int edits() const { return edits_; }

  void classBegin() override {}
  void componentComplete() override;

 Q_SIGNALS:
  void changed();

 private:
  void follow();
  void ask();
  void tell(const std::optional<OpenVisit>& open);

  App* app_ = nullptr;
  QString unit_, visit_, since_;
  int edits_ = 0;
};

}  // namespace doorstep
