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

const std::string edit_columns =
    "SELECT e.n, j.seq, c.chain, e.at, e.body, j.header, j.signature, v.verdict FROM edits e "
    "JOIN journal j ON j.n = e.n / 512 JOIN chains c ON c.n = j.chain "
    "JOIN verdicts v ON v.chain = j.chain AND v.number = j.number WHERE ";

PastEdit past_at(const Statement& row, const CommunityId& community) {
  auto header = parse_json(row.text(5));
  if (!header) throw SqliteFailure{{Fault::store_damaged, "journal: " + header.error().detail}};
  auto edit =
      edit_of_bundle(std::move(*header), static_cast<std::size_t>(row.integer(0) % 512), row.text(4), row.bytes<64>(6));
  if (!edit) throw SqliteFailure{edit.error()};
  return {as_it_counted(std::move(*edit), row.text(7)),
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

Edit as_it_counted(Edit edit, const EditVerdict& verdict) {
  if (!verdict.proposed.empty()) edit.proposes = {verdict.proposed.begin(), verdict.proposed.end()};
  return edit;
}

// Hardly any verdict has one, so most are not parsed.
Edit as_it_counted(Edit edit, std::string_view stored_verdict) {
  if (stored_verdict.find("\"proposed\"") == std::string_view::npos) return edit;
  auto object = parse_json(stored_verdict);
  auto verdict = object ? verdict_from(*object, "verdict") : Result<Verdict>{object.error()};
  if (!verdict) throw SqliteFailure{{Fault::store_damaged, "the verdict of edit " + text(edit.id)}};
  for (const auto& one : verdict->edits)
    if (one.edit == edit.id) return as_it_counted(std::move(edit), one);
  return edit;
}

PastQueries::PastQueries(Database& database)
    : of_record(database.prepare(edit_columns + "e.record = ? AND e.kept = 1 AND e.n > ? AND e.n < ? LIMIT ?")),
      by_id(database.prepare(edit_columns + "e.id = ? AND e.kept = 1")) {}

// Behind all that there is: it is merged into none.
Place Past::merged_at(const RecordId& id) {
  const auto& header = set_.at(id).subject.record->header;
  if (header.state != State::merged || !header.moved) return behind_all(bundle_edits_max);
  for (std::size_t i = 0; i < bundle_.size(); ++i)
    if (bundle_[i].edit.id == header.moved->edit) return behind_all(i);
  OneRow row{queries_.by_id.with(header.moved->edit)};
  return row ? row->integer(0) : behind_all(bundle_edits_max);
}

// Without merges: what one of those brought is `add_merge`'s, and many a one named what was one already.
void Past::add(const RecordId& id, Place after, Place before) {
  auto& row = queries_.of_record.with(id, after, before, static_cast<std::int64_t>(past_edits_max + 1));
  for (std::size_t read = 0; read <= past_edits_max && row.step(); ++read)
    if (auto past = past_at(row, community_); past.edit.op != Op::merge)
      found_.push_back({row.integer(0), std::move(past)});
  row.rewind();
  for (std::size_t i = 0; i < bundle_.size(); ++i)
    if (const auto& edit = bundle_[i].edit;
        edit.record == id && edit.op != Op::merge && behind_all(i) > after && behind_all(i) < before)
      found_.push_back({behind_all(i), bundle_[i]});
}

void Past::add_merge(const RecordId& loser, const RecordId& winner, Place before) {
  if (merged_at(loser) >= before) return;
  const auto& moved = set_.at(loser).subject.record->header.moved;
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

Result<std::vector<PastEdit>> Past::of(const RecordId& id, const RecordId& without) {
  const auto before = merged_at(id);
  const auto behind = set_.aliases(without);  // what was merged into it goes with it, however far up the line it stands
  const auto goes = [&](const RecordId& one) { return one == without || std::ranges::count(behind, one) > 0; };
  add(id, before_all, before);
  for (const auto& alias : set_.aliases(id)) {
    const auto& header = set_.at(alias).subject.record->header;
    if (goes(alias) || header.into != id || !header.moved) continue;
    const auto merged = merged_at(alias);
    add_merge(alias, id, before);
    add(alias, merged, before);
    for (const auto& deeper : set_.aliases(alias))
      if (!goes(deeper)) add(deeper, merged, before);
  }
  return take();
}

Result<std::vector<PastEdit>> Past::since_merged(const RecordId& id) {
  const auto after = merged_at(id);
  const auto end = behind_all(bundle_edits_max);
  add(id, after, end);
  for (const auto& alias : set_.aliases(id)) add(alias, after, end);
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
