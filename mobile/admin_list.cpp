#include "mobile/admin_list.h"

namespace doorstep {

using Stage = SyncState::Stage;

void AdminList::componentComplete() {
  LiveList::componentComplete();
  connect(&app(), &App::sessionChanged, this, &AdminList::follow_line);
  follow_line();
}

void AdminList::follow_line() {
  if (session() == nullptr) return;
  auto heard = [this] {
    if (session() == nullptr) return;
    const auto stage = session()->sync_state().stage;
    const bool online = stage == Stage::syncing || stage == Stage::caught_up;
    if (std::exchange(online_, online) == online) return;
    Q_EMIT onlineChanged();
    ask_when_free();  // what could not be asked is asked now, and what is shown without a line is too old
  };
  connect(session(), &TabletSession::synced, this, heard);
  heard();
}

void AdminList::forget() {
  more_ = known_ = busy_ = false;
  Q_EMIT busyChanged();
  tell({}, {});
}

void AdminList::act(AdminAsk ask, std::function<void(const AdminAnswer&)> then) {
  if (session() == nullptr || std::exchange(busy_, true)) return;
  tell({}, {});
  Q_EMIT busyChanged();
  auto heard = [this, then = std::move(then)](Result<AdminAnswer> answer) {
    busy_ = false;
    Q_EMIT busyChanged();
    if (!answer)
      tell({}, sentence(answer.error()));
    else
      then(*answer);
    ask_when_free();
  };
  session()->engine().admin(std::move(ask), session()->to<AdminAnswer>(this, std::move(heard)));
}

void AdminList::unsettle() {
  drop_question();
  known_ = more_ = false;
  Q_EMIT readyChanged();
}

void AdminList::tell(const QString& said, const QString& wrong) {
  if (said == said_ && wrong == wrong_) return;
  said_ = said;
  wrong_ = wrong;
  Q_EMIT saidChanged();
}

// What is wrong with what was typed is said more nearly than by the fault alone.
QString AdminList::sentence(const Error& error) const {
  if (error.fault == Fault::already_exists && error.detail == "login")
    return tr("This login is taken; choose another.");
  if (error.fault == Fault::not_found && error.detail.starts_with("a community"))
    return tr("There is no community of that code. Leave it empty for all of them.");
  if (error.fault == Fault::invalid_value && error.detail.starts_with("buildings"))
    return tr("Buildings are numbers with commas between them, like 3,5.");
  if (error.fault == Fault::invalid_value && error.detail.starts_with("login"))
    return tr("A login is one word without blanks.");
  return app().words().sentence(error);
}

QString AdminList::why(const std::string& bar) const {
  if (bar.empty()) return {};
  if (bar == "waiting") return tr("It waits for other changes of the same tablet and then comes by itself.");
  if (bar == "unreadable") return tr("Nobody can read it. The server's administrator has it by the command line.");
  return app().words().sentence({fault_of(bar), {}});
}

}  // namespace doorstep
