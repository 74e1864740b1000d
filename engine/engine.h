#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/desk_past.h"
#include "engine/desk_rules.h"
#include "engine/drafts.h"
#include "engine/estate.h"
#include "engine/household.h"
#include "engine/intent.h"
#include "engine/lease_watch.h"
#include "engine/likely.h"
#include "engine/merge_plan.h"
#include "engine/past.h"
#include "engine/search.h"
#include "engine/views.h"
#include "engine/visit.h"
#include "engine/waiting.h"
#include "shared/admin_frame.h"
#include "shared/crypto.h"
#include "shared/result.h"
#include "shared/role.h"
#include "shared/template.h"

namespace doorstep {

/// What became of a sync, in edits of this conversation.
struct SyncReport {
  std::uint64_t sent = 0, merged = 0, conflicts = 0, refused = 0, pending = 0;
  bool agrees = false;
};

/// What the one chip on the screen tells.
struct SyncState {
  enum class Stage { offline, connecting, syncing, caught_up, waiting, paused } stage = Stage::offline;
  std::optional<Error> why;  ///< waiting, paused
  std::uint64_t received = 0, expected = 0;
  std::optional<Instant> next_try{};  ///< waiting
  /// Edits that were answered since the store was unlocked, and what became of them.
  std::uint64_t sent = 0, merged = 0, conflicts = 0, refused = 0;
};

struct Enrolment {
  std::string folder;
  std::string_view passphrase;
  std::string server, pin, code, label;
  std::optional<KdfCost> cost{};  ///< empty: what this device takes a second for. Given only by tests
};

/// The facade of the engine: one store, unlocked, with its thread. Only forwards. Every verb may be called from any
/// thread; what it answers comes by `then` on the engine's thread, so `then` must not block. Destroying it waits for
/// the verb that runs; whatever was answered is on disk.
///
/// While the lease has run out, whatever shows or changes something answers lease_expired; sync, status, verify and
/// drafts that are being typed go on (docs/security.md §The lease).
class Engine {
 public:
  template <class T>
  using Then = std::function<void(Result<T>)>;

  /// Makes the slot file and the store in `folder` and enrols there; waits for the server. Can be repeated after a
  /// failure: the key made at first is kept. code_unknown, code_used, code_expired, wrong_server, unreachable, …
  static Result<Identity> enroll(const Enrolment& enrolment);
  /// wrong_passphrase, too_many_tries, not_enrolled, store_damaged, store_newer, … It opens whatever its lease says.
  static Result<std::unique_ptr<Engine>> open(const std::string& folder, std::string_view passphrase);
  /// Rewraps the store's keys; the store itself is not touched and may be open elsewhere. Faults of `Vault::change`.
  static Result<void> change_passphrase(const std::string& folder, std::string_view old_passphrase,
                                        std::string_view new_passphrase, std::optional<KdfCost> cost = std::nullopt);
  /// Gives the store another master key (engine/rekey.h); answers the pages written anew. in_use while it is open.
  static Result<std::uint64_t> rekey(const std::string& folder, std::string_view passphrase);
  /// Somebody leaves this tablet, and their store goes (engine/leaving.h). unsent, unless `hand_over` names a new file
  /// for what was not sent; answers how many edits that were.
  static Result<std::uint64_t> leave(const std::string& folder, std::string_view passphrase,
                                     const std::optional<std::string>& hand_over = std::nullopt);
  ~Engine();

  void edit(std::vector<Intent> intents, Then<std::vector<RecordId>> then);
  void show(const RecordId& id, Then<RecordView> then);
  void find(Query query, Then<std::vector<RecordView>> then);
  /// An answer for each key, in their order.
  void by_natural_keys(std::string type, std::vector<std::string> keys,
                       Then<std::vector<std::optional<RecordView>>> then);
  /// Who may be the same as somebody who is being entered, or was just now (engine/likely.h).
  void likely_same(Entered entered, Then<std::vector<Likely>> then);
  void likely_same(const RecordId& saved, Then<std::vector<Likely>> then);
  /// A home and everything that belongs to it; every home in one row, or one building's; buildings at a glance; the
  /// day's visits; what happened in a home; who set which field.
  void household(const RecordId& unit, Then<Household> then);
  void estate(Then<std::vector<EstateRow>> then);
  void estate(std::string building, Then<std::vector<EstateRow>> then);
  void buildings(Then<std::vector<BuildingRow>> then);
  void day_plan(DayQuery query, Then<DayPlan> then);
  void timeline(const RecordId& unit, Then<std::vector<Happening>> then);
  void origins(const RecordId& id, Then<std::vector<Origin>> then);
  /// What is being typed: on disk when it is answered (engine/drafts.h).
  void save_draft(std::string key, json body, Then<void> then);
  void drafts(std::string prefix, Then<std::vector<Draft>> then);
  void drop_draft(std::string key, Then<void> then);
  /// The visit under way (engine/visit.h). Edits with it as their context, edits of what belongs to its home and of
  /// what it touched join it by themselves.
  void begin_visit(const RecordId& unit, Then<OpenVisit> then);
  void open_visit(Then<std::optional<OpenVisit>> then);
  void note_in_visit(json set, Then<RecordId> then);
  void finish_visit(json set, Then<RecordId> then);
  void confirm(const RecordId& unit, std::vector<std::string> what, Then<RecordId> then);
  /// Makes the losers one with the winner, with their children (engine/merge_plan.h); and back.
  void merge(const RecordId& winner, std::vector<RecordId> losers, std::optional<Naming> resolves, Then<Merger> then);
  void unmerge(const RecordId& loser, Then<std::vector<RecordId>> then);
  void split(const RecordId& conflict, Then<std::vector<RecordId>> then);  ///< they are two after all
  /// A removed or archived record is here again (engine/bringing_back.h).
  void bring_back(const RecordId& record, Then<std::vector<RecordId>> then);
  void conflicts(Then<std::vector<ConflictView>> then);
  void conflicts(DeskQuery query, Then<std::vector<ConflictView>> then);
  /// Many decisions at once (engine/decision_plan.h), by a person's choice or a saved rule (engine/desk_rules.h): shown
  /// first, then written as they were shown, and taken back by their mark.
  void bulk_plan(BulkQuery query, Then<DecisionPlan> then);
  void plan_by_rule(const RecordId& rule, Then<DecisionPlan> then);
  void keep_plan(DecisionPlan plan, Then<void> then);
  void kept_plan(std::string mark, Then<DecisionPlan> then);
  void carry_out(DecisionPlan plan, Then<PlanOutcome> then);
  void decided_under(std::string mark, Then<std::vector<ConflictView>> then);
  void take_back(std::string mark, Then<std::size_t> then);
  /// Behind the desk (engine/desk_past.h).
  void take_back(std::string mark, std::vector<RecordId> conflicts, Then<std::size_t> then);
  void decided_lately(std::size_t at_most, Then<std::vector<ConflictView>> then);
  void merged_by(const RecordId& conflict, Then<std::vector<RecordId>> then);
  void colleagues(Then<std::vector<Colleague>> then);
  void desk_rules(Then<std::vector<DeskRule>> then);
  /// Those that hold no longer, as long as something that they decided stands and can be taken back by their mark.
  void ended_rules(Then<std::vector<DeskRule>> then);
  void save_rule(DeskRule rule, Then<DeskRule> then);
  void drop_rule(const RecordId& rule, Then<RecordId> then);
  /// Words about a conflict: a remark, whose it is, that it is asked again (shared/discussion.h).
  void talk_about(const RecordId& conflict, json words, Then<std::vector<RecordId>> then);
  void person_named(std::string named, Then<PersonId> then);
  void conflict(const RecordId& id, Then<ConflictView> then);
  void refusals(Then<std::vector<Refusal>> then);
  /// What is not at the office yet, by record; the homes a record belongs to; what became of this person's conflicts.
  void waiting(Then<std::vector<Waiting>> then);
  void homes_of(const RecordId& record, Then<std::vector<RecordId>> then);
  void decided(Then<std::vector<ConflictView>> then);
  void status(Then<StoreStatus> then);
  void verify(Then<StoreCheck> then);
  /// From the cache when it is complete, else asked of the server for up to `history_wait`; the cache when nobody
  /// answers.
  /// not_allowed when the person's role sees no history.
  void history(const RecordId& id, Then<HistoryView> then) { history(id, Reach::newest, std::move(then)); }
  /// older: and one page further back than is here · all: to the beginning, page by page, each told as a change
  enum class Reach { newest, older, all };
  void history(const RecordId& id, Reach reach, Then<HistoryView> then);
  /// What the person may see and do, as the server said last; before the first contact everything.
  void role(Then<Role> then);

  /// What an admin asks of the server or does there (shared/admin_frame.h): only while connected, else unreachable.
  /// Nothing of it is kept on this tablet. What the server refuses is an Error: not_allowed, own_doing, beyond_own, …
  void admin(AdminAsk ask, Then<AdminAnswer> then);

  /// Connects when need be, and answers when the outbox is empty and the feed caught up, or why that cannot be.
  void sync(Then<SyncReport> then);
  /// Connects and reconnects until told otherwise.
  void stay_connected(bool wanted);
  /// Called on the engine's thread. One each; set before connecting.
  void on_change(std::function<void(const std::vector<Change>&)> told);
  void on_sync(std::function<void(const SyncState&)> told);
  /// At once, and whenever the lease turns: given anew, running out, run out, the clock set back.
  void on_lease(std::function<void(const LeaseState&)> told);

  const Identity& identity() const;
  std::shared_ptr<const Template> archive_template() const;  ///< as it is now; a newer one may arrive with a welcome

 private:
  class Core;
  explicit Engine(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

inline constexpr Millis history_wait{5'000};
inline constexpr int sync_attempts_max = 5;

}  // namespace doorstep
