#pragma once
#include <set>
#include <string>

#include "engine/said_in.h"
#include "shared/conflict.h"
#include "shared/record.h"

namespace doorstep {

/// What speaks for a value beside its author's word: where it came from (the edit's source), and what else the same
/// edit wrote down in the record (shared/evidence.h), and that the household signed the visit in which it was said.
/// Words: visit, document, phone, import, form, signature. The desk shows them, and rules read them.
///
/// What the conflict itself keeps of it holds whatever was checked since; what stands in another class than the
/// conflict's shows to whoever reads that, as long as the record tells of the same edit.
std::set<std::string> evidence_for(const Type& type, const Record& record, const Candidate& said,
                                   const SaidIns& visits);

}  // namespace doorstep
