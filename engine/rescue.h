#pragma once
#include <functional>
#include <vector>

#include "engine/rebase.h"

namespace doorstep {

/// Calls for every text that the server had confirmed, of records under rebase too; order is not promised.
void each_confirmed(Statements& sql, Rebase& rebase,
                    const std::function<void(const CommunityId&, const RecordText&)>& each);

/// Texts from behind the point to which a server was restored: perhaps this store alone still has them. They wait here
/// until the server has taken them into quarantine. Throws SqliteFailure.
class RescueShelf {
 public:
  RescueShelf(Statements& sql, const ChainId& chain) : sql_(sql), chain_(chain) {}

  /// Keeps the text, unless all that came to it behind `common` was done on this chain: that is offered again itself.
  void put_aside(const RecordText& text, Seq common);

 private:
  Statements& sql_;
  ChainId chain_;
};

}  // namespace doorstep
