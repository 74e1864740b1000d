#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/conflict.h"
#include "shared/edit.h"
#include "shared/record.h"

namespace doorstep {

/// What an edit meets: the record as it is, its conflicts (open ones, and any that the edit names), its live children
/// and what was merged into it.
struct Subject {
  std::optional<Record> record;
  std::vector<Conflict> conflicts;
  std::vector<RecordId> children;
};

/// How an edit's values were judged. checked: by this template, and what it does not take is refused · judged: by the
/// one that the edit was made with, and what this one does not take is asked about (docs/merge.md §Outdated values) ·
/// counted: it was merged before, and is merged again as it counted then.
enum class Values { checked, judged, counted };

/// What the accepting side knows about an edit beside its words.
struct Arrival {
  CommunityId community;
  ChainId chain;
  Seq seq;                    ///< 0 when a tablet predicts
  std::optional<Instant> at;  ///< corrected time
  Values values = Values::checked;
};

enum class Outcome { applied, merged, conflict };

struct Merged {
  Subject subject;
  Outcome outcome = Outcome::applied;     ///< merged: others had changed the record meanwhile, nothing was parked
  std::map<std::string, Outcome> fields;  ///< by field, or by group name
  std::vector<RecordId> conflicts;        ///< opened, joined or left open by this edit
  std::set<std::string> outdated{};       ///< fields and groups with a value that this template does not take
};

/// The merge law (docs/merge.md; design law §2.4–2.8): pure, the same on the server (accepting) and the tablet
/// (predicting). Answers a Fault, and changes nothing, for what no state of the record could accept (docs/merge.md
/// §Impossible): unknown_type, unknown_field, read_only, invalid_value, out_of_range, not_found, already_exists.
Result<Merged> merge(const Template& archive_template, Subject current, const Edit& edit, const Arrival& arrival);

/// Consecutive edits of one record in one bundle fold before merging: a slip undone at once makes no conflict. The
/// answer has one edit for each one given; a field that a later edit carries on is taken out of the earlier one.
std::vector<Edit> fold(const Template& archive_template, std::vector<Edit> edits);

/// A child that arrives under a removed record brings it back, marked with a delete_edit conflict (design law §2.8).
bool revive(Subject& parent, const Edit& child, const Arrival& arrival);

/// What a remove or archive carries: class → BLAKE2b-256 over values, open candidates' edits and (in "header") live
/// children.
std::map<std::string, std::string> seen_digests(const Subject& subject);

/// The policy by which a field or group merges.
Policy policy_of(const Type& type, const std::string& field_or_group);

}  // namespace doorstep
