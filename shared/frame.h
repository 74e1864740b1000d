#pragma once
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/admin_frame.h"
#include "shared/crypto.h"
#include "shared/edit.h"
#include "shared/ids.h"
#include "shared/lease.h"
#include "shared/lineage.h"
#include "shared/numbers.h"
#include "shared/projection.h"
#include "shared/record.h"
#include "shared/scope.h"
#include "shared/sum_tree.h"

namespace doorstep {

/// Wire frames (docs/protocol.md has each with an example). Pure: text in, struct out, and back.
inline constexpr std::uint64_t protocol_version = 1;
inline constexpr std::size_t frame_bytes_max = std::size_t{3} << 20;
inline constexpr std::size_t page_records_max = 500;
inline constexpr std::size_t page_bytes_max = std::size_t{1} << 20;  ///< of records' texts; one alone may be larger
inline constexpr std::size_t push_bundles_max = 256;
inline constexpr std::size_t history_entries_max = 1000;
inline constexpr std::size_t histories_in_flight_max = 8;  ///< asked and not answered, of one session
inline constexpr std::size_t communities_max = 1000;
inline constexpr std::size_t people_max = 1000;
inline constexpr std::size_t verdict_conflicts_max = 512;  ///< of one edit: every field's, its key's, its parents'
inline constexpr std::size_t frame_id_bytes_max = 64;      ///< people, devices, chains, communities, epochs, digests
inline constexpr std::size_t frame_name_bytes_max = 256;   ///< what people are called, and tablets and communities
inline constexpr std::size_t error_detail_bytes_max = 1024;
inline constexpr std::size_t fence_lines_max = 128;        ///< of one frame
inline constexpr std::size_t fence_line_bytes_max = 4096;  ///< sealed; the server's fence, docs/store.md §Fence
inline constexpr std::size_t program_bytes_max = 32;
inline constexpr std::size_t number_blocks_max = 256;  ///< of one frame: communities × series

struct Clocks {
  Instant wall{};
  Millis monotonic{};
  std::string boot;
  std::optional<Instant> server;
};

struct Enrol {
  std::string code;
  PublicKey key{};
  std::string label;
  Signature proof{};
};
struct Enrolled {
  PersonId person;
  DeviceId device;
  ChainId chain;
  std::string name;
  std::optional<PublicKey> office_key{};  ///< X25519: what unsent work is sealed to
};
/// How far a copy of the server's fence has come: its lines, and the hash that chains them.
struct FencePlace {
  std::uint64_t number = 0;
  Hash hash{};
};
struct Hello {
  std::string template_digest;
  PersonId person;
  DeviceId tablet;
  ChainId chain;
  std::uint64_t grant = 0;
  std::string scope;
  Epoch epoch;
  std::uint64_t pending = 0;
  Clocks clocks;
  std::optional<FencePlace> fence = {};  ///< empty: a tablet that keeps no copy
  bool hands_over = false;               ///< knows what to do when it was revoked
  bool leases = false;                   ///< takes a lease when the one it has is half over
  std::string program = {};              ///< its version, for the list of tablets; empty: an earlier one
  std::uint64_t storage = 0;             ///< bytes of its store
};
struct Challenge {
  Bytes<32> nonce{};
};
struct Proof {
  Signature signature{};
};
struct CommunityHead {
  CommunityId code;
  std::string name;
  Seq head;
  Bytes<32> set_key{};
  Seq kept = {};  ///< every backup that is kept has everything up to it: what lies above must stay on tablets
};
/// A colleague, so that people read names and not ids.
struct PersonName {
  PersonId id;
  std::string name;
};
struct Limits {
  std::uint64_t bundles_in_flight = 256, bytes_in_flight = std::uint64_t{2} << 20;
  std::uint64_t numbers_low = 0;  ///< a tablet that has fewer left of a series asks for more; 0: none are leased
  std::uint64_t sums_asks = 0;    ///< so often may a conversation ask for sums; 0: this server has no tree
};
struct Welcome {
  Epoch epoch;
  Instant at{};
  std::int64_t skew_ms = 0;
  std::uint64_t grant = 0;
  std::string scope;
  BundleNumber last;  ///< 0: none of this chain yet; then `last_hash` is zeros
  Hash last_hash{};
  std::vector<CommunityHead> communities;
  std::vector<PersonName> people;
  Limits limits;
  std::optional<PublicKey> office_key{};  ///< as in `Enrolled`
  Lineage lineage = {};                   ///< the epochs that led here, `epoch` last
  std::optional<std::string> role = {};   ///< the person's, canonical (shared/role.h); empty: everything, from of old
  std::optional<SignedLease> lease = {};  ///< empty: the store may be used without end
};
/// In a conversation that goes on: the lease anew.
struct LeaseFrame {
  SignedLease lease;
};
struct TemplateFrame {
  std::string text;
};  ///< canonical
struct Push {
  std::vector<json> bundles;
};  ///< as received; `open_bundle` checks each. To send: `push_frame`
struct EditVerdict {
  enum class Outcome { applied, merged, conflict, rejected, held };
  EditId edit;
  Outcome outcome{};
  std::string code;                 ///< rejected
  std::optional<EditId> by;         ///< held
  std::vector<RecordId> conflicts;  ///< conflict
  /// Fields and groups that its author wrote and may only propose, by their role when it arrived.
  std::vector<std::string> proposed{};
};
struct Verdict {
  BundleNumber number;
  std::optional<Seq> seq;  ///< empty: nothing of the bundle was accepted
  bool retry = false;
  std::vector<EditVerdict> edits;
};
struct Verdicts {
  std::vector<Verdict> verdicts;
};
struct Subscribe {
  CommunityId community;
  std::optional<Seq> cursor;  ///< the tail; otherwise the state:
  std::optional<RecordId> after;
  std::optional<Seq> from;
  Seq complete = {};  ///< with `cursor`: of everything up to here nothing is missing, nor half a page
  /// With `cursor`: what the person may read since the grant was widened, by type; it comes before the tail, in id
  /// order, behind `after`.
  std::map<std::string, ClassMask> gained = {};
  /// The buildings that were seen before, where more are seen now: of what is in any other all comes.
  std::optional<Scope> held = {};
  /// With `cursor`: where the two stores differ, ascending; what is on these leaves comes before the tail, as above.
  std::vector<Leaf> leaves = {};
  bool gains() const { return !gained.empty() || held; }
};
/// part: of each record only what was gained · leaves: all that is on the leaves that were asked for
enum class PageKind { state, tail, part, leaves };
struct Page {
  CommunityId community;
  PageKind kind{};
  Seq from, to;  ///< tail only
  Seq read;
  BundleNumber last_own;
  bool done = false;
  bool more = false;  ///< tail: the bundle that ends at `to` goes on in the next page, and the cursor stays before it
  std::vector<json> records;  ///< as received: {"id","header","basic"?,"detail"?,"sensitive"?}; to send: `page_frame`
  std::optional<Hash> last_own_hash{};  ///< of the bundle `last_own`, as the server has it
};
struct Checkpoint {
  CommunityId community;
  Seq seq;
  Hash hash{};
  BundleNumber last_own;
  std::optional<Hash> last_own_hash{};  ///< as in a page
};
struct AskHistory {
  RecordId record;
  std::optional<EditId> before{};  ///< what is older than this edit; empty: the newest
};
struct HistoryEntry {
  Seq seq;
  std::string by;
  ChainId chain;
  std::optional<Instant> at;
  json edit;
};
struct History {
  RecordId record;
  bool complete = false;  ///< nothing is older than these
  std::vector<HistoryEntry> entries;
  std::optional<EditId> before{};  ///< the question's, if its reader is shown such an edit of this record
  std::optional<Seq> read{};       ///< the community's head as they were read: nothing up to it is missing
};
/// Lines of the fence, sealed for the server alone: a copy for the tablet to keep, or what it kept.
struct FenceLines {
  std::uint64_t behind = 0;  ///< the first line's number is the next one
  std::vector<std::string> lines;
};
/// A restored server asks for what its fence lacks.
struct Collect {
  FencePlace held;
};
/// Texts of an epoch that ended, which the server may have nowhere else.
struct Rescue {
  Epoch epoch;
  std::vector<json> records;  ///< as in a page
};
struct Rescued {
  std::uint64_t count = 0;  ///< those of the rescue are in quarantine
};
/// How many numbers of a series a tablet still has to give.
struct NumbersLeft {
  CommunityId community;
  std::string series;
  std::uint64_t left = 0;
};
struct AskNumbers {
  std::vector<NumbersLeft> left;
};
/// Blocks leased to the tablet's chain; none where it has enough, or had enough for a day.
struct Numbers {
  std::vector<NumberBlock> blocks;
};
/// Instead of a welcome: this device was revoked. What it has not sent it may hand over, and then its keys go.
struct Revoked {
  Bytes<32> nonce{};
};
/// All bundles without a verdict, in order, in one frame or more; they go into quarantine as they are.
struct Salvage {
  std::vector<json> bundles;
  bool done = false;
};
struct Salvaged {
  std::uint64_t edits = 0;  ///< that are in quarantine now, of all that were handed over
};
/// The receipt for a revocation: what was handed over has arrived, and the keys go now. In context
/// `doorstep shred 1`: nonce ‖ chain ‖ number of edits.
struct Shredded {
  Signature signature{};
};
struct Ping {};
struct Pong {
  Instant at{};
};
struct ErrorFrame {
  Error error;
  std::optional<Millis> retry_after;
};

using Frame = std::variant<Enrol, Enrolled, Hello, Challenge, Proof, Welcome, TemplateFrame, Push, Verdicts, Subscribe,
                           Page, Checkpoint, AskHistory, History, Ping, Pong, ErrorFrame, FenceLines, Collect, Rescue,
                           Rescued, AskNumbers, Numbers, Revoked, Salvage, Salvaged, Shredded, AskSums, Sums,
                           LeaseFrame, AdminAsk, AdminAnswer>;

/// What `frame` says in each kind, in the variant's order.
inline constexpr std::array<std::string_view, std::variant_size_v<Frame>> frame_names{
    "enrol",    "enrolled",  "hello",    "challenge",  "proof",       "welcome",     "template", "push",
    "verdicts", "subscribe", "page",     "checkpoint", "ask_history", "history",     "ping",     "pong",
    "error",    "fence",     "collect",  "rescue",     "rescued",     "ask_numbers", "numbers",  "revoked",
    "salvage",  "salvaged",  "shredded", "ask_sums",   "sums",        "lease",       "admin",    "admin_answer"};
inline std::string_view name_of(const Frame& frame) { return frame_names[frame.index()]; }

/// `n` counts one direction of one connection from 1. Texts in the frame are UTF-8, or it throws.
std::string encode(const Frame& frame, std::uint64_t n);
/// Splices texts that this process serialised itself, unread. `head.records` is not looked at.
std::string push_frame(const std::vector<std::string>& bundle_texts, std::uint64_t n);
std::string page_frame(const Page& head, const std::vector<Shown>& records, std::uint64_t n);

/// Faults: frame_too_big, bad_encoding, duplicate_key, frame_too_deep, bad_frame, wrong_version, unexpected_frame, and
/// replayed_frame when `n` is not `expected`.
Result<Frame> decode_frame(std::string_view text, std::uint64_t expected);

json verdict_json(const Verdict& verdict);
Result<Verdict> verdict_from(const json& object, const std::string& path);

/// The fence's chain behind one more line.
Hash fence_head(const Hash& before, std::string_view line);

/// What enrolment and proof sign: context and message (docs/protocol.md).
inline constexpr std::string_view enrol_context = "doorstep enrol 1";
inline constexpr std::string_view proof_context = "doorstep proof 1";
inline constexpr std::string_view shred_context = "doorstep shred 1";
using Binding = Bytes<32>;  ///< TLS exporter of the connection
std::string shred_message(const Bytes<32>& nonce, const ChainId& chain, std::uint64_t edits);
std::string enrol_message(const Binding& binding, std::string_view code);
std::string proof_message(const PublicKey& server, const Bytes<32>& nonce, const Binding& binding,
                          const ChainId& chain);

}  // namespace doorstep
