#include "server/role_book.h"

#include <algorithm>

namespace doorstep {

void RoleBook::load(Database& database) {
  std::vector<SharedRole> roles;
  for (const auto& shipped : Role::shipped()) roles.push_back(SharedRole{&shipped, [](const Role*) {}});
  auto rows = database.prepare(
      "SELECT text FROM roles AS r WHERE version = (SELECT MAX(version) FROM roles WHERE name = r.name) ORDER BY name");
  while (rows.step()) {
    auto role = Role::parse(rows.text(0));
    if (!role) throw SqliteFailure{{Fault::store_damaged, "roles: " + role.error().detail}};
    auto held = std::make_shared<const Role>(std::move(*role));
    auto same = std::find_if(roles.begin(), roles.end(), [&](const auto& one) { return one->name() == held->name(); });
    if (same != roles.end())
      *same = std::move(held);
    else
      roles.push_back(std::move(held));
  }
  std::lock_guard lock{mutex_};
  roles_ = std::move(roles);
}

SharedRole RoleBook::find(std::string_view name) const {
  if (name == Role::everything().name()) return SharedRole{&Role::everything(), [](const Role*) {}};
  std::lock_guard lock{mutex_};
  auto found = std::find_if(roles_.begin(), roles_.end(), [&](const auto& role) { return role->name() == name; });
  return found == roles_.end() ? nullptr : *found;
}

SharedRole RoleBook::find(std::string_view name, std::string_view buildings) const {
  auto role = find(name);
  if (!role || buildings.empty()) return role;
  auto scope = Scope::parse(buildings);
  return std::make_shared<const Role>(held_to(*role, scope ? *scope : Scope::from("[]")));
}

std::vector<SharedRole> RoleBook::all() const {
  std::lock_guard lock{mutex_};
  return roles_;
}

void RoleBook::put(Role role) {
  auto held = std::make_shared<const Role>(std::move(role));
  std::lock_guard lock{mutex_};
  auto same = std::find_if(roles_.begin(), roles_.end(), [&](const auto& one) { return one->name() == held->name(); });
  if (same != roles_.end())
    *same = std::move(held);
  else
    roles_.push_back(std::move(held));
}

}  // namespace doorstep
