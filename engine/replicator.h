#pragma once
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/store.h"
#include "shared/effect.h"
#include "shared/frame.h"

namespace doorstep {

/// What changed on this tablet by what the server said.
struct Told {
  std::vector<Change> changes;
};
/// This device was revoked and has handed everything over: its keys are to be destroyed now, before anything else.
struct Shred {};
/// To what an admin asked.
struct Answered {
  AdminAnswer answer;
};
using TabletEffect = std::variant<Send, Wake, Close, Told, Shred, Answered>;
using TabletEffects = std::vector<TabletEffect>;

/// What a person may be told about this conversation so far; counts are edits.
struct Progress {
  bool welcomed = false;
  bool caught_up = false;  ///< every community has had its checkpoint and the outbox is empty
  std::uint64_t sent = 0, merged = 0, conflicts = 0, refused = 0;
  std::uint64_t received = 0,
                expected = 0;  ///< records of the first sync; expected is the server's head, an upper guess
};

/// The tablet half of the conversation (docs/protocol.md), sans I/O: one per connection, dies with it. All that must
/// survive is in the store. One thread.
class Replicator {
 public:
  /// history_only: neither subscribes nor pushes, for a person who asks about a record while working offline.
  enum class Mode { full, history_only };
  Replicator(Store& store, const SigningKey& chain_key, Clock& clock, Mode mode = Mode::full);

  TabletEffects opened(const Binding& binding);
  TabletEffects received(std::string_view text);
  TabletEffects ticked(Instant now);
  /// The outbox has something new.
  TabletEffects nudged();
  /// Asks for a record's history, or for what is older than an edit of it; the answer goes into the store and is told
  /// as a change of the record.
  TabletEffects ask_history(const RecordId& record, const std::optional<EditId>& before = std::nullopt);

  /// For an admin; the answer is told and not kept. Only once welcomed.
  TabletEffects ask_admin(const AdminAsk& ask);

  const Progress& progress() const { return progress_; }

 private:
  enum class Stage { fresh, greeted, proven, welcomed, revoked, closed };

  TabletEffects on(const Challenge& frame);
  TabletEffects on(const Welcome& frame);
  TabletEffects on(const TemplateFrame& frame);
  TabletEffects on(const Verdicts& frame);
  TabletEffects on(const Page& frame);
  TabletEffects on(const Checkpoint& frame);
  TabletEffects on(const History& frame);
  TabletEffects on(const FenceLines& frame);
  TabletEffects on(const Collect& frame);
  TabletEffects on(const Rescued& frame);
  TabletEffects on(const Numbers& frame);
  TabletEffects on(const Sums& frame);
  TabletEffects on(const LeaseFrame& frame);
  TabletEffects on(const Revoked& frame);
  TabletEffects on(const Salvaged& frame);
  TabletEffects on(AdminAnswer frame);
  TabletEffects on(const ErrorFrame& frame);
  TabletEffects on(const Pong& frame);

  void subscribe(TabletEffects& effects);
  void push(TabletEffects& effects);
  void ask_numbers(TabletEffects& effects);
  void ask_sums(TabletEffects& effects, const CommunityId& community);
  void hand_over(TabletEffects& effects);
  TabletEffects salvage_next();
  void settle(TabletEffects& effects, Result<std::vector<Change>> changes);
  TabletEffects refuse(const Error& error);
  void note_progress();
  void send(TabletEffects& effects, const Frame& frame);
  TabletEffects close(Error error, bool tell_server = true);

  Store& store_;
  const SigningKey& chain_key_;
  Clock& clock_;
  Mode mode_;
  Stage stage_ = Stage::fresh;
  Binding binding_{};
  std::uint64_t sent_ = 0, received_ = 0;
  Instant heard_at_{}, spoke_at_{};
  Instant moved_at_{};  ///< the last frame that brought this conversation on
  Limits limits_;
  BundleNumber pushed_;                            ///< the last one sent on this connection
  std::map<BundleNumber, std::size_t> in_flight_;  ///< without a verdict: bytes
  std::set<CommunityId> unchecked_;                ///< no checkpoint yet on this connection
  std::int64_t rescue_upto_ = 0;                   ///< handed over and not yet taken; 0: none
  bool numbers_asked_ = false;                     ///< and not answered: whoever hangs up now goes away without
  bool none_to_lease_ = false;                     ///< the last answer
  std::optional<AskSums> sums_asked_;              ///< and not answered
  std::uint64_t sums_asks_ = 0;                    ///< on this connection
  std::deque<AdminVerb> admin_asked_;              ///< and not answered, in order
  Bytes<32> shred_nonce_{};                        ///< once revoked: what the receipt answers,
  std::uint64_t handed_over_ = 0;                  ///< and the edits handed over so far
  Progress progress_;
};

}  // namespace doorstep
