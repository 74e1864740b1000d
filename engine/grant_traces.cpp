// What of a changed grant must not stay in freed pages, in kept bundles or in the person's list.
#include "engine/grant.h"
#include "engine/store.h"
#include "shared/projection.h"

namespace doorstep {
namespace {

constexpr const char* scrub_key = "scrub";

bool any(Statements& sql, const char* literal) {
  auto& row = sql(literal);
  bool found = row.with().step();
  row.rewind();
  return found;
}

bool is_here(Statements& sql, const CommunityId& community) {
  auto& row = sql("SELECT 1 FROM communities WHERE code = ?");
  bool found = row.with(community).step();
  row.rewind();
  return found;
}

bool hides(const Role& role, const Bundle& bundle) {
  for (std::size_t i = 0; i < bundle.edits.size(); ++i)
    for (const auto& [klass, body] : bundle.bodies[i])
      if (!role.reads(bundle.edits[i].type, klass)) return true;
  return false;
}

}  // namespace

std::optional<Role> held_role(Statements& sql) {
  auto text = meta_text(sql, "role");
  if (!text) return std::nullopt;
  return stored(Role::parse(*text));
}

Result<Role> role_of(Store& store) {
  return guarded([&]() -> Result<Role> { return store.role(); });
}

json listed_edit(Statements& sql, const Template& archive_template, const Edit& edit,
                 const std::optional<CommunityId>& community) {
  auto role = held_role(sql);
  auto reads = role ? role->reads(edit.type) : every_class;
  if (community && !is_here(sql, *community)) reads = no_class;
  return without_hidden_values(archive_template.type(edit.type), edit_json(edit), reads);
}

void make_scrub_due(Statements& sql) { set_meta(sql, scrub_key, std::int64_t{1}); }

bool scrub_is_due(Statements& sql) {
  return meta_integer(sql, scrub_key, 0) != 0 && !any(sql, "SELECT 1 FROM bundles WHERE state < 2 LIMIT 1") &&
         !any(sql, "SELECT 1 FROM visit_edits LIMIT 1") && !any(sql, "SELECT 1 FROM rescues LIMIT 1");
}

void scrub(Database& database, Statements& sql) {
  {
    Transaction transaction{database};
    const auto role = held_role(sql);
    std::vector<BundleNumber> hidden;
    auto& row = sql("SELECT number, header, bodies, signature FROM bundles WHERE state = 2 AND header IS NOT NULL");
    row.with();
    while (row.step()) {
      auto bundle = stored(open_bundle(row.text(1), row.text(2), row.bytes<64>(3)));
      if ((role && hides(*role, bundle)) || !is_here(sql, bundle.community)) hidden.push_back(bundle.number);
    }
    for (const auto& number : hidden)
      sql("UPDATE bundles SET header = NULL, bodies = NULL, signature = NULL WHERE number = ?").with(number).run();
    transaction.commit();
  }
  // Freed pages and the log keep what was written there before: the file is written anew and the log emptied.
  database.run("VACUUM");
  database.run("PRAGMA wal_checkpoint(TRUNCATE)");
  Transaction transaction{database};
  sql("DELETE FROM meta WHERE key = ?").with(scrub_key).run();
  transaction.commit();
}

}  // namespace doorstep
