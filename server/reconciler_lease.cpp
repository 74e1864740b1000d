// How long a tablet may be used without calling. docs/security.md §The lease.
#include "server/reconciler.h"

namespace doorstep {

std::optional<SignedLease> Reconciler::lease_now() {
  if (context_.identity == nullptr || context_.lease <= Millis{0}) return std::nullopt;
  leased_at_ = context_.clock.wall();
  Lease lease{device_.person, device_.device, role_->version(), {}, scope_, leased_at_, leased_at_ + context_.lease};
  for (const auto& community : device_.communities) lease.communities.push_back(community.code);
  return sign_lease(*context_.identity, lease);
}

// A tablet that stays gets the next one when half of its term is over; rights that change end the conversation.
void Reconciler::renew_lease(ServerEffects& effects) {
  const auto now = context_.clock.wall();
  leased_at_ = std::min(leased_at_, now);
  if (!hello_.leases || now - leased_at_ < context_.lease / 2) return;
  if (auto lease = lease_now()) send(effects, LeaseFrame{std::move(*lease)});
}

}  // namespace doorstep
