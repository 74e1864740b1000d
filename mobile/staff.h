#pragma once
#include <QVariantList>

#include "mobile/admin_list.h"

namespace doorstep {

/// Who may sign in, with what they were given. Roles: login, name, role (its name), roleLabel, communities, buildings
/// (as typed; empty: all), where (both in words), tablets, bar (why this admin changes nothing there), inviteBar.
class Staff : public doorstep::AdminList {
  Q_OBJECT
  QML_ELEMENT
  /// {name, label, closed, reason, tells}: what can be given; `tells` says in a few words what it shows and allows.
  Q_PROPERTY(QVariantList givable READ givable NOTIFY givableChanged)

 public:
  struct Row {
    QString key, name, role, role_label, communities, buildings, where, bar, invite_bar;
    int tablets = 0;
    friend bool operator==(const Row&, const Row&) = default;
  };
  Staff();

  QVariantList givable() const { return givable_; }
  Q_INVOKABLE void add(const QString& login, const QString& name, const QString& role, const QString& communities,
                       const QString& buildings);
  Q_INVOKABLE void give(const QString& login, const QString& role, const QString& communities,
                        const QString& buildings);
  Q_INVOKABLE int placeOf(const QString& login) const;

 Q_SIGNALS:
  void givableChanged();
  void added(const QString& login);
  void given();

 protected:
  void ask() override;
  void forget() override;

 private:
  void show(const std::vector<AdminPerson>& people);
  void learn(const std::vector<AdminRole>& roles);
  QString summary_of(const Role& role) const;
  QString where(const QString& communities, const QString& buildings) const;

  QVariantList givable_;
  Rows<Row> rows_;
};

}  // namespace doorstep
