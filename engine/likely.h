#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "engine/views.h"

namespace doorstep {

/// Likely duplicates (疑似重复), told while somebody is entered or just was, without the server: who is in the store
/// already and may be the same. A hint, never a refusal, and only from what this person may read: a hidden identity
/// number hints at nothing.

/// What is being entered: a person, or what belongs to one (a contact, a document, an occupancy).
struct Entered {
  std::string type;
  json fields = json::object();      ///< stored forms of what can be right already
  std::optional<RecordId> record{};  ///< itself, once it is saved
  std::optional<RecordId> home{};    ///< where somebody new is to live
};

/// From the surest on. key: another record of this type has the same natural key.
enum class Likeness { key, id_number, phone, name_and_home };

struct Likely {
  RecordView record;               ///< the person it may be, or the record with the same key
  std::optional<RecordView> home;  ///< where they are found, if that is here
  std::vector<Likeness> why;
};

/// The surest first, at most `likely_max`. Each sign costs a look into an index, however large the store is; what the
/// full-text index does not have yet beyond one batch is not waited for (docs/search.md).
Result<std::vector<Likely>> likely_same(Store& store, const Entered& entered);
/// The same of a record as it is saved.
Result<std::vector<Likely>> likely_same(Store& store, const RecordId& saved);

std::string_view name_of(Likeness why);

inline constexpr std::size_t likely_max = 5;
/// Records that are looked at for one sign: a number that more people have (an agent's, the office's) says nothing.
inline constexpr std::size_t alike_looked_at_max = 50;

}  // namespace doorstep
