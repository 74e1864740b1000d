#pragma once
#include <QVariantList>
#include <set>

#include "mobile/live_list.h"

namespace doorstep {

/// The desk: what two people said about the same thing, gravest first, oldest first. Roles: conflictId, recordId,
/// heading ("张三 · 手机号"), what (the field), since, grave, base, baseWhen, candidates, note, typable (what
/// qml/parts/ConflictCard.qml takes). A decision is an edit that names the conflict and everything its author saw.
class Conflicts : public doorstep::LiveList {
  Q_OBJECT
  QML_ELEMENT
 public:
  struct Row {
    QString key, record, heading, what, since, note;
    QVariantList base, candidates;
    bool grave = false, typable = true;
    friend bool operator==(const Row&, const Row&) = default;
  };

  Conflicts();

  /// Which row a conflict stands in; -1: none.
  Q_INVOKABLE int placeOf(const QString& conflict) const;
  /// Takes the n-th value, counted from 1.
  Q_INVOKABLE void take(const QString& conflict, int number);
  /// Another value, as typed; only where the conflict is about one field.
  Q_INVOKABLE void write(const QString& conflict, const QString& typed);

 Q_SIGNALS:
  void decided();
  void wrong(const QString& sentence);

 protected:
  void ask() override;
  void forget() override;

 private:
  Row row_of(const ConflictView& view) const;
  QString subject_of(const ConflictView& view) const;
  const ConflictView* view_of(const QString& id) const;
  void put_decision(const ConflictView& view, json set, Op op);
  void fetch_subjects();
  void show_rows();

  std::vector<ConflictView> views_;
  std::map<QString, QString> subjects_;  ///< record → its title
  std::set<QString> decided_;  ///< on their way to the disk: out of sight already, so that the next one is there
  Rows<Row> rows_;
};

}  // namespace doorstep
