#pragma once
#include <optional>
#include <string>
#include <vector>

#include "shared/clock.h"
#include "shared/json.h"
#include "shared/template.h"

namespace doorstep {

/// What merges as one: a field that stands alone, or a group. A group's value is an object of all its members; null
/// when none of them is set.
struct Unit {
  std::string name;
  Policy policy{};
  Class klass{};
  std::vector<const Field*> fields;
  bool grouped = false;
};

/// The unit that a field belongs to; empty for a field the type does not have.
std::optional<Unit> unit_of(const Type& type, const std::string& field);
std::optional<Unit> unit_named(const Type& type, const std::string& field_or_group);

/// Three values and what is known about them.
struct Sides {
  json base, current, mine;
  bool own = false;  ///< the current value came by the same chain: its author knew it
  std::optional<Instant> current_at, mine_at;
};

/// nothing: the record stays as it is · take: mine becomes current · combine: `value` holds both · lose: mine is older,
/// history keeps it · park: a person must decide.
enum class Move { nothing, take, combine, lose, park };
struct Decision {
  Move move{};
  json value;
};

/// A field's policy run on three values, conflicts apart (docs/merge.md §Policies). Pure. Fault::out_of_range when a
/// sum leaves the safe integers.
Result<Decision> decide(const Unit& unit, const Sides& sides);

/// Do two edits of one bundle fold under this policy? Those that only replace do; sums and entries each count.
bool folds(Policy policy);

}  // namespace doorstep
