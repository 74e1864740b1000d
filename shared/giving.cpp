#include "shared/giving.h"

#include <algorithm>

namespace doorstep {
namespace {

constexpr std::string_view any_type = "*";

// A field that the giver only proposes, always or at some words, the other must propose at least there.
bool proposes_as_much(const TypeRights& giver, const TypeRights& given) {
  return std::all_of(giver.proposes.begin(), giver.proposes.end(), [&](const auto& proposed) {
    auto other = given.proposes.find(proposed.first);
    if (other == given.proposes.end()) return false;
    const auto &mine = proposed.second, &theirs = other->second;  // no words: at every word
    if (theirs.empty()) return true;
    return !mine.empty() && std::includes(theirs.begin(), theirs.end(), mine.begin(), mine.end());
  });
}

bool covers_type(const TypeRights& giver, const TypeRights& given) {
  if ((given.reads & ~giver.reads) != 0) return false;
  for (std::size_t i = 0; i < given.writes.size(); ++i)
    if (given.writes[i] > giver.writes[i]) return false;
  const bool writes =
      std::any_of(given.writes.begin(), given.writes.end(), [](Writing writing) { return writing == Writing::yes; });
  if (writes && !proposes_as_much(giver, given)) return false;
  return std::includes(giver.verbs.begin(), giver.verbs.end(), given.verbs.begin(), given.verbs.end());
}

std::set<std::string_view> items_of(std::string_view list) {
  std::set<std::string_view> out;
  while (!list.empty()) {
    const auto item = list.substr(0, list.find(','));
    out.insert(item);
    list.remove_prefix(std::min(list.size(), item.size() + 1));
  }
  return out;
}

}  // namespace

bool covers(const Role& giver, const Role& given) {
  for (auto right : all_rights)
    if (given.may(right) && !giver.may(right)) return false;
  std::set<std::string> types{std::string{any_type}};
  for (const auto* role : {&giver, &given})
    for (const auto& [name, rights] : role->types()) types.insert(name);
  return std::all_of(types.begin(), types.end(),
                     [&](const std::string& type) { return covers_type(giver.of(type), given.of(type)); });
}

bool covers_communities(std::string_view giver, std::string_view given) {
  if (giver.empty()) return true;
  const auto mine = items_of(giver), theirs = items_of(given);
  return !theirs.empty() && std::includes(mine.begin(), mine.end(), theirs.begin(), theirs.end());
}

bool covers_buildings(std::string_view giver, std::string_view given) {
  const auto mine = Scope::parse(giver), theirs = Scope::parse(given);
  return mine && theirs && mine->shows_all_of(*theirs);
}

}  // namespace doorstep
