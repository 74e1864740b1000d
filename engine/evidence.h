#pragma once
#include <set>
#include <string>

#include "shared/record.h"

namespace doorstep {

/// What speaks for a value beside its author's word: where it came from (the edit's source), and what else the same
/// edit wrote down in the record: that a number was called or a paper seen (`verified`), a signature, a picture of a
/// paper. Words: visit, document, phone, import, form, signature. The desk shows them, and rules read them.
std::set<std::string> evidence_for(const Type& type, const Record& record, const Stamp& said);

}  // namespace doorstep
