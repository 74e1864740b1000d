#pragma once
#include <string>
#include <vector>

#include "engine/views.h"

namespace doorstep {

/// A home and everything that belongs to it, as the household page shows it.
struct Household {
  RecordView unit;
  std::vector<RecordView> records;  ///< by type in the template's order, within a type oldest first
};

/// What belongs to a home follows from the template: its children and their children (occupancies, pets, visits); what
/// refers to it (requests); whom its children need (an occupancy's resident), with their children (contacts, documents,
/// needs, consents) and with what refers to them and to no other home. Live records only. not_found when the unit is
/// not there, removed, or no unit; at most `household_records_max`.
Result<Household> household(Store& store, const RecordId& unit);

inline constexpr std::size_t household_records_max = 2'000;

/// Who set a field's value, and when: one tap away from the value itself.
struct Origin {
  std::string field;
  std::string who;            ///< a name, or the person's id while the name is not known
  bool mine = false;          ///< by this tablet's person
  std::optional<Instant> at;  ///< corrected time
  std::string source;         ///< form, document, phone, visit, import
  bool delivered = false;     ///< the server has it
  std::optional<SaidIn> said_in{};
};
Result<std::vector<Origin>> origins(Store& store, const RecordId& id);

/// One thing that happened in a household.
struct Happening {
  enum class Kind { created, changed, removed, visited, requested, consented } kind = Kind::changed;
  std::optional<Instant> at;
  RecordId record;
  std::string type, who, source;
  std::string status;               ///< of a visit or request: where it stands now
  std::vector<std::string> fields;  ///< what the edit set, as far as nobody has set it since
  bool delivered = false;
};

/// Newest first; what has no known time comes last. Told by the stamps that the records carry, so it works offline;
/// older values of a field are in its record's history.
Result<std::vector<Happening>> timeline(Store& store, const RecordId& unit);

}  // namespace doorstep
