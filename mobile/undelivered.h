#pragma once
#include "mobile/estate.h"

namespace doorstep {

/// What was saved here and is not at the office yet, by home. Roles: unit (empty: what belongs to no home), recordId
/// (the first of them), place, what, reason, nextTry, tone (what qml/parts/OutboxRow.qml takes).
class Undelivered : public doorstep::LiveList {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(doorstep::Estate* estate MEMBER estate_ NOTIFY estateChanged)

 public:
  struct Row {
    QString key, unit, record, place, what, reason, next_try, tone;
    friend bool operator==(const Row&, const Row&) = default;
  };
  Undelivered();

 Q_SIGNALS:
  void estateChanged();

 protected:
  void ask() override;
  void forget() override { rows_.show({}); }

 private:
  void show(const std::vector<Waiting>& all);
  QString place_of_home(const std::optional<RecordId>& unit) const;
  QString what_of(const std::vector<const Waiting*>& records) const;
  void explain(Row& row, bool in_visit) const;

  Estate* estate_ = nullptr;
  Rows<Row> rows_;
};

}  // namespace doorstep
