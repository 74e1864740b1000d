#include "mobile/form.h"
#include "mobile/typed.h"

namespace doorstep {
namespace {

Intent lodging(const QString& home, const RecordId& resident, const QString& role) {
  Intent intent;
  intent.op = Op::create;
  intent.type = "occupancy";
  intent.set = {
      {"unit", home.toStdString()}, {"resident", text(resident)}, {"role", role.toStdString()}, {"lives_here", true}};
  return intent;
}

}  // namespace

std::vector<Intent> Form::intents_for(json set) const {
  Intent intent;
  intent.set = std::move(set);
  intent.source = visit_.isEmpty() ? source_.toStdString() : "visit";
  intent.record = parse_id<RecordId>(record_.toStdString());
  intent.visit = parse_id<RecordId>(visit_.toStdString());
  if (intent.record) return {std::move(intent)};
  SystemClock clock;
  SystemDice dice;
  intent.op = Op::create;
  intent.type = type_.toStdString();
  intent.record = mint_record(clock, dice);
  for (const auto& [name, value] : fields_.items())
    if (!intent.set.contains(name)) intent.set[name] = value;
  std::erase_if(intent.set.get_ref<json::object_t&>(), [](const auto& field) { return field.second.is_null(); });
  if (type_ != "resident" || home_.isEmpty() || role_.isEmpty()) return {std::move(intent)};
  auto place = lodging(home_, *intent.record, role_);
  place.visit = intent.visit;
  return {std::move(intent), std::move(place)};
}

// Nothing of theirs is written over: where they have a value, what was typed is let go in their sight.
void Form::become(const RecordView& known, bool lives_here) {
  const auto home = home_;
  const auto role = role_;
  session()->drafts().drop(draft_key());
  std::erase_if(typed_, [&](const auto& typed) { return !known.fields.value(typed.first, json{}).is_null(); });
  for (auto& [field, typed] : typed_) typed.base = nullptr;
  record_ = qs(known.id);
  recalled_ = false;
  keep_draft();
  Q_EMIT became(record_);
  learn(known);
  if (lives_here || home.isEmpty() || role.isEmpty()) return;
  auto told = session()->to<Saved>(this, [this, id = known.id](Result<Saved> saved_as) {
    if (!session()) return;
    if (!saved_as) return Q_EMIT refused(app().words().sentence(saved_as.error()));
    app().saved();
    Q_EMIT session()->changed({{id, type_.toStdString(), {}}});
  });
  auto place = lodging(home, known.id, role);
  place.visit = parse_id<RecordId>(visit_.toStdString());
  session()->engine().edit({std::move(place)}, std::move(told));
}

void Form::save() { save_all(false); }
void Form::leave() { save_all(true); }

void Form::save_all(bool entries_too) {
  const auto* type = template_type();
  if (type == nullptr || saving_ || typed_.empty() || !missing().isEmpty()) return;
  json set = json::object();
  for (const auto& row : rows_.all()) {
    auto name = row.key.toStdString();
    const auto* field = type->field(name);
    if (!typed_.contains(name) || !row.error.isEmpty() || undecided(name)) continue;
    if (field->kind == Kind::entries && !entries_too) continue;
    if (auto value = typed_value(*field, typed_.at(name).what)) set[name] = *value;
  }
  if (!set.empty()) put_edit(std::move(set));
}

void Form::add(const QString& field, const QString& entry) {
  auto name = field.toStdString();
  const auto* type = template_type();
  const auto* known = type == nullptr ? nullptr : type->field(name);
  if (known == nullptr || entry.trimmed().isEmpty()) return;
  auto list = typed_value(*known, entry);
  if (!list) return Q_EMIT refused(reason(*known, app().words()));
  typed_.erase(name);
  keep_draft();
  if (record_.isEmpty()) {
    fields_[name] = *list;
    return show_rows();
  }
  put_edit(json::object({{name, *list}}));
}

void Form::hear_saved(const Result<Saved>& saved_as, const json& set) {
  saving_ = false;
  // The visit was finished meanwhile: what was typed is an edit of its own.
  if (!saved_as && saved_as.error().fault == Fault::not_found && !visit_.isEmpty()) {
    visit_.clear();
    return put_edit(set);
  }
  if (!saved_as) return Q_EMIT refused(app().words().sentence(saved_as.error()));
  for (const auto& [name, value] : set.items()) {
    auto typed = typed_.find(name);
    // What was typed while this was being saved waits for its own save.
    bool more = typed != typed_.end() && template_type()->field(name)->kind != Kind::entries;
    auto value_now = more ? typed_value(*template_type()->field(name), typed->second.what) : value_result(value);
    fields_[name] = value;
    if (typed == typed_.end()) continue;
    if (value_now && *value_now == value)
      typed_.erase(typed);
    else
      typed->second.base = value;
  }
  const auto key = draft_key();
  record_ = qs(saved_as->front());
  if (draft_key() != key) session()->drafts().drop(key);
  keep_draft();
  Q_EMIT recordChanged();
  Q_EMIT typedChanged();
  Q_EMIT saved(record_, static_cast<int>(set.size()));
  ask_now();
}

void Form::put_edit(json set) {
  saving_ = true;
  auto intents = intents_for(set);
  std::vector<Change> changes;
  for (const auto& intent : intents) changes.push_back({*intent.record, type_.toStdString(), {}});
  // The screen may be left before the disk has answered: the lists hear of it all the same.
  auto heard = [app = &app(), self = QPointer{this}, set = std::move(set), changes](Result<Saved> saved_as) {
    if (self) self->hear_saved(saved_as, set);
    if (!saved_as || app->session() == nullptr) return;
    app->saved();
    Q_EMIT app->session()->changed(changes);
  };
  auto told = session()->to<Saved>(&app(), std::move(heard));
  session()->engine().edit(std::move(intents), std::move(told));
}

}  // namespace doorstep
