#include "engine/estate_tally.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "shared/dates.h"

namespace doorstep {
namespace {

constexpr int id_column = 1, wanted_column = 3, filled_column = 4, first_word = 5;

bool has(const Statement& row, int word) { return !row.null(first_word + word); }
std::string_view said(const Statement& row, int word) { return row.text(first_word + word); }
bool says(const Statement& row, int word, std::string_view what) { return has(row, word) && said(row, word) == what; }
std::optional<RecordId> id_in(const Statement& row, int word) {
  return has(row, word) ? parse_id<RecordId>(said(row, word)) : std::nullopt;
}

std::optional<VisitToday> ended(std::string_view status) {
  if (status == "done") return VisitToday::done;
  if (status == "no_answer") return VisitToday::no_answer;
  if (status == "refused") return VisitToday::refused;
  if (status == "postponed") return VisitToday::postponed;
  if (status == "started") return VisitToday::started;
  return std::nullopt;
}

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

HomeTally::HomeTally(const Statement& unit)
    : wanted_(unit.integer(wanted_column)), filled_(unit.integer(filled_column)) {
  row_.unit = unit.id<RecordId>(id_column);
  if (has(unit, 0)) row_.building = said(unit, 0);
  if (has(unit, 1)) row_.unit_no = said(unit, 1);
  if (has(unit, 2)) row_.room_no = said(unit, 2);
  if (has(unit, 3)) row_.floor = std::strtoll(std::string{said(unit, 3)}.c_str(), nullptr, 10);
  if (has(unit, 4)) row_.use_state = said(unit, 4);
}

std::optional<RecordId> HomeTally::resident_of(const Statement& occupancy) { return id_in(occupancy, 0); }
std::optional<RecordId> HomeTally::unit_of(const Statement& request) { return id_in(request, 1); }
bool HomeTally::is_over(const Statement& occupancy, const Day& today) {
  return has(occupancy, 1) && said(occupancy, 1) < today.date;
}

void HomeTally::add_occupancy(const Statement& row, const Dweller& dweller, const Day& today) {
  if (is_over(row, today)) return;
  wanted_ += dweller.wanted + row.integer(wanted_column);
  filled_ += dweller.filled + row.integer(filled_column);
  row_.warned = row_.warned || dweller.warned;
  const int who = says(row, 2, "true") ? 3 : says(row, 3, "true") ? 2 : 1;
  if (who <= who_) return;
  who_ = who;
  row_.household = dweller.name;
}

void HomeTally::add_visit(const Statement& row, const Day& today) {
  const Instant begins = today.begins, ends = begins + std::chrono::days{1};
  const auto status = has(row, 0) ? said(row, 0) : std::string_view{"planned"};
  auto started = has(row, 2) ? instant_of(said(row, 2)) : std::nullopt;
  auto finished = has(row, 3) ? instant_of(said(row, 3)) : std::nullopt;
  if (status == "done" && finished && (!row_.reviewed || *row_.reviewed < *finished)) row_.reviewed = finished;
  const auto at = std::max(started.value_or(Instant::min()), finished.value_or(Instant::min()));
  if (auto state = ended(status); state && at >= begins && at < ends && at >= latest_) {
    latest_ = at;
    row_.today = *state;
  }
  const bool waits = status != "done" && status != "refused";
  if (!waits || !has(row, 1) || (!row_.due.empty() && row_.due <= said(row, 1))) return;
  row_.due = said(row, 1);
  row_.assignee = has(row, 4) ? std::string{said(row, 4)} : std::string{};
  row_.visit = row.id<RecordId>(id_column);
}

void HomeTally::add_request(const Statement& row) {
  if (!says(row, 0, "done") && !says(row, 0, "confirmed") && !says(row, 0, "cancelled")) ++row_.requests;
}

EstateRow HomeTally::row() && {
  if (wanted_ > 0) row_.completeness = filled_ * 100 / wanted_;
  return std::move(row_);
}

bool stands_before(const EstateRow& one, const EstateRow& other) {
  if (auto by = compare_counted(one.building, other.building); by != 0) return by < 0;
  if (auto by = compare_counted(one.unit_no, other.unit_no); by != 0) return by < 0;
  if (auto by = compare_counted(one.room_no, other.room_no); by != 0) return by < 0;
  return one.unit < other.unit;
}

}  // namespace doorstep
