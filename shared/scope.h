#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "shared/edit.h"
#include "shared/role.h"

namespace doorstep {

/// A record's place is the building it is in (docs/security.md §Places): its own, its parent's, or that of a record it
/// names; somebody who is filed in several homes is in several. Of one that was merged: that of the record which stands
/// for it. Empty: it has none, and goes to everyone who reads its type. The archive alone finds it and tells it in the
/// header's text, so that a tablet can let go of what its person loses.
///
/// One text: the buildings' names in order, U+001F between them, which stands in no value. A header has one of them as
/// a string, several as a list.

/// In the place of a question that concerns several buildings: asked only of who is held to none.
inline constexpr std::string_view several_places = "*";

using Buildings = std::set<std::string, std::less<>>;
Buildings buildings_in(std::string_view place);
std::string place_made_of(const Buildings& buildings);

/// Of a header as it is stored; empty: none.
std::string place_in(std::string_view header);
std::string with_place(std::string header, std::string_view place);
/// The field by which a record of this type is in a building itself; nullptr: it is where another record is.
const Field* building_field(const Type& type);

inline constexpr std::size_t buildings_max = 256;
inline constexpr const char* buildings_key = "buildings";  ///< of a role's text: the buildings that it is held to

/// Where somebody may look within their communities: everywhere, or in some buildings. A value.
class Scope {
 public:
  Scope() = default;  ///< everywhere
  /// As a person types it: "3,5", each brought to its one form ("3栋" is "3"); an empty text is everywhere.
  /// invalid_value.
  static Result<Scope> parse(std::string_view list);
  /// What a role's text says under `buildings`.
  static Scope of(const Role& role);
  /// What `text` answered; anything else shows nothing that has a place.
  static Scope from(std::string_view text);

  bool everywhere() const { return !buildings_; }
  bool shows(std::string_view place) const;  ///< any building of it
  bool shows_all_of(const Scope& other) const;
  Scope within(const Scope& other) const;  ///< what both show
  /// A canonical list, `["3","5"]`; empty: everywhere.
  std::string text() const;
  friend bool operator==(const Scope&, const Scope&) = default;

 private:
  std::optional<Buildings> buildings_;
};

/// The same role where only these buildings are seen: as a person who is held to them is told it.
Role held_to(const Role& role, const Scope& scope);

/// May somebody who sees these buildings bring a record into the one that the edit names? The same question on the
/// tablet, at once, and on the server. not_allowed names type and field.
Result<void> check_place(const Scope& scope, const Template& archive_template, const Edit& edit);

/// The records that it refers to, or merges into.
std::vector<RecordId> records_named(const Template& archive_template, const Edit& edit);

}  // namespace doorstep
