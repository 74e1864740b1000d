// Whoever said it later is believed, whatever their clock shows: the law of `latest`, judged where it is certain which
// of two was later.
#include <algorithm>

#include "tests/world/moments.h"
#include "tests/world/sight.h"

namespace doorstep::test {
namespace {

/// What one bundle says of a field: its consecutive edits count as one where they fold (docs/merge.md F1 to F4).
struct Said {
  ChainId chain;
  json base, mine;
  Moments::Moment when;
};

bool is_before(const Said& one, const Said& other) { return one.when.latest < other.when.earliest; }

bool is_of_two(const HistoryEntry& entry) {
  const auto& op = entry.edit.at("op");
  return op == "merge" || op == "unmerge";
}

// Somebody changed what they took for what stood there, and it was a later one's word that happened to be the same.
bool mistakes_another(const std::vector<Said>& all) {
  return std::any_of(all.begin(), all.end(), [&](const Said& one) {
    return std::any_of(all.begin(), all.end(), [&](const Said& other) {
      return other.chain != one.chain && other.mine == one.base && !is_before(other, one);
    });
  });
}

// In the order in which they came: does one come behind another that was said after it?
bool is_out_of_order(const std::vector<Said>& all) {
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (is_before(all[i], all[j])) return true;
  return false;
}

}  // namespace

std::string Sight::judge_order(const Type& type, const Moments& moments) const {
  if (!behind_.empty() || std::any_of(history_.entries.begin(), history_.entries.end(), is_of_two)) return {};
  for (const auto& field : type.fields) {
    if (field.policy != Policy::latest || !field.group.empty()) continue;
    // A rule between fields takes some of them back.
    const bool asked = std::any_of(conflicts_.begin(), conflicts_.end(), [&](const Conflict& one) {
      return one.field == field.name || one.kind == ConflictKind::combination;
    });
    if (asked) continue;
    const auto all = steps({field.name});
    std::vector<Said> said;
    bool certain = all.size() > 1;
    for (std::size_t i = 0; certain && i < all.size(); ++i) {
      const auto when = moments.of(all[i].edit);
      certain = when && !all[i].resolves && !all[i].proposed;
      if (!certain) break;
      if (i > 0 && all[i].seq == all[i - 1].seq && all[i].folds && all[i - 1].folds)
        said.back() = {
            all[i].chain,
            said.back().base,
            all[i].mine,
            {std::min(said.back().when.earliest, when->earliest), std::max(said.back().when.latest, when->latest)}};
      else
        said.push_back({all[i].chain, all[i].base, all[i].mine, *when});
    }
    if (!certain) continue;
    std::erase_if(said, [](const Said& one) { return one.base == one.mine; });  // says nothing
    if (mistakes_another(said) || !is_out_of_order(said)) continue;
    note("law: order");
    const auto now = current({field.name});
    if (std::none_of(said.begin(), said.end(), [&](const Said& one) { return one.mine == now; })) continue;
    for (const auto& later : said) {
      const bool overruled = later.mine != now && std::all_of(said.begin(), said.end(), [&](const Said& one) {
                               return one.mine != now || is_before(one, later);
                             });
      if (overruled)
        return "ORDER: " + field.name + " is " + now.dump() + ", though " + later.mine.dump() + " was said after it" +
               in_words(all, field.name);
    }
  }
  return {};
}

}  // namespace doorstep::test
