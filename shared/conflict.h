#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/record.h"

namespace doorstep {

inline constexpr std::size_t candidates_max = 10'000;  ///< of one conflict

/// approval: beside the value that stands there are only proposals, which wait for another person
enum class ConflictKind { field, group, write_once, state, delete_edit, duplicate, combination, invalid, approval };
/// closed: withdrawn down to one value, nobody decided · moved: its record was merged into another, which asks instead
enum class ConflictState { open, resolved, closed, moved };

/// One value somebody wants: shown with who, on which tablet, when.
struct Candidate {
  json value;
  /// What its author replaced: setting it back withdraws the candidate. Empty where that is not known, and then nothing
  /// withdraws it: of the value that stood before the conflict opened, and of a decision.
  std::optional<json> base;
  Stamp stamp;    ///< stamp.edit last set it; stamp.chain names person and tablet; default: nobody ever set it
  Seq version{};  ///< the record's version that its author saw; 0: none, or not known
  std::optional<Instant> wall{};     ///< what its author's clock said, where it is not the corrected time
  bool proposed = false;             ///< its author may only propose it: it counts once somebody else approves it
  std::set<std::string> evidence{};  ///< what its own edit said for it in the conflict's class (shared/evidence.h)
};

/// Something said about a conflict, or whom it was given to (a person's id; empty: nobody any more).
struct Said {
  std::string text;
  Stamp stamp;
};
inline constexpr std::size_t remarks_max = 500;  ///< of one conflict
inline constexpr std::size_t remark_characters_max = 2'000;

/// A conflict is a record of its own (type "conflict", docs/merge.md §Conflicts): kept, synced, resolved, never
/// dropped.
struct Conflict {
  RecordId id;  ///< derived: conflict_id(record, field, opening edit)
  RecordId record;
  CommunityId community;
  std::string field;  ///< a field's or a group's name; empty for delete_edit and duplicate
  Class klass{};      ///< the class it belongs to: only who may read that class sees it
  ConflictKind kind{};
  ConflictState state = ConflictState::open;
  json base;
  std::vector<Candidate> candidates;    ///< in seq order; the current value is one of them while open
  std::optional<Candidate> resolution;  ///< what was decided and by whom
  std::vector<Said> remarks;            ///< in seq order
  std::optional<Said> assignee;         ///< the last word on whose it is
  Seq seq;
  std::uint64_t count = 0;
  std::optional<Instant> opened{};  ///< corrected time of the edit that opened it, whatever came of that edit's value
  std::vector<PersonId>
      people{};  ///< whose value or decision another decision took the place of, sorted: they are told
};

/// Whoever has a value in it or decided it hears what becomes of it, before a decision takes the place of theirs.
void keep_people(Conflict& conflict);

/// BLAKE2b-128 of record ‖ field ‖ edit, as a UUIDv8: the same on every replica that opens it.
RecordId conflict_id(const RecordId& record, const std::string& field, const EditId& opened_by);

inline constexpr std::string_view conflict_type = "conflict";

/// Stored and sent like any record: header {"count","seq","community","type":"conflict"}, and in the part of its class
/// {"conflict":{"base","candidates":[{"base"?,"evidence"?,"proposed"?,"stamp"?,"value","version"?,"wall"?}],"field","kind","opened"?,
///  "people"?,"record","resolution"?,"state","assignee"?,"remarks"?},"count","seq"};
/// seq and count are the conflict's in both.
RecordText encode(const Conflict& conflict);
/// At most `candidates_max`, and its texts at most `record_bytes_max`.
bool within_limits(const Conflict& conflict);
Result<Conflict> decode_conflict(const RecordText& text);
Result<Conflict> decode_conflict(const RecordId& id, const json& header, const std::array<const json*, 3>& classes);

std::string_view name_of(ConflictKind kind);
std::string_view name_of(ConflictState state);

}  // namespace doorstep
