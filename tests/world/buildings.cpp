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

bool is_made_by(const Bundle& bundle, const RecordId& id) {
  return std::any_of(bundle.edits.begin(), bundle.edits.end(),
                     [&](const Edit& edit) { return edit.op == Op::create && edit.record == id; });
}

bool names(const Entry& entry, const RecordId& id) {
  const auto& classes = entry.text.classes;
  return std::any_of(classes.begin(), classes.end(),
                     [&](const auto& one) { return one && one->find(text(id)) != one->npos; });
}

// What this bundle brought here, or took along, was somewhere else before; and so was what it made there and then took
// along.
std::set<RecordId> moved_by(const Bundle& bundle, Seq seq, const std::vector<SharedEntry>& entries) {
  std::map<RecordId, SharedEntry> moved;
  for (const auto& entry : entries)
    if (std::any_of(entry->former.begin(), entry->former.end(), [&](const auto& left) { return left.second == seq; }))
      moved.emplace(entry->text.id, entry);
  for (bool more = !moved.empty(); more;) {
    more = false;
    for (const auto& entry : entries) {
      const auto& id = entry->text.id;
      if (entry->seq != seq || !is_made_by(bundle, id) || moved.contains(id)) continue;
      const bool along = std::any_of(moved.begin(), moved.end(), [&](const auto& one) {
        return names(*entry, one.first) || names(*one.second, id);
      });
      if (along) more = moved.emplace(id, entry).second;
    }
  }
  std::set<RecordId> out;
  for (const auto& [id, entry] : moved) out.insert(id);
  return out;
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
    ++outcome_.probes["law: reached"];
    auto is_wrong = [&](const Entry& entry) {
      if (entry.seq != *verdict->seq || shows(held->second, entry.place)) return false;
      for (std::size_t j = 0; j < bundle.edits.size() && j < verdict->edits.size(); ++j)
        if (bundle.edits[j].record == entry.text.id && counts(verdict->edits[j])) return true;
      return false;
    };
    for (const auto& publication : accepted.publications) {
      std::vector<SharedEntry> wrong;
      std::copy_if(publication.entries.begin(), publication.entries.end(), std::back_inserter(wrong),
                   [&](const SharedEntry& entry) { return is_wrong(*entry); });
      if (wrong.empty()) continue;
      const auto moved = moved_by(bundle, *verdict->seq, publication.entries);
      for (const auto& entry : wrong)
        if (!moved.contains(entry->text.id))
          break_law("REACHED: an edit of " + device_of(bundle.chain).value + " to " + text(entry->text.id) +
                    " counts in building " + entry->place + ", and its author is held to " + held->second);
    }
  }
}

}  // namespace doorstep::test
