#pragma once
#include <QDateTime>
#include <QTimer>

#include "mobile/admin_list.h"

namespace doorstep {

/// The tablets of this admin's people: when each called last, what it said of itself, and what has become of it.
/// Roles: key, login, name, label, device, stand (a word of qml/parts/TabletRow.qml), standing, called, version, waits,
/// room (all in words), revocable, bar.
class TabletList : public doorstep::AdminList {
  Q_OBJECT
  QML_ELEMENT
  /// Empty, or what a new tablet has to be told, as text and for a QR picture; gone when its time is over.
  Q_PROPERTY(QString invitation READ invitation NOTIFY invitationChanged)
  Q_PROPERTY(QString invited READ invited NOTIFY invitationChanged)  ///< whom
  Q_PROPERTY(QString code READ code NOTIFY invitationChanged)
  Q_PROPERTY(int secondsLeft READ secondsLeft NOTIFY ticked)
  Q_PROPERTY(bool used READ used NOTIFY invitationChanged)  ///< a tablet has enrolled with it

 public:
  struct Row {
    QString key, login, name, label, device, stand, standing, called, version, waits, room, bar;
    bool revocable = false;
    friend bool operator==(const Row&, const Row&) = default;
  };
  TabletList();

  QString invitation() const { return invitation_; }
  QString invited() const { return invited_; }
  QString code() const { return code_; }
  int secondsLeft() const;
  bool used() const { return used_; }

  Q_INVOKABLE void invite(const QString& login, const QString& name);
  Q_INVOKABLE void dropInvitation();
  Q_INVOKABLE void revoke(const QString& login, const QString& device);

 Q_SIGNALS:
  void invitationChanged();
  void ticked();

 protected:
  void ask() override;
  void forget() override;

 private:
  void show(const std::vector<AdminTablet>& tablets);
  Row row_of(const AdminTablet& one) const;
  void describe(Row& row, const AdminTablet& one) const;
  void tick();

  QString invitation_, invited_, code_, login_;
  QDateTime expires_;
  std::size_t had_ = 0;  ///< tablets of that person when they were invited
  bool used_ = false;
  QTimer tick_;
  Rows<Row> rows_;
};

/// How often the list is asked while an invitation is open: so that the admin sees the tablet come.
inline constexpr int invitation_watched_every_s = 3;

}  // namespace doorstep
