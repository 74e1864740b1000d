// What a tablet keeps for its server: a copy of the fence, which only the server can read, and texts of an epoch that
// ended, until the server has taken them.
#include "engine/number_shelf.h"
#include "engine/rows.h"
#include "engine/store.h"

namespace doorstep {
namespace {

/// A frame before the proof has at most 64 KiB.
constexpr std::size_t fence_bytes_at_once = std::size_t{48} << 10;

}  // namespace

Result<void> Store::adopt(const FenceLines& lines) {
  return guarded([&]() -> Result<void> {
    Transaction transaction{database_};
    auto& count = sql_("SELECT COUNT(*) FROM fence");
    count.with().step();
    const auto kept = static_cast<std::uint64_t>(count.integer(0));
    count.rewind();
    if (lines.behind > kept) return Error{Fault::replayed_frame, "lines of the fence are missing before these"};
    sql_("DELETE FROM fence WHERE number > ?").with(lines.behind).run();
    auto number = lines.behind;
    for (const auto& line : lines.lines)
      sql_("INSERT INTO fence (number, line) VALUES (?, ?)").with(++number, line).run();
    transaction.commit();
    return {};
  });
}

Result<void> Store::adopt(const Numbers& numbers) {
  return guarded([&]() -> Result<void> {
    Transaction transaction{database_};
    NumberShelf{sql_, identity_->chain}.keep(numbers.blocks);
    transaction.commit();
    return {};
  });
}

Result<std::vector<NumbersLeft>> Store::numbers_left() {
  return guarded([&]() -> Result<std::vector<NumbersLeft>> {
    return NumberShelf{sql_, identity_->chain}.left(*template_);
  });
}

Result<FencePlace> Store::fence_place() {
  return guarded([&]() -> Result<FencePlace> {
    FencePlace place;
    auto& row = sql_("SELECT line FROM fence ORDER BY number");
    row.with();
    for (; row.step(); ++place.number) place.hash = fence_head(place.hash, row.text(0));
    return place;
  });
}

Result<FenceLines> Store::fence_behind(const FencePlace& servers) {
  return guarded([&]() -> Result<FenceLines> {
    FenceLines out{servers.number, {}};
    FencePlace place;
    bool same = servers.number == 0;
    std::size_t bytes = 0;
    auto& row = sql_("SELECT line FROM fence ORDER BY number");
    row.with();
    while (row.step()) {
      if (place.number >= servers.number) {
        bytes += row.text(0).size();
        if (!same || out.lines.size() == fence_lines_max || bytes > fence_bytes_at_once) break;
        out.lines.emplace_back(row.text(0));
      }
      place.hash = fence_head(place.hash, row.text(0));
      if (++place.number == servers.number) same = place.hash == servers.hash;
    }
    row.rewind();
    return out;
  });
}

Result<Store::Parcel> Store::next_rescue() {
  return guarded([&]() -> Result<Parcel> {
    Parcel parcel;
    std::size_t bytes = 0;
    auto& row = sql_("SELECT n, epoch, body FROM rescues ORDER BY n");
    row.with();
    while (row.step()) {
      bytes += row.text(2).size();
      const Epoch epoch{std::string{row.text(1)}};
      auto& records = parcel.rescue.records;
      if (!records.empty() &&
          (epoch != parcel.rescue.epoch || records.size() == page_records_max || bytes > page_bytes_max))
        break;
      parcel.rescue.epoch = epoch;
      parcel.upto = row.integer(0);
      records.push_back(stored(parse_json(row.text(2))));
    }
    row.rewind();
    return parcel;
  });
}

Result<void> Store::handed_over(std::int64_t upto) {
  return guarded([&]() -> Result<void> {
    Transaction transaction{database_};
    sql_("DELETE FROM rescues WHERE n <= ?").with(upto).run();
    transaction.commit();
    return {};
  });
}

}  // namespace doorstep
