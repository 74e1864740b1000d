#pragma once
#include <string>
#include <vector>

#include "engine/search_query.h"
#include "shared/template.h"

namespace doorstep {

/// Where in a field a search was found: the text in parts, by turns not found and found, beginning with one that was
/// not (perhaps empty): {"…厨房", "水", "管漏", "水"}. Long texts are cut to the neighbourhood of the first find.
struct Highlight {
  std::string field;
  std::vector<std::string> parts;
};

/// For one record found, names first. `fields` are stored forms.
std::vector<Highlight> highlights(const Type& type, const json& fields, const Typed& typed);

inline constexpr std::size_t highlights_max = 4;
inline constexpr std::size_t snippet_characters_max = 60, snippet_lead_characters = 12;

}  // namespace doorstep
