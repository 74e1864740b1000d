#pragma once
#include <QSet>

#include "mobile/admin_list.h"

namespace doorstep {

/// Which tablets have edits in quarantine. Roles: key, person, device, name, label, edits.
class Parcels : public doorstep::AdminList {
  Q_OBJECT
  QML_ELEMENT

 public:
  struct Row {
    QString key, person, device, name, label;
    int edits = 0;
    friend bool operator==(const Row&, const Row&) = default;
  };
  Parcels();

 protected:
  void ask() override;
  void forget() override;

 private:
  Rows<Row> rows_;
};

/// The quarantined edits of one tablet, oldest first, as far as this admin's role reads them; and what is decided about
/// them. Roles: editId, heading (whose record), what ("changed", "new", …), changes (list of {label, was, value}),
/// when, reason (why it is here), bar (why this admin does not decide it), chosen, recordId (empty: it is not on this
/// tablet).
class Quarantine : public doorstep::AdminList {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QString person MEMBER person_ NOTIFY parcelChanged)
  Q_PROPERTY(QString device MEMBER device_ NOTIFY parcelChanged)
  Q_PROPERTY(int chosen READ chosen NOTIFY chosenChanged)
  Q_PROPERTY(int decidable READ decidable NOTIFY chosenChanged)

 public:
  struct Row {
    QString key, heading, what, when, reason, bar, record;
    QVariantList changes;
    bool chosen = false;
    friend bool operator==(const Row&, const Row&) = default;
  };
  Quarantine();

  int chosen() const { return static_cast<int>(chosen_.size()); }
  int decidable() const;
  Q_INVOKABLE void choose(const QString& edit, bool wanted);
  Q_INVOKABLE void chooseAll(bool wanted);
  /// Of those that are chosen.
  Q_INVOKABLE void apply();
  Q_INVOKABLE void discard(const QString& reason);

 Q_SIGNALS:
  void parcelChanged();
  void chosenChanged();
  void decided();

 protected:
  void ask() override;
  void forget() override;

 private:
  void show(const std::vector<AdminEdit>& edits);
  Row row_of(const AdminEdit& one) const;
  QVariantList changes_of(const Type* type, const json& body) const;
  void name_records(const std::vector<AdminEdit>& edits);
  void show_again();
  void decide(AdminVerb verb, const QString& reason);
  void decide_next(AdminAsk ask);
  void sum_up();

  QString person_, device_;
  std::vector<AdminEdit> edits_;
  QSet<QString> chosen_;
  QHash<QString, QString> titles_;  ///< of records on this tablet
  std::vector<EditId> left_;        ///< to decide, in their order
  int applied_ = 0, disputed_ = 0, discarded_ = 0;
  QStringList refused_;  ///< why, each once
  int stayed_ = 0;
  Rows<Row> rows_;
};

}  // namespace doorstep
