#pragma once
#include "mobile/live_list.h"
#include "mobile/titles.h"

namespace doorstep {

/// A record as it was known at the end of a day, field by field in the form's order, beside what it is now. What was
/// empty then and is empty now has no row. Roles: field, label, value, now (empty: the same), changed.
class RecordPast : public doorstep::LiveList {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QString record READ record WRITE setRecord NOTIFY askedOf)
  Q_PROPERTY(
      QString day READ day WRITE setDay NOTIFY askedOf)  ///< "2026-11-22", as it was typed; until it is a day: today
  Q_PROPERTY(bool all READ all WRITE setAll NOTIFY askedOf)  ///< to the beginning: what it was on a day needs all of it
  Q_PROPERTY(QString title READ title NOTIFY told)
  Q_PROPERTY(bool there READ there NOTIFY told)  ///< it was in the archive on that day
  Q_PROPERTY(bool complete READ complete NOTIFY told)

 public:
  struct Row {
    QString key, label, value, now;
    bool changed = false;
    friend bool operator==(const Row&, const Row&) = default;
  };
  RecordPast();

  QString record() const { return record_; }
  void setRecord(const QString& record);
  QString day() const { return day_; }
  void setDay(const QString& day);
  bool all() const { return all_; }
  void setAll(bool all);
  QString title() const { return title_; }
  bool there() const { return there_; }
  bool complete() const { return complete_; }

 Q_SIGNALS:
  void askedOf();
  void told();

 protected:
  void ask() override;
  void forget() override;
  bool concerns(const std::vector<Change>& changes) const override;

 private:
  void show();
  QString words_of(const Field& field, const json& value) const;

  QString record_, day_, title_;
  bool all_ = true, there_ = true, complete_ = true;
  RecordView view_;
  HistoryView history_;
  Titles titles_;
  Rows<Row> rows_;
};

}  // namespace doorstep
