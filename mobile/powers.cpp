#include "mobile/powers.h"

namespace doorstep {

void Powers::componentComplete() {
  app_ = App::of(this);
  connect(app_, &App::sessionChanged, this, &Powers::ask);
  ask();
}

void Powers::ask() {
  auto* session = app_->session();
  if (session == nullptr) return learn(Role{});
  // A role comes with a welcome, and with nothing else.
  connect(session, &TabletSession::synced, this, [this] {
    auto* open = app_->session();
    if (open != nullptr && open->sync_state().stage == SyncState::Stage::caught_up) look();
  });
  look();
}

void Powers::look() {
  auto* session = app_->session();
  session->engine().role(session->to<Role>(this, [this](Result<Role> role) {
    if (role && app_->session() != nullptr) learn(*role);
  }));
}

// Before the first contact a store has no role at all and nothing is refused: nobody is an admin by that.
void Powers::learn(const Role& role) {
  const bool told = !role.text().empty();
  const bool people = told && role.may(Right::people), devices = told && role.may(Right::devices),
             quarantine = told && role.may(Right::quarantine);
  if (people == people_ && devices == devices_ && quarantine == quarantine_) return;
  people_ = people;
  devices_ = devices;
  quarantine_ = quarantine;
  Q_EMIT changed();
}

}  // namespace doorstep
