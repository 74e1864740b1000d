#pragma once
#include <optional>
#include <string>
#include <vector>

#include "shared/template.h"

namespace doorstep {

/// The two halves of Template::parse. First each value by itself: shape, names, words from closed lists; a key that
/// nobody knows is refused, because a misspelt "polcy" would otherwise be a policy that nobody chose.
struct TemplateParts {
  std::string name;
  std::uint64_t version = 0;
  std::vector<Type> types;
};
Result<TemplateParts> read_template(const json& parsed);

/// Then what one part says about another: "types[2].fields[5].policy: …", or empty when everything fits.
std::optional<std::string> find_fault(const std::vector<Type>& types);

/// Names of types, fields, groups, choices and validators: [a-z][a-z0-9_]*, at most 40 characters.
bool is_name(std::string_view text);

}  // namespace doorstep
