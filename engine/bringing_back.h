#pragma once
#include "engine/intent.h"
#include "shared/result.h"

namespace doorstep {

class Store;

/// Brings a removed or archived record back, as a decision anew where its removal was decided (docs/merge.md R4–R6).
/// Reading only. not_found: nobody knows it; invalid_value: it is there, or stands for another.
Result<Intent> bringing_back(Store& store, const RecordId& record);

}  // namespace doorstep
