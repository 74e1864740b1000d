#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/intent.h"
#include "engine/said_in.h"
#include "shared/conflict.h"

namespace doorstep {

class Store;

/// The conflict desk: what people must decide, what was decided, and whose turn it is (docs/merge.md §The life of a
/// conflict). Reading only, but for the plans, which are intents for `Store::edit`.

enum class Severity { low, normal, high };  ///< identity, owners, money, consent and whole records first

struct ConflictView {
  Conflict conflict;
  std::string type;                        ///< of the record it is about; empty when that is not here
  json current;                            ///< the record's value of the field or group
  std::map<PersonId, std::string> people;  ///< names of all whom it mentions, as far as they are known
  Severity severity = Severity::normal;
  std::vector<std::optional<Fault>> barred{};     ///< by candidate: why this person may not decide for it
  std::vector<std::set<std::string>> evidence{};  ///< by candidate: what speaks for it (engine/evidence.h)
  SaidIns visits{};                               ///< in which candidates and the decision were said
  std::optional<RecordId> asks_now{};             ///< of one that moved: the open conflict that asks instead
  bool away = false;                              ///< what it is about is removed or archived
  std::optional<Instant> opened_at{};  ///< corrected time of the edit that opened it, as far as that is known
  bool speaks_for(const Candidate& candidate, const std::string& word) const;  ///< one of `conflict.candidates`
  std::string name_of(const ChainId& chain) const;
  std::string name_of(const PersonId& person) const;
};

/// From so long on an open conflict is due.
inline constexpr Millis conflict_due_after{24 * 3'600'000};

/// What others had set that the author of this candidate had not seen: the seqs, in order. Only of what stood there: of
/// others' wishes it is not known.
std::vector<Seq> missed_by(const Conflict& conflict, const Candidate& candidate);

/// Which conflicts. What is asked about a field of a record that is removed or archived waits until somebody keeps that
/// record, and stands in no list. Open ones are sorted by severity, then age; others newest first.
struct DeskQuery {
  bool decided = false;   ///< those that are over instead of open ones
  bool mine = false;      ///< with a value of this person's, or one that a decision took the place of
  bool assigned = false;  ///< given to this person: their tasks
};
Result<std::vector<ConflictView>> conflicts(Store& store, const DeskQuery& query);
/// Open ones only; oldest first.
Result<std::vector<ConflictView>> conflicts(Store& store);
Result<ConflictView> conflict(Store& store, const RecordId& id);

/// A colleague by id or by name; not_found, or invalid_value when several are called so. "me" is this person.
Result<PersonId> person_named(Store& store, std::string_view named);

/// An edit about a conflict: `words` as in shared/discussion.h.
Result<Intent> talk_about(Store& store, const RecordId& conflict, json words);

/// What a decision sets: the unit's fields in their stored form. unknown_field, invalid_value.
Result<json> set_of(const Type& type, const std::string& unit, const json& value);

/// Who decides names all that they saw.
Naming naming_of(const Conflict& conflict);

/// What deciding for this candidate writes: itself, or what an approved proposal makes of the value that stands.
json taken_value(const Type& type, const ConflictView& view, const Candidate& candidate);
/// Does something in it wait that this person proposed?
bool proposed_by(const Conflict& conflict, const PersonId& person);
/// Takes back what this person proposed there, on whichever tablet; invalid_value of a conflict about no field.
Result<Intent> withdrawal(const Template& archive_template, const ConflictView& view);

std::string_view name_of(Severity severity);

}  // namespace doorstep
