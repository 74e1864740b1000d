#pragma once
#include <QVariantList>
#include <optional>
#include <set>

#include "mobile/disputed_value.h"
#include "mobile/estate.h"

namespace doorstep {

/// The desk: what two people said about the same thing, and records that may be one; gravest first, oldest first.
/// Roles: conflictId, recordId, heading ("张三 · 手机号"), what (the field), home (where it is about somebody who lives
/// somewhere), since, grave, due (it waits for more than
/// a day), base, candidates, note, typable, twice (records that may be one), approval (a proposal that waits for a
/// second person), own (something in it was proposed by this person), asks (an author who can be asked): what
/// qml/parts/ConflictCard.qml takes; alike: how many others the same two disagree about in the same field. A decision
/// is an edit that names the conflict and everything its author saw; the last one can be taken back. Many are decided
/// at once by a plan, by the desk's choice or a saved rule: shown first, then written as it was shown.
/// More roles: members (what is typed as one: qml/parts/GroupAnswer.qml), keepsBoth (the other value can have a record
/// of its own), answers (this person may say something, and not decide), holder and holds (whose it is), remarks
/// ({who, when, text}). `over`: what was decided instead, newest first, with outcome (what and by whom) and wayBack:
/// "ask" (it is asked anew), "part" (one record becomes two again), "bring" (what was removed comes back), or nothing.
class Conflicts : public doorstep::LiveList {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(doorstep::Estate* estate READ estate WRITE setEstate NOTIFY estateChanged)
  Q_PROPERTY(bool over READ over WRITE setOver NOTIFY overChanged)
  Q_PROPERTY(QString words READ words WRITE setWords NOTIFY overChanged)  ///< of what is over: those that have these
  Q_PROPERTY(bool more READ more NOTIFY readyChanged)                     ///< older decisions are here than are shown
  Q_PROPERTY(QVariantList people READ people NOTIFY readyChanged)         ///< who can be given one: {person, name}
  Q_PROPERTY(QString said READ said NOTIFY saidChanged)  ///< what was decided last, in words; empty: nothing
  Q_PROPERTY(bool undoable READ undoable NOTIFY saidChanged)
  Q_PROPERTY(QVariantMap plan READ plan NOTIFY planChanged)  ///< {title, count, left, lines: [{heading, value}]}, or {}
  Q_PROPERTY(QVariantList rules READ rules NOTIFY rulesChanged)  ///< {rule (its id), words, by, fits}
  /// The archive's template is from before there were rules: an administrator has to set a newer one.
  Q_PROPERTY(bool ruleless READ ruleless NOTIFY readyChanged)
  Q_PROPERTY(int mine READ mine NOTIFY readyChanged)  ///< this person was asked about so many

 public:
  static constexpr std::size_t decided_at_once = 100;
  struct Row {
    QString key, record, heading, what, home, since, note, asks, holder, holds, outcome, way_back;
    QVariantList base, candidates, members, remarks;
    bool grave = false, due = false, typable = false, twice = false, approval = false, own = false, keeps_both = false,
         answers = false;
    int alike = 0;
    friend bool operator==(const Row&, const Row&) = default;
  };

  Conflicts();

  Estate* estate() const { return estate_; }
  void setEstate(Estate* estate);
  bool over() const { return over_; }
  void setOver(bool over);
  QString words() const { return words_; }
  void setWords(const QString& words);
  bool more() const { return over_ && views_.size() == decided_most_; }
  QVariantList people() const { return people_; }
  QString said() const { return said_; }
  bool undoable() const { return undo_ != nullptr; }
  int mine() const;
  bool ruleless() const;
  /// Which row a conflict stands in; -1: none.
  Q_INVOKABLE int placeOf(const QString& conflict) const;
  /// Takes the n-th value, counted from 1. Of records that may be one the n-th stays and the others are merged into it.
  Q_INVOKABLE void take(const QString& conflict, int number);
  /// Another value, as typed; only where the conflict is about one field.
  Q_INVOKABLE void write(const QString& conflict, const QString& typed);
  /// The same where several fields are decided as one, or one by its own editor: {field: as the editor has it}.
  Q_INVOKABLE void writeAll(const QString& conflict, const QVariantMap& typed);
  /// Both are right: what stands stays, and the other gets a record of its own, in one bundle with the decision.
  Q_INVOKABLE void keepBoth(const QString& conflict);
  /// Two after all; only of records that may be one.
  Q_INVOKABLE void keepApart(const QString& conflict);
  /// Takes back what this person proposed.
  Q_INVOKABLE void withdraw(const QString& conflict);
  /// Gives it to the author who can be asked: their tablet says so, until it is decided.
  Q_INVOKABLE void askAuthor(const QString& conflict);
  /// It is this person's to decide from now on; empty: nobody's any more.
  Q_INVOKABLE void giveTo(const QString& conflict, const QString& person);
  Q_INVOKABLE void remark(const QString& conflict, const QString& text);
  /// Takes the last decision back: what was asked is asked anew, what was merged is parted, what was removed stays.
  Q_INVOKABLE void undo();
  /// Of what is over: takes that decision back, the way its row says.
  Q_INVOKABLE void reopen(const QString& conflict);
  Q_INVOKABLE void showMore();

  QVariantMap plan() const { return plan_words_; }
  QVariantList rules() const { return rules_; }
  /// Shows what it would be to decide this one and all that are alike for the n-th value's author.
  Q_INVOKABLE void planAlike(const QString& conflict, int number);
  /// The rule that taking the n-th value would follow, in words; empty: none, or there is one already.
  Q_INVOKABLE QString ruleOf(const QString& conflict, int number) const;
  /// Saves that rule, and shows what it would decide.
  Q_INVOKABLE void saveRule(const QString& conflict, int number);
  Q_INVOKABLE void planByRule(const QString& rule);
  /// All that it decided is asked about anew.
  Q_INVOKABLE void takeBackRule(const QString& rule);
  Q_INVOKABLE void dropRule(const QString& rule);
  Q_INVOKABLE void carryOut();
  Q_INVOKABLE void dropPlan();

 Q_SIGNALS:
  void estateChanged();
  void overChanged();
  void decided();
  void askedAgain(const QString& conflict);  ///< it comes into the queue again
  void wrong(const QString& sentence);
  void saidChanged();
  void planChanged();
  void rulesChanged();

 protected:
  void ask() override;
  void forget() override;

 private:
  const ConflictView* view_of(const QString& id) const;
  // mobile/conflict_rows.cpp: what is shown
  void show_rows();
  Row row_of(const ConflictView& view) const;
  QStringList approval_notes(const ConflictView& view) const;
  QString note_of(const ConflictView& view, const Type* type) const;
  std::optional<PersonId> author_to_ask(const ConflictView& view) const;
  QVariantMap candidate_of(const ConflictView& view, const Candidate& candidate, const Type* type) const;
  QVariantList facts_of(const ConflictView& view, const RecordView& record, const Type& type) const;
  // mobile/conflict_records.cpp: what it is about
  void fetch_records();
  void fetched();
  void fetch_owner(const RecordView& record);
  std::optional<RecordId> owner_of(const RecordView& record) const;
  QString subject_of(const ConflictView& view) const;
  QString home_of(const ConflictView& view) const;
  // mobile/conflict_decisions.cpp
  void put_decision(const ConflictView& view, json set, Op op);
  void ask_again(const ConflictView& view);
  void told_again(const ConflictView& view);
  void bring_back(const ConflictView& view);
  void merge_into(const ConflictView& view, std::size_t winner);
  /// Out of sight at once; `undo` is how it is taken back, if it can be.
  void decide(const ConflictView& view, const QString& said, std::function<void()> undo = nullptr);
  template <class T>
  Engine::Then<T> heard(const ConflictView& view, std::function<void(const T&)> then = nullptr);
  void hear(const QString& conflict, const std::vector<RecordId>& touched, const std::optional<Error>& error);
  void say(const QString& said, std::function<void()> undo);
  // mobile/conflict_typing.cpp: a value of one's own, and both
  QVariantList members_of(const ConflictView& view, const Type& type) const;
  static bool typed_in_a_line(const Type& type, const std::string& unit);
  std::optional<json> second_record(const ConflictView& view, const Type& type) const;
  QString broken_rule(const ConflictView& view, const Type& type, const json& set) const;
  void take_both_back(const ConflictView& view, const RecordId& second);
  // mobile/conflict_talk.cpp: whose it is, and what is said about it
  void ask_people();
  void show_talk(const ConflictView& view, Row& row) const;
  void talk(const ConflictView& view, json words, const QString& said);
  // mobile/conflict_over.cpp: what was decided
  void show_outcome(const ConflictView& view, Row& row) const;
  QString way_back(const ConflictView& view) const;
  bool is_wanted(const Row& row) const;
  void part_again(const ConflictView& view);
  // mobile/conflict_plan.cpp: many at once
  std::string alike_key(const ConflictView& view) const;
  void count_alike();
  std::optional<DeskRule> rule_for(const ConflictView& view, std::size_t taken) const;
  QString words_of(const DeskRule& rule) const;
  QString decided_by(const std::string& source) const;
  void show_plan();
  void ask_rules();
  void take_back(const std::string& mark);
  Engine::Then<std::size_t> taken_back();
  using Title = std::function<QString()>;  ///< in the language that is spoken when it is read
  Engine::Then<DecisionPlan> planned(Title title);
  Title by_rule(DeskRule rule) const;

  std::vector<ConflictView> views_;
  bool over_ = false;
  QString words_;
  std::size_t decided_most_ = decided_at_once;
  QVariantList people_;
  std::optional<Role> role_;  ///< empty: not told yet
  QPointer<Estate> estate_;
  std::map<QString, RecordView> records_;  ///< that conflicts are about, as far as they have come
  std::map<QString, QString> homes_;       ///< of these: the unit that each belongs to
  int awaited_ = 0;                        ///< answers about them that are still to come
  std::set<QString> decided_;  ///< on their way to the disk: out of sight already, so that the next one is there
  QString said_;
  std::function<void()> undo_;
  std::map<std::string, int> alike_;  ///< how many have this key
  DecisionPlan plan_;
  Title plan_title_;
  QVariantMap plan_words_;
  std::vector<DeskRule> known_rules_;
  QVariantList rules_;
  Rows<Row> rows_;
};

template <class T>
Engine::Then<T> Conflicts::heard(const ConflictView& view, std::function<void(const T&)> then) {
  auto touched = view.conflict.kind == ConflictKind::duplicate ? records_of(view.conflict)
                                                               : std::vector<RecordId>{view.conflict.record};
  return session()->to<T>(this, [this, id = qs(view.conflict.id), touched, then](Result<T> answer) {
    if (!session()) return;
    hear(id, touched, answer ? std::nullopt : std::optional{answer.error()});
    if (answer && then) then(*answer);
  });
}

}  // namespace doorstep
