#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "server/erasure.h"
#include "server/past_edits.h"
#include "shared/frame.h"
#include "shared/scope.h"

namespace doorstep {

/// What a trial asks about earlier edits. Prepared once, lives as long as the writer connection.
struct EditQueries {
  explicit EditQueries(Database& database);
  Statement known, chain_has_lane, lane, lane_of_create;
  ErasedQueries erased;
};

/// A bundle on trial: what the archive knows beside it.
struct Trial {
  RecordQueries& records;
  EditQueries& edits;
  PastQueries& past;
  const Template& archive_template;
  const Role& role;           ///< its author's
  const Scope& scope;         ///< and the buildings that they are held to
  const Template* made_with;  ///< an earlier template that the bundle names; nullptr: the present one, or none of ours
  const Bundle& bundle;
  std::int64_t chain_row = 0;  ///< chains.n
  Seq seq;                     ///< the bundle's, if anything in it is accepted
  std::vector<Instant> at;     ///< corrected time of each edit
};

/// What becomes of one edit.
struct EditOutcome {
  EditVerdict verdict;
  bool kept = false;       ///< accepted by this bundle: in history, found by its id
  bool repeated = false;   ///< known from before: nothing was done
  bool stops = false;      ///< rejected or held, and its lane stands still
  bool creates = false;    ///< and the record exists nowhere because of that
  bool holds = true;       ///< later edits of the record; not one that its author's role forbids, it concerns no other
  bool waits = true;       ///< rejected, and what it lacks may come: a restored server has lost it
  bool destroyed = false;  ///< it reached a record that is erased: nothing that it said is kept anywhere
  bool makes_erased = false;  ///< and it makes one under such a record
};
struct TrialResult {
  std::vector<EditOutcome> edits;  ///< by position
  std::unique_ptr<WorkingSet> set;
  bool any_kept() const;
};

/// Answers every edit of the bundle, in order, in memory. An edit that fails is rejected and holds its lane (design
/// §4): later edits of its record, and edits that refer to a record it would have created. Throws SqliteFailure.
TrialResult try_bundle(Trial& trial);

/// The first outcome of an edit that came before, in this chain or another; empty: it never did. Throws SqliteFailure.
std::optional<EditOutcome> first_outcome(EditQueries& queries, const EditId& edit);

}  // namespace doorstep
