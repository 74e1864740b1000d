#pragma once
#include <array>
#include <optional>
#include <string>

#include "shared/record.h"

namespace doorstep {

inline constexpr std::size_t brief_words_max = 5;

/// The little of a record that a picture of the whole estate is made of, kept beside its texts (table `briefs`), so
/// that thousands of homes are painted without one text being parsed. Derived: written with each record, made anew with
/// a new template.
struct Brief {
  std::size_t wanted = 0, filled = 0;  ///< required fields, and those of them that are filled
  std::array<std::optional<std::string>, brief_words_max> words;  ///< values of `brief_fields`, in order
};

/// Which fields stand in a brief's words; empty: records of this type have no brief.
std::array<const char*, brief_words_max> brief_fields(std::string_view type);

std::optional<Brief> brief_of(const Type& type, const Record& record);

}  // namespace doorstep
