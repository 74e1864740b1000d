// What one decides otherwise than anybody wished: a value of one's own, and that both are right.
#include "mobile/conflicts.h"
#include "mobile/disputed_value.h"
#include "mobile/typed.h"
#include "shared/discussion.h"
#include "shared/validators.h"

namespace doorstep {
namespace {

using Saved = std::vector<RecordId>;

// A record that is referred to, a log and a picture are not typed.
bool is_typed(const Field& field) {
  return field.kind != Kind::reference && field.kind != Kind::entries && field.kind != Kind::attachment &&
         field.policy != Policy::derived;
}

// Chosen, not written.
bool is_picked(const Field& field) {
  return field.kind == Kind::choice || field.kind == Kind::choices || field.kind == Kind::flag ||
         field.kind == Kind::date || field.kind == Kind::time_range;
}

json member_now(const ConflictView& view, const std::string& unit, const std::string& name) {
  if (name == unit) return view.current;
  return view.current.is_object() ? view.current.value(name, json{}) : json{};
}

// Its natural key names two others: what it says is that these belong together.
bool is_tie(const Type& type) {
  const auto& key = type.keys.front();
  return std::count_if(key.begin(), key.end(), [&](const std::string& name) {
           const auto* field = type.field(name);
           return field != nullptr && field->kind == Kind::reference;
         }) > 1;
}

// The one value that is wished beside the one that stands; empty where there are none or more, or one side is empty.
std::optional<json> the_other(const ConflictView& view) {
  std::optional<json> out;
  bool stands = false;
  for (const auto& candidate : view.conflict.candidates) {
    const auto& value = candidate.value;
    if (value.is_null() || (out && value != *out && value != view.current)) return std::nullopt;
    if (value == view.current)
      stands = true;
    else
      out = value;
  }
  return stands ? out : std::nullopt;
}

QVariantMap editor_of(const Field& field, const json& now, const Words& words) {
  return {{"field", qs(field.name)},
          {"kind", editor_kind(field)},
          {"label", words.label(field.label)},
          {"value", editor_value(field, now, words)},
          {"choices", editor_choices(field, words)},
          {"open", field.open},
          {"lengthMax", static_cast<int>(field.length_max)}};
}

}  // namespace

bool Conflicts::typed_in_a_line(const Type& type, const std::string& unit) {
  const auto* field = type.field(unit);
  return field != nullptr && is_typed(*field);
}

QVariantList Conflicts::members_of(const ConflictView& view, const Type& type) const {
  const auto& unit = view.conflict.field;
  const auto names = disputed_members(type, unit);
  QVariantList out;
  for (const auto& name : names) {
    const auto* field = type.field(name);
    if (field == nullptr || !is_typed(*field)) return {};
    if (name == unit && !is_picked(*field)) return {};
    out << editor_of(*field, member_now(view, unit, name), app().words());
  }
  return out;
}

void Conflicts::write(const QString& conflict, const QString& typed) {
  const auto* view = view_of(conflict);
  if (view != nullptr) writeAll(conflict, {{qs(view->conflict.field), typed}});
}

void Conflicts::writeAll(const QString& conflict, const QVariantMap& typed) {
  const auto* view = view_of(conflict);
  const auto* type = view == nullptr || !session() ? nullptr : session()->archive_template().type(view->type);
  if (type == nullptr || view->conflict.field.empty()) return;
  const auto words = app().words();
  auto set = json::object();
  for (const auto& name : disputed_members(*type, view->conflict.field)) {
    const auto* field = type->field(name);
    if (field == nullptr) return;
    set[name] = member_now(*view, view->conflict.field, name);
    if (!typed.contains(qs(name))) continue;
    auto value = stored_value(*field, plain_variant(typed.value(qs(name))));
    if (!value) return Q_EMIT wrong(words.label(field->label) + " · " + reason(*field, words));
    set[name] = std::move(*value);
  }
  if (auto why = broken_rule(*view, *type, set); !why.isEmpty()) return Q_EMIT wrong(why);
  put_decision(*view, std::move(set), Op::change);
}

// What the record would say as a whole that it cannot; empty: nothing.
QString Conflicts::broken_rule(const ConflictView& view, const Type& type, const json& set) const {
  const auto known = records_.find(qs(view.conflict.record));
  auto fields = known == records_.end() ? json::object() : known->second.fields;
  fields.update(set);
  const auto value_of = [&](const std::string& name) -> const json* {
    const auto found = fields.find(name);
    return found == fields.end() || found->is_null() ? nullptr : &*found;
  };
  for (const auto& finding : validate(type, value_of, today_text()))
    for (const auto& name : finding.fields)
      if (set.contains(name)) return app().words().label(finding.label);
  return {};
}

// What the other value's own record would say; empty where that is not sound. It is where the two are things of
// somebody's that each are what their value says (two numbers, two cars): the type has an owner, the value is part of
// its natural key, and it is no tie between others, as a tenancy is.
std::optional<json> Conflicts::second_record(const ConflictView& view, const Type& type) const {
  const auto& asked = view.conflict;
  if (asked.kind != ConflictKind::field && asked.kind != ConflictKind::group) return std::nullopt;
  const auto known = records_.find(qs(asked.record));
  if (type.keys.empty() || is_tie(type) || known == records_.end()) return std::nullopt;
  if (role_ && !role_->text().empty() && !role_->of(type.name).verbs.contains(RecordVerb::create)) return std::nullopt;
  const auto other = the_other(view);
  auto out = other ? set_of(type, asked.field, *other) : Result<json>{Error{Fault::not_found, {}}};
  if (!out) return std::nullopt;
  const auto& key = type.keys.front();
  bool told_by_key = false, owned = false;
  for (const auto& name : key) told_by_key = told_by_key || (out->contains(name) && !out->at(name).is_null());
  auto copy = [&](const std::string& name) {
    if (auto value = known->second.fields.value(name, json{}); !out->contains(name) && !value.is_null())
      (*out)[name] = std::move(value);
  };
  for (const auto& field : type.fields) {
    if (field.kind != Kind::reference) continue;
    copy(field.name);
    owned = owned || (field.required && out->contains(field.name));
  }
  for (const auto& name : type.needs) copy(name);
  return told_by_key && owned ? std::optional{std::move(*out)} : std::nullopt;
}

void Conflicts::keepBoth(const QString& conflict) {
  const auto* view = view_of(conflict);
  const auto* type = view == nullptr || !session() ? nullptr : session()->archive_template().type(view->type);
  auto second = type == nullptr ? std::nullopt : second_record(*view, *type);
  auto stands =
      type == nullptr ? Result<json>{Error{Fault::not_found, {}}} : set_of(*type, view->conflict.field, view->current);
  if (!second || !stands) return;
  Intent keeps{Op::change, view->conflict.record, {}, std::move(*stands), naming_of(view->conflict), "form"};
  Intent adds{Op::create, std::nullopt, view->type, std::move(*second), std::nullopt, "form"};
  const auto said = tr("Both stand: %1").arg(row_of(*view).heading);
  auto told = [this, view = *view, said](const Saved& saved) {
    if (saved.size() == 2 && said == said_) say(said, [this, view, two = saved[1]] { take_both_back(view, two); });
  };
  session()->engine().edit({std::move(keeps), std::move(adds)}, heard<Saved>(*view, std::move(told)));
  decide(*view, said);
}

// The second record goes and the question comes back, together.
void Conflicts::take_both_back(const ConflictView& view, const RecordId& second) {
  auto told = session()->to<ConflictView>(this, [this, view, second](Result<ConflictView> now) {
    if (!session()) return;
    if (!now) return Q_EMIT wrong(app().words().sentence(now.error()));
    Intent again{Op::discuss, view.conflict.record, {}, json{{reopen_word, true}}, Naming{view.conflict.id, {}},
                 "form"};
    if (now->conflict.resolution) again.resolves->seen.push_back(now->conflict.resolution->stamp.edit);
    Intent gone{Op::remove, second, {}, json::object(), std::nullopt, "form"};
    session()->engine().edit({std::move(again), std::move(gone)},
                             heard<Saved>(view, [this, view](const Saved&) { told_again(view); }));
  });
  session()->engine().conflict(view.conflict.id, std::move(told));
}

}  // namespace doorstep
