#pragma once
#include <QVariantList>
#include <map>

#include "mobile/live_list.h"

namespace doorstep {

/// One home with everything that belongs to it: who lives there, what they asked for, what is to be known before entry.
/// As a list it is the records, people first: recordId, type, section, title, facts, glyph, stand. Roles of
/// `happened` are those of qml/parts/TimelineRow.qml, of `needs` those of qml/parts/Banner.qml.
class HomeRecords : public doorstep::LiveList {
  Q_OBJECT
  QML_NAMED_ELEMENT(Household)
  Q_PROPERTY(QString unit READ unit WRITE setUnit NOTIFY unitChanged)
  Q_PROPERTY(QString place READ place NOTIFY told)
  Q_PROPERTY(QString facts READ facts NOTIFY told)
  Q_PROPERTY(QVariantList needs READ needs NOTIFY told)
  Q_PROPERTY(QVariantList happened READ happened NOTIFY told)
  Q_PROPERTY(QVariantList people READ people NOTIFY told)       ///< {name: the record's id, label}: who can consent
  Q_PROPERTY(int known READ known NOTIFY told)                  ///< values that "all unchanged" confirms
  Q_PROPERTY(QStringList words READ words NOTIFY told)          ///< what it confirms: the records
  Q_PROPERTY(QStringList confirmed READ confirmed NOTIFY told)  ///< today: RECORD and RECORD.FIELD
  Q_PROPERTY(bool reviewed READ reviewed NOTIFY told)           ///< all of `words` are
  Q_PROPERTY(QVariantList addable READ addable NOTIFY told)     ///< {name, label, glyph}: types of what may belong here
  Q_PROPERTY(QVariantList roles READ roles NOTIFY told)         ///< {name, label}: as what somebody lives here

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
  int known() const { return known_; }
  QStringList words() const { return words_; }
  QStringList confirmed() const { return confirmed_; }
  bool reviewed() const;
  QVariantList addable() const;
  QVariantList roles() const;

  /// Which home a record belongs to: `located` answers, with an empty unit when it belongs to none.
  Q_INVOKABLE void locate(const QString& record);

 Q_SIGNALS:
  void unitChanged();
  void told();
  void located(const QString& record, const QString& unit);

 protected:
  void ask() override;
  void forget() override;
  bool concerns(const std::vector<Change>& changes) const override;

 private:
  void show_records();
  void count_what_is_known();
  Row row_of(const RecordView& view) const;
  int rank_of(const RecordView& resident) const;
  QString resident_facts(const RecordView& resident) const;
  QStringList facts_of(const RecordView& view) const;
  // mobile/household_story.cpp
  void tell_needs();
  void tell_happened(const std::vector<Happening>& story);
  QVariantMap entry_of(const Happening& happening) const;

  QString unit_, place_, facts_;
  QVariantList needs_, happened_;
  QStringList words_, confirmed_;
  int known_ = 0;
  std::map<QString, RecordView> records_;
  Rows<Row> rows_;
};

/// A sign of icons/glyphs.js for a type; "paper" where there is none of its own.
QString glyph_of(const std::string& type);
/// The field as text; empty when it is none, or not there.
QString text_in(const RecordView& view, const char* field);

inline constexpr std::size_t happened_max = 200;

}  // namespace doorstep
