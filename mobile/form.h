#pragma once
#include <QVariantMap>
#include <map>
#include <set>

#include "mobile/live_list.h"
#include "mobile/titles.h"
#include "shared/role.h"

namespace doorstep {

/// One record as rows from the template, in the form's order; a new one while `record` is empty. What is typed is kept
/// beside what the archive holds until it is saved, and never written over: when somebody else changes the same field
/// meanwhile, their value is told in the row (`otherValue`, `otherBy`) and the person chooses. What is not asked for
/// now
/// (`shown_if`) and not filled in has no row. What one's role does not write is read-only, what it only proposes says
/// so
/// (`approval`), and so does what waits (`waiting`). Roles: `field`, `section` (its label), and what
/// qml/parts/FieldEditor.qml takes.
class Form : public doorstep::LiveList {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QString record READ record WRITE setRecord NOTIFY recordChanged)
  Q_PROPERTY(QString type READ type WRITE setType NOTIFY recordChanged)
  /// Somebody who can be made one with another: a person, and a role that merges.
  Q_PROPERTY(bool joinable READ joinable NOTIFY recordChanged)
  Q_PROPERTY(QVariantMap preset MEMBER preset_)              ///< field → value of a new record, for instance its unit
  Q_PROPERTY(QString home MEMBER home_)                      ///< where somebody new lives from now on, as `role`
  Q_PROPERTY(QString role MEMBER role_)
  Q_PROPERTY(QString visit MEMBER visit_)  ///< the open visit in which this is written; it joins its bundle
  Q_PROPERTY(QStringList confirmed READ confirmed WRITE setConfirmed NOTIFY typedChanged)  ///< RECORD, RECORD.FIELD
  Q_PROPERTY(QString title READ title NOTIFY recordChanged)
  /// {label, first (a row), done, total, words (to confirm), confirmed}
  Q_PROPERTY(QVariantList sections READ sections NOTIFY typedChanged)
  Q_PROPERTY(int unsaved READ unsaved NOTIFY typedChanged)      ///< fields typed in and not saved as edits yet
  Q_PROPERTY(int wrong READ wrong NOTIFY typedChanged)          ///< of these, those that cannot be saved as they are
  Q_PROPERTY(QString missing READ missing NOTIFY typedChanged)  ///< what a new record cannot be without, in words
  Q_PROPERTY(QString source MEMBER source_)                     ///< "form", "visit", "phone", "document"

 public:
  struct Row {
    QString key, section, kind, label, help, error, read_only_reason, provenance, other_value, other_by, title, draft,
        approval, waiting;
    QVariant value, least, most;
    QVariantList choices;
    int length_max = 0;
    bool required = false, read_only = false, pending = false, conflict = false, other_cleared = false, open = false,
         confirmed = false;
    friend bool operator==(const Row&, const Row&) = default;
  };

  Form();

  QString record() const { return record_; }
  void setRecord(const QString& record);
  QString type() const { return type_; }
  void setType(const QString& type);
  QStringList confirmed() const { return confirmed_; }
  void setConfirmed(const QStringList& confirmed);
  QString title() const { return title_; }
  bool joinable() const;
  QVariantList sections() const { return sections_; }
  int unsaved() const { return static_cast<int>(typed_.size()); }
  int wrong() const;
  QString missing() const;

  /// A key was pressed in a field.
  Q_INVOKABLE void edit(const QString& field, const QVariant& typed);
  /// An entry is added to a log: saved at once.
  Q_INVOKABLE void add(const QString& field, const QString& entry);
  /// Saves what can be saved; what is wrong or undecided stays as it is. `saved` tells when it is on disk. An entry
  /// that is being typed waits until it is added, or until the form is left.
  Q_INVOKABLE void save();
  Q_INVOKABLE void leave();
  /// The type that a reference field refers to.
  Q_INVOKABLE QString refersTo(const QString& field) const;
  Q_INVOKABLE void takeTheirs(const QString& field);
  Q_INVOKABLE void keepMine(const QString& field);

  /// What is entered so far, as far as it can be right: what mobile/likely_same asks about.
  Entered entered() const;
  /// Who was being entered is here already: what was typed and they lack is typed in their form from now on, and unless
  /// `lives_here` they live in this home.
  void become(const RecordView& known, bool lives_here);
  /// What is typed and not saved goes; its draft too.
  void discard();

 Q_SIGNALS:
  void recordChanged();
  void typedChanged();
  /// On this tablet's disk: `fields` of them.
  void saved(const QString& record, int fields);
  void refused(const QString& sentence);
  void became(const QString& record);

 protected:
  void ask() override;
  void forget() override;
  bool concerns(const std::vector<Change>& changes) const override;

 private:
  struct Typed {
    QVariant what;
    json base;  ///< the archive's value when typing began, or when the person decided to keep theirs
  };
  using Saved = std::vector<RecordId>;
  const Type* template_type() const;
  json held(const std::string& field) const { return fields_.value(field, json{}); }
  json now(const std::string& field) const;  ///< typed where it can be, else held
  bool undecided(const std::string& field) const;
  Result<json> typed_value(const Field& field, const QVariant& typed) const;
  // mobile/form_save.cpp
  void save_all(bool entries_too);
  std::vector<Intent> intents_for(json set) const;
  void put_edit(json set);
  void hear_saved(const Result<Saved>& saved_as, const json& set);
  // mobile/form_draft.cpp: what is typed is on disk at every key, and there again after a kill
  std::string draft_key() const;
  void keep_draft();
  void recall_draft();
  // mobile/form_news.cpp: what the archive says, and who said it
  void begin_new();
  void learn(RecordView view);
  void ask_conflicts(const std::vector<RecordId>& conflicts);
  void note_waiting(const ConflictView& view, std::map<std::string, QString>& waiting) const;
  void ask_origins(const RecordId& record);
  void ask_titles();
  // mobile/form_rows.cpp: what is shown
  void show_rows();
  bool is_shown(const Section* section, const Field& field) const;
  Row row_of(const Field& field) const;
  void judge(const Field& field, Row& row) const;
  void close_writing(const Field& field, Row& row) const;
  Writing writing_now(const Field& field) const;
  void find_rules(std::vector<Row>& rows) const;
  QVariantMap section_of(const QString& label, const std::vector<Row>& rows, std::size_t first) const;

  QString record_, type_, title_, source_ = "form", home_, role_, visit_;
  QVariantMap preset_;
  QVariantList sections_;
  QStringList confirmed_;
  json fields_ = json::object();
  std::map<std::string, Typed> typed_;
  std::map<std::string, QString> provenance_, last_by_;
  std::set<std::string> undelivered_, disputed_;
  std::map<std::string, QString> waiting_;  ///< field → what somebody proposed for it
  std::optional<Role> rights_;              ///< empty: not told yet
  Titles titles_;                           ///< of the records that are referred to
  bool saving_ = false, recalled_ = false;
  Rows<Row> rows_;
};

}  // namespace doorstep
