#pragma once
#include <string>
#include <string_view>

#include "shared/template.h"

namespace doorstep {

/// A conflict of an answer (`conflict_answer`) as a person reads it: what kind, about what, each candidate under the
/// number that `resolve --take` wants, with all that speaks for it or against it.
std::string conflict_in_words(const Template& archive_template, const json& conflict, std::string_view language);

}  // namespace doorstep
