#include "tests/engine/far_side.h"

#include <algorithm>

#include "shared/set_hash.h"

namespace doorstep::test {
namespace {

const Epoch epoch{"e1"};
const CommunityId community{"main"};
const Bytes<32> set_key{7, 7, 7};
constexpr std::int64_t some_day_ms = 1'764'000'000'000;

EditVerdict::Outcome outcome_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::applied:
      return EditVerdict::Outcome::applied;
    case Outcome::merged:
      return EditVerdict::Outcome::merged;
    case Outcome::conflict:
      return EditVerdict::Outcome::conflict;
  }
  return EditVerdict::Outcome::applied;
}

}  // namespace

Page through_the_wire(const Page& head, const std::vector<const RecordText*>& records) {
  return std::get<Page>(decode_frame(page_frame(head, {records.begin(), records.end()}, 1), 1).value());
}

Welcome FarSide::welcome(const ChainId& chain) const {
  Welcome out;
  out.epoch = epoch;
  out.at = from_ms(some_day_ms);
  if (auto line = lines_.find(chain); line != lines_.end()) {
    out.last = line->second.last;
    out.last_hash = line->second.hash;
  }
  out.communities = {{community, "花园小区", seq_, set_key}};
  out.people = {{person_of(colleagues_chain), "李强"}};
  return std::get<Welcome>(decode_frame(encode(out, 1), 1).value());
}

Verdict FarSide::take(std::string_view wire) {
  auto bundle = open_bundle(parse_json(wire).value()).value();
  auto& line = lines_[bundle.chain];
  if (auto known = line.verdicts.find(bundle.number); known != line.verdicts.end()) return known->second;
  require(bundle.number.value == line.last.value + 1 && bundle.previous == line.hash, "a pushed line has no gap");
  Verdict verdict;
  verdict.number = bundle.number;
  bool kept = false;
  for (const auto& edit : fold(Template::shipped(), bundle.edits))
    verdict.edits.push_back(judge(edit, bundle.chain, Seq{seq_.value + 1}, kept));
  if (kept) {
    ++seq_.value;
    verdict.seq = seq_;
  }
  line.last = bundle.number;
  line.hash = hash_of(bundle);
  line.verdicts[bundle.number] = verdict;
  return verdict;
}

EditVerdict FarSide::judge(const Edit& edit, const ChainId& chain, Seq seq, bool& kept) {
  if (auto stop = refused_.find(edit.record); stop != refused_.end()) {
    auto& [code, by] = stop->second;
    if (by) return {edit.id, EditVerdict::Outcome::held, {}, by, {}};
    by = edit.id;
    return {edit.id, EditVerdict::Outcome::rejected, std::string{doorstep::code(code)}, {}, {}};
  }
  auto merged = merge(Template::shipped(), subject(edit.record), edit, Arrival{community, chain, seq, edit.made.wall});
  if (!merged)
    return {edit.id, EditVerdict::Outcome::rejected, std::string{doorstep::code(merged.error().fault)}, {}, {}};
  kept = true;
  subjects_[edit.record] = merged->subject;
  return {edit.id, outcome_of(merged->outcome), {}, {}, merged->conflicts};
}

Subject FarSide::subject(const RecordId& record) const {
  auto found = subjects_.find(record);
  if (found == subjects_.end()) return {};
  auto out = found->second;
  out.children.clear();
  for (const auto& [id, other] : subjects_)
    if (other.record->header.state == State::live &&
        parent_of(*Template::shipped().type(other.record->header.type), *other.record) == record)
      out.children.push_back(id);
  return out;
}

Edit FarSide::colleagues_edit(Op op, const RecordId& record, const std::string& type) {
  Edit edit;
  edit.id = mint_edit(dice_);
  edit.record = record;
  edit.type = type;
  edit.op = op;
  edit.version = seq_;
  edit.made = {from_ms(some_day_ms + 60'000 * ++colleague_minutes_), Millis{1}, "b", {}};
  return edit;
}

void FarSide::accept_from_colleague(Edit edit) {
  auto merged = merge(Template::shipped(), subject(edit.record), edit,
                      Arrival{community, colleagues_chain, Seq{seq_.value + 1}, edit.made.wall});
  subjects_[edit.record] = std::move(merged).value().subject;
  ++seq_.value;
}

RecordId FarSide::colleague_creates(const std::string& type, json set) {
  RecordId record;
  dice_.fill(record.bytes);
  auto edit = colleagues_edit(Op::create, record, type);
  for (const auto& [name, value] : set.items()) edit.base[name] = nullptr;
  for (const auto& group : Template::shipped().type(type)->groups)
    for (const auto& member : group.fields) edit.base[member] = nullptr;
  edit.set = std::move(set);
  accept_from_colleague(std::move(edit));
  return record;
}

void FarSide::colleague_changes(const RecordId& record, json base, json set) {
  auto edit = colleagues_edit(Op::change, record, subjects_.at(record).record->header.type);
  edit.base = std::move(base);
  edit.set = std::move(set);
  accept_from_colleague(std::move(edit));
}

void FarSide::colleague_removes(const RecordId& record) {
  auto edit = colleagues_edit(Op::remove, record, subjects_.at(record).record->header.type);
  edit.saw = seen_digests(subject(record));
  accept_from_colleague(std::move(edit));
}

void FarSide::colleague_resolves(const RecordId& conflict, json set) {
  for (const auto& [record, standing] : subjects_)
    for (const auto& one : standing.conflicts) {
      if (one.id != conflict) continue;
      auto edit = colleagues_edit(Op::change, record, standing.record->header.type);
      for (const auto& [name, wanted] : set.items()) edit.base[name] = value(record, name);
      edit.set = std::move(set);
      edit.resolves = Naming{conflict, {}};
      for (const auto& candidate : one.candidates) edit.resolves->seen.push_back(candidate.stamp.edit);
      return accept_from_colleague(std::move(edit));
    }
  require(false, "the conflict is known here");
}

std::map<RecordId, RecordText> FarSide::texts() const {
  std::map<RecordId, RecordText> out;
  for (const auto& [id, standing] : subjects_) {
    out[id] = encode(*standing.record);
    for (const auto& conflict : standing.conflicts) out[conflict.id] = encode(conflict);
  }
  return out;
}

BundleNumber FarSide::last_own() const {
  auto line = lines_.find(audience);
  return line == lines_.end() ? BundleNumber{} : line->second.last;
}

Page FarSide::tail(Seq from) const {
  Page head{community, PageKind::tail, from, seq_, seq_, last_own(), true, false, {}};
  std::vector<RecordText> changed;
  for (const auto& [id, standing] : subjects_) {
    if (standing.record->version() > from) changed.push_back(encode(*standing.record));
    for (const auto& conflict : standing.conflicts)
      if (conflict.seq > from) changed.push_back(encode(conflict));
  }
  std::vector<const RecordText*> texts;
  for (const auto& text : changed) texts.push_back(&text);
  return through_the_wire(head, texts);
}

std::vector<Page> FarSide::state(std::size_t records, std::optional<RecordId> after) const {
  std::vector<Page> pages;
  auto all = texts();
  auto next = after ? all.upper_bound(*after) : all.begin();
  do {
    Page head{community, PageKind::state, {}, {}, seq_, last_own(), false, false, {}};
    std::vector<const RecordText*> some;
    for (; next != all.end() && some.size() < records; ++next) some.push_back(&next->second);
    head.done = next == all.end();
    pages.push_back(through_the_wire(head, some));
  } while (next != all.end());
  return pages;
}

Checkpoint FarSide::checkpoint() const {
  Checkpoint out{community, seq_, {}, last_own()};
  for (const auto& [id, text] : texts()) add(out.hash, elements(set_key, epoch, text));
  return std::get<Checkpoint>(decode_frame(encode(out, 1), 1).value());
}

json FarSide::value(const RecordId& record, const std::string& field) const {
  const auto* value = subjects_.at(record).record->value(field);
  return value == nullptr ? json{} : *value;
}

std::vector<Conflict> FarSide::open_conflicts(const RecordId& record) const {
  std::vector<Conflict> out;
  for (const auto& conflict : subjects_.at(record).conflicts)
    if (conflict.state == ConflictState::open) out.push_back(conflict);
  return out;
}

}  // namespace doorstep::test
