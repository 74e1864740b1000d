#pragma once
#include <QVariantList>
#include <map>
#include <set>

#include "mobile/live_list.h"

namespace doorstep {

/// One home with everything that belongs to it: who lives there, what they asked for, what is to be known before entry.
/// As a list it is the records, the home itself first: recordId, type, section, title, facts, glyph, stand. Roles of
/// `happened` are those of qml/parts/TimelineRow.qml, of `needs` those of qml/parts/Banner.qml.
class HomeRecords : public doorstep::LiveList {
  Q_OBJECT
  QML_NAMED_ELEMENT(Household)
  Q_PROPERTY(QString unit READ unit WRITE setUnit NOTIFY unitChanged)
  Q_PROPERTY(QString place READ place NOTIFY told)
  Q_PROPERTY(QString facts READ facts NOTIFY told)
  Q_PROPERTY(QVariantList needs READ needs NOTIFY told)
  Q_PROPERTY(QVariantList happened READ happened NOTIFY told)
  Q_PROPERTY(QVariantList people READ people NOTIFY told)  ///< {name: the record's id, label}: who can consent
  Q_PROPERTY(bool visiting READ visiting NOTIFY told)      ///< a visit has begun and is not over
  Q_PROPERTY(int known READ known NOTIFY told)             ///< values that "all unchanged" would confirm

 public:
  struct Row {
    QString key, type, section, title, facts, glyph, stand;
    friend bool operator==(const Row&, const Row&) = default;
  };

  HomeRecords();
  QString unit() const { return unit_; }
  void setUnit(const QString& unit);
  QString place() const { return place_; }
  QString facts() const { return facts_; }
  QVariantList needs() const { return needs_; }
  QVariantList happened() const { return happened_; }
  QVariantList people() const;
  bool visiting() const;
  int known() const { return known_; }
  const std::map<QString, RecordView>& records() const { return records_; }

 Q_SIGNALS:
  void unitChanged();
  void told();

 protected:
  void ask() override;
  void forget() override;
  bool concerns(const std::vector<Change>& changes) const override;

 private:
  // The questions of one gathering; the last answer shows.
  struct Gathering {
    std::map<QString, RecordView> records;
    std::set<QString> asked;
    int open = 0;
  };
  using Gathered = std::shared_ptr<Gathering>;
  void gather(const Gathered& all, RecordView view);
  void follow_references(const Gathered& all, const RecordView& view);
  void find_those_with(const Gathered& all, const std::string& refers, const QString& id);
  void fetch(const Gathered& all, const QString& id);
  void done(const Gathered& all);
  void show_records();
  Row row_of(const RecordView& view) const;
  QString resident_facts(const RecordView& resident) const;
  void tell_needs();
  void tell_happened();

  QString unit_, place_, facts_;
  QVariantList needs_, happened_;
  int known_ = 0;
  std::map<QString, RecordView> records_;
  Gathered newest_;
  Rows<Row> rows_;
};

}  // namespace doorstep
