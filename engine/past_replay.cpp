#include "engine/past_replay.h"

#include <algorithm>

#include "engine/rows.h"
#include "shared/discussion.h"

namespace doorstep {
namespace {

// Lines that were kept before chains were told have the device only.
ChainId chain_of_line(const json& line) {
  return ChainId{line.contains("chain")
                     ? line.at("chain").get<std::string>()
                     : line.at("by").get<std::string>() + "/" + line.at("device").get<std::string>()};
}

// Two that were parted again were two all the time: what was addressed to each meanwhile belongs to it (J9).
std::vector<PastEdit> without_parted(std::vector<PastEdit> lines) {
  std::vector<bool> gone(lines.size(), false);
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (lines[at].edit.op != Op::unmerge) continue;
    gone[at] = true;
    for (auto before = at; before-- > 0;) {
      if (gone[before] || lines[before].edit.op != Op::merge || lines[before].edit.record != lines[at].edit.record)
        continue;
      gone[before] = true;
      break;
    }
  }
  std::vector<PastEdit> out;
  for (std::size_t at = 0; at < lines.size(); ++at)
    if (!gone[at]) out.push_back(std::move(lines[at]));
  return out;
}

// A line tells what was wanted, not what became of it: a removal counted where its author had seen all that others
// wrote. A role that does not see which version that was sees the record go.
bool saw_all(const Record& record, const PastEdit& removal) {
  if (removal.edit.version.value == 0) return true;
  return std::all_of(record.parts.begin(), record.parts.end(), [&](const std::optional<Part>& part) {
    return !part || std::all_of(part->stamps.begin(), part->stamps.end(), [&](const auto& entry) {
      return entry.second.seq <= removal.edit.version || entry.second.chain == removal.arrival.chain;
    });
  });
}

}  // namespace

PastEdit past_edit(const json& line) {
  PastEdit out{stored(edit_from(line.at("edit"), "history")), {}};
  out.arrival.chain = chain_of_line(line);
  out.arrival.seq = Seq{line.contains("seq") ? line.at("seq").get<std::uint64_t>() : 0};
  if (line.contains("at")) out.arrival.at = from_ms(line.at("at").get<std::int64_t>());
  out.arrival.values = Values::counted;
  return out;
}

void PastReplay::run(const std::vector<PastEdit>& lines, Instant until) {
  std::vector<PastEdit> known;
  for (const auto& line : lines) {
    if (line.edit.resolves) asked_.insert(line.edit.resolves->conflict);
    if (!line.arrival.at || *line.arrival.at <= until) known.push_back(line);
  }
  known = without_parted(std::move(known));
  for (std::size_t from = 0; from < known.size();) {
    auto upto = from + 1;
    const auto seq = known[from].arrival.seq;
    while (upto < known.size() && seq.value != 0 && known[upto].arrival.seq == seq) ++upto;
    take_bundle({known.begin() + static_cast<std::ptrdiff_t>(from), known.begin() + static_cast<std::ptrdiff_t>(upto)});
    from = upto;
  }
}

void PastReplay::take_bundle(const std::vector<PastEdit>& bundle) {
  std::vector<Edit> edits;
  for (const auto& one : bundle) edits.push_back(one.edit);
  edits = fold(template_, std::move(edits));
  for (std::size_t i = 0; i < bundle.size(); ++i) take(bundle[i], std::move(edits[i]));
}

RecordId PastReplay::root(RecordId id) const {
  for (auto steps = subjects_.size(); steps > 0; --steps) {
    auto found = subjects_.find(id);
    if (found == subjects_.end() || !found->second.record || !found->second.record->header.into) break;
    id = *found->second.record->header.into;
  }
  return id;
}

void PastReplay::take(const PastEdit& past, Edit edit) {
  if (edit.op == Op::merge) return merge_in(past);
  if (edit.op == Op::distinct) return;  // it changes no record
  const auto stands = root(edit.record);
  auto& subject = subjects_[stands];
  if (stands != edit.record) {
    if (edit.op != Op::create && edit.op != Op::change && edit.op != Op::discuss) return;  // J7
    edit = landed(edit, subjects_[edit.record], subject);
  }
  if (edit.op == Op::discuss) return talk(template_, subject, edit, past.arrival);
  const bool removes = edit.op == Op::remove || edit.op == Op::archive;
  const bool parked = removes && asked_.contains(conflict_id(edit.record, "", edit.id));
  if (removes && subject.record && !parked && saw_all(*subject.record, past)) edit.saw = seen_digests(subject);
  if (auto merged = merge(template_, subject, edit, past.arrival)) subject = std::move(merged->subject);
}

void PastReplay::merge_in(const PastEdit& past) {
  const auto lost = root(past.edit.record), won = root(*past.edit.into);
  auto &loser = subjects_[lost], &winner = subjects_[won];
  if (lost == won || !check_merging(template_, loser, winner, past.edit)) return;
  auto next = winner;
  if (!take_over(template_, next, loser, past.edit, past.arrival)) return;
  winner = std::move(next);
  send_over(loser, won, past.edit, past.arrival);
}

const Record* PastReplay::record(const RecordId& id) const {
  const auto found = subjects_.find(root(id));
  if (found == subjects_.end() || !found->second.record) return nullptr;
  return found->second.record->header.state == State::live ? &*found->second.record : nullptr;
}

}  // namespace doorstep
