#pragma once
#include <set>
#include <string>
#include <vector>

#include "shared/merge.h"
#include "shared/policy.h"

namespace doorstep::test {

/// What the merge's tests and its fuzz target share: a small type with one field of each policy, records and edits in
/// few words, and the invariants of any subject.

/// One type "resident"; every field is basic, but for the group `document` (sensitive) and `archive_no` (detail).
const Template& scene_template();
const Type& scene_type();

EditId edit_id(std::uint64_t number);
inline constexpr RecordId scene_record{{1}};

/// A live record whose values the office once wrote, at seq 1 and time 0. Null members stay unset.
Subject scene(const json& values);

/// A change on top of `subject`: the base is what is shown there, groups whole.
Edit change(std::uint64_t id, const Subject& subject, const json& set);
Arrival arrival(const std::string& chain, std::uint64_t seq, std::optional<std::int64_t> at_ms = std::nullopt);

/// An edit in a line of a story, short enough to be read in a row of a hundred.
std::string told(const std::string& who, const Edit& edit);

/// The value of a field, or a group's as an object of all its members; null when unset.
json value_of(const Subject& subject, const std::string& unit);
const Conflict* open_on(const Subject& subject, const std::string& unit);
/// What a person can see of a unit: the current value, and the candidates of its open conflict. As canonical texts.
std::set<std::string> visible(const Subject& subject, const std::string& unit);
/// All of it as one text: equal exactly if nothing differs, stamps and counts included.
std::string whole_text(const Subject& subject);
/// The values alone: current ones, the state, and each conflict's state and candidates' values.
json values_text(const Subject& subject);

/// Empty, or the first thing that no subject may be (docs/merge.md C1, one open conflict on a unit, texts that read
/// back).
std::string broken(const Subject& subject);

}  // namespace doorstep::test
