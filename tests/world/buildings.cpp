// People of the World are held to some buildings while homes move between them; and the law that nobody writes in a
// building that they do not see, however long ago they wrote.
#include <algorithm>
#include <array>

#include "tests/world/desk.h"

namespace doorstep::test {
namespace {

// Somebody who is filed in several homes is in several buildings.
bool shows(const std::string& buildings, const std::string& place) {
  const auto any = buildings_in(place);
  return buildings.empty() || place.empty() || std::any_of(any.begin(), any.end(), [&](const std::string& building) {
           return ("," + buildings + ",").find("," + building + ",") != std::string::npos;
         });
}

bool counts(const EditVerdict& verdict) {
  return verdict.outcome != EditVerdict::Outcome::rejected && verdict.outcome != EditVerdict::Outcome::held;
}

}  // namespace

// Of the three that there are, and what is in one moves to another now and then.
void World::change_buildings() {
  if (!server_->runs() || !strikes(weather_.places, "buildings changed")) return;
  constexpr std::array<const char*, 6> lists{"", "1", "2", "1,2", "2,3", "3"};
  const std::string buildings = lists[latest_.below(lists.size())];
  const auto login = "person" + std::to_string(latest_.below(people_));
  tell(login + " is to be held to the buildings " + (buildings.empty() ? "that there are" : buildings));
  regrant({login, {}, {}, buildings}, false);
}

void World::regrant(const PersonGrant& given, bool everybody) {
  auto person = server_->archive().set_person(given, server_->clock().wall());
  if (given.buildings) note_buildings(person, *given.buildings);
  if (!person) tell("it cannot be given: " + person.error().detail);
  if (!server_->struck())
    for (std::size_t i = 0; i < desks_.size(); ++i)
      if (desks_[i]->line && (everybody || !person || person_of(desks_[i]->chain) == *person))
        hang_up(*desks_[i]->line, false);
  look_after_server();
}

// As the archive was told; where it died over it nobody knows which of the two holds.
void World::note_buildings(const Result<PersonId>& person, const std::string& buildings) {
  if (person && !server_->struck())
    buildings_[*person] = buildings;
  else
    buildings_.clear();
}

// What is refused stands in quarantine and in its author's list (ledger).
void World::watch_buildings(const std::vector<Submission>& submissions, const Accepted& accepted) {
  for (std::size_t i = 0; i < submissions.size(); ++i) {
    const auto& verdict = accepted.verdicts[i];
    const auto& bundle = submissions[i].bundle;
    const auto held = buildings_.find(person_of(bundle.chain));
    if (!verdict || !verdict->seq || held == buildings_.end()) continue;
    auto is_wrong = [&](const Entry& entry) {
      // What this bundle brought here, or took along, was somewhere else before.
      const bool moved = std::any_of(entry.former.begin(), entry.former.end(),
                                     [&](const auto& left) { return left.second == *verdict->seq; });
      if (entry.seq != *verdict->seq || moved || shows(held->second, entry.place)) return false;
      for (std::size_t j = 0; j < bundle.edits.size() && j < verdict->edits.size(); ++j)
        if (bundle.edits[j].record == entry.text.id && counts(verdict->edits[j])) return true;
      return false;
    };
    for (const auto& publication : accepted.publications)
      for (const auto& entry : publication.entries)
        if (is_wrong(*entry))
          break_law("REACHED: an edit of " + device_of(bundle.chain).value + " counts in building " + entry->place +
                    ", and its author is held to " + held->second);
  }
}

}  // namespace doorstep::test
