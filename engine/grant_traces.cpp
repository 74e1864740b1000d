// What of a changed grant must not stay in freed pages, in kept bundles or in the person's list.
#include <algorithm>

#include "engine/drafts.h"
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

bool hides(Statements& sql, const Role& role, const Bundle& bundle) {
  const bool held = !Scope::of(role).everywhere();
  for (std::size_t i = 0; i < bundle.edits.size(); ++i) {
    if (held && !read_row(sql, bundle.edits[i].record)) return true;
    for (const auto& [klass, body] : bundle.bodies[i])
      if (!role.reads(bundle.edits[i].type, klass)) return true;
  }
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

Result<void> check_places(Statements& sql, const Role& role, const Template& archive_template, const Edit& edit) {
  const auto scope = Scope::of(role);
  if (scope.everywhere()) return {};
  for (const auto& id : records_named(archive_template, edit))
    if (!read_row(sql, id)) return Error{Fault::not_found, text(id)};
  return check_place(scope, archive_template, edit);
}

json listed_edit(Statements& sql, const Template& archive_template, const Edit& edit,
                 const std::optional<CommunityId>& community) {
  auto role = held_role(sql);
  auto reads = role ? role->reads(edit.type) : every_class;
  if (community && !is_here(sql, *community)) reads = no_class;
  if (role && !Scope::of(*role).everywhere()) {
    auto about = records_named(archive_template, edit);
    about.push_back(edit.record);
    if (!std::all_of(about.begin(), about.end(), [&](const RecordId& id) { return read_row(sql, id).has_value(); }))
      reads = no_class;
  }
  return without_hidden_values(archive_template.type(edit.type), edit_json(edit), reads);
}

// A form that was open on one of these records held what the record held.
void forget_drafts(Statements& sql, const std::set<RecordId>& evicted) {
  auto& row = sql("SELECT key FROM drafts");
  std::vector<std::string> keys;
  row.with();
  while (row.step()) {
    std::string key{row.text(0)};
    const auto record = record_of_draft(key);
    if (record && evicted.contains(*record)) keys.push_back(std::move(key));
  }
  for (const auto& key : keys) sql("DELETE FROM drafts WHERE key = ?").with(key).run();
}

void forget_refused_values(Statements& sql, const Template& archive_template, const std::set<RecordId>& evicted) {
  auto& row = sql("SELECT body FROM refusals");
  std::vector<Edit> refused;
  row.with();
  while (row.step()) refused.push_back(stored(edit_from(stored(parse_json(row.text(0))), "refusals")));
  for (const auto& edit : refused) {
    auto told = listed_edit(sql, archive_template, edit, std::nullopt);
    if (evicted.contains(edit.record) && !read_row(sql, edit.record))
      told = without_hidden_values(archive_template.type(edit.type), std::move(told), no_class);
    sql("UPDATE refusals SET body = ? WHERE edit = ?").with(canonical(told), edit.id).run();
  }
}

void forget_lost(Statements& sql, const Template& archive_template, const std::set<RecordId>& lost) {
  for (const auto& id : lost) {
    sql("DELETE FROM history WHERE record = ?").with(id).run();
    sql("DELETE FROM history_known WHERE record = ?").with(id).run();
  }
  forget_drafts(sql, lost);
  forget_refused_values(sql, archive_template, lost);
  make_scrub_due(sql);
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
      if ((role && hides(sql, *role, bundle)) || !is_here(sql, bundle.community)) hidden.push_back(bundle.number);
    }
    for (const auto& number : hidden)
      sql("UPDATE bundles SET header = NULL, bodies = NULL, signature = NULL WHERE number = ?").with(number).run();
    transaction.commit();
  }
  // An index keeps words that were taken out until it is merged.
  for (const char* merged :
       {"DELETE FROM search_basic WHERE rowid IN (SELECT n FROM unindexed WHERE n NOT IN (SELECT n FROM records))",
        "DELETE FROM search_detail WHERE rowid IN (SELECT n FROM unindexed WHERE n NOT IN (SELECT n FROM records))",
        "DELETE FROM search_sensitive WHERE rowid IN (SELECT n FROM unindexed WHERE n NOT IN (SELECT n FROM records))",
        "INSERT INTO search_basic (search_basic) VALUES ('optimize')",
        "INSERT INTO search_detail (search_detail) VALUES ('optimize')",
        "INSERT INTO search_sensitive (search_sensitive) VALUES ('optimize')"})
    database.run(merged);
  // Freed pages and the log keep what was written there before: the file is written anew and the log emptied.
  database.run("VACUUM");
  database.run("PRAGMA wal_checkpoint(TRUNCATE)");
  Transaction transaction{database};
  sql("DELETE FROM meta WHERE key = ?").with(scrub_key).run();
  transaction.commit();
}

}  // namespace doorstep
