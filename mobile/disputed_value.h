#pragma once
#include "mobile/words.h"

namespace doorstep {

/// What a conflict is about and what its values are, as people read them. `type` may be nullptr: not in the template.

/// The field's or group's label; that a record is removed or kept; whether records are one.
QString disputed_name(const Type* type, const ConflictView& view, const Words& words);
QString disputed_words(const Type* type, const ConflictView& view, const json& value, const Words& words);

/// The records that may be one, in the order of the candidates; empty for every other conflict.
std::vector<RecordId> records_of(const Conflict& conflict);

}  // namespace doorstep
