#pragma once
#include <optional>
#include <string>
#include <vector>

#include "shared/record.h"

namespace doorstep {

inline constexpr std::size_t candidates_max = 10'000;  ///< of one conflict

enum class ConflictKind { field, group, write_once, state, delete_edit, duplicate };
enum class ConflictState { open, resolved, closed };  ///< closed: withdrawn down to one value, nobody decided

/// One value somebody wants: shown with who, on which tablet, when.
struct Candidate {
  json value;
  /// What its author replaced: setting it back withdraws the candidate. Empty where that is not known, and then nothing
  /// withdraws it: of the value that stood before the conflict opened, and of a decision.
  std::optional<json> base;
  Stamp stamp;  ///< stamp.edit last set it; stamp.chain names person and tablet; default: nobody ever set it
};

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
  Seq seq;
  std::uint64_t count = 0;
};

/// BLAKE2b-128 of record ‖ field ‖ edit, as a UUIDv8: the same on every replica that opens it.
RecordId conflict_id(const RecordId& record, const std::string& field, const EditId& opened_by);

inline constexpr std::string_view conflict_type = "conflict";

/// Stored and sent like any record: header {"count","seq","community","type":"conflict"}, and in the part of its class
/// {"conflict":{"base","candidates":[{"base"?,"stamp"?,"value"}],"field","kind","record","resolution"?,"state"},"count","seq"};
/// seq and count are the conflict's in both.
RecordText encode(const Conflict& conflict);
/// At most `candidates_max`, and its texts at most `record_bytes_max`.
bool within_limits(const Conflict& conflict);
Result<Conflict> decode_conflict(const RecordText& text);
Result<Conflict> decode_conflict(const RecordId& id, const json& header, const std::array<const json*, 3>& classes);

std::string_view name_of(ConflictKind kind);
std::string_view name_of(ConflictState state);

}  // namespace doorstep
