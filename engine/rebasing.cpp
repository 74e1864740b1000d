#include "engine/rebasing.h"

#include <algorithm>
#include <set>

namespace doorstep {

bool Rebasing::holds(const RecordId& record) const {
  auto slot = pending_.find(record);
  return slot != pending_.end() && slot->second;
}

Pending* Rebasing::find(const RecordId& record) {
  auto [slot, fresh] = pending_.try_emplace(record);
  if (fresh) slot->second = rebase_.find(record);
  return slot->second ? &*slot->second : nullptr;
}

Pending& Rebasing::begin(const RecordId& record) {
  if (auto* pending = find(record)) return *pending;
  return *(pending_[record] = rebase_.begin(record, read_row(sql_, record)));
}

std::optional<RecordId> Rebasing::confirmed_into(const RecordId& id) {
  const auto* pending = find(id);
  if (pending == nullptr) return rebase_.confirmed_into(id);
  return pending->confirmed ? stored(decode(*pending->confirmed)).header.into : std::nullopt;
}

RecordId Rebasing::confirmed_root(const RecordId& id) {
  auto out = id;
  std::set<RecordId> seen;
  for (auto into = confirmed_into(out); into && seen.insert(out).second; into = confirmed_into(out)) out = *into;
  return out;
}

std::vector<RecordId> Rebasing::concerned(const Edit& edit) {
  std::vector<RecordId> out{edit.record};
  if (edit.into) out.push_back(root_of(sql_, *edit.into));
  if (edit.into && *edit.into != out.back()) out.push_back(*edit.into);
  if (auto root = confirmed_root(edit.record); root != edit.record) out.push_back(root);
  return out;
}

void Rebasing::lay(const OwnEdit& own) {
  std::vector<RecordId> over{own.edit.record};
  if (own.edit.into) over.push_back(root_of(sql_, *own.edit.into));
  for (const auto& id : over) begin(id).insert(own);
}

void Rebasing::drop(const Edit& edit) {
  for (const auto& id : concerned(edit))
    if (auto* pending = find(id))
      std::erase_if(pending->edits, [&](const OwnEdit& own) { return own.edit.id == edit.id; });
}

// What was addressed to a record that the server has merged, before an own edit that parts them again.
void Rebasing::send_home(const RecordId& id) {
  auto* pending = find(id);
  if (pending == nullptr || pending->edits.empty()) return;
  bool away = confirmed_into(id).has_value();
  std::vector<OwnEdit> leaving;
  std::erase_if(pending->edits, [&](const OwnEdit& own) {
    const auto& edit = own.edit;
    if (edit.op == Op::unmerge && edit.record == id) away = false;
    if (edit.op != Op::change) return false;
    const auto home = edit.record == id ? (away ? confirmed_root(id) : id) : confirmed_root(edit.record);
    if (home == id || !read_row(sql_, home)) return false;
    leaving.push_back(own);
    return true;
  });
  for (const auto& own : leaving) begin(confirmed_root(own.edit.record == id ? id : own.edit.record)).insert(own);
}

void Rebasing::apply() {
  std::vector<RecordId> ids;
  for (const auto& [id, pending] : pending_)
    if (pending) ids.push_back(id);
  for (const auto& id : ids) send_home(id);
  // Where one of two goes that this person merges, the other one may have to stay: nobody may lose sight of both.
  for (const auto& id : ids) {
    if (auto into = confirmed_into(id)) (void)find(*into);
    for (const auto& own : pending_.at(id)->edits)
      if (own.edit.into && own.edit.record != id) (void)find(own.edit.record);
  }
  std::vector<RecordId> twice;
  auto apply_one = [&](Pending& pending) {
    const bool there = rebase_.apply(pending);
    if (there && !pending.edits.empty()) rebase_.write(pending);
    return there;
  };
  for (auto& [id, pending] : pending_) {
    if (!pending || !apply_one(*pending)) continue;
    // Of an edit that concerns two records each is predicted from the other as it is shown.
    if (std::any_of(pending->edits.begin(), pending->edits.end(),
                    [&](const OwnEdit& own) { return own.edit.record != id || own.edit.into; }))
      twice.push_back(id);
  }
  for (const auto& id : twice) apply_one(*pending_.at(id));
}

}  // namespace doorstep
