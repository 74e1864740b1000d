#pragma once
#include "mobile/estate.h"

namespace doorstep {

/// The homes this person opened last, newest first: the list under an empty search. Kept as a draft in the sealed store
/// ("recent/homes"), never sent. Roles: unit, address, person.
class RecentHomes : public doorstep::LiveList {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(doorstep::Estate* estate MEMBER estate_ NOTIFY estateChanged)
  Q_PROPERTY(QString unit READ unit WRITE setUnit NOTIFY unitChanged)  ///< open now: from now on the newest

 public:
  struct Row {
    QString key, address, person;
    friend bool operator==(const Row&, const Row&) = default;
  };

  RecentHomes();
  QString unit() const { return unit_; }
  void setUnit(const QString& unit);

 Q_SIGNALS:
  void estateChanged();
  void unitChanged();

 protected:
  void ask() override;
  void forget() override;
  bool concerns(const std::vector<Change>&) const override { return false; }  // the estate tells

 private:
  void remember();
  void show();

  Estate* estate_ = nullptr;
  QString unit_;
  QStringList units_;
  bool recalled_ = false;  ///< what was kept has been read: from then on it may be written
  Rows<Row> rows_;
};

inline constexpr qsizetype recent_homes_max = 8;

}  // namespace doorstep
