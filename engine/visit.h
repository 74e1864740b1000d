#pragma once
#include <optional>
#include <string>
#include <vector>

#include "engine/intent.h"
#include "shared/clock.h"
#include "shared/record.h"
#include "shared/result.h"
#include "shared/statements.h"

namespace doorstep {

class Store;

/// The visit that is under way: at most one in a store. Its edits are in the store as any save is, shown at once, and
/// covered by the outmail; they are sealed, in order and as one bundle, when it ends (docs/decisions/0009).
struct OpenVisit {
  RecordId visit, unit;
  std::string started_at;     ///< stored form
  std::uint64_t edits = 0;    ///< unsealed
  std::uint64_t records = 0;  ///< touched by them
};

/// Takes the visit to this home that is due first, or makes one, and begins it. already_exists while another one is
/// open; not_found when the home is not there.
Result<OpenVisit> begin_visit(Store& store, const RecordId& unit);
Result<std::optional<OpenVisit>> open_visit(Store& store);
/// Writes into the open visit's own record (findings, promises, signature, …): on disk when it answers, so that what
/// was noted at the door survives a kill; lists of entries grow. How it ended is for `finish_visit`: invalid_value.
/// Answers the visit. not_found when none is open.
Result<RecordId> note_in_visit(Store& store, json set);
/// Ends it and seals its edits. `set` may say how it ended (`status`: done unless said otherwise) and what else belongs
/// to it (findings, promises, reason, due, …). Answers the visit. not_found when none is open.
Result<RecordId> finish_visit(Store& store, json set);
/// "All unchanged": RECORD or RECORD.FIELD words enter the visit's `confirmed_fields`. Without an open visit one is
/// begun and done in the same breath. already_exists while the visit of another home is open.
Result<RecordId> confirm(Store& store, const RecordId& unit, std::vector<std::string> what);

/// Whoever reads what an edit writes learns by its visit which home it is about. So it names the visit only where they
/// read that anyhow: the type has no reference in a class above what the edit writes, or one that they read is filled.
/// A complaint without a name stays one.
bool may_name_visit(const Type& type, const Record* before, const Edit& edit);

/// What the store asks about the open visit inside its own transactions. All throw SqliteFailure.
class VisitShelf {
 public:
  explicit VisitShelf(Statements& sql) : sql_(sql) {}
  std::optional<RecordId> visit();
  std::optional<RecordId> unit();
  /// Does any of these intents join it: a record that it touched or that belongs to its home, a reference to one that
  /// it created, the visit as context (docs/decisions/0009)? not_found when one names a visit that is not open.
  Result<bool> takes(const std::vector<Intent>& intents);
  void open(const RecordId& visit, const RecordId& unit);
  /// Answers the save's number, unique for ever.
  std::uint64_t put(const std::vector<Edit>& edits);
  std::vector<Edit> edits();
  void clear();

 private:
  bool touched(const RecordId& record, bool created);
  bool is_of_home(const Intent& intent);
  Statements& sql_;
};

/// One save of the open visit as the outmail seals it: {"chain","community","edits","visit"}.
struct VisitSave {
  std::uint64_t number = 0;
  std::string text;
};
inline constexpr std::uint64_t visit_parcel_bit = std::uint64_t{1} << 63;  ///< in a parcel's number: no bundle's

/// In `rebase`, behind every bundle of the line, until the visit is sealed.
inline constexpr BundleNumber open_visit_number{static_cast<std::uint64_t>(safe_integer_max)};

}  // namespace doorstep
