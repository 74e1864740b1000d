#pragma once
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "shared/edit.h"
#include "shared/frame.h"
#include "shared/record.h"
#include "shared/template.h"

namespace doorstep {

/// One record as the feed sends it. Encoded once, shared by every session, never changed.
struct Entry {
  RecordText text;
  Seq seq;  ///< its highest class seq
};
using SharedEntry = std::shared_ptr<const Entry>;

/// A bundle that a proven tablet pushed: parsed, its commitments and signature verified by the reconciler.
struct Submission {
  Bundle bundle;
  Clocks clocks;       ///< the tablet's at hello,
  Instant hello_at{};  ///< and the server's at the same moment: they correct the edits' times
  Instant received_at{};
};

/// What a commit changed, for the feed: in seq order, each record once, as it is after the commit.
struct Publication {
  CommunityId community;
  Seq head;
  Hash set_hash{};  ///< over everything, at `head`
  std::vector<SharedEntry> entries;
  std::map<ChainId, BundleNumber> answered;  ///< the last bundle with a verdict, of each chain in this commit
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
};
struct ArchivePage {
  std::vector<SharedEntry> entries;
  Seq from, to, read;
  bool done = false;
  /// Tail: not all of the bundle that ends at `to` is in `entries`; ask for what is behind this place next. What
  /// changed again meanwhile comes with the later bundle.
  std::optional<BundlePlace> goes_on;
  BundleNumber last_own;
  Hash set_hash{};  ///< at `read`
};

struct NewPerson {
  std::string login, name, role = "field";
  std::string communities = {}, buildings = {};  ///< separated by commas; empty: all
};
struct Code {
  std::string code;
  Instant expires{};
};
struct QuarantineItem {
  EditId edit;
  ChainId chain;
  RecordId record;
  std::string code;
  std::string state;
  json body;
};
struct ArchiveStatus {
  Epoch epoch;
  std::map<CommunityId, Seq> heads;
};
struct ArchiveCheck {
  std::uint64_t records = 0, edits = 0;
  std::map<CommunityId, Hash> heads;
};

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
  virtual Result<Code> mint_code(std::string_view login, Instant now) = 0;
  /// All devices of the login, or the one named. Answers how many were revoked.
  virtual Result<int> revoke(std::string_view login, const std::optional<DeviceId>& device) = 0;
  virtual Result<void> discard(const EditId& quarantined, std::string_view reason) = 0;

  // Readers. `device` is also asked on the archive thread, so that its answer is in order with publications.
  virtual Result<Device> device(const ChainId& chain) = 0;
  virtual Result<ArchivePage> page(const PageRequest& request) = 0;
  virtual Result<History> history(const RecordId& record) = 0;
  virtual Result<json> devices() = 0;
  virtual Result<std::vector<QuarantineItem>> quarantine() = 0;
  virtual Result<ArchiveStatus> status() = 0;
  /// Everything that can be checked: the database itself, the journal's chain and gaps, commitments, every record's
  /// texts, set hashes and natural keys. Takes as long as it takes; a stop that is asked for ends it (server_closing).
  virtual Result<ArchiveCheck> verify(std::stop_token stop = {}) = 0;

  virtual const Template& archive_template() const = 0;
};

}  // namespace doorstep
