// People of the World are given other roles while they work, offline or in the midst of a push; and the law that what a
// role does not read is on none of its tablets.
#include "shared/merge.h"
#include "shared/projection.h"
#include "shared/scope.h"
#include "tests/world/desk.h"
#include "tests/world/leaks.h"

namespace doorstep::test {
namespace {

std::string login_of(std::size_t person) { return "person" + std::to_string(person); }

}  // namespace

// A role that nobody thought of: any classes of any types, some of them written.
std::string World::drawn_role() {
  json types = json::object();
  for (const auto& type : server_->archive().archive_template().types()) {
    json reads = json::array(), may = json::array(), writes = json::object();
    for (auto klass : all_classes) {
      if (later_.below(2) == 0) continue;
      reads.push_back(name_of(klass));
      if (later_.below(3) > 0) writes[std::string{name_of(klass)}] = "yes";
    }
    for (const char* verb : {"create", "archive", "delete", "resolve", "merge"})
      if (!reads.empty() && later_.below(3) > 0) may.push_back(verb);
    types[type.name] = {{"read", reads}, {"write", writes}, {"may", may}};
  }
  json rights = later_.below(3) > 0 ? json::array({"history"}) : json::array();
  return canonical({{"name", "drawn"}, {"version", 1}, {"types", std::move(types)}, {"may", std::move(rights)}});
}

// What is left of a session under the old rights is void: it is closed, and comes back.
void World::change_rights() {
  if (!server_->runs() || !strikes(weather_.rights, "role changed")) return;
  constexpr std::array<const char*, 6> roles{"manager", "manager", "office", "front_desk", "auditor", "drawn"};
  const std::string role = roles[later_.below(roles.size())];
  const auto login = login_of(later_.below(people_));
  give_role(login, role, role == "drawn" ? drawn_role() : std::string{});
}

// May do everything, but for some fields, of which each change is decided by somebody else. Not of a visit, whose
// fields the program fills in; nor of what adds up, which the ledger counts in plain arithmetic.
std::string World::proposing_role() {
  json all = json::array({"basic", "detail", "sensitive"}), proposes = json::array();
  json rights{{"read", all},
              {"write", {{"basic", "yes"}, {"detail", "yes"}, {"sensitive", "yes"}}},
              {"may", {"create", "archive", "delete", "resolve", "merge"}}};
  std::set<std::string> names, adds_up;  // a field's name may mean one thing here and another there
  for (const auto& type : server_->archive().archive_template().types())
    for (const auto& field : type.fields) {
      const auto policy = policy_of(type, field.group.empty() ? field.name : field.group);
      const bool replaces = policy == Policy::manual || policy == Policy::latest || policy == Policy::write_once ||
                            policy == Policy::state;
      if (!replaces) adds_up.insert(field.name);
      if (replaces && asks_.below(4) == 0 && names.size() < 40) names.insert(field.name);
    }
  std::erase_if(names, [&](const std::string& name) { return adds_up.contains(name); });
  json types{{"visit", rights}};
  rights["propose"] = names;
  types["*"] = std::move(rights);
  json may = asks_.below(2) == 0 ? json::array({"history", "approve"}) : json::array({"history"});
  return canonical({{"name", "proposing"}, {"version", 1}, {"types", std::move(types)}, {"may", std::move(may)}});
}

void World::change_approvals() {
  if (!server_->runs() || healed_ || weather_.propose == 0 || asks_.below(10'000) >= weather_.propose) return;
  ++outcome_.faults["who may only propose changed"];
  const auto login = login_of(asks_.below(people_));
  const bool proposes = asks_.below(3) > 0;
  give_role(login, proposes ? "proposing" : "manager", proposes ? proposing_role() : std::string{});
}

void World::give_role(const std::string& login, const std::string& role, const std::string& drawn) {
  const auto now = server_->clock().wall();
  narrowed_.insert(login);
  const bool draws = !drawn.empty();
  auto set = draws ? server_->archive().set_role(drawn, now) : SharedRole{};
  tell(login + " is to have the role " + role);
  if (set) return regrant({login, role}, draws);
  tell("it cannot be set");
  look_after_server();
}

// The history of what somebody sees, or of what they have only heard of.
void World::ask_a_history() {
  if (!hides() || types_.empty()) return;
  const auto index = later_.below(desks_.size());
  // A person does not ask a server over and over that does not answer.
  if (!desks_[index]->tablet.talks() || time_.now < server_slow_until_) return;
  auto one = types_.begin();
  std::advance(one, later_.below(types_.size()));
  const auto asked = desks_[index]->tablet.asks_history(*parse_id<RecordId>(one->first));
  if (!asked.empty()) ++outcome_.probes["history asked"];
  send_up(index, asked);
}

// At the end everybody sees everything again, so that all can be compared.
void World::give_rights_back() {
  if (!server_->runs()) return after(Millis{2'000}, [this] { give_rights_back(); });
  for (std::size_t i = 0; i < people_; ++i) {
    auto given = server_->archive().set_person({login_of(i), "manager", {}, ""}, server_->clock().wall());
    note_buildings(given, "");
    if (!given) break_law("NOT GIVEN: " + login_of(i) + " cannot be given a role: " + given.error().detail);
  }
  for (auto& desk : desks_)
    if (desk->line) hang_up(*desk->line, false);
}

// Every frame with records is held against the role that the line's welcome told.
void World::watch_for_leaks(std::size_t index, const std::string& frame) {
  if (!hides()) return;
  auto& desk = *desks_[index];
  auto says = [&](const char* kind) { return frame.find(std::string{"\"frame\":\""} + kind) != std::string::npos; };
  if (!says("welcome") && !says("history") && !says("page")) return;
  const auto parsed = json::parse(frame, nullptr, false);
  if (parsed.is_discarded()) return;  // it was cut on its way
  const auto& kind = parsed.at("frame");
  if (kind == "welcome" && parsed.contains("role")) desk.told_role = Role::parse(canonical(parsed.at("role"))).value();
  if (!desk.told_role) return;
  if (kind == "history") return watch_history(desk, parsed);
  if (kind != "page") return;
  const auto scope = Scope::of(*desk.told_role);
  for (const auto& record : parsed.at("records"))
    if (!record.contains("gone") && record.at("header").at("type") != conflict_type)
      types_[record.at("id").get<std::string>()] = record.at("header").at("type").get<std::string>();
  for (const auto& record : parsed.at("records")) {
    if (record.contains("gone")) continue;
    ++outcome_.probes["law: leak"];
    if (const auto place = place_in(canonical(record.at("header"))); !scope.shows(place))
      break_law("LEAK: " + desk.tablet.name() + " was sent a record of building " + place + " as it sees " +
                scope.text());
    // And by what stands in it, whatever its header says.
    if (record.at("header").at("type") == "unit" && !record.at("header").contains("into") && record.contains("basic"))
      if (const auto building = record.at("basic").at("values").value("building", json{});
          building.is_string() && !scope.shows(building.get<std::string>()))
        break_law("LEAK: " + desk.tablet.name() + " was sent a home of building " + building.dump() + " as it sees " +
                  scope.text());
    for (auto klass : all_classes) {
      auto part = record.find(std::string{name_of(klass)});
      if (part == record.end()) continue;
      auto about = record.at("id").get<std::string>();
      if (record.at("header").at("type") == conflict_type) about = part->at("conflict").at("record").get<std::string>();
      auto type = types_.find(about);
      if (type != types_.end() && !desk.told_role->reads(type->second, klass))
        break_law("LEAK: " + desk.tablet.name() + " was sent " + type->second + "." + std::string{name_of(klass)} +
                  " as " + desk.told_role->name());
    }
  }
}

void World::watch_history(Desk& desk, const json& frame) {
  const auto& role = *desk.told_role;
  for (const auto& entry : frame.at("entries")) {
    const auto& edit = entry.at("edit");
    const auto* type = desk.tablet.store().archive_template().type(edit.at("type").get<std::string>());
    const auto reads = type == nullptr ? no_class : role.reads(type->name);
    bool hidden = !role.may(Right::history) || reads == no_class;
    const auto op = edit.value("op", "change");
    hidden = hidden || ((op == "discuss" || op == "distinct") && reads != every_class);
    for (const char* values : {"set", "base"})
      for (const auto& [name, value] : edit.at(values).items())
        if (const auto* field = type->field(name); field != nullptr && !has(reads, field->klass)) hidden = true;
    if (hidden) break_law("LEAK: " + desk.tablet.name() + " was told a history as " + role.name() + ": " + edit.dump());
  }
}

void World::judge_sight(std::size_t index) {
  if (!hides()) return;
  auto& tablet = desks_[index]->tablet;
  const auto held = held_beyond_its_role(tablet.store());
  if (!held && !tablet.struck()) tell(tablet.name() + " cannot be looked at: " + held.error().detail);
  if (held && !held->empty()) break_law("LEAK: " + tablet.name() + " holds " + *held);
}

}  // namespace doorstep::test
