#include "server/acts.h"
#include "server/commit.h"

namespace doorstep {

Result<Accepted> ArchiveSqlite::accept(std::vector<Submission> submissions) {
  return guarded([&]() -> Result<Accepted> {
    Commit commit{parts_->writer, parts_->archive_template(), parts_->roles, parts_->epoch, parts_->patient_until};
    parts_->catch_up();
    const bool erased =
        erase_what_is_due(commit, parts_->writer, parts_->archive_template(), parts_->dice, parts_->clock.wall());
    Accepted accepted;
    for (auto& submission : submissions) accepted.verdicts.push_back(commit.take(std::move(submission)));
    accepted.publications = commit.finish();
    parts_->caught_up();
    if (erased) empty_log(parts_->writer.database);
    return accepted;
  });
}

Result<Accepted> ArchiveSqlite::park(const ChainId& chain, BundleNumber number, const Hash& bundle_hash,
                                     std::string raw, std::vector<EditId> edits) {
  return guarded([&]() -> Result<Accepted> {
    Commit commit{parts_->writer, parts_->archive_template(), parts_->roles, parts_->epoch};
    Accepted accepted;
    accepted.verdicts.push_back(commit.park({chain, number, bundle_hash, std::move(raw), std::move(edits)}));
    accepted.publications = commit.finish();
    return accepted;
  });
}

Result<void> discard(const Acting& acting, const EditId& quarantined, std::string_view reason) {
  auto& database = acting.database;
  {
    auto query = database.prepare("SELECT state FROM quarantine WHERE edit = ?");
    OneRow row{query.with(quarantined)};
    if (!row) return Error{Fault::not_found, "quarantine " + text(quarantined)};
    if (row->text(0) == "erased") return Error{Fault::erased, "quarantine " + text(quarantined)};
  }
  // What a person saved is never destroyed here: the row stays, with the reason, and its lane is free again.
  database.prepare("UPDATE quarantine SET state = 'discarded', reason = ? WHERE edit = ? AND state <> 'discarded'")
      .with(reason, quarantined)
      .run();
  keep_act(acting, {{"act", "discarded"}, {"at", to_ms(acting.now)}, {"edit", text(quarantined)}});
  return {};
}

Result<void> ArchiveSqlite::discard(const EditId& quarantined, std::string_view reason) {
  return guarded([&]() -> Result<void> {
    Transaction transaction{parts_->writer.database};
    auto done = doorstep::discard(parts_->acting(parts_->clock.wall()), quarantined, reason);
    if (done) transaction.commit();
    return done;
  });
}

}  // namespace doorstep
