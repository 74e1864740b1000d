#include "server/doer.h"

#include "shared/giving.h"

namespace doorstep {

Result<Doer> doer_in(Database& database, const RoleBook& roles, const ChainId& chain) {
  // By device: a store that was put back goes on under a chain that is filed with its first bundle.
  auto query = database.prepare(
      "SELECT p.id, p.role, p.communities, p.buildings, c.revoked FROM chains c JOIN people p ON p.id = c.person "
      "WHERE c.person = ? AND c.device = ? ORDER BY c.n DESC LIMIT 1");
  OneRow row{query.with(person_of(chain), device_of(chain))};
  if (!row || !row->null(4)) return Error{Fault::device_refused, "this device is not served"};
  Doer out{chain,
           {std::string{row->text(0)}, std::string{row->text(1)}, std::string{row->text(2)}, std::string{row->text(3)}},
           roles.find(row->text(1), row->text(3))};
  if (!out.role) out.role = std::make_shared<const Role>();
  return out;
}

Result<void> need(const Doer& doer, Right right, std::optional<Right> or_this) {
  if (doer.may(right) || (or_this && doer.may(*or_this))) return {};
  return Error{Fault::not_allowed, {}};
}

bool sees(const Doer& doer, const GrantedPerson& person) {
  return covers_communities(doer.person.communities, person.communities) &&
         covers_buildings(doer.person.buildings, person.buildings);
}

Result<void> may_act_on(const Doer& doer, const GrantedPerson& person) {
  if (person.id == doer.person.id) return Error{Fault::own_doing, {}};
  if (!sees(doer, person)) return Error{Fault::beyond_own, "this person is seen elsewhere too"};
  return {};
}

Result<void> may_give(const Doer& doer, const RoleBook& roles, const GrantedPerson& given) {
  const auto own = roles.find(doer.person.role), role = roles.find(given.role);
  if (!own || !role || !roles.knows(given.role)) return Error{Fault::invalid_value, "role: no such role"};
  if (!covers(*own, *role)) return Error{Fault::beyond_own, "role"};
  if (!covers_communities(doer.person.communities, given.communities)) return Error{Fault::beyond_own, "communities"};
  if (!covers_buildings(doer.person.buildings, given.buildings)) return Error{Fault::beyond_own, "buildings"};
  return {};
}

std::string bar_of(const Result<void>& may) { return may ? std::string{} : std::string{code(may.error().fault)}; }

}  // namespace doorstep
