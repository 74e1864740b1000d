#include "server/past_edits.h"

#include <algorithm>
#include <limits>

namespace doorstep {
namespace {

// Where the journal's own numbers never come.
std::int64_t behind_all(std::size_t position) {
  return std::numeric_limits<std::int64_t>::max() - static_cast<std::int64_t>(bundle_edits_max) +
         static_cast<std::int64_t>(position);
}

const std::string columns =
    "SELECT e.n, j.seq, c.chain, e.at, e.body, j.header, j.signature FROM edits e "
    "JOIN journal j ON j.n = e.n / 512 JOIN chains c ON c.n = j.chain WHERE ";

PastEdit past_at(const Statement& row, const CommunityId& community) {
  auto header = parse_json(row.text(5));
  if (!header) throw SqliteFailure{{Fault::store_damaged, "journal: " + header.error().detail}};
  auto edit =
      edit_of_bundle(std::move(*header), static_cast<std::size_t>(row.integer(0) % 512), row.text(4), row.bytes<64>(6));
  if (!edit) throw SqliteFailure{edit.error()};
  return {std::move(*edit),
          {community, ChainId{std::string{row.text(2)}}, Seq{static_cast<std::uint64_t>(row.integer(1))},
           from_ms(row.integer(3))}};
}

}  // namespace

Result<Edit> edit_of_bundle(json header, std::size_t position, std::string_view body, const Signature& signature) {
  auto damaged = [](const std::string& why) { return Error{Fault::store_damaged, "journal: " + why}; };
  auto edits = header.find("edits");
  if (edits == header.end() || !edits->is_array() || position >= edits->size()) return damaged("no such edit");
  *edits = json::array({(*edits)[position]});
  auto bundle = open_bundle(canonical(header), "[" + std::string{body} + "]", signature);
  if (!bundle) return damaged(bundle.error().detail);
  return std::move(bundle->edits.front());
}

PastQueries::PastQueries(Database& database)
    : of_record(database.prepare(columns + "e.record = ? AND e.kept = 1 AND j.seq > ? AND j.seq < ? LIMIT ?")),
      by_id(database.prepare(columns + "e.id = ? AND e.kept = 1")) {}

void Past::add(const RecordId& id, Seq after, Seq before) {
  auto& row = queries_.of_record.with(id, after, before, static_cast<std::int64_t>(past_edits_max + 1));
  while (row.step() && found_.size() <= past_edits_max) found_.push_back({row.integer(0), past_at(row, community_)});
  row.rewind();
  for (std::size_t i = 0; i < bundle_.size(); ++i) {
    const auto& [edit, arrival] = bundle_[i];
    if (edit.record == id && arrival.seq > after && arrival.seq < before) found_.push_back({behind_all(i), bundle_[i]});
  }
}

void Past::add_merge(const RecordId& loser, const RecordId& winner, Seq before) {
  const auto& moved = set_.at(loser).subject.record->header.moved;
  if (!moved || moved->seq >= before) return;
  std::optional<Found> found;
  if (OneRow row{queries_.by_id.with(moved->edit)}; row) found = Found{row->integer(0), past_at(*row, community_)};
  for (std::size_t i = 0; i < bundle_.size(); ++i)
    if (bundle_[i].edit.id == moved->edit) found = Found{behind_all(i), bundle_[i]};
  if (!found) return;
  // It may have named one that was merged before: what went over was the record at the end of that line.
  found->past.edit.record = loser;
  found->past.edit.into = winner;
  found_.push_back(std::move(*found));
}

Result<std::vector<PastEdit>> Past::of(const RecordId& id, Seq before, const RecordId& without) {
  add(id, Seq{}, before);
  for (const auto& alias : set_.aliases(id)) {
    const auto& header = set_.at(alias).subject.record->header;
    if (alias == without || header.into != id || !header.moved) continue;
    const auto merged = header.moved->seq;
    add_merge(alias, id, before);
    add(alias, merged, before);
    for (const auto& deeper : set_.aliases(alias)) add(deeper, merged, before);
  }
  return take();
}

Result<std::vector<PastEdit>> Past::since(const RecordId& id, Seq after) {
  add(id, after, no_limit);
  for (const auto& alias : set_.aliases(id)) add(alias, after, no_limit);
  return take();
}

Result<std::vector<PastEdit>> Past::take() {
  auto found = std::exchange(found_, {});
  if (found.size() > past_edits_max) return Error{Fault::out_of_range, "its history is too long to be parted"};
  std::sort(found.begin(), found.end(), [](const Found& one, const Found& other) { return one.n < other.n; });
  std::vector<PastEdit> out;
  out.reserve(found.size());
  for (auto& one : found) out.push_back(std::move(one.past));
  return out;
}

}  // namespace doorstep
