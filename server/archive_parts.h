#pragma once
#include <atomic>
#include <deque>

#include "server/archive_sqlite.h"
#include "server/bundle_trial.h"
#include "server/reader_pool.h"

namespace doorstep {

/// The writer connection and what it works with. One thread at a time.
struct ArchiveWriter {
  explicit ArchiveWriter(Database opened);

  /// As the last commit left them: there are as many as a community has buildings, times types, times classes.
  SharedSums sums_of(const CommunityId& of);
  /// An earlier template of this archive; nullptr: the digest is the present one's, or none that it had.
  const Template* template_before(const std::string& digest, const Template& present);

  Database database;
  RecordQueries records;
  EditQueries edits;
  PastQueries past;
  Statement community, sums, chain, verdict;
  Statement insert_record, update_record, insert_journal, insert_edit, insert_verdict, insert_quarantine, insert_parked;
  Statement update_community, put_sum, update_chain;
  std::map<CommunityId, SharedSums> known_sums = {};
  std::map<std::string, Template> earlier_templates = {};
};

class Commit;

/// Who acts, and where: inside the caller's transaction.
struct Acting {
  Database& database;
  const RoleBook& roles;
  Fence* fence;  ///< may be null
  Dice& dice;
  Instant now{};
  std::optional<ChainId> by = {};  ///< an admin in the app; empty: whoever holds the server's folder
};

/// Everything an open archive is made of; its verbs stand in archive_sqlite.cpp (opening), archive_accept.cpp,
/// archive_read.cpp, archive_history.cpp, archive_erasure.cpp, archive_numbers.cpp, archive_template.cpp and
/// accounts.cpp.
struct ArchiveSqlite::Parts {
  ArchiveOptions options;
  Clock& clock;
  Dice& dice;
  std::deque<Template> templates;  ///< the present one last; what was handed out stays valid
  Epoch epoch;
  ArchiveWriter writer;
  ReaderPool readers;
  RoleBook roles = {};
  std::optional<Instant> patient_until = {};  ///< restored not long ago
  std::atomic<bool> collecting = false;
  bool fence_ahead = false;  ///< perhaps: an act was written there, and its commit not answered yet
  std::atomic<const Template*> present = nullptr;  ///< of `templates`; changed by the writer, read by every thread

  const Template& archive_template() const { return *present.load(); }
  void take(Template next) { present = &templates.emplace_back(std::move(next)); }
  /// What stands in the fence and not here, because the disk failed between the two: inside the caller's transaction,
  /// and `caught_up` behind its commit.
  void catch_up();
  void caught_up();
  Acting acting(Instant now) { return {writer.database, roles, options.fence.get(), dice, now}; }
};

/// What a person holds now, as the fence remembers it.
struct GrantedPerson {
  std::string id, role, communities, buildings;
};

// What admins do, for the verbs of Archive and for `act_for`. accounts.cpp, archive_roles.cpp, archive_accept.cpp.
// Throw SqliteFailure.
void keep_act(const Acting& acting, json act);
/// not_found. The archive's own line is nobody's.
Result<GrantedPerson> person_with_login(Database& database, std::string_view login);
Result<PersonId> add_person(const Acting& acting, const NewPerson& person);
/// What they have then.
GrantedPerson with(GrantedPerson person, const PersonGrant& given);
Result<PersonId> give(const Acting& acting, const GrantedPerson& person);
Result<Code> mint_code(const Acting& acting, const GrantedPerson& person);
/// Answers the chains.
Result<std::vector<ChainId>> revoke(const Acting& acting, const GrantedPerson& person,
                                    const std::optional<DeviceId>& device);
Result<void> discard(const Acting& acting, const EditId& quarantined, std::string_view reason);

// archive_roles.cpp; inside the caller's transaction. Throw SqliteFailure.
json role_act(const Role& role, Instant at);
json granted_act(const GrantedPerson& person, Instant at);
void keep_role(Database& database, const Role& role, Instant at);
void keep_grant(Database& database, const GrantedPerson& person);
Result<void> check_communities(Database& database, std::string_view list);
/// Is this one of them? An empty list names all.
bool names_community(std::string_view list, const CommunityId& community);

// archive_fence.cpp; inside the caller's transaction, but for meet_fence, which has its own. Throw SqliteFailure.
json enrolled_act(Database& database, const ChainId& chain);
json revoked_act(const ChainId& chain, Instant at);
json leased_act(const ChainId& chain, const NumberBlock& block, Instant at);
void keep_lease(Database& database, const ChainId& chain, const NumberBlock& block, Instant at);
/// Writes the act into the fence, synced, and files its line. `fence` may be null.
Result<void> fence_in(Database& database, Fence* fence, const json& act);
/// Brings fence and archive together when the archive is opened. Answers whether it collects.
Result<bool> meet_fence(Database& database, Fence& fence, const Epoch& epoch, Instant now);

// erasure_case.cpp, archive_erasure.cpp. Throw SqliteFailure.
/// What a line of the fence says of an erasure, marked as due; inside the caller's transaction.
void keep_erasure(Database& database, Reader& act);
/// What a fence holds of all that were carried out.
std::vector<json> erasure_acts(Database& database);
/// Destroys what is marked and still here: a fence knew of it, and this archive did not. Answers whether anything was.
bool erase_what_is_due(Commit& commit, ArchiveWriter& writer, const Template& archive_template, Dice& dice,
                       Instant now);
/// The same in a commit of its own.
std::vector<Publication> erase_what_is_due(ArchiveWriter& writer, const Template& archive_template,
                                           const RoleBook& roles, const Epoch& epoch, Dice& dice, Instant now);

/// What was written stands nowhere any more but in the database itself, where SQLite overwrites what it frees.
void empty_log(Database& database);

/// Finds the places of an archive from before there were any; archive_renew.cpp.
void place_anew(ArchiveWriter& writer, const Template& archive_template);
/// Counts the set hashes anew where an earlier version kept them in another way; archive_renew.cpp.
void sum_anew(Database& database, const Epoch& epoch);

/// By community, as this transaction sees them; archive_renew.cpp.
std::map<CommunityId, Seq> heads_of(Database& database);

/// The newest epochs, the present one last; `epochs` is a reader's statement of that name.
Result<Lineage> read_lineage(Statement& epochs);

}  // namespace doorstep
