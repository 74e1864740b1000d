#include "shared/scope.h"

#include <algorithm>

#include "shared/address.h"

namespace doorstep {
namespace {

// No text inside a header has a bare quote, so these stand where the keys do; behind its place a header's own seq
// comes next, and it is the last of that name.
constexpr std::string_view place_key = R"(,"place":)", seq_key = R"(,"seq":)";
constexpr char building_separator = '\x1f';

Buildings names_in(const json& list) {
  Buildings out;
  if (!list.is_array()) return out;
  for (const auto& entry : list)
    if (const auto* name = entry.get_ptr<const std::string*>()) out.insert(*name);
  return out;
}

}  // namespace

Buildings buildings_in(std::string_view place) {
  Buildings out;
  while (!place.empty()) {
    const auto end = std::min(place.find(building_separator), place.size());
    out.emplace(place.substr(0, end));
    place.remove_prefix(std::min(end + 1, place.size()));
  }
  return out;
}

std::string place_made_of(const Buildings& buildings) {
  std::string out;
  for (const auto& building : buildings) {
    if (!out.empty()) out += building_separator;
    out += building;
  }
  return out;
}

std::string place_in(std::string_view header) {
  auto from = header.find(place_key);
  if (from == header.npos) return {};
  from += place_key.size();
  const auto to = header.rfind(seq_key);
  if (to == header.npos || to < from) return {};
  auto place = parse_json(header.substr(from, to - from));
  if (!place) return {};
  const auto* name = place->get_ptr<const std::string*>();
  return name == nullptr ? place_made_of(names_in(*place)) : *name;
}

std::string with_place(std::string header, std::string_view place) {
  const auto before = header.find(place_key);
  auto at = header.rfind(seq_key);
  require(at != header.npos, "a header tells its seq");
  if (before != header.npos) {
    header.erase(before, at - before);
    at = before;
  }
  if (place.empty()) return header;
  const bool several = place.find(building_separator) != place.npos;
  header.insert(at, std::string{place_key} + canonical(several ? json(buildings_in(place)) : json(place)));
  return header;
}

const Field* building_field(const Type& type) {
  auto found = std::find_if(type.fields.begin(), type.fields.end(),
                            [](const Field& field) { return field.normalise == "building"; });
  return found == type.fields.end() ? nullptr : &*found;
}

Result<Scope> Scope::parse(std::string_view list) {
  Scope out;
  if (list.empty()) return out;
  out.buildings_.emplace();
  for (; !list.empty(); list.remove_prefix(std::min(list.size(), list.find(',') + 1))) {
    auto building = address_part(AddressPart::building, list.substr(0, list.find(',')));
    if (!building.empty()) out.buildings_->insert(std::move(building));
    if (list.find(',') == list.npos) break;
  }
  if (out.buildings_->empty() || out.buildings_->contains(several_places) || out.buildings_->size() > buildings_max)
    return Error{Fault::invalid_value, "buildings: a list like 3,5"};
  return out;
}

Scope Scope::of(const Role& role) {
  if (role.text().find(R"("buildings":)") == std::string::npos) return {};
  auto parsed = parse_json(role.text());
  require(parsed.has_value(), "a role's text is JSON");
  Scope out;
  if (parsed->contains(buildings_key)) out.buildings_ = names_in(parsed->at(buildings_key));
  return out;
}

Scope Scope::from(std::string_view text) {
  Scope out;
  if (text.empty()) return out;
  auto list = parse_json(text);
  out.buildings_ = list ? names_in(*list) : Buildings{};
  return out;
}

bool Scope::shows(std::string_view place) const {
  if (!buildings_ || place.empty() || buildings_->contains(place)) return true;
  if (place.find(building_separator) == place.npos) return false;
  const auto any = buildings_in(place);
  return std::any_of(any.begin(), any.end(), [&](const auto& building) { return buildings_->contains(building); });
}

bool Scope::shows_all_of(const Scope& other) const {
  if (everywhere()) return true;
  return !other.everywhere() &&
         std::includes(buildings_->begin(), buildings_->end(), other.buildings_->begin(), other.buildings_->end());
}

Scope Scope::within(const Scope& other) const {
  if (everywhere()) return other;
  Scope out;
  out.buildings_.emplace();
  for (const auto& building : *buildings_)
    if (other.shows(building)) out.buildings_->insert(building);
  return out;
}

std::string Scope::text() const { return buildings_ ? canonical(json(*buildings_)) : std::string{}; }

Role held_to(const Role& role, const Scope& scope) {
  if (scope.everywhere() || role.text().empty()) return role;
  auto text = parse_json(role.text());
  auto buildings = parse_json(scope.text());
  require(text.has_value() && buildings.has_value(), "a role's text and a scope's are JSON");
  (*text)[buildings_key] = std::move(*buildings);
  auto out = Role::parse(canonical(*text));
  require(out.has_value(), "a role stays one where it is held to buildings");
  return std::move(*out);
}

Result<void> check_place(const Scope& scope, const Template& archive_template, const Edit& edit) {
  const auto* type = scope.everywhere() ? nullptr : archive_template.type(edit.type);
  const auto* field = type == nullptr ? nullptr : building_field(*type);
  if (field == nullptr || !edit.set.is_object() || !edit.set.contains(field->name)) return {};
  const auto* building = edit.set.at(field->name).get_ptr<const std::string*>();
  if (building == nullptr || scope.shows(*building)) return {};
  return Error{Fault::not_allowed, type->name + "." + field->name};
}

std::vector<RecordId> records_named(const Template& archive_template, const Edit& edit) {
  std::vector<RecordId> out;
  if (edit.into) out.push_back(*edit.into);
  const auto* type = archive_template.type(edit.type);
  if (type == nullptr || !edit.set.is_object()) return out;
  for (const auto& [name, value] : edit.set.items()) {
    const auto* field = type->field(name);
    const auto* reference = value.get_ptr<const std::string*>();
    if (field == nullptr || field->kind != Kind::reference || reference == nullptr) continue;
    if (auto id = parse_id<RecordId>(*reference)) out.push_back(*id);
  }
  return out;
}

}  // namespace doorstep
