#pragma once
#include "mobile/live_list.h"

namespace doorstep {

/// What went otherwise than wished, with what to do: edits that the office refused, or that wait behind such a one.
/// Roles: editId, recordId, sentence ("你改的「手机号」未采用：…"), reason.
class Notices : public doorstep::LiveList {
  Q_OBJECT
  QML_ELEMENT

 public:
  struct Row {
    QString key, record, sentence, reason;
    friend bool operator==(const Row&, const Row&) = default;
  };
  Notices();

 protected:
  void ask() override;
  void forget() override { rows_.show({}); }

 private:
  Row row_of(const Refusal& refusal) const;
  Rows<Row> rows_;
};

}  // namespace doorstep
