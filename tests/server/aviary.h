#pragma once
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/desk.h"
#include "engine/merge_plan.h"
#include "shared/role.h"
#include "tests/office.h"

namespace doorstep::test {

/// A word that stands in one class of one type and nowhere else.
struct Canary {
  std::string type;
  Class klass;
  std::string word;
};

/// An estate in which every class that holds texts carries a word of its own.
struct Aviary {
  Office office;
  PartyTablet& wang = office.tablet("wang");
  PartyTablet& li = office.tablet("li");
  std::vector<Canary> canaries;
  std::map<std::string, RecordId> of;  ///< one record of each type
  std::set<RecordId> ids;

  std::string bird(const std::string& type, Class klass) {
    auto word = "QZ" + type + std::string{name_of(klass)} + std::to_string(canaries.size()) + "ZQ";
    canaries.push_back({type, klass, word});
    return word;
  }
  RecordId makes(const std::string& type, json set) {
    auto id = wang.creates(type, std::move(set));
    of.emplace(type, id);
    ids.insert(id);
    return id;
  }
  json entry(std::string words) {
    return json::array(
        {{{"id", "AAAAAAAAAAAAAAAAAAAAA" + std::string(1, "AQgw"[canaries.size() % 4])}, {"text", words}}});
  }

  Aviary() {
    using enum Class;
    auto unit = makes("unit", {{"building", "3"}, {"room_no", "101"}, {"layout", bird("unit", basic)}});
    wang.edits(unit, {{"area_build", 9000}});
    auto resident =
        makes("resident",
              {{"name", "张三"}, {"vip_reason", bird("resident", basic)}, {"employer", bird("resident", detail)}});
    makes_belongings(text(unit), text(resident));
    office.sync_all();
  }

  void makes_belongings(const std::string& unit, const std::string& resident) {
    using enum Class;
    makes("contact", {{"resident", resident},
                      {"kind", "mobile"},
                      {"value", "13800138000"},
                      {"invalid_reason", bird("contact", basic)}});
    makes("request", {{"text", "漏水"}, {"place_text", bird("request", basic)}, {"feedback", bird("request", detail)}});
    makes("complaint",
          {{"text", bird("complaint", detail)}, {"assignee", bird("complaint", basic)}, {"resident", resident}});
    makes("occupancy",
          {{"unit", unit}, {"resident", resident}, {"role", "owner"}, {"rent_agent", bird("occupancy", detail)}});
    canaries.push_back({"id_document", sensitive, "E98765432"});
    makes("id_document", {{"resident", resident},
                          {"doc_type", "passport"},
                          {"number", "E98765432"},
                          {"seen_by", bird("id_document", detail)}});
    makes("special_need", {{"resident", resident}, {"kind", "allergy"}, {"text", bird("special_need", sensitive)}});
    makes("consent", {{"resident", resident},
                      {"event", "grant"},
                      {"purposes", {"service"}},
                      {"notice_version", bird("consent", detail)}});
    makes("pet", {{"unit", unit}, {"kind", "dog"}, {"licence", bird("pet", detail)}});
    makes("vehicle", {{"unit", unit}, {"plate", "粤B12345"}, {"space", bird("vehicle", detail)}});
    makes("visit", {{"unit", unit}, {"plan_id", bird("visit", basic)}, {"findings", entry(bird("visit", detail))}});
  }

  // Two people meet in every class: each conflict belongs to the class of its field.
  void quarrel() {
    auto both = [&](const std::string& type, const std::string& field, Class klass) {
      wang.edits(of.at(type), {{field, bird(type, klass)}});
      li.edits(of.at(type), {{field, bird(type, klass)}});
    };
    both("special_need", "text", Class::sensitive);
    both("complaint", "assignee", Class::basic);
    wang.removes(of.at("pet"));
    li.edits(of.at("pet"), {{"notes", bird("pet", Class::detail)}});
    for (auto* tablet : {&li, &wang, &li}) office.sync(*tablet);
    talk();
  }
  // What is said about a conflict has the conflict's class.
  void talk() {
    for (const auto& conflict : wang.open_conflicts())
      if (conflict.record == of.at("special_need"))
        wang.does(
            {talk_about(wang.store(), conflict.id, {{"remark", bird("special_need", Class::sensitive)}}).value()});
    office.sync(wang);
  }
  // Two residents are one: the winner takes what it lacks, and its history has both.
  void merges() {
    const auto other = wang.creates("resident", {{"name", "张三"}, {"occupation", bird("resident", Class::detail)}});
    office.sync(wang);
    wang.does(merge_plan(wang.store(), of.at("resident"), {other}, std::nullopt).value());
    office.sync(wang);
  }
  void changes_everything_again() {
    wang.edits(of.at("resident"), {{"employer", bird("resident", Class::detail)}});
    wang.edits(of.at("unit"), {{"layout", bird("unit", Class::basic)}});
    wang.edits(of.at("occupancy"), {{"rent_agent", bird("occupancy", Class::detail)}});
    wang.edits(of.at("special_need"), {{"action_in_emergency", bird("special_need", Class::sensitive)}});
    office.sync(wang);
  }

  /// The first word that this role does not read and that stands in the bytes.
  std::string leak_in(const std::string& bytes, const Role& role) const {
    for (const auto& canary : canaries)
      if (!role.reads(canary.type, canary.klass) && bytes.find(canary.word) != bytes.npos)
        return canary.type + "." + std::string{name_of(canary.klass)};
    return {};
  }
  std::string leak_in_files(PartyTablet& tablet, const Role& role) const {
    for (const auto& [path, bytes] : tablet.disk().files())
      if (auto leak = leak_in(bytes, role); !leak.empty()) return path + ": " + leak;
    return {};
  }
};

}  // namespace doorstep::test
