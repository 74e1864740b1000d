#include "engine/number_shelf.h"

#include <set>

namespace doorstep {

std::optional<std::string> NumberShelf::take(const CommunityId& community, std::string_view series) {
  auto& row = sql_(R"sql(
    SELECT first, next FROM numbers WHERE community = ? AND series = ? AND chain = ? AND next <= last
    ORDER BY first LIMIT 1)sql");
  if (!row.with(community, series, chain_).step()) return std::nullopt;
  const auto first = row.integer(0), next = row.integer(1);
  row.rewind();
  sql_("UPDATE numbers SET next = next + 1 WHERE community = ? AND series = ? AND first = ?")
      .with(community, series, first)
      .run();
  return printed_number(series, static_cast<std::uint64_t>(next));
}

void NumberShelf::keep(const std::vector<NumberBlock>& blocks) {
  for (const auto& block : blocks)
    sql_(R"sql(
      INSERT INTO numbers (community, series, first, next, last, chain) SELECT ?1, ?2, ?3, ?3, ?4, ?5
      WHERE NOT EXISTS (SELECT 1 FROM numbers WHERE community = ?1 AND series = ?2 AND first <= ?4 AND last >= ?3))sql")
        .with(block.community, block.series, block.first, block.last, chain_)
        .run();
}

std::vector<NumbersLeft> NumberShelf::left(const Template& archive_template) {
  std::set<std::string> series;
  for (const auto& type : archive_template.types())
    for (const auto& field : type.fields)
      if (!field.series.empty()) series.insert(field.series);
  std::vector<NumbersLeft> out;
  auto& communities = sql_("SELECT code FROM communities ORDER BY code");
  communities.with();
  while (communities.step())
    for (const auto& one : series) out.push_back({CommunityId{std::string{communities.text(0)}}, one, 0});
  if (out.size() > number_blocks_max) out.resize(number_blocks_max);
  for (auto& one : out) {
    auto& row = sql_(R"sql(
      SELECT COALESCE(SUM(last - next + 1), 0) FROM numbers WHERE community = ? AND series = ? AND chain = ?)sql");
    row.with(one.community, one.series, chain_).step();
    one.left = static_cast<std::uint64_t>(row.integer(0));
    row.rewind();
  }
  return out;
}

}  // namespace doorstep
