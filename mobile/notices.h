#pragma once
#include <optional>
#include <set>

#include "mobile/live_list.h"

namespace doorstep {

/// What went otherwise than wished, with what to do: edits that the office refused, or that wait behind such a one, and
/// conflicts about which this person is asked, or had a say and somebody decided. Roles: noticeId, recordId, sentence,
/// reason, tone, dismissable, asked (a conflict that waits for this person), answers (of such a one: they may say what
/// they know, and not decide). What was read can be put away; what was
/// refused stays until the office has looked at it.
class Notices : public doorstep::LiveList {
  Q_OBJECT
  QML_ELEMENT

 public:
  struct Row {
    QString key, record, sentence, reason, tone = "attention";
    bool dismissable = false, asked = false, answers = false;
    friend bool operator==(const Row&, const Row&) = default;
  };
  Notices();
  Q_INVOKABLE void dismiss(const QString& notice);

 protected:
  void ask() override;
  void forget() override;

 private:
  void show();
  void keep_seen();
  /// What somebody else decided about a proposal of this person's.
  struct Verdict {
    bool approved = false;
    QString sentence, reason;
  };
  std::optional<Verdict> verdict_on(const ConflictView& decided, const QString& what, const QString& value,
                                    const QString& who, const QString& when) const;
  Row row_of(const Refusal& refusal) const;
  Row row_of(const ConflictView& decided) const;
  Row question_of(const ConflictView& open) const;

  std::vector<Refusal> refusals_;
  std::vector<ConflictView> decided_, asked_;
  std::set<QString> seen_;    ///< decisions
  std::optional<Role> role_;  ///< empty: not told yet
  Rows<Row> rows_;
};

}  // namespace doorstep
