#include "shared/template_change.h"

#include <algorithm>

namespace doorstep {
namespace {

using Why = std::optional<std::string>;

bool has_choice(const Field& field, const Choice& choice) {
  return std::any_of(field.choices.begin(), field.choices.end(),
                     [&](const Choice& one) { return one.name == choice.name; });
}

std::size_t place_of(const Field& field, const Choice& choice) {
  const auto at = std::find_if(field.choices.begin(), field.choices.end(),
                               [&](const Choice& one) { return one.name == choice.name; });
  return static_cast<std::size_t>(at - field.choices.begin());
}

/// Which of two values stands, a person or the later one: both keep one value in one form.
bool keeps_one_value(Policy policy) {
  return policy == Policy::manual || policy == Policy::latest || policy == Policy::write_once;
}

/// A value that was written under the present template waits, where the next one does not take it, until people have
/// looked (docs/merge.md §Outdated values). What tells records apart, or is needed to create one, cannot wait.
bool may_tighten(const Type& type, const Field& now, const Field& next) {
  const auto names_it = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), now.name) != names.end();
  };
  return keeps_one_value(now.policy) && keeps_one_value(next.policy) && !names_it(type.needs) &&
         std::none_of(type.keys.begin(), type.keys.end(), names_it);
}

Why choices_lost(const Field& now, const Field& next, bool may_go) {
  std::size_t last = 0;
  for (const auto& choice : now.choices) {
    if (!has_choice(next, choice) && may_go) continue;
    if (!has_choice(next, choice)) return "its choice '" + choice.name + "' cannot go";
    const auto place = place_of(next, choice);
    if (now.policy == Policy::max && place < last) return "the order of its choices cannot change: the greater stands";
    last = place;
  }
  if (now.open && !next.open && !may_go) return "it cannot stop being open";
  return std::nullopt;
}

bool narrower(const Field& now, const Field& next) {
  return next.length_max < now.length_max || (next.min && (!now.min || *next.min > *now.min)) ||
         (next.max && (!now.max || *next.max < *now.max));
}

Why field_changed(const Type& type, const Field& now, const Field& next) {
  if (next.kind != now.kind) return "its kind cannot change";
  if (next.klass != now.klass) return "its class cannot change";
  if (next.scale != now.scale) return "its scale cannot change";
  if (next.refers != now.refers) return "it cannot refer to another type";
  if (next.group != now.group) return "its group cannot change";
  if (next.normalise != now.normalise) return "its normal form cannot change";
  if (next.policy != now.policy && !(keeps_one_value(now.policy) && keeps_one_value(next.policy)))
    return "its policy cannot change to this one";
  const bool tightens = may_tighten(type, now, next);
  if (!tightens && !next.form.empty() && next.form != now.form)
    return "what was entered before might not have this form";
  if (!tightens && narrower(now, next)) return "its bounds cannot become narrower";
  return choices_lost(now, next, tightens);
}

Why type_changed(const Type& now, const Type& next) {
  if (next.parent != now.parent) return ": its parent cannot change";
  if ((!now.place.empty() && next.place != now.place) || (now.filed && next.filed != now.filed))
    return ": where its records are cannot change";
  const auto key_now = now.keys.empty() ? std::vector<std::string>{} : now.keys.front();
  if ((next.keys.empty() ? std::vector<std::string>{} : next.keys.front()) != key_now)
    return ": its first natural key cannot change";
  for (const auto& need : next.needs)
    if (std::find(now.needs.begin(), now.needs.end(), need) == now.needs.end())
      return ": '" + need + "' cannot become needed: records may be on their way without it";
  for (const auto& group : now.groups) {
    const auto* kept = next.group(group.name);
    if (kept == nullptr || kept->fields != group.fields) return ": the group '" + group.name + "' cannot change";
  }
  for (const auto& field : now.fields) {
    const auto* kept = next.field(field.name);
    if (kept == nullptr) return "." + field.name + ": a field cannot go: records have it";
    if (auto why = field_changed(now, field, *kept)) return "." + field.name + ": " + *why;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> cannot_follow(const Template& now, const Template& next) {
  if (next.name() != now.name()) return "name: this archive's template is '" + now.name() + "'";
  if (next.version() <= now.version())
    return "version: is " + std::to_string(next.version()) + ", and the present one is " +
           std::to_string(now.version());
  for (const auto& type : now.types()) {
    const auto* kept = next.type(type.name);
    if (kept == nullptr) return type.name + ": a type cannot go: there may be records of it";
    if (auto why = type_changed(type, *kept)) return type.name + *why;
  }
  return std::nullopt;
}

}  // namespace doorstep
