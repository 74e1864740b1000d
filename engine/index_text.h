#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "shared/template.h"

namespace doorstep {

/// What the full-text index holds of one class of a record, in the lines of engine/tokens.h; empty: nothing in it can
/// be searched for. `class_text` is a stored one; throws SqliteFailure when it does not decode.
std::string index_text(const Type& type, std::string_view class_text);

/// Does the field name something: a person, a home, an object, a paper? Names are found by their pinyin and rank first.
/// Texts of titles and natural keys, full names, people's other names, telephone and identity numbers, and texts that
/// no machine may decide about (policy manual) are.
bool names_something(const Type& type, const Field& field);

/// An address, however it is written, as one name: "3-2-1502", "3"; empty when the words are none.
std::string address_name(std::string_view words);

// Marks: what filters are found by. Field names and marks' own signs never mix: names hold only a-z, 0-9 and _.
std::string type_mark(std::string_view type);
/// A value that a filter may ask for as a whole; empty when the index does not hold such values.
std::optional<std::string> value_mark(const Field& field, const json& value);

/// Kinds that have a before and an after: number, decimal, money, date, time.
bool is_ordered(const Field& field);
/// A stored value as a number; days count as 20171231, and what a date or time leaves open ("2017-12") is filled with
/// `open_digit`.
std::optional<std::int64_t> ordinal(const Field& field, const json& value, int open_digit = 0);
/// Each number is marked once for itself and once for each coarser step, so that a span is few marks.
std::string step_mark(const Field& field, bool negative, int level, std::uint64_t step);
/// How many steps of a level are one of the next: ten; but a hundred for days of a month and months of a year.
std::uint64_t steps_to_one(const Field& field, int level);

inline constexpr std::size_t marked_bytes_max = 100;

}  // namespace doorstep
