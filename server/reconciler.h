#pragma once
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/archive.h"
#include "server/enrol_gate.h"
#include "server/feed.h"
#include "server/tries.h"
#include "shared/clock.h"
#include "shared/effect.h"
#include "shared/frame.h"

namespace doorstep {

/// What the reconciler asks of the archive. The answer comes back by `answered`, in the order asked.
struct AskEnrol {
  std::string code;
  PublicKey key{};
  std::string label;
};
struct AskDevice {
  ChainId chain;
};
struct AskAccept {
  std::vector<Submission> submissions;
};
struct AskPark {
  ChainId chain;
  BundleNumber number;
  Hash bundle_hash{};
  std::string raw;
  std::vector<EditId> edits;
};
struct AskPage {
  PageRequest request;
};
struct AskTreeSums {
  SumsRequest request;
};
struct AskRecordHistory {
  AskHistory asked;
  Onlooker reader;
};
struct AskFence {
  FencePlace copy;
};
struct AskExtendFence {
  FenceLines lines;
};
struct AskSalvage {
  ChainId chain;
  std::vector<json> bundles;
};
struct AskReceipt {
  ChainId chain;
  ShredReceipt receipt;
};
struct AskRescue {
  ChainId chain;
  Rescue rescue;
};
/// For whoever looks after the tablets; nothing follows from the answer.
struct AskContact {
  ChainId chain;
  Contact contact;
};
/// Lists are answered by a reader, acts by the archive thread.
struct AskAdmin {
  ChainId chain;
  AdminAsk ask;
};
struct AskLease {
  ChainId chain;
  AskNumbers numbers;
};
struct AskAccess {
  Access access;
};
using Ask = std::variant<AskEnrol, AskDevice, AskAccept, AskPark, AskPage, AskRecordHistory, AskFence, AskExtendFence,
                         AskRescue, AskLease, AskSalvage, AskReceipt, AskTreeSums, AskContact, AskAccess, AskAdmin>;
/// What it said of itself is filed; or the disk failed, and the list of tablets lacks it.
struct Noted {};
/// It stands in the access log.
struct Logged {};
/// AskPage, AskTreeSums, AskRecordHistory and lists of AskAdmin are carried out by a reader, the others by the archive
/// thread.
using Answer =
    std::variant<Result<Enrolled>, Result<Device>, Result<std::vector<Result<Verdict>>>, Result<ArchivePage>,
                 Result<History>, Result<FenceLines>, Result<FencePosition>, Result<Rescued>, Result<Numbers>,
                 Result<Salvaged>, Result<void>, Result<Sums>, Result<Noted>, Result<Logged>, Result<AdminAnswer>>;

using ServerEffect = std::variant<Send, Ask, Wake, Close>;
using ServerEffects = std::vector<ServerEffect>;

struct ReconcilerContext {
  PublicKey server_key;
  const Template* archive_template;  ///< the archive's present one, when the connection begins
  const Feed& feed;
  Tries& tries;
  Clock& clock;
  Dice& dice;
  std::optional<PublicKey> office_key{};  ///< told to tablets, which seal their unsent work to it
  EnrolGate* gate = nullptr;              ///< may be null; not owned
  const SigningKey* identity = nullptr;   ///< signs leases; not owned. Without it, or without a term, none are given
  Millis lease{0};                        ///< a lease's term
  /// Bundles of a push that are opened in one go, which takes about 0.15 ms each; then `waits_to_go_on`.
  std::size_t opens_at_once = push_bundles_max;
};

/// The server half of the conversation (docs/protocol.md), sans I/O: one per connection, dies with it. No socket, no
/// storage, no thread; whoever owns it calls from one thread and carries out the effects in order.
class Reconciler {
 public:
  explicit Reconciler(ReconcilerContext context);

  /// `address`: the network's, for those who try wrong codes.
  ServerEffects opened(const Binding& binding, std::string address = {});
  ServerEffects received(std::string_view text);
  /// More of the frame that was received is to be done, before the next one: others may have their turn between.
  bool waits_to_go_on() const { return !unopened_.empty() && stage_ != Stage::closed; }
  ServerEffects go_on();
  ServerEffects answered(Answer answer);
  ServerEffects ticked(Instant now);
  /// Everything sent so far has left (or nearly): the next page may follow.
  ServerEffects flushed();
  /// The feed has something new in that community.
  ServerEffects rung(const CommunityId& community);
  /// The server is stopping: what was answered has been sent, nothing more will be.
  ServerEffects stopping();

  bool awaits_proof() const { return stage_ == Stage::challenged; }
  const std::optional<ChainId>& chain() const;  ///< proven; for the session table and revocation

 private:
  enum class Stage { fresh, asked_enrol, asked_device, collecting, challenged, welcomed, revoked, closed };
  struct Subscription {
    PageKind phase = PageKind::state;
    std::map<std::string, ClassMask> gained;  ///< part: what is sent of what was seen before,
    Scope held;                               ///< namely of what is in these buildings; of others all
    std::vector<Leaf> leaves;                 ///< leaves: which
    std::optional<RecordId> after;            ///< state, part, leaves: last id sent
    std::optional<Seq> state_from;            ///< read seq of the first state page: the tail begins here
    Seq cursor;                               ///< tail: everything up to it was sent,
    std::optional<BundlePlace> inside;        ///< and of the next bundle what is before this place
    Seq complete;                             ///< a record that shows nothing newer than this has been sent already
    std::optional<Seq> checkpointed;          ///< the last checkpoint's seq
    ChainTip last_own;
    bool asked = false;      ///< a page is being read,
    bool overtaken = false;  ///< and since it was asked for something was answered of which no seq tells
    bool logged = false;     ///< that this person looks at it; before that nothing is sent
  };

  ServerEffects on(Enrol frame);
  ServerEffects on(Hello frame);
  ServerEffects on(const Proof& frame);
  ServerEffects on(Push frame);
  ServerEffects on(const Subscribe& frame);
  ServerEffects on(const AskHistory& frame);
  ServerEffects on(FenceLines frame);
  ServerEffects on(Rescue frame);
  ServerEffects on(AskNumbers frame);
  ServerEffects on(AskSums frame);
  ServerEffects on(Salvage frame);
  ServerEffects on(const Shredded& frame);
  ServerEffects on(const Ping& frame);
  ServerEffects on(AdminAsk frame);

  ServerEffects answer(Result<Enrolled> enrolled);
  ServerEffects answer(Result<Device> device);
  ServerEffects answer(Result<std::vector<Result<Verdict>>> verdicts);
  ServerEffects answer(Result<ArchivePage> page);
  ServerEffects answer(Result<History> history);
  ServerEffects answer(Result<FenceLines> lines);
  ServerEffects answer(Result<FencePosition> position);
  ServerEffects answer(Result<Rescued> rescued);
  ServerEffects answer(Result<Numbers> numbers);
  ServerEffects answer(Result<Sums> sums);
  ServerEffects answer(Result<Salvaged> salvaged);
  ServerEffects answer(Result<void> receipt);
  ServerEffects answer(Result<Noted> noted);
  ServerEffects answer(Result<Logged> logged);
  ServerEffects answer(Result<AdminAnswer> found);
  std::optional<SignedLease> lease_now();
  void renew_lease(ServerEffects& effects);
  void note_contact(ServerEffects& effects);
  ServerEffects refuse(AccessKind kind, Error error);
  void log(ServerEffects& effects, AccessKind kind, std::string what = {});
  void log_looks(ServerEffects& effects);
  bool reads_sensitive(std::string_view type) const;
  bool reads_sensitive() const;  ///< of any type
  bool looks_at(const CommunityId& community) const;
  bool proven() const { return stage_ == Stage::welcomed || stage_ == Stage::revoked; }

  Result<Bundle> open_pushed(const json& wire) const;
  void ask_for_those_opened(ServerEffects& effects);
  Result<AskPark> parcel_of(const json& wire, const std::optional<Error>& spoilt);
  bool put_off(const Error& error, BundleNumber number);
  void advance(ServerEffects& effects);
  static void keep_last_own(Subscription& subscription, const ChainTip& own);
  void send_tail(ServerEffects& effects, const CommunityId& community, Subscription& subscription, const Page& head,
                 const std::vector<SharedEntry>& entries, const SharedSums& sums);
  struct Glance;
  std::optional<Shown> shown(const Subscription& subscription, const Entry& entry, Glance& glance) const;
  std::vector<Shown> shown(const Subscription& subscription, const std::vector<SharedEntry>& entries) const;
  void send_page(ServerEffects& effects, const Page& head, const std::vector<Shown>& records);
  void send(ServerEffects& effects, const Frame& frame);
  ServerEffects close(Error error);

  ReconcilerContext context_;
  Stage stage_ = Stage::fresh;
  Binding binding_{};
  std::string address_;
  Bytes<32> nonce_{};
  Hello hello_;
  Instant opened_at_{}, hello_at_{}, heard_at_{};
  Instant leased_at_{}, noted_at_{};
  std::string logged_day_;                                                     ///< of the looks that go on
  std::deque<std::variant<std::monostate, CommunityId, History>> logs_asked_;  ///< and what waits for each
  std::optional<ChainId> chain_;
  Device device_;
  SharedRole role_;  ///< of the person; reads nothing when there is none
  Scope scope_;      ///< the buildings in which it holds
  std::uint64_t sent_ = 0, received_ = 0;
  std::size_t pages_unflushed_ = 0;
  std::size_t histories_asked_ = 0;
  std::uint64_t sums_asked_ = 0;  ///< on this connection
  bool collected_ = false, rescue_asked_ = false, numbers_asked_ = false, salvage_asked_ = false;
  std::uint64_t salvaged_ = 0;                          ///< edits, on this connection
  std::deque<json> unopened_;                           ///< of the last push,
  AskAccept opened_;                                    ///< and those that are asked about next
  std::deque<std::vector<BundleNumber>> pushes_asked_;  ///< in the order asked
  bool put_off_ = false;                                ///< a bundle was told to come again, and so will all behind it
  std::deque<CommunityId> pages_asked_;
  std::deque<AdminVerb> admin_asked_;
  std::map<CommunityId, Subscription> subscriptions_;
  std::map<CommunityId, Seq> heard_;  ///< how far its store had come when it subscribed
};

}  // namespace doorstep
