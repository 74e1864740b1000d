#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "shared/scope.h"
#include "shared/sqlite.h"

namespace doorstep {

using SharedRole = std::shared_ptr<const Role>;

/// The roles as they are now: those that an admin wrote, and under them the shipped ones. Any thread; changed on the
/// archive's only.
class RoleBook {
 public:
  void load(Database& database);  ///< throws SqliteFailure
  /// Null when there is no such role. `everything` is the archive's own and stands in no list.
  SharedRole find(std::string_view name) const;
  /// Held to these buildings, as an admin typed them; to none at all where that was no list.
  SharedRole find(std::string_view name, std::string_view buildings) const;
  bool knows(std::string_view name) const { return name != Role::everything().name() && find(name); }
  std::vector<SharedRole> all() const;
  void put(Role role);

 private:
  mutable std::mutex mutex_;
  std::vector<SharedRole> roles_;
};

}  // namespace doorstep
