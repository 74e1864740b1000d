// The records that conflicts are about: what they are called, and where they are at home.
#include "mobile/conflicts.h"

namespace doorstep {
namespace {

bool compares_records(const ConflictView& view) { return view.conflict.kind == ConflictKind::duplicate; }

}  // namespace

// A title is asked for once; records that are compared are asked for as they are now. All are shown together when the
// last one has come.
void Conflicts::fetch_records() {
  std::set<RecordId> wanted;
  for (const auto& view : views_) {
    if (!records_.contains(qs(view.conflict.record))) wanted.insert(view.conflict.record);
    if (!compares_records(view)) continue;
    for (const auto& id : records_of(view.conflict)) wanted.insert(id);
  }
  for (const auto& id : wanted) {
    awaited_ += 2;
    auto told = session()->to<RecordView>(this, [this, id](Result<RecordView> record) {
      if (!session()) return;
      if (record) fetch_owner(records_[qs(id)] = std::move(*record));
      fetched();
    });
    session()->engine().show(id, std::move(told));
    auto at_home = session()->to<std::vector<RecordId>>(this, [this, id](Result<std::vector<RecordId>> homes) {
      if (!session()) return;
      if (homes && !homes->empty()) homes_[qs(id)] = qs(homes->front());
      fetched();
    });
    session()->engine().homes_of(id, std::move(at_home));
  }
}

// Of what is somebody's, the person is what it is known by.
void Conflicts::fetch_owner(const RecordView& record) {
  const auto owner = owner_of(record);
  if (!owner || records_.contains(qs(*owner))) return;
  ++awaited_;
  auto told = session()->to<RecordView>(this, [this, owner](Result<RecordView> person) {
    if (!session()) return;
    if (person) records_[qs(*owner)] = std::move(*person);
    fetched();
  });
  session()->engine().show(*owner, std::move(told));
}

std::optional<RecordId> Conflicts::owner_of(const RecordView& record) const {
  const auto* type = session()->archive_template().type(record.type);
  if (type == nullptr) return std::nullopt;
  auto names = type->keys.empty() ? std::vector<std::string>{} : type->keys.front();
  names.push_back(type->parent);
  for (const auto& name : names) {
    const auto* field = type->field(name);
    if (field == nullptr || field->refers != "resident") continue;
    const auto named = record.fields.value(name, json{});
    if (named.is_string()) return parse_id<RecordId>(named.get_ref<const std::string&>());
  }
  return std::nullopt;
}

void Conflicts::fetched() {
  if (awaited_ == 0 || --awaited_ > 0) return;
  show_rows();
  answered();
}

QString Conflicts::subject_of(const ConflictView& view) const {
  auto known = records_.find(qs(view.conflict.record));
  if (known == records_.end()) return {};
  if (const auto owner = owner_of(known->second))
    if (auto person = records_.find(qs(*owner)); person != records_.end()) known = person;
  const auto* type = session()->archive_template().type(known->second.type);
  return type == nullptr ? QString{} : app().words().title(*type, known->second.fields);
}

// Four people whose name is disputed would all be called by the one that stands now; a home is itself.
QString Conflicts::home_of(const ConflictView& view) const {
  const auto known = homes_.find(qs(view.conflict.record));
  if (known == homes_.end() || estate_ == nullptr || known->second == qs(view.conflict.record)) return {};
  return estate_->placeOf(known->second);
}

}  // namespace doorstep
