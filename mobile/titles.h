#pragma once
#include <QCoreApplication>
#include <QString>
#include <functional>
#include <map>

#include "mobile/app.h"

namespace doorstep {

/// What the records are called that others refer to, asked for once each. On the GUI thread.
class Titles {
  Q_DECLARE_TR_FUNCTIONS(doorstep::Titles)

 public:
  /// Asks for the record that `value` names, unless that was done; `told` runs when the answer is in and `asker` is
  /// still there. Anything but a reference's value is passed over.
  void want(const Field& field, const json& value, App& app, QObject* asker, std::function<void()> told);
  /// Empty: not asked for, or not told yet. A record that is not here says so.
  QString of(const QString& record) const;
  void clear() { titles_.clear(); }

 private:
  std::map<QString, QString> titles_;
};

}  // namespace doorstep
