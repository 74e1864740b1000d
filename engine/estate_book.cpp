#include "engine/estate_book.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/estate_tally.h"
#include "engine/homes.h"
#include "engine/rows.h"

namespace doorstep {
namespace {

// What this connection writes from now on, and what it wrote over: homes are found from both. A zero stands for a
// change that concerns conflicts or what is pending, which are counted for all homes together. One may be noted twice:
// a trigger's own OR IGNORE does not hold within an upsert.
constexpr const char* watch_all = R"sql(
CREATE TEMP TABLE stale_homes (id BLOB NOT NULL);
CREATE TEMP TRIGGER estate_brief_made AFTER INSERT ON main.briefs BEGIN
  INSERT INTO stale_homes VALUES (new.id);
END;
CREATE TEMP TRIGGER estate_brief_changed AFTER UPDATE ON main.briefs BEGIN
  INSERT INTO stale_homes VALUES (new.id);
  INSERT INTO stale_homes SELECT old.parent WHERE old.parent IS NOT NULL;
END;
CREATE TEMP TRIGGER estate_brief_gone AFTER DELETE ON main.briefs BEGIN
  INSERT INTO stale_homes VALUES (old.id);
  INSERT INTO stale_homes SELECT old.parent WHERE old.parent IS NOT NULL;
END;
CREATE TEMP TRIGGER estate_link_gone AFTER DELETE ON main.links BEGIN
  INSERT INTO stale_homes VALUES (old.target);
END;
CREATE TEMP TRIGGER estate_need_made AFTER INSERT ON main.records WHEN new.type = 'special_need' BEGIN
  INSERT INTO stale_homes SELECT new.parent WHERE new.parent IS NOT NULL;
END;
CREATE TEMP TRIGGER estate_need_changed AFTER UPDATE OF state, parent ON main.records WHEN new.type = 'special_need' BEGIN
  INSERT INTO stale_homes SELECT new.parent WHERE new.parent IS NOT NULL;
  INSERT INTO stale_homes SELECT old.parent WHERE old.parent IS NOT NULL;
END;
CREATE TEMP TRIGGER estate_need_gone AFTER DELETE ON main.records WHEN old.type = 'special_need' BEGIN
  INSERT INTO stale_homes SELECT old.parent WHERE old.parent IS NOT NULL;
END;
CREATE TEMP TRIGGER estate_alias_made AFTER INSERT ON main.records WHEN new.type <> 'conflict' AND new.state = 3 BEGIN
  INSERT INTO stale_homes SELECT new.parent WHERE new.parent IS NOT NULL;
END;
CREATE TEMP TRIGGER estate_alias_changed AFTER UPDATE OF state, parent ON main.records
WHEN new.type <> 'conflict' AND (old.state = 3 OR new.state = 3) BEGIN
  INSERT INTO stale_homes SELECT new.parent WHERE new.parent IS NOT NULL;
  INSERT INTO stale_homes SELECT old.parent WHERE old.parent IS NOT NULL;
END;
CREATE TEMP TRIGGER estate_alias_gone AFTER DELETE ON main.records WHEN old.type <> 'conflict' AND old.state = 3 BEGIN
  INSERT INTO stale_homes SELECT old.parent WHERE old.parent IS NOT NULL;
END;
CREATE TEMP TRIGGER estate_own_edit AFTER INSERT ON main.rebase BEGIN
  INSERT INTO stale_homes VALUES (zeroblob(16));
END;
CREATE TEMP TRIGGER estate_own_edit_gone AFTER DELETE ON main.rebase BEGIN
  INSERT INTO stale_homes VALUES (zeroblob(16));
END;
CREATE TEMP TRIGGER estate_conflict_made AFTER INSERT ON main.records WHEN new.type = 'conflict' BEGIN
  INSERT INTO stale_homes VALUES (zeroblob(16));
END;
CREATE TEMP TRIGGER estate_conflict_changed AFTER UPDATE OF state ON main.records WHEN new.type = 'conflict' BEGIN
  INSERT INTO stale_homes VALUES (zeroblob(16));
END;
CREATE TEMP TRIGGER estate_conflict_gone AFTER DELETE ON main.records WHEN old.type = 'conflict' BEGIN
  INSERT INTO stale_homes VALUES (zeroblob(16));
END;
)sql";

const std::string briefs_of_type = std::string{"SELECT "} + brief_columns + " FROM briefs WHERE type = ?";
const std::string one_brief = std::string{"SELECT "} + brief_columns +
                              " FROM records CROSS JOIN briefs ON briefs.type = records.type AND briefs.n = records.n "
                              "WHERE records.id = ? AND records.type = ?";
const std::string children_of_type =
    std::string{"SELECT "} + brief_columns +
    " FROM records CROSS JOIN briefs ON briefs.type = records.type AND briefs.n = records.n "
    "WHERE records.parent = ?1 AND +records.type = ?2";
const std::string requests_of = std::string{"SELECT "} + brief_columns +
                                " FROM links CROSS JOIN briefs ON briefs.type = 'request' AND briefs.n = links.n "
                                "WHERE target = ? AND field = 'unit'";

Dweller dweller_in(const Statement& row) {
  return {row.null(5) ? "" : std::string{row.text(5)}, row.integer(3), row.integer(4), false};
}

std::optional<RecordId> parent_in(const Statement& row) {
  return row.null(2) ? std::nullopt : std::optional{row.id<RecordId>(2)};
}

}  // namespace

const std::vector<EstateRow>& EstateBook::rows(const Day& today) {
  watch();
  Transaction transaction{database_, Transaction::Mode::read};
  const auto version = data_version();
  const bool same_day = day_.date == today.date && day_.begins == today.begins;
  auto stale = take_stale();
  day_ = today;
  if (!known_ || !same_day || version != version_ || stale.size() > stale_homes_max)
    count_all();
  else if (!stale.empty())
    count_again(stale);
  transaction.commit();
  version_ = version;
  known_ = true;
  return rows_;
}

void EstateBook::watch() {
  if (std::exchange(watching_, true)) return;
  database_.run(watch_all);
}

std::int64_t EstateBook::data_version() {
  auto& row = sql_("PRAGMA data_version");
  row.with().step();
  const auto out = row.integer(0);
  row.rewind();
  return out;
}

std::vector<RecordId> EstateBook::take_stale() {
  std::vector<RecordId> out;
  auto& row = sql_("SELECT DISTINCT id FROM temp.stale_homes");
  row.with();
  while (row.step()) out.push_back(row.id<RecordId>(0));
  if (!out.empty()) sql_("DELETE FROM temp.stale_homes").with().run();
  return out;
}

Statement& EstateBook::briefs(const char* type) {
  auto& row = sql_(briefs_of_type.c_str());
  row.with(type);
  return row;
}

// Each kind of record in one run over its briefs.
void EstateBook::count_all() {
  known_ = false;  // until it is whole
  rows_.clear();
  places_.clear();
  std::vector<HomeTally> homes;
  auto& units = briefs("unit");
  while (units.step()) {
    homes.emplace_back(units);
    places_.emplace(homes.back().unit(), homes.size() - 1);
  }
  auto home_at = [&](const std::optional<RecordId>& unit) -> HomeTally* {
    auto found = unit ? places_.find(*unit) : places_.end();
    // Only what is not found by its own id may have been merged into another.
    if (unit && found == places_.end()) found = places_.find(root_of(sql_, *unit));
    return found == places_.end() ? nullptr : &homes[found->second];
  };
  std::unordered_map<RecordId, Dweller> people;
  auto& residents = briefs("resident");
  while (residents.step()) people.emplace(residents.id<RecordId>(1), dweller_in(residents));
  auto person_at = [&](const RecordId& person) {
    auto found = people.find(person);
    return found == people.end() ? people.find(root_of(sql_, person)) : found;
  };
  auto& needs = sql_("SELECT parent FROM records WHERE type = 'special_need' AND state = 0 AND type <> 'conflict'");
  needs.with();
  while (needs.step())
    if (auto person = needs.null(0) ? people.end() : person_at(needs.id<RecordId>(0)); person != people.end())
      person->second.warned = true;
  auto& occupancies = briefs("occupancy");
  while (occupancies.step()) {
    auto* home = home_at(parent_in(occupancies));
    auto resident = HomeTally::resident_of(occupancies);
    auto dweller = resident ? person_at(*resident) : people.end();
    if (home != nullptr && dweller != people.end()) home->add_occupancy(occupancies, dweller->second, day_);
  }
  auto& visits = briefs("visit");
  while (visits.step())
    if (auto* home = home_at(parent_in(visits))) home->add_visit(visits, day_);
  auto& requests = briefs("request");
  while (requests.step())
    if (auto* home = home_at(HomeTally::unit_of(requests))) home->add_request(requests);
  for (auto& home : homes) rows_.push_back(std::move(home).row());
  sort();
  count_conflicts_and_pending();
}

void EstateBook::sort() {
  std::sort(rows_.begin(), rows_.end(), stands_before);
  places_.clear();
  for (std::size_t i = 0; i < rows_.size(); ++i) places_.emplace(rows_[i].unit, i);
}

void EstateBook::count_again(const std::vector<RecordId>& stale) {
  known_ = false;
  std::set<RecordId> homes;
  for (const auto& record : stale) {
    if (record == RecordId{}) continue;
    homes.insert(record);  // it may be one that is new, or gone
    for (const auto& home : Homes{sql_, day_.date}.of(record)) homes.insert(home);
  }
  for (const auto& unit : homes) count_home(unit);
  if (!homes.empty() && !std::is_sorted(rows_.begin(), rows_.end(), stands_before)) sort();
  count_conflicts_and_pending();
}

void EstateBook::count_home(const RecordId& unit) {
  auto place = places_.find(unit);
  auto& found = sql_(one_brief.c_str());
  if (!found.with(unit, "unit").step()) {
    if (place == places_.end()) return;
    rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(place->second));
    return sort();
  }
  HomeTally home{found};
  found.rewind();
  auto family = aliases_of(sql_, unit);  // what belonged to a home that was merged into this one
  family.push_back(unit);
  for (const auto& one : family) add_all_of(one, home);
  auto row = std::move(home).row();
  if (place != places_.end()) {
    rows_[place->second] = std::move(row);
    return;
  }
  places_.emplace(unit, rows_.size());
  rows_.push_back(std::move(row));
}

void EstateBook::add_all_of(const RecordId& unit, HomeTally& home) {
  auto& occupancies = sql_(children_of_type.c_str());
  occupancies.with(unit, "occupancy");
  while (occupancies.step()) {
    auto resident = HomeTally::resident_of(occupancies);
    if (!resident) continue;
    const auto who = root_of(sql_, *resident);
    auto& person = sql_(one_brief.c_str());
    if (!person.with(who, "resident").step()) continue;
    auto dweller = dweller_in(person);
    person.rewind();
    dweller.warned = is_warned_of(who);
    home.add_occupancy(occupancies, dweller, day_);
  }
  auto& visits = sql_(children_of_type.c_str());
  visits.with(unit, "visit");
  while (visits.step()) home.add_visit(visits, day_);
  auto& requests = sql_(requests_of.c_str());
  requests.with(unit);
  while (requests.step()) home.add_request(requests);
}

// Whatever was said of them under an id that was merged into theirs is said of them: it may be a danger at the door.
bool EstateBook::is_warned_of(const RecordId& person) {
  auto& need = sql_("SELECT 1 FROM records WHERE parent = ? AND type = 'special_need' AND state = 0 LIMIT 1");
  auto family = aliases_of(sql_, person);
  family.push_back(person);
  return std::any_of(family.begin(), family.end(), [&](const RecordId& one) {
    const bool out = need.with(one).step();
    need.rewind();
    return out;
  });
}

void EstateBook::count_conflicts_and_pending() {
  for (auto& row : rows_) row.conflicts = 0, row.pending = false;
  auto each_home = [&](const std::vector<RecordId>& records, auto each) {
    for (const auto& record : records)
      for (const auto& home : Homes{sql_, day_.date}.of(record))
        if (auto place = places_.find(home); place != places_.end()) each(rows_[place->second]);
  };
  std::vector<RecordId> about, waiting;
  auto& conflicts = sql_("SELECT parent FROM records WHERE type = 'conflict' AND state = 0 AND parent IS NOT NULL");
  conflicts.with();
  while (conflicts.step()) about.push_back(conflicts.id<RecordId>(0));
  auto& own = sql_("SELECT id FROM rebase CROSS JOIN records USING (n)");
  own.with();
  while (own.step()) waiting.push_back(own.id<RecordId>(0));
  each_home(about, [](EstateRow& home) { ++home.conflicts; });
  each_home(waiting, [](EstateRow& home) { home.pending = true; });
}

}  // namespace doorstep
