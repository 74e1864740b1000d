#pragma once
#include <QVariantList>

#include "mobile/words.h"

namespace doorstep {

/// What a conflict is about and what its values are, as people read them. `type` may be nullptr: not in the template.

/// The field's or group's label; that a record is removed or kept; whether records are one.
QString disputed_name(const Type* type, const ConflictView& view, const Words& words);
/// A group's members each have their label; `between` stands between them.
QString disputed_words(const Type* type, const ConflictView& view, const json& value, const Words& words,
                       const char* between = " · ");
/// The fields that are decided as one: a group's, or those that a rule says cannot stand together; else the field.
std::vector<std::string> disputed_members(const Type& type, const std::string& unit);

/// May whoever has this role decide it? Before the first contact a store has no role, and refuses nothing.
bool may_decide(const std::optional<Role>& role, const ConflictView& view);
/// Was it given to this person, and is it still theirs: who may not decide has done what they can by an answer.
bool waits_for(const PersonId& person, const std::optional<Role>& role, const ConflictView& view);

/// The records that may be one, in the order of the candidates; empty for every other conflict.
std::vector<RecordId> records_of(const Conflict& conflict);

/// What a record says beside others that may be the same, as qml/parts/CandidateColumn.qml takes it: what is unlike
/// first.
QVariantList facts_beside(const Type& type, const json& mine, const std::vector<json>& all, const Words& words);

}  // namespace doorstep
