#include "mobile/live_list.h"

#include <algorithm>

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

QString LiveList::told(int index, const QString& role) const {
  return index < 0 || index >= rowCount() ? QString{}
                                          : rows_->value(index, roleNames().key(role.toLatin1())).toString();
}

void LiveList::componentComplete() {
  app_ = App::of(this);
  connect(app_, &App::sessionChanged, this, &LiveList::follow_session);
  connect(app_, &App::languageChanged, this, [this] { ask_soon(); });
  follow_session();
}

void LiveList::follow_session() {
  drop_question();
  if (!session()) {
    soon_.stop();
    forget();
    ready_ = false;
    return Q_EMIT readyChanged();
  }
  connect(session(), &TabletSession::changed, this, [this](const std::vector<Change>& changes) {
    if (concerns(changes)) follow_changes();
  });
  connect(session(), &TabletSession::templateChanged, this, [this] { ask_soon(); });
  ask_now();
}

bool LiveList::concerns(const std::vector<Change>&) const { return true; }

void LiveList::ask_now() {
  soon_.stop();
  if (session()) ask();
}

void LiveList::ask_soon(int after_ms) {
  if (!soon_.isActive() || soon_.remainingTime() > after_ms) soon_.start(after_ms);
}

void LiveList::ask_when_free() {
  if (waiting_)
    pressing_ = true;
  else
    ask_soon();
}

void LiveList::drop_question() {
  ++question_;
  waiting_ = stale_ = pressing_ = false;
}

void LiveList::follow_changes() {
  if (waiting_)
    stale_ = true;
  else
    ask_soon(std::max(tell_every_ms, rests_for_each_answer * static_cast<int>(answer_took_ms_)));
}

// The newest question's answer is in.
void LiveList::asked() {
  waiting_ = false;
  answer_took_ms_ = since_asked_.elapsed();
  if (std::exchange(pressing_, false)) {
    stale_ = false;
    return ask_soon();
  }
  if (std::exchange(stale_, false)) follow_changes();
}

void LiveList::answered(const std::optional<Error>& error) {
  ready_ = true;
  trouble_ = error ? app().words().sentence(*error) : QString{};
  Q_EMIT readyChanged();
}

}  // namespace doorstep
