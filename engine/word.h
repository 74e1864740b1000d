#pragma once
#include <string>

#include "shared/merge.h"
#include "shared/role.h"

namespace doorstep {

/// What a value typed into a field says. nothing: what stands there, or what this person proposed already · takes_back:
/// what stands there, where they have proposed another.
enum class Word { news, nothing, takes_back };

/// `source`: of an import setting a field to what stands there takes nothing back; a register says nothing about
/// proposals.
struct Speaker {
  const Role& role;
  const PersonId& person;
  const std::string& source;
};
Word word_of(const Speaker& speaker, const Type& type, const Subject& subject, const std::string& field,
             const json& value);

/// What this person proposed for a field or group, undecided; nullptr: nothing.
const Candidate* own_proposal(const Subject& subject, const std::string& unit, const PersonId& person);

}  // namespace doorstep
