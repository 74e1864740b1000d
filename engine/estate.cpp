#include "engine/estate.h"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <unordered_map>

#include "engine/rows.h"
#include "engine/store.h"
#include "shared/dates.h"

namespace doorstep {
namespace {

struct Tally {
  std::int64_t wanted = 0, filled = 0;
  int who = 0;  ///< how well `household` names it: 2 the head, 1 somebody who lives there
};

bool is(const Statement& row, int column, std::string_view word) {
  return !row.null(column) && row.text(column) == word;
}

std::optional<VisitToday> ended(std::string_view status) {
  if (status == "done") return VisitToday::done;
  if (status == "no_answer") return VisitToday::no_answer;
  if (status == "refused") return VisitToday::refused;
  if (status == "postponed") return VisitToday::postponed;
  if (status == "started") return VisitToday::started;
  return std::nullopt;
}

/// The estate while its parts are counted together, each kind of record in one run over its briefs.
class Count {
 public:
  Count(Store& store, const Day& today) : sql_(store.sql()), today_(today) {}

  std::vector<EstateRow> all() {
    units();
    residents();
    occupancies();
    visits();
    requests();
    special_needs();
    conflicts();
    pending();
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (tallies_[i].wanted > 0) rows_[i].completeness = tallies_[i].filled * 100 / tallies_[i].wanted;
    return std::move(rows_);
  }

 private:
  Statement& briefs(const char* type) {
    auto& row =
        sql_("SELECT n, id, parent, wanted, filled, word1, word2, word3, word4, word5 FROM briefs WHERE type = ?");
    row.with(type);
    return row;
  }
  std::optional<std::size_t> home_at(const Statement& row, int column) const {
    if (row.null(column)) return std::nullopt;
    return home_of(row.id<RecordId>(column));
  }
  // Only what is not found by its own id may have been merged into another.
  std::optional<std::size_t> home_of(const RecordId& unit) const {
    auto found = homes_.find(unit);
    if (found == homes_.end()) found = homes_.find(root_of(sql_, unit));
    return found == homes_.end() ? std::nullopt : std::optional{found->second};
  }

  void units() {
    auto& row = briefs("unit");
    while (row.step()) {
      EstateRow one;
      one.unit = row.id<RecordId>(1);
      if (!row.null(5)) one.building = row.text(5);
      if (!row.null(6)) one.unit_no = row.text(6);
      if (!row.null(7)) one.room_no = row.text(7);
      if (!row.null(8)) one.floor = std::strtoll(std::string{row.text(8)}.c_str(), nullptr, 10);
      if (!row.null(9)) one.use_state = row.text(9);
      homes_.emplace(one.unit, rows_.size());
      rows_.push_back(std::move(one));
      tallies_.push_back({row.integer(3), row.integer(4), 0});
    }
  }

  void residents() {
    auto& row = briefs("resident");
    while (row.step()) {
      Person person{row.null(5) ? "" : std::string{row.text(5)}, row.integer(3), row.integer(4)};
      people_.emplace(row.id<RecordId>(1), std::move(person));
    }
  }

  void occupancies() {
    auto& row = briefs("occupancy");
    while (row.step()) {
      auto home = home_at(row, 2);
      const bool over = !row.null(6) && row.text(6) < today_.date;
      if (!home || over || row.null(5)) continue;
      auto resident = parse_id<RecordId>(row.text(5));
      if (!resident) continue;
      if (!people_.contains(*resident)) resident = root_of(sql_, *resident);
      lodgings_.emplace(*resident, *home);
      auto person = people_.find(*resident);
      if (person == people_.end()) continue;
      auto& tally = tallies_[*home];
      tally.wanted += person->second.wanted + row.integer(3);
      tally.filled += person->second.filled + row.integer(4);
      const int who = is(row, 7, "true") ? 3 : is(row, 8, "true") ? 2 : 1;
      if (who <= tally.who) continue;
      tally.who = who;
      rows_[*home].household = person->second.name;
    }
  }

  void visits() {
    const Instant begins = today_.begins, ends = begins + std::chrono::days{1};
    std::unordered_map<std::size_t, Instant> latest;
    auto& row = briefs("visit");
    while (row.step()) {
      auto home = home_at(row, 2);
      if (!home) continue;
      auto& one = rows_[*home];
      const auto status = row.null(5) ? std::string_view{"planned"} : row.text(5);
      auto started = row.null(7) ? std::nullopt : instant_of(row.text(7));
      auto finished = row.null(8) ? std::nullopt : instant_of(row.text(8));
      if (status == "done" && finished && (!one.reviewed || *one.reviewed < *finished)) one.reviewed = finished;
      const auto at = std::max(started.value_or(Instant::min()), finished.value_or(Instant::min()));
      if (auto state = ended(status); state && at >= begins && at < ends && at >= latest[*home]) {
        latest[*home] = at;
        one.today = *state;
      }
      const bool waits = status != "done" && status != "refused";
      if (!waits || row.null(6) || (!one.due.empty() && one.due <= row.text(6))) continue;
      one.due = row.text(6);
      one.assignee = row.null(9) ? "" : std::string{row.text(9)};
      one.visit = row.id<RecordId>(1);
    }
  }

  void requests() {
    auto& row = briefs("request");
    while (row.step()) {
      const bool closed = is(row, 5, "done") || is(row, 5, "confirmed") || is(row, 5, "cancelled");
      if (closed || row.null(6)) continue;
      auto unit = parse_id<RecordId>(row.text(6));
      auto home = unit ? home_of(*unit) : std::nullopt;
      if (home) ++rows_[*home].requests;
    }
  }

  void special_needs() {
    auto& row = sql_("SELECT parent FROM records WHERE type = 'special_need' AND state = 0 AND type <> 'conflict'");
    row.with();
    while (row.step()) {
      if (row.null(0)) continue;
      auto [from, to] = lodgings_.equal_range(row.id<RecordId>(0));
      for (; from != to; ++from) rows_[from->second].warned = true;
    }
  }

  void conflicts() {
    std::vector<RecordId> about;
    auto& row = sql_("SELECT parent FROM records WHERE type = 'conflict' AND state = 0 AND parent IS NOT NULL");
    row.with();
    while (row.step()) about.push_back(row.id<RecordId>(0));
    for (const auto& record : about) at_homes_of(record, [&](EstateRow& home) { ++home.conflicts; });
  }

  void pending() {
    std::vector<RecordId> waiting;
    auto& row = sql_("SELECT id FROM rebase CROSS JOIN records USING (n)");
    row.with();
    while (row.step()) waiting.push_back(row.id<RecordId>(0));
    for (const auto& record : waiting) at_homes_of(record, [&](EstateRow& home) { home.pending = true; });
  }

  // A home itself, its people's homes, or those of whatever it is a child of or refers to.
  template <class Each>
  void at_homes_of(const RecordId& record, Each each, int steps = 3) {
    if (auto home = homes_.find(record); home != homes_.end()) return each(rows_[home->second]);
    auto [from, to] = lodgings_.equal_range(record);
    if (from != to) {
      for (; from != to; ++from) each(rows_[from->second]);
      return;
    }
    if (steps == 0) return;
    std::vector<RecordId> up;
    auto& row = sql_(R"sql(
      SELECT parent FROM records WHERE id = ?1 AND parent IS NOT NULL
      UNION SELECT target FROM records JOIN links USING (n) WHERE id = ?1)sql");
    row.with(record);
    while (row.step()) up.push_back(row.id<RecordId>(0));
    for (const auto& next : up) at_homes_of(next, each, steps - 1);
  }

  struct Person {
    std::string name;
    std::int64_t wanted = 0, filled = 0;
  };

  Statements& sql_;
  const Day& today_;
  std::vector<EstateRow> rows_;
  std::vector<Tally> tallies_;
  std::unordered_map<RecordId, std::size_t> homes_;
  std::unordered_map<RecordId, Person> people_;
  std::unordered_multimap<RecordId, std::size_t> lodgings_;
};

/// Runs of digits compare as numbers.
int compare_counted(std::string_view a, std::string_view b) {
  auto digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (digit(a[i]) && digit(b[j])) {
      std::uint64_t left = 0, right = 0;
      i = static_cast<std::size_t>(std::from_chars(a.data() + i, a.data() + a.size(), left).ptr - a.data());
      j = static_cast<std::size_t>(std::from_chars(b.data() + j, b.data() + b.size(), right).ptr - b.data());
      if (left != right) return left < right ? -1 : 1;
    } else {
      if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]) ? -1 : 1;
      ++i;
      ++j;
    }
  }
  return (i < a.size() ? 1 : 0) - (j < b.size() ? 1 : 0);
}

}  // namespace

Day local_day(Instant at) {
  const auto seconds = static_cast<std::time_t>(to_ms(at) / 1000);
  std::tm here{};
  localtime_r(&seconds, &here);
  const auto past =
      std::chrono::hours{here.tm_hour} + std::chrono::minutes{here.tm_min} + std::chrono::seconds{here.tm_sec};
  Day out;
  out.begins = from_ms(static_cast<std::int64_t>(seconds) * 1000) - past;
  out.date = date_of(at + std::chrono::seconds{here.tm_gmtoff});
  return out;
}

Result<std::vector<EstateRow>> estate(Store& store, const Day& today) {
  return guarded([&]() -> Result<std::vector<EstateRow>> {
    Transaction transaction{store.database(), Transaction::Mode::read};
    auto rows = Count{store, today}.all();
    std::sort(rows.begin(), rows.end(), [](const EstateRow& one, const EstateRow& other) {
      if (auto by = compare_counted(one.building, other.building); by != 0) return by < 0;
      if (auto by = compare_counted(one.unit_no, other.unit_no); by != 0) return by < 0;
      if (auto by = compare_counted(one.room_no, other.room_no); by != 0) return by < 0;
      return one.unit < other.unit;
    });
    return rows;
  });
}

}  // namespace doorstep
