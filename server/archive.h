#pragma once
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "server/access_log.h"
#include "server/role_book.h"
#include "server/set_sums.h"
#include "shared/edit.h"
#include "shared/frame.h"
#include "shared/projection.h"
#include "shared/record.h"
#include "shared/template.h"

namespace doorstep {

/// Where a record has been, and the seq at which it left that place last (shared/scope.h). Who had it there lets it go.
using Former = std::map<std::string, Seq>;

/// One record as the feed sends it. Encoded once, shared by every session, never changed.
struct Entry {
  RecordText text;
  Seq seq;            ///< its highest class seq
  std::string about;  ///< the type whose rights govern it: its own, or of a conflict the record's that it is about
  std::string place = {};
  Former former = {};
  std::optional<ClassSeqs> seqs = {};  ///< of one that many sessions are asked about
};
using SharedEntry = std::shared_ptr<const Entry>;

/// A bundle that a proven tablet pushed: parsed, its commitments and signature verified by the reconciler.
struct Submission {
  Bundle bundle;
  Clocks clocks;       ///< the tablet's at hello,
  Instant hello_at{};  ///< and the server's at the same moment: they correct the edits' times
  Instant received_at{};
};

/// The last bundle of a chain that has a verdict; number 0: none yet.
struct ChainTip {
  BundleNumber number;
  Hash hash{};

  bool operator==(const ChainTip&) const = default;
};

/// What a commit changed, for the feed: in seq order, each record once, as it is after the commit.
struct Publication {
  CommunityId community;
  Seq head;
  SharedSums sums;  ///< of the set hash, at `head`
  std::vector<SharedEntry> entries;
  std::map<ChainId, ChainTip> answered;  ///< the last bundle with a verdict, of each chain in this commit
  bool whole = true;                     ///< false: more than a feed should hold, and `entries` lacks it
};

struct Accepted {
  std::vector<Result<Verdict>> verdicts;  ///< one for each submission, in order
  std::vector<Publication> publications;
};

/// What a hello is checked against.
struct Device {
  PersonId person;
  DeviceId device;
  ChainId chain;
  std::string name;  ///< the person's
  PublicKey key{};
  bool revoked = false;
  BundleNumber last;  ///< 0: no bundle yet
  Hash last_hash{};
  std::vector<CommunityHead> communities;
  std::vector<PersonName> people;  ///< everyone whose edits this device may meet
  Epoch epoch;
  Lineage lineage = {};
  SharedRole role = {};    ///< null: reads and does nothing
  std::string grant = {};  ///< names the person's role, its version and where it holds
};

/// What a tablet says of itself when it calls, for the list of tablets.
struct Contact {
  std::string program;  ///< version; empty: an earlier one than those that say it
  std::uint64_t protocol = 0;
  BundleNumber tip;  ///< the last of its chain that it had: what the archive has less of waits there
  std::uint64_t storage = 0;
  std::map<CommunityId, Seq> heard = {};  ///< how far its store had come: what was erased up to there is gone from it
};

/// Who asks for something: what their role shows, in which buildings it says so itself, and of which communities.
struct Onlooker {
  SharedRole role;
  std::optional<std::vector<CommunityId>> communities;  ///< empty: everywhere
  bool looks_at(const CommunityId& community) const {
    return !communities || std::find(communities->begin(), communities->end(), community) != communities->end();
  }
};

/// Within a bundle that no page holds: its seq, and the last of its records that was sent.
struct BundlePlace {
  Seq seq;
  RecordId after;
};

struct PageRequest {
  CommunityId community;
  ChainId chain;
  PageKind kind{};
  std::optional<RecordId> after;      ///< state
  Seq cursor;                         ///< tail
  std::optional<BundlePlace> inside;  ///< tail: the rest of this bundle, and nothing behind it
  /// What the chain's person holds; server_busy when that changed since: what the page is projected by is void.
  std::optional<std::string> grant = {};
  std::vector<Leaf> leaves = {};  ///< only what is on them, ascending
};
/// Who asks for sums: what their role shows, and what `grant` of a PageRequest says.
struct SumsRequest {
  AskSums asked;
  ChainId chain;
  SharedRole role;
  std::string grant;
};
struct ArchivePage {
  std::vector<SharedEntry> entries;
  Seq from, to, read;
  bool done = false;
  /// Tail: not all of the bundle that ends at `to` is in `entries`; ask for what is behind this place next. What
  /// changed again meanwhile comes with the later bundle.
  std::optional<BundlePlace> goes_on;
  ChainTip last_own;
  SharedSums sums;  ///< of the set hash, at `read`
};

struct NewPerson {
  std::string login, name, role = "manager";
  std::string communities = {}, buildings = {};  ///< separated by commas; empty: all
};
/// What a person is given; what is empty stays as it is.
struct PersonGrant {
  std::string login;
  std::optional<std::string> role = {}, communities = {}, buildings = {};
};
struct Code {
  std::string code;
  Instant expires{};
};
struct ShredReceipt {
  Bytes<32> nonce{};
  std::uint64_t edits = 0;
  Signature signature{};
};
/// An admin's act in the app: what they are told, what the feed has to hear, and whose rights or devices are others
/// from now on.
struct AdminAct {
  AdminAnswer answer;
  std::vector<Publication> publications = {};
  std::set<PersonId> changed = {};
  std::set<ChainId> revoked = {};
};
struct QuarantineItem {
  EditId edit;
  ChainId chain;
  RecordId record;
  std::string code;
  std::string state;
  json body;
};
/// Somebody asks that records are destroyed by law, with all that belongs to them (docs/merge.md §Erasure).
struct ErasureRequest {
  std::string login;   ///< who asks
  std::string reason;  ///< retention (its time is over), request (the person's own), consent (withdrawn), order
  std::vector<RecordId> records;
};
struct ErasureDone {
  json answer;
  std::vector<Publication> publications = {};
};
/// A text of an epoch that ended, which a tablet handed over. `missing`: edits that it shows and that nobody has
/// offered again.
struct RescuedText {
  RecordId record;
  ChainId chain;
  Epoch epoch;
  Instant at{};
  std::vector<EditId> missing;
  json body;
};
struct ArchiveStatus {
  Epoch epoch;
  std::map<CommunityId, Seq> heads;
  Lineage lineage = {};
  std::map<CommunityId, Seq> kept = {};  ///< the oldest kept backup has everything up to here
  std::optional<Instant> backed_up = {};
  std::uint64_t fence = 0;  ///< its lines
  bool collecting = false;  ///< restored without its fence, and not yet opened by an admin
};
/// Since when the present template holds: empty and no seqs for the one that the archive was made with.
struct TemplateSince {
  std::optional<Instant> at;
  std::map<CommunityId, Seq> seqs;
  bool changed = false;                        ///< by the verb that answers
  std::vector<Publication> publications = {};  ///< what moved by it
};
/// How far the fence has come, and how many of the lines just brought were new to it.
struct FencePosition {
  FencePlace place;
  std::uint64_t fresh = 0;
  std::vector<Publication> publications = {};  ///< of what they say was erased
};
struct ArchiveCheck {
  std::uint64_t records = 0, edits = 0;
  std::map<CommunityId, Hash> heads;
  std::uint64_t pages = 0;  ///< whose seal was checked, each alone
};

inline constexpr std::uint64_t numbers_low = 50, numbers_a_lease = 200;
inline constexpr std::int64_t leases_a_day_max = 10;  ///< of one series for one chain

/// The server's storage, in domain verbs (design.md §5). SQLite behind it now; one conformance suite for every home.
///
/// Threads: the verbs under "one writer" are called from one thread at a time (the archive thread); "readers" from any.
/// A verb that answers without an Error has committed and synced. After a crash everything answered is there; a verb
/// that did not answer has happened wholly or not at all.
class Archive {
 public:
  virtual ~Archive() = default;

  // One writer.
  /// One commit for all submissions, a savepoint for each bundle. A verdict in the answer is final; an Error in its
  /// place means that this bundle could not be tried or does not fit the chain (broken_chain, forked), and changed
  /// nothing. An Error for the whole means that nothing was committed.
  virtual Result<Accepted> accept(std::vector<Submission> submissions) = 0;
  /// A bundle that can never be applied: kept raw in quarantine, every edit answered `rejected`, the chain goes on.
  virtual Result<Accepted> park(const ChainId& chain, BundleNumber number, const Hash& bundle_hash, std::string raw,
                                std::vector<EditId> edits) = 0;
  virtual Result<Enrolled> enrol(std::string_view code, const PublicKey& key, std::string_view label, Instant now) = 0;
  virtual Result<PersonId> add_person(const NewPerson& person) = 0;
  /// The role's next version, and from the next commit and page on what counts. The same again changes nothing.
  virtual Result<SharedRole> set_role(std::string_view text, Instant now) = 0;
  virtual Result<PersonId> set_person(const PersonGrant& given, Instant now) = 0;
  virtual Result<Code> mint_code(std::string_view login, Instant now) = 0;
  /// All devices of the login, or the one named. Answers how many were revoked.
  virtual Result<int> revoke(std::string_view login, const std::optional<DeviceId>& device) = 0;
  /// What a revoked device had not sent, into quarantine as it is, each edit once. Answers how many of the edits that
  /// it names are in quarantine, or had arrived before.
  virtual Result<Salvaged> salvage(const ChainId& chain, const std::vector<json>& bundles) = 0;
  /// The device's receipt: it handed over so many edits, and its keys go.
  virtual Result<void> keep_receipt(const ChainId& chain, const ShredReceipt& receipt, Instant now) = 0;
  /// A quarantined edit counts after all: taken in by the archive's own line, for everybody to see. An Error says why
  /// the archive as it stands refuses it, and it stays in quarantine. not_found, already_exists (applied, discarded).
  virtual Result<Accepted> apply_quarantined(const EditId& quarantined, Instant now) = 0;
  virtual Result<void> discard(const EditId& quarantined, std::string_view reason) = 0;
  /// Notes who asks, and for what; answers `erasure`, by which it is decided, and `covers`, how many records of each
  /// type. It takes the right to delete each. not_allowed, not_found,
  /// erased, invalid_value, out_of_range.
  virtual Result<json> ask_erasure(const ErasureRequest& request, Instant now) = 0;
  /// Another person agrees, who may approve and delete: the records are left as empty headers, and whatever else the
  /// archive holds of them is destroyed. It stands in the fence before it is committed: no restore brings it back.
  /// own_proposal; invalid_value where somebody who stays would come into everyone's sight.
  virtual Result<ErasureDone> approve_erasure(const std::string& erasure, std::string_view login, Instant now) = 0;
  virtual Result<void> refuse_erasure(const std::string& erasure, std::string_view login, Instant now) = 0;
  /// Carries out what an admin does in the app, whose right to it is checked inside the write transaction; `acts` says
  /// who it was. What stands in the way is the answer.
  virtual Result<AdminAct> act_for(const ChainId& asker, const AdminAsk& ask, Instant now) = 0;
  /// Lines of the fence that a tablet kept. They are used while the archive collects them, that is after a restore
  /// without its fence; until `open_fence` every device and every code is answered server_collecting.
  virtual Result<FencePosition> extend_fence(std::uint64_t behind, const std::vector<std::string>& lines) = 0;
  virtual Result<void> open_fence() = 0;
  /// Waits for no disk: what a power cut takes of it the next call says again.
  virtual Result<void> note_contact(const ChainId& chain, const Contact& contact, Instant now) = 0;
  virtual Result<void> note_access(const Access& access, Instant now) = 0;
  /// What the fence has behind a tablet's copy, or all of it when the copy is another's; one frame's worth.
  virtual Result<FenceLines> fence_after(const FencePlace& copy) = 0;
  /// Into quarantine; what is there already stays as it is. Answers how many of them are there now.
  virtual Result<Rescued> take_rescue(const ChainId& chain, const Rescue& rescue, Instant now) = 0;
  /// Leases a block of each series in which this chain says that it is low (docs/protocol.md §Numbers). The leases
  /// stand in the fence before they are answered: no number is ever leased twice, whatever is restored.
  virtual Result<Numbers> lease(const ChainId& chain, const AskNumbers& asked, Instant now) = 0;
  /// Puts this template in the place of the present one (`cannot_follow` says when not: bad_template). Bundles that
  /// were made under an older one are taken as before; tablets get it at their next contact. Every template stays in
  /// the archive with the heads at which it began. The present one again changes nothing. What is somewhere else by the
  /// next one moves in the same transaction, by bundles of the archive's own line; it takes as long as reading them
  /// all.
  virtual Result<TemplateSince> set_template(std::string_view text, Instant now) = 0;
  /// A backup with everything up to `heads` lies somewhere safe. Of all that were noted the `kept` newest count: what
  /// the oldest of them has, tablets need not keep.
  virtual Result<void> note_backup(const std::map<CommunityId, Seq>& heads, std::uint64_t kept, Instant now) = 0;

  // Readers. `device` is also asked on the archive thread, so that its answer is in order with publications.
  virtual Result<Device> device(const ChainId& chain) = 0;
  virtual Result<ArchivePage> page(const PageRequest& request) = 0;
  /// Of all that the role shows of the community now. Takes as long as reading it.
  virtual Result<Sums> sums(const SumsRequest& request) = 0;
  /// At most `history_entries_max` and `page_bytes_max` of it. Where the reader is shown no edit `before` of this
  /// record, the newest, as if none had been named.
  virtual Result<History> history(const AskHistory& asked, const Onlooker& reader) = 0;
  Result<History> history(const RecordId& record) {
    return history(AskHistory{record}, {SharedRole{&Role::everything(), [](const Role*) {}}, std::nullopt});
  }
  /// A page of what an admin asks for in the app, as far as their rights show it.
  virtual Result<AdminAnswer> answer_admin(const ChainId& asker, const AdminAsk& ask) = 0;
  virtual Result<std::vector<SharedRole>> roles() = 0;
  virtual Result<json> devices() = 0;
  virtual Result<json> audit(const AuditQuery& query) = 0;
  virtual Result<std::vector<QuarantineItem>> quarantine() = 0;
  virtual Result<json> erasures() = 0;  ///< all, the first one first; times in ms
  /// One of them: what it covers or destroyed, and which tablets have heard of it.
  virtual Result<json> erasure(const std::string& erasure) = 0;
  virtual Result<std::vector<RescuedText>> rescued() = 0;  ///< those with something missing
  virtual Result<TemplateSince> template_since() = 0;
  virtual Result<ArchiveStatus> status() = 0;
  /// Everything that can be checked: the database itself, the journal's chain and gaps, commitments, every record's
  /// texts, set hashes and natural keys. Takes as long as it takes; a stop that is asked for ends it (server_closing).
  virtual Result<ArchiveCheck> verify(std::stop_token stop = {}) = 0;
  /// Everything as of one moment, written into a new file at `path` and synced; writers go on meanwhile.
  virtual Result<void> copy_to(const std::string& path) = 0;

  /// The present one; stays valid as long as the archive, also when another takes its place.
  virtual const Template& archive_template() const = 0;
};

}  // namespace doorstep
