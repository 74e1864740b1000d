#pragma once
#include "mobile/live_list.h"
#include "mobile/titles.h"

namespace doorstep {

/// Every value that a field or group of a record ever had, or was meant to have, newest first, out of the record's
/// history (engine/past.h): the server is asked, and what is cached here stands for it where nobody answers. Roles:
/// value, who ("王芳 · 上门走访"), when, stands (it is what the record holds now), waiting (the server does not have it
/// yet), restorable.
class FieldHistory : public doorstep::LiveList {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QString record READ record WRITE setRecord NOTIFY askedOf)
  Q_PROPERTY(QString field READ field WRITE setField NOTIFY askedOf)  ///< a member's name means its group
  Q_PROPERTY(QString label READ label NOTIFY told)
  Q_PROPERTY(bool complete READ complete NOTIFY told)  ///< false: older values may be at the office only
  Q_PROPERTY(bool disputed READ disputed NOTIFY told)  ///< people are asked about it: nothing is put back
  Q_PROPERTY(bool older READ older NOTIFY told)        ///< and the office can be asked for some of them now
  Q_PROPERTY(bool fetching READ fetching NOTIFY told)

 public:
  struct Row {
    QString key, value, who, when;
    json was;
    bool stands = false, waiting = false, restorable = false;
    bool proposes = false;  ///< putting it back waits for another person
    friend bool operator==(const Row&, const Row&) = default;
  };
  FieldHistory();

  QString record() const { return record_; }
  void setRecord(const QString& record);
  QString field() const { return field_; }
  void setField(const QString& field);
  QString label() const { return label_; }
  bool complete() const { return complete_; }
  bool disputed() const;
  bool fetching() const { return fetching_; }
  bool older() const { return history_.older.has_value() && !fetching_ && !exhausted_; }

  /// One page further back.
  Q_INVOKABLE void fetchOlder();
  /// Makes the field what it was, by a new edit; `restored` when it is on disk.
  Q_INVOKABLE void restore(int row);

 Q_SIGNALS:
  void askedOf();
  void told();
  void restored(const QString& value);
  void proposed(const QString& value);  ///< it waits for another person
  void refused(const QString& sentence);

 protected:
  void ask() override;
  void forget() override;
  bool concerns(const std::vector<Change>& changes) const override;

 private:
  void show();
  Row row_of(const Type& type, const PastValue& past, const json& now) const;

  QString record_, field_, label_;
  bool complete_ = true;
  bool fetching_ = false, exhausted_ = false;  ///< older ones are on their way; the server gave none
  RecordView view_;
  HistoryView history_;
  std::optional<Role> rights_;
  Titles titles_;
  Rows<Row> rows_;
};

}  // namespace doorstep
