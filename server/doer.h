#pragma once
#include <optional>
#include <string>

#include "server/archive_parts.h"
#include "shared/admin_frame.h"

namespace doorstep {

/// An admin in the app, as they stand inside the transaction that acts or reads for them (docs/security.md §Admins in
/// the app). Everything here throws SqliteFailure.
struct Doer {
  ChainId chain;
  GrantedPerson person;
  SharedRole role;  ///< held to their buildings

  bool may(Right right) const { return role->may(right); }
  Scope scope() const { return Scope::of(*role); }
};
/// device_refused when this chain is not served any more.
Result<Doer> doer_in(Database& database, const RoleBook& roles, const ChainId& chain);

/// not_allowed, unless one of these rights is theirs.
Result<void> need(const Doer& doer, Right right, std::optional<Right> or_this = std::nullopt);
/// Nobody acts on themselves (own_doing), nor on who is seen where they do not look (beyond_own).
Result<void> may_act_on(const Doer& doer, const GrantedPerson& person);
/// Nobody gives what they do not have: role, communities, buildings. beyond_own.
Result<void> may_give(const Doer& doer, const RoleBook& roles, const GrantedPerson& given);
/// Do they look where this person does? Others are in no list.
bool sees(const Doer& doer, const GrantedPerson& person);

/// The code of what stands in the way; empty: nothing.
std::string bar_of(const Result<void>& may);

}  // namespace doorstep
