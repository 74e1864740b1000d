#include "mobile/live_list.h"

namespace doorstep {

LiveList::LiveList() {
  soon_.setSingleShot(true);
  connect(&soon_, &QTimer::timeout, this, &LiveList::ask_now);
}

int LiveList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || rows_ == nullptr ? 0 : rows_->count();
}

QVariant LiveList::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount() || role < Qt::UserRole) return {};
  return rows_->value(index.row(), role);
}

QHash<int, QByteArray> LiveList::roleNames() const {
  return rows_ == nullptr ? QHash<int, QByteArray>{} : rows_->names();
}

QVariantMap LiveList::row(int index) const {
  QVariantMap out;
  if (index < 0 || index >= rowCount()) return out;
  const auto names = roleNames();
  for (auto role = names.begin(); role != names.end(); ++role)
    out[QString::fromLatin1(role.value())] = rows_->value(index, role.key());
  return out;
}

void LiveList::componentComplete() {
  app_ = App::of(this);
  connect(app_, &App::sessionChanged, this, &LiveList::follow_session);
  connect(app_, &App::languageChanged, this, [this] { ask_soon(); });
  follow_session();
}

void LiveList::follow_session() {
  ++question_;
  if (!session()) {
    soon_.stop();
    forget();
    ready_ = false;
    return Q_EMIT readyChanged();
  }
  connect(session(), &Session::changed, this, [this](const std::vector<Change>& changes) {
    if (concerns(changes)) ask_soon(tell_every_ms);
  });
  connect(session(), &Session::templateChanged, this, [this] { ask_soon(); });
  ask_now();
}

bool LiveList::concerns(const std::vector<Change>&) const { return true; }

void LiveList::ask_now() {
  soon_.stop();
  if (session()) ask();
}

void LiveList::ask_soon(int after_ms) {
  if (!soon_.isActive()) soon_.start(after_ms);
}

void LiveList::answered(const std::optional<Error>& error) {
  ready_ = true;
  trouble_ = error ? app().words().sentence(*error) : QString{};
  Q_EMIT readyChanged();
}

}  // namespace doorstep
