#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/intent.h"
#include "shared/clock.h"
#include "shared/crypto.h"
#include "shared/frame.h"
#include "shared/merge.h"
#include "shared/role.h"
#include "shared/sqlite.h"
#include "shared/statements.h"

namespace doorstep {

class EstateBook;
class LeaseWatch;
class Outmail;
struct VisitSave;

/// waiting until the verdict is stored; answered until the feed has passed it; then gone, and only number and hash
/// stay. "Sent" is no state of the store: what is in flight is forgotten with the connection and offered again on the
/// next.
enum class BundleState { waiting = 0, answered = 1, gone = 2 };
struct OutboxBundle {
  BundleNumber number;
  std::string wire;  ///< the wire text, spliced from what this store sealed
};

/// The tablet's store (docs/store.md §Tablet): what the person sees, the server's state under it, the outbox.
///
/// One SQLite file, two doors: `edit` for what this person does, with its outbox row in the same transaction; `adopt`
/// for what the server says, which cannot enter the outbox. A verb that answers without an Error is on disk (verdicts
/// and checkpoints: shared/relaxed_transaction.h). One thread; several processes may hold the same store open, each
/// verb is one transaction and nothing is cached between them but the identity and the estate (which notices what
/// others write).
class Store {
 public:
  /// `key` is the chain key; it must outlive the store. Creates the file when it is missing.
  static Result<std::unique_ptr<Store>> open(const std::string& path, const DatabaseOptions& options,
                                             const SigningKey& key, Clock& clock, Dice& dice);

  ~Store();

  // Identity and template
  Result<void> enrolled(const Identity& identity);
  const std::optional<Identity>& identity() const { return identity_; }
  const Template& archive_template() const { return *template_; }
  std::shared_ptr<const Template> archive_template_shared() const { return template_; }
  /// What the person may see and do, as the server said last; before that, everything.
  const Role& role();
  Result<void> adopt_template(std::string_view text);
  /// The office's public key (X25519), as the server told it last.
  std::optional<PublicKey> office_key();
  Result<void> learn_office_key(const PublicKey& key);
  /// Told of every bundle that was sealed and of verdicts; not owned, may be null.
  void keep(Outmail* outmail) { outmail_ = outmail; }

  // Ours
  /// One sealed bundle for all intents (1 to bundle_edits_max). Answers the records in order. Nothing is saved unless
  /// all of it can be. An intent that changes nothing writes nothing. While a visit is open, intents of which one joins
  /// it (engine/visit.h) are kept unsealed with it instead.
  Result<std::vector<RecordId>> edit(std::vector<Intent> intents);

  /// Opens a visit by its first edit, which creates or changes the visit's own record.
  Result<RecordId> begin_visit(const RecordId& unit, Intent first);
  /// The last edit, and then all of its edits sealed in order: one bundle, or several beyond a bundle's limits.
  Result<void> finish_visit(Intent last);
  /// The open visit, if there is one, ends as it stands: its edits are sealed.
  Result<void> seal_open_visit();
  /// This device was revoked and everything handed over: nothing can be saved here any more.
  Result<void> revoked();
  /// For the outmail: what each save in the open visit wrote, oldest first.
  Result<std::vector<VisitSave>> visit_saves();

  // Theirs
  /// Checks that the server's head of this chain lies on our own line: forked, server_behind. Learns communities and
  /// epoch.
  Result<void> adopt(const Welcome& welcome);
  /// The store is a copy, or an old one put back: its line and the server's have parted (forked). It goes on as the
  /// next incarnation: every bundle whose text is here gets a number on a new line, edit ids stay, and what had arrived
  /// before answers its first outcome. The next conversation begins with the new chain.
  Result<void> begin_incarnation();
  Result<std::vector<Change>> adopt(const Verdicts& verdicts);
  /// forked: the last own bundle that the server has is none of this line (checkpoints too).
  Result<std::vector<Change>> adopt(const Page& page);
  /// `tree`: the server answers `ask_sums`.
  Result<std::vector<Change>> adopt(const Checkpoint& checkpoint, bool tree = false);
  /// The answer to a question of ours: what to ask next, if that is not all. replayed_frame: what differs is read by
  /// the next conversation.
  Result<std::optional<AskSums>> adopt(const Sums& sums);
  Result<void> adopt(const History& history);
  Result<void> adopt(const Numbers& numbers);
  /// broken_signature, bad_frame: it is none of this store's.
  Result<void> adopt(const LeaseFrame& frame);
  /// Keeps the server's lines behind what is kept of them; from `behind` on they replace what stood there.
  Result<void> adopt(const FenceLines& lines);

  // For the conversation
  struct Greeting {
    Epoch epoch;
    std::uint64_t waiting = 0;  ///< bundles without a verdict
    std::optional<Instant> server_time;
    std::uint64_t grant = 0;  ///< version of the role that this store holds to,
    std::string scope;        ///< and what it reads; empty: it was never told
    std::uint64_t storage = 0;  ///< bytes of the database
  };
  Result<Greeting> greeting();
  /// Where each community's feed goes on: a subscribe frame for each.
  Result<std::vector<Subscribe>> cursors();
  /// Where this store differs from the server's (engine/healing.h): what to ask, to find out in what.
  Result<std::optional<AskSums>> sums_to_ask(const CommunityId& community);

  /// Numbers that can still be given, by community and series.
  Result<std::vector<NumbersLeft>> numbers_left();

  // What this store keeps for the server (engine/safekeeping.cpp)
  Result<FencePlace> fence_place();
  /// Kept lines behind the server's, as many as one frame takes; none when its fence is not the beginning of this copy.
  Result<FenceLines> fence_behind(const FencePlace& servers);
  struct Parcel {
    std::int64_t upto = 0;
    Rescue rescue;
  };
  /// The next rescues to hand over, within a page's limits; empty records when none is left.
  Result<Parcel> next_rescue();
  Result<void> handed_over(std::int64_t upto);

  // The outbox
  /// Unanswered bundles behind `after`, oldest first, within the limits (but at least one).
  Result<std::vector<OutboxBundle>> outbox(BundleNumber after, std::size_t bundles_max, std::size_t bytes_max);

  Result<std::vector<BundleNumber>> waiting();  ///< bundles without a verdict, in order

  Result<BundleNumber> tip();  ///< the last bundle of the line; 0: none yet

  Result<bool> outbox_empty();  ///< every bundle has its verdict, and the feed has passed it

  /// Whether anything here may be shown or changed now. `edit` and the visit's verbs ask it by themselves; whoever shows
  /// something asks it before.
  LeaseWatch& lease_watch() { return *lease_watch_; }
  /// All homes as the screens show them, kept between two looks (engine/estate.h reads it).
  EstateBook& estate_book();
  Database& database() { return database_; }
  Statements& sql() { return sql_; }
  Clock& clock() { return clock_; }
  const PublicKey& chain_key() const { return key_.public_key(); }

 private:
  Store(Database database, const SigningKey& key, Clock& clock, Dice& dice);
  Result<void> load();
  Result<void> save(Bundle& bundle, const RecordId& id, Intent intent);
  Result<void> save_pair(Bundle& bundle, const RecordId& id, Intent intent);
  Result<void> save_talk(Bundle& bundle, const RecordId& id, Intent intent);
  Edit start_edit(const RecordId& id, const Record* seen, Intent intent);
  Bundle next_bundle();
  Result<std::vector<RecordId>> save_all(Bundle& bundle, std::vector<Intent> intents);
  void give_numbers(const Type& type, const CommunityId& community, Intent& intent);
  Result<void> file(Bundle& bundle);
  Result<std::vector<RecordId>> save_in_visit(std::vector<Intent> intents, VisitSave& save);
  Result<std::vector<Bundle>> seal_visit();
  Result<std::vector<Bundle>> end_visit_under_other_role(const Role& now);
  std::string visit_save_text(const std::vector<Edit>& edits);
  Result<void> lies_on_our_line(BundleNumber number, const std::optional<Hash>& hash);
  void write_identity(const Identity& identity);

  Database database_;
  Statements sql_;
  const SigningKey& key_;
  Clock& clock_;
  Dice& dice_;
  std::optional<Identity> identity_;
  std::shared_ptr<const Template> template_;
  std::shared_ptr<const Role> role_;  ///< as `meta` had it when it was asked last
  Outmail* outmail_ = nullptr;
  std::unique_ptr<EstateBook> estate_book_;
  std::unique_ptr<LeaseWatch> lease_watch_;
};

// meta, typed; throw SqliteFailure
std::optional<std::string> meta_text(Statements& sql, const char* key);
std::int64_t meta_integer(Statements& sql, const char* key, std::int64_t fallback);
void set_meta(Statements& sql, const char* key, std::string_view text);
void set_meta(Statements& sql, const char* key, std::int64_t value);

}  // namespace doorstep
