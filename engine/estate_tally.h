#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "engine/estate.h"
#include "shared/sqlite.h"

namespace doorstep {

/// Somebody who lives in a home, as far as its row tells.
struct Dweller {
  std::string name;
  std::int64_t wanted = 0, filled = 0;
  bool warned = false;  ///< has a special need
};

/// One row of the estate while its parts are added up. Fed with rows of `briefs` in the columns of `brief_columns`.
class HomeTally {
 public:
  /// The home itself.
  explicit HomeTally(const Statement& unit);

  void add_occupancy(const Statement& row, const Dweller& dweller, const Day& today);
  void add_visit(const Statement& row, const Day& today);
  void add_request(const Statement& row);
  /// An occupancy that has ended counts no more.
  static bool is_over(const Statement& occupancy, const Day& today);
  static std::optional<RecordId> resident_of(const Statement& occupancy);
  static std::optional<RecordId> unit_of(const Statement& request);

  EstateRow row() &&;
  const RecordId& unit() const { return row_.unit; }

 private:
  EstateRow row_;
  std::int64_t wanted_ = 0, filled_ = 0;
  int who_ = 0;  ///< how well `household` names it: 3 the head, 2 somebody who lives there, 1 anybody
  Instant latest_ = Instant::min();
};

/// What the tally reads: n, id, parent, wanted, filled, word1 … word5.
inline constexpr const char* brief_columns =
    "briefs.n, briefs.id, briefs.parent, wanted, filled, word1, word2, word3, word4, word5";

/// By building, entrance and room as people count them (2 before 10).
bool stands_before(const EstateRow& one, const EstateRow& other);

}  // namespace doorstep
