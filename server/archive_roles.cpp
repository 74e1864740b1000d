// Roles and what people were given. docs/security.md §Roles.
#include "server/acts.h"
#include "server/archive_parts.h"

namespace doorstep {
namespace {

std::uint64_t next_version(Database& database, const RoleBook& book, const std::string& name) {
  auto query = database.prepare("SELECT COALESCE(MAX(version), 0) FROM roles WHERE name = ?");
  OneRow row{query.with(name)};
  const auto written = row ? static_cast<std::uint64_t>(row->integer(0)) : 0;
  const auto present = book.find(name);
  return std::max(written, present ? present->version() : 0) + 1;
}

}  // namespace

json role_act(const Role& role, Instant at) {
  auto text = parse_json(role.text());
  require(text.has_value(), "a role's text is JSON");
  return {{"act", "role"}, {"at", to_ms(at)}, {"role", std::move(*text)}};
}

json granted_act(const GrantedPerson& person, Instant at) {
  return {{"act", "granted"},
          {"at", to_ms(at)},
          {"person", person.id},
          {"role", person.role},
          {"communities", person.communities},
          {"buildings", person.buildings}};
}

void keep_act(const Acting& acting, json act) {
  if (acting.by) act["by"] = acting.by->value;
  keep_act(acting.database, act, acting.now);
}

void keep_role(Database& database, const Role& role, Instant at) {
  database.prepare("INSERT OR IGNORE INTO roles(name, version, at, text) VALUES(?, ?, ?, ?)")
      .with(role.name(), role.version(), to_ms(at), role.text())
      .run();
}

void keep_grant(Database& database, const GrantedPerson& person) {
  database.prepare("UPDATE people SET role = ?, communities = ?, buildings = ? WHERE id = ?")
      .with(person.role, person.communities, person.buildings, person.id)
      .run();
}

Result<std::vector<SharedRole>> ArchiveSqlite::roles() { return parts_->roles.all(); }

Result<SharedRole> ArchiveSqlite::set_role(std::string_view text, Instant now) {
  auto written = Role::parse(text);
  if (!written) return written.error();
  if (!Scope::of(*written).everywhere())
    return Error{Fault::invalid_value, "role.buildings: are given to a person (person set --buildings)"};
  if (written->name() == Role::everything().name()) return Error{Fault::invalid_value, "role.name: is taken"};
  return guarded([&]() -> Result<SharedRole> {
    auto& database = parts_->writer.database;
    const auto present = parts_->roles.find(written->name());
    if (present && present->with_version(0).text() == written->with_version(0).text()) return present;
    Transaction transaction{database};
    auto role = written->with_version(next_version(database, parts_->roles, written->name()));
    if (role.text().size() > role_bytes_max) return Error{Fault::invalid_value, "role: is too large"};
    // First where a restore finds it again: what was narrowed stays narrowed.
    auto fenced = fence_in(database, parts_->options.fence.get(), role_act(role, now));
    if (!fenced) return fenced.error();
    keep_role(database, role, now);
    keep_act(database, role_act(role, now), now);
    transaction.commit();
    const auto name = role.name();
    parts_->roles.put(std::move(role));
    return parts_->roles.find(name);
  });
}

GrantedPerson with(GrantedPerson person, const PersonGrant& given) {
  if (given.role) person.role = *given.role;
  if (given.communities) person.communities = *given.communities;
  if (given.buildings) person.buildings = *given.buildings;
  return person;
}

Result<PersonId> give(const Acting& acting, const GrantedPerson& person) {
  if (auto known = check_communities(acting.database, person.communities); !known) return known.error();
  const auto act = granted_act(person, acting.now);
  if (auto fenced = fence_in(acting.database, acting.fence, act); !fenced) return fenced.error();
  keep_grant(acting.database, person);
  keep_act(acting, act);
  return PersonId{person.id};
}

Result<PersonId> ArchiveSqlite::set_person(const PersonGrant& given, Instant now) {
  if (given.role && !parts_->roles.knows(*given.role)) return Error{Fault::invalid_value, "role: no such role"};
  return guarded([&]() -> Result<PersonId> {
    Transaction transaction{parts_->writer.database};
    auto person = person_with_login(parts_->writer.database, given.login);
    if (!person) return person.error();
    if (auto scope = Scope::parse(given.buildings.value_or("")); !scope) return scope.error();
    auto done = give(parts_->acting(now), with(*person, given));
    if (done) transaction.commit();
    return done;
  });
}

}  // namespace doorstep
