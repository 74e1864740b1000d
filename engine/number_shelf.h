#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/frame.h"
#include "shared/statements.h"
#include "shared/template.h"

namespace doorstep {

/// The numbers that this tablet may still give (docs/protocol.md §Numbers), inside the store's transactions: one that a
/// save has taken is gone with its commit, and there again if the save fails. Blocks belong to a chain; another
/// incarnation of the store never gives from them. Throws SqliteFailure.
class NumberShelf {
 public:
  NumberShelf(Statements& sql, const ChainId& chain) : sql_(sql), chain_(chain) {}

  /// The next one, as it is printed; empty when none is left.
  std::optional<std::string> take(const CommunityId& community, std::string_view series);
  /// A block that overlaps one that was here before, used up or not, is left aside.
  void keep(const std::vector<NumberBlock>& blocks);
  /// For every community that the store has and every series of the template.
  std::vector<NumbersLeft> left(const Template& archive_template);

 private:
  Statements& sql_;
  ChainId chain_;
};

}  // namespace doorstep
