#pragma once
#include <QPointer>
#include <set>

#include "mobile/form.h"

namespace doorstep {

/// Who is in the archive already and may be the one that is being entered in a form (engine/likely.h): asked at every
/// key, from this tablet alone; empty for a record that is there. Roles: recordId, title ("王五 · 3-2-1502"), reason
/// ("same phone"), mergeable: to say that they are the same leads somewhere.
class LikelySame : public doorstep::LiveList {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(doorstep::Form* of READ form WRITE setForm NOTIFY formChanged)

 public:
  struct Row {
    QString key, title, reason;
    bool mergeable = false;
    friend bool operator==(const Row&, const Row&) = default;
  };

  LikelySame();
  Form* form() const { return form_; }
  void setForm(Form* form);

  /// The one who is entered is this one: the form becomes theirs. Of what belongs to a person (a contact, a document)
  /// the two people become one, and `merged` tells who stays.
  Q_INVOKABLE void isTheSame(const QString& record);
  /// Another one after all: not told again in this form.
  Q_INVOKABLE void goOn(const QString& record);

 Q_SIGNALS:
  void formChanged();
  void merged(const QString& record, const QString& gone);
  void refused(const QString& sentence);

 protected:
  void ask() override;
  void forget() override;
  bool concerns(const std::vector<Change>& changes) const override;

 private:
  void show_rows();
  Row row_of(const Likely& likely) const;
  std::optional<RecordId> person() const;

  QPointer<Form> form_;
  std::vector<Likely> likely_;
  std::set<QString> others_;  ///< who is known not to be the same
  Rows<Row> rows_;
};

inline constexpr std::size_t likely_rows_max = 2;  ///< the form below must stay in sight

}  // namespace doorstep
