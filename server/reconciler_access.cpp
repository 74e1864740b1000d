// Who reads what is sensitive is on record before it is sent; and who was refused. docs/security.md §The access log.
#include <algorithm>
#include <iterator>
#include <utility>

#include "server/reconciler.h"
#include "shared/dates.h"

namespace doorstep {

bool Reconciler::reads_sensitive(std::string_view name) const {
  const auto* type = context_.archive_template->type(name);
  return type != nullptr && has(classes_of(*type), Class::sensitive) && role_->reads(name, Class::sensitive);
}

bool Reconciler::reads_sensitive() const {
  const auto& types = context_.archive_template->types();
  return std::any_of(types.begin(), types.end(), [&](const Type& type) { return reads_sensitive(type.name); });
}

void Reconciler::log(ServerEffects& effects, AccessKind kind, std::string what) {
  logs_asked_.emplace_back();
  effects.push_back(Ask{AskAccess{{kind, device_.person, device_.device, std::move(what)}}});
}

ServerEffects Reconciler::refuse(AccessKind kind, Error error) {
  ServerEffects effects;
  log(effects, kind);
  auto end = close(std::move(error));
  effects.insert(effects.end(), std::make_move_iterator(end.begin()), std::make_move_iterator(end.end()));
  return effects;
}

// A tablet that stays over midnight looks on.
void Reconciler::log_looks(ServerEffects& effects) {
  const auto today = date_of(context_.clock.wall());
  const auto before = std::exchange(logged_day_, today);
  if (before.empty() || before == today || !reads_sensitive()) return;
  for (const auto& [community, subscription] : subscriptions_)
    if (subscription.logged) log(effects, AccessKind::sync, community.value);
}

ServerEffects Reconciler::answer(Result<Logged> logged) {
  require(!logs_asked_.empty(), "the log answers what was to be noted");
  auto waits = std::move(logs_asked_.front());
  logs_asked_.pop_front();
  // What cannot be put on record is not shown.
  if (!logged) return close(logged.error());
  ServerEffects effects;
  if (const auto* community = std::get_if<CommunityId>(&waits)) {
    subscriptions_.at(*community).logged = true;
    advance(effects);
  } else if (const auto* history = std::get_if<History>(&waits)) {
    send(effects, *history);
  }
  return effects;
}

}  // namespace doorstep
