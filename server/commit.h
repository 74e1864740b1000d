#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "server/archive.h"
#include "server/archive_parts.h"
#include "server/erasure.h"

namespace doorstep {

/// A bundle that can never be applied, on its way to quarantine.
struct Parcel {
  ChainId chain;
  BundleNumber number;
  Hash hash{};
  std::string raw;
  std::vector<EditId> edits;
};

/// One commit for many bundles, each in its own savepoint: what one of them does wrong takes back that one alone.
/// Seqs, heads, sums and chains are carried in memory from bundle to bundle and written last. Destroyed without
/// `finish`, it has changed nothing. Throws SqliteFailure when the commit as a whole cannot go on.
class Commit {
 public:
  /// `patient_until`: until then a bundle that changes a record which is not there is answered server_busy.
  Commit(ArchiveWriter& writer, const Template& archive_template, const RoleBook& roles, const Epoch& epoch,
         std::optional<Instant> patient_until = {});

  Result<Verdict> take(Submission submission);
  /// A bundle that says no more than that another template holds: by it these records may be somewhere else.
  Result<Verdict> move(Submission submission, std::span<const RecordId> records);
  /// The archive's own bundle, whose edits erase: each its record, which is there. What else the archive holds of them
  /// is `wipe`'s. Where it `guards`, invalid_value: somebody who stays would come into more people's sight.
  Result<Verdict> erase(Submission submission, Destroyed& destroyed, bool guards);
  /// A parcel behind a gap of its chain waits in quarantine, and the chain stays where it is: its edits are forgotten
  /// there as soon as they come in a bundle that is tried. Nothing of that verdict is kept.
  Result<Verdict> park(const Parcel& parcel);
  /// Commits and syncs; only now may anybody be told.
  std::vector<Publication> finish();

 private:
  struct Community {
    Seq seq;
    Hash head{};
    Bytes<32> set_key{};
    SharedSums before;            ///< of the set hash, when this commit began,
    std::map<SumKey, Hash> sums;  ///< and those that it changed
  };
  struct Chain {
    std::int64_t row = 0;
    bool revoked = false;
    SharedRole role = {};     ///< the person's, held to their buildings; null: none
    Scope scope = {};         ///< these
    std::string communities;  ///< and where it holds; empty: everywhere
    BundleNumber last;
    Hash last_hash{};
    std::optional<Instant> last_at;
    bool changed = false;
  };
  struct News {
    std::map<RecordId, SharedEntry> entries;  ///< a record that changed twice is told once
    bool whole = true;                        ///< false: there is more of it than a feed should hold
    std::map<ChainId, ChainTip> answered;
  };
  /// What a bundle makes of its community and chain, beside rows.
  struct Step {
    Community community;
    Chain chain;
    Verdict verdict;
    std::map<RecordId, SharedEntry> entries;
  };

  Chain* chain(const ChainId& id);
  bool known_chain(const ChainId& id);
  Community* community(const CommunityId& id);
  /// The stored verdict when this number was answered before; empty when it is the chain's next.
  Result<std::optional<Verdict>> repeated(const Chain& chain, BundleNumber number, const Hash& hash);
  template <class Body>
  Result<void> in_savepoint(Body&& body);

  /// What a bundle is: people's edits on trial, or the archive's own word.
  struct Task {
    std::span<const RecordId> moves = {};
    Destroyed* erases = nullptr;
    bool guards = false;
    bool tries() const { return moves.empty() && erases == nullptr; }
  };
  Result<Verdict> take(Submission& submission, const Task& task);
  void apply(Submission& submission, const Task& task, Step& step);
  void write_erasure(TrialResult& result, const Bundle& bundle, const std::vector<Instant>& at, Destroyed& destroyed,
                     Step& step);
  void write_rows(WorkingSet& set, const CommunityId& community, Seq seq, Step& step);
  void write_row(Entry entry, const RecordColumns& columns, const RecordText* before, const CommunityId& community,
                 Step& step);
  void write_journal(Bundle& bundle, const TrialResult& result, const std::vector<Instant>& at,
                     const std::string& verdict_text, Step& step);
  void write_quarantine(const Bundle& bundle, const TrialResult& result, const Chain& chain);
  void write_waiting(const Parcel& parcel, const Chain& chain);
  void end_waiting(const std::vector<EditId>& edits, const Chain& chain);
  void write_parcel(const Parcel& parcel, Chain& chain, Verdict& verdict);
  void count(Community& community, const RecordText& text, const std::string& about, bool adds) const;

  ArchiveWriter& writer_;
  const Template& template_;
  const RoleBook& roles_;
  const Epoch& epoch_;
  std::optional<Instant> patient_until_;
  Transaction transaction_;
  std::map<CommunityId, std::optional<Community>> communities_;
  std::map<ChainId, std::optional<Chain>> chains_;
  std::map<CommunityId, News> news_;
};

}  // namespace doorstep
