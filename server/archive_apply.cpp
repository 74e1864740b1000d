// An admin decides that a quarantined edit is to count after all. docs/security.md §Quarantine.
#include "server/commit.h"
#include "server/office_line.h"
#include "server/quarantine_view.h"

namespace doorstep {
namespace {

constexpr const char* from_quarantine = "quarantine";  ///< an edit's source

struct Held {
  Edit edit;
  std::string state;
};

Result<Held> held_edit(Database& database, const EditId& id) {
  auto query = database.prepare("SELECT body, state FROM quarantine WHERE edit = ?");
  OneRow row{query.with(id)};
  if (!row) return Error{Fault::not_found, "quarantine " + text(id)};
  if (row->text(1) == "erased") return Error{Fault::erased, "quarantine " + text(id)};
  auto body = parse_json(row->text(0));
  if (!body || body->is_null()) return Error{Fault::invalid_value, "a parcel that nobody could read cannot be applied"};
  auto edit = edit_from(*body, "quarantine");
  if (!edit) return Error{Fault::store_damaged, edit.error().detail};
  return Held{std::move(*edit), std::string{row->text(1)}};
}

Result<void> may_be_applied(const std::string& state) {
  if (state == "open" || state == "refused") return {};
  if (state == "waiting")
    return Error{Fault::already_exists, "it waits for the bundles before it, and then comes by itself"};
  return Error{Fault::already_exists, "it was " + state + " already"};
}

// Where the record is; of one that is still to be created, where its author's bundle was or said that it was, or the
// archive's only community. Never a guess: people of another community would be shown it.
Result<CommunityId> community_for(Database& database, const EditId& quarantined, const RecordId& record) {
  auto query = database.prepare(R"sql(
    SELECT community, 1, '' FROM records WHERE id = ?1
    UNION ALL SELECT j.community, 2, '' FROM quarantine q JOIN journal j ON j.chain = q.chain AND j.number = q.number
      WHERE q.edit = ?2
    UNION ALL SELECT q.community, 3, p.communities FROM quarantine q JOIN chains c ON c.n = q.chain
      JOIN people p ON p.id = c.person JOIN communities m ON m.code = q.community WHERE q.edit = ?2
    UNION ALL SELECT code, 4, '' FROM communities WHERE (SELECT COUNT(*) FROM communities) = 1
    ORDER BY 2)sql");
  query.with(record, quarantined);
  while (query.step()) {
    CommunityId found{std::string{query.text(0)}};
    if (!names_community(query.text(2), found)) continue;  // nobody brings anything where they never were
    query.rewind();
    return found;
  }
  return Error{Fault::invalid_value, "which community it belongs to is not known / 不知道它属于哪个小区"};
}

}  // namespace

Result<Accepted> ArchiveSqlite::apply_quarantined(const EditId& id, Instant now) {
  return apply_quarantined(id, now, std::nullopt);
}

Result<Accepted> ArchiveSqlite::apply_quarantined(const EditId& id, Instant now, const std::optional<ChainId>& by) {
  return guarded([&]() -> Result<Accepted> {
    auto& database = parts_->writer.database;
    auto held = held_edit(database, id);
    if (!held) return held.error();
    if (auto may = may_be_applied(held->state); !may) return may.error();
    auto community = community_for(database, id, held->edit.record);
    if (!community) return community.error();

    // Its own id stays with the verdict that its author was given.
    held->edit.id = mint_edit(parts_->dice);
    held->edit.source = from_quarantine;
    const auto applied_as = held->edit.id;

    Commit commit{parts_->writer, parts_->archive_template(), parts_->roles, parts_->epoch};
    auto acting = parts_->acting(now);
    acting.by = by;
    if (by)
      if (auto may = may_apply(acting, parts_->archive_template(), id); !may) return may.error();
    OfficeLine line{database, parts_->dice, now};
    auto verdict = commit.take(line.next(*community, parts_->archive_template(), {std::move(held->edit)}, now));
    if (!verdict) return verdict.error();
    const auto& outcome = verdict->edits.front();
    // Not committed: it stays where it is, and why it cannot be applied is the answer.
    if (outcome.outcome == EditVerdict::Outcome::rejected || outcome.outcome == EditVerdict::Outcome::held)
      return Error{fault_of(outcome.code), "the archive as it stands refuses it"};
    database.prepare("UPDATE quarantine SET state = 'applied', reason = ? WHERE edit = ?")
        .with(text(applied_as), id)
        .run();
    keep_act(acting, {{"act", "applied"}, {"at", to_ms(now)}, {"edit", text(id)}, {"as", text(applied_as)}});
    Accepted accepted;
    accepted.verdicts.push_back(std::move(*verdict));
    accepted.publications = commit.finish();
    return accepted;
  });
}

}  // namespace doorstep
