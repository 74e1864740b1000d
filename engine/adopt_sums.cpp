// Where this store differs from the server's: the conversation's side of engine/healing.h.
#include "engine/community.h"
#include "engine/healing.h"
#include "engine/store.h"

namespace doorstep {

Result<std::optional<AskSums>> Store::sums_to_ask(const CommunityId& community) {
  return guarded([&]() -> Result<std::optional<AskSums>> {
    const auto repair = repair_of(sql_, community);
    if (!repair || repair->stage != Repair::Stage::asks) return std::optional<AskSums>{};
    return std::optional{AskSums{community}};
  });
}

Result<std::optional<AskSums>> Store::adopt(const Sums& sums) {
  return guarded([&]() -> Result<std::optional<AskSums>> {
    Transaction transaction{database_};
    auto community = read_community(sql_, sums.community);
    auto repair = repair_of(sql_, sums.community);
    // Another process may have come further meanwhile.
    if (!community || !repair || repair->stage != Repair::Stage::asks) return std::optional<AskSums>{};
    Rebase rebase{sql_, *template_, identity_->chain};
    auto branches = compare(sql_, rebase, *community, sums);
    write_community(sql_, *community);
    transaction.commit();
    if (!branches.empty()) return std::optional{AskSums{sums.community, std::move(branches)}};
    if (!repair_of(sql_, sums.community)) return std::optional<AskSums>{};
    return Error{Fault::replayed_frame, "this store differs from the server's; what differs is read again"};
  });
}

}  // namespace doorstep
