#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "server/working_set.h"

namespace doorstep {

/// Lawful erasure inside one write transaction (docs/merge.md §Erasure): what it covers, what is left of it, and that
/// nothing of what it covers stays anywhere else in the archive. Everything here throws SqliteFailure.

inline constexpr std::size_t erasure_roots_max = 20;        ///< named in one request
inline constexpr std::size_t erasure_records_max = 20'000;  ///< destroyed by one

/// These records and whatever belongs to them in their community: what was merged into them, and their children in any
/// state, with all of theirs. Each stands behind the one that it belongs to. Reads every merged record. out_of_range.
std::vector<RecordId> family_of(Database& database, const Template& archive_template, const CommunityId& community,
                                const std::vector<RecordId>& roots);
/// What names one of these and is not among them. Reads every record.
std::vector<RecordId> naming(Database& database, const std::vector<RecordId>& family);

/// What an erasure asks while it looks whether somebody reaches what is erased. Prepared once.
struct ErasedQueries {
  explicit ErasedQueries(Database& database);
  Statement erased, there;
};

/// Which edits of one author, asked of one after the other, reach what is erased: its records, what is made under one,
/// and what was made so by them. An id that is somebody's record is never taken for one of those.
class ErasedRecords {
 public:
  ErasedRecords(ErasedQueries& queries, const Template& archive_template, const ChainId& author);

  bool is_erased(const RecordId& id);
  bool reached_by(const Edit& edit);
  /// It creates one under an erased record, or under nobody can tell what, because its words are destroyed already.
  bool makes_one(const Edit& edit);
  /// A record, or a conflict about one, whose values are of what is erased.
  bool holds(const RecordText& text);
  /// The text of a bundle without what it says of them; empty: it says nothing of any.
  std::optional<std::string> without(std::string_view raw);
  /// What its author made under them is remembered: what they write to it since is destroyed as well.
  void keep_made(Database& database) const;

 private:
  ErasedQueries& queries_;
  const Template& template_;
  std::string author_;
  std::map<RecordId, std::optional<RecordId>> made_;  ///< and under which
};

/// The person and tablet of a chain, as `erased.author` has them.
std::string author_of(const ChainId& chain);

/// Leaves of each record that the bundle's edits name its header alone, in state `erased`. The natural keys that it
/// claimed are others' again. Answers the stored conflicts about them, which go.
std::vector<RecordId> leave_headers(WorkingSet& set, const Template& archive_template, const Bundle& bundle,
                                    const std::vector<Instant>& at, Seq seq);
/// In questions about others stands no value of theirs any more: those that were asked while two records were one.
void forget_values(Database& database, WorkingSet& set, const Bundle& bundle, Seq seq);

/// What was destroyed beside records: conflicts, bodies of accepted edits, bodies in quarantine, what was handed over
/// or parked.
struct Destroyed {
  std::uint64_t records = 0, conflicts = 0, edits = 0, quarantined = 0, parcels = 0;
};
/// Takes what these records' edits said out of journal, quarantine, rescued texts and parked bundles, and what was to
/// be made under them. Heads, commitments, signatures and verdicts stay, so that everything still verifies.
void wipe(Database& database, const Template& archive_template, const std::vector<RecordId>& records,
          Destroyed& destroyed);

}  // namespace doorstep
