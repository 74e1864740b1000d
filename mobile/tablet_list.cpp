#include "mobile/tablet_list.h"

#include <QLocale>
#include <algorithm>

#include "shared/qr_code.h"

namespace doorstep {
namespace {

QString bytes(std::uint64_t count) { return QLocale::c().formattedDataSize(static_cast<qint64>(count), 1); }

}  // namespace

TabletList::TabletList()
    : rows_(*this, {{"key", [](const Row& row) { return QVariant{row.key}; }},
                    {"login", [](const Row& row) { return QVariant{row.login}; }},
                    {"name", [](const Row& row) { return QVariant{row.name}; }},
                    {"label", [](const Row& row) { return QVariant{row.label}; }},
                    {"device", [](const Row& row) { return QVariant{row.device}; }},
                    {"stand", [](const Row& row) { return QVariant{row.stand}; }},
                    {"standing", [](const Row& row) { return QVariant{row.standing}; }},
                    {"called", [](const Row& row) { return QVariant{row.called}; }},
                    {"version", [](const Row& row) { return QVariant{row.version}; }},
                    {"waits", [](const Row& row) { return QVariant{row.waits}; }},
                    {"room", [](const Row& row) { return QVariant{row.room}; }},
                    {"revocable", [](const Row& row) { return QVariant{row.revocable}; }},
                    {"bar", [](const Row& row) { return QVariant{row.bar}; }}}) {
  tick_.setInterval(1'000);
  connect(&tick_, &QTimer::timeout, this, &TabletList::tick);
}

void TabletList::ask() {
  fetch<AdminTablet>({AdminVerb::tablets}, [this](const std::vector<AdminTablet>& tablets) { show(tablets); });
}

void TabletList::forget() {
  rows_.show({});
  dropInvitation();
  AdminList::forget();
}

void TabletList::show(const std::vector<AdminTablet>& tablets) {
  std::vector<Row> rows;
  std::size_t of_invited = 0;
  for (const auto& one : tablets) {
    rows.push_back(row_of(one));
    if (rows.back().login == login_) ++of_invited;
  }
  if (!invitation_.isEmpty() && !used_ && of_invited > had_) {
    used_ = true;
    tick_.stop();
    Q_EMIT invitationChanged();
  }
  settle();
  rows_.show(std::move(rows));
}

TabletList::Row TabletList::row_of(const AdminTablet& one) const {
  Row row;
  row.key = qs(one.person.value + "/" + one.device.value);
  row.login = qs(one.login);
  row.name = qs(one.name);
  row.label = qs(one.label);
  row.device = qs(one.device.value);
  row.version = one.version.empty() ? QString{} : tr("version %1").arg(qs(one.version));
  row.called = one.contact ? tr("last contact %1").arg(app().words().moment(*one.contact))
                           : tr("enrolled %1, has not called yet").arg(app().words().moment(one.enrolled));
  if (one.stored) row.room = tr("takes %1").arg(bytes(*one.stored));
  row.bar = why(one.bar);
  row.revocable = !one.revoked && one.bar.empty();
  describe(row, one);
  return row;
}

void TabletList::describe(Row& row, const AdminTablet& one) const {
  if (one.shredded) {
    row.stand = "shredded";
    row.standing = tr("Handed over and destroyed");
    row.waits = tr("%n change(s) handed over %1", nullptr, static_cast<int>(one.handed_over))
                    .arg(app().words().moment(*one.shredded));
    return;
  }
  if (one.revoked) {
    row.stand = "revoked";
    row.standing = tr("Revoked");
    row.waits = tr("revoked %1; it hands over what it has at its next contact").arg(app().words().moment(*one.revoked));
    return;
  }
  row.stand = one.pending.value_or(0) > 0 ? "waiting" : "served";
  row.standing = one.pending.value_or(0) > 0 ? tr("Has more to send") : one.contact ? tr("All handed over") : tr("New");
  if (one.pending.value_or(0) > 0) row.waits = tr("%n bundle(s) to send", nullptr, static_cast<int>(*one.pending));
}

void TabletList::invite(const QString& login, const QString& name) {
  AdminAsk ask{AdminVerb::invite};
  ask.login = login.toStdString();
  dropInvitation();
  act(std::move(ask), [this, login, name](const AdminAnswer& answer) {
    const auto* found = std::get_if<AdminInvitation>(&answer.found);
    if (found == nullptr) return;
    login_ = login;
    invited_ = name;
    code_ = qs(found->code);
    const auto& identity = session()->identity();
    invitation_ = qs(invitation_text(identity.server, base64(identity.pin), found->code));
    expires_ = QDateTime::fromMSecsSinceEpoch(to_ms(found->expires));
    had_ = static_cast<std::size_t>(
        std::count_if(rows_.all().begin(), rows_.all().end(), [&](const Row& row) { return row.login == login; }));
    tick_.start();
    Q_EMIT invitationChanged();
    Q_EMIT ticked();
  });
}

void TabletList::dropInvitation() {
  tick_.stop();
  if (invitation_.isEmpty()) return;
  invitation_.clear();
  code_.clear();
  invited_.clear();
  login_.clear();
  used_ = false;
  Q_EMIT invitationChanged();
}

int TabletList::secondsLeft() const {
  return std::max(0, static_cast<int>(QDateTime::currentDateTime().secsTo(expires_)));
}

void TabletList::tick() {
  Q_EMIT ticked();
  if (secondsLeft() == 0) return dropInvitation();
  if (secondsLeft() % invitation_watched_every_s == 0) refresh();
}

void TabletList::revoke(const QString& login, const QString& device) {
  AdminAsk ask{AdminVerb::revoke};
  ask.login = login.toStdString();
  ask.device = DeviceId{device.toStdString()};
  act(std::move(ask), [this](const AdminAnswer&) {
    tell(tr("Revoked. At its next contact it hands over what it had not sent, and destroys its keys."), {});
  });
}

}  // namespace doorstep
