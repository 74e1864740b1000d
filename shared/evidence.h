#pragma once
#include <set>
#include <string>
#include <vector>

#include "shared/edit.h"
#include "shared/record.h"

namespace doorstep {

/// What one edit wrote down beside a value that speaks for it: that a number was called or a paper seen (`verified`), a
/// signature, a picture of a paper. Words: phone, document, signature.
struct Evidence {
  EditId edit;
  Class klass{};  ///< in which it stands: who does not read that class must not learn of it
  std::string word;
};

std::vector<Evidence> evidence_in(const Type& type, const Record& record);
std::vector<Evidence> evidence_in(const Type& type, const Edit& edit);

/// What of it this edit wrote in this class: it may stand in a conflict of the class.
std::set<std::string> evidence_of(const std::vector<Evidence>& known, const EditId& edit, Class klass);

}  // namespace doorstep
