#include "shared/rights.h"

#include <set>

#include "shared/desk_rule.h"
#include "shared/discussion.h"
#include "shared/unit_value.h"

namespace doorstep {
namespace {

Error refused(const std::string& what) { return {Fault::not_allowed, what}; }

struct Needed {
  RecordVerb verb;
  const char* in_words;
  bool whole;  ///< it tells of, or moves, every class and child: who cannot see them all would learn that there is more
};

std::optional<Needed> needed_for(Op op) {
  switch (op) {
    case Op::create:
      return Needed{RecordVerb::create, "creating", false};
    case Op::remove:
      return Needed{RecordVerb::remove, "deleting", true};
    case Op::archive:
      return Needed{RecordVerb::archive, "archiving", true};
    case Op::merge:
    case Op::unmerge:
      return Needed{RecordVerb::merge, "merging", true};
    case Op::change:
    case Op::keep:
    case Op::distinct:
    case Op::discuss:
    case Op::erase:
      break;
  }
  return std::nullopt;
}

// Anybody who sees a conflict may say something about it.
bool decides(const Edit& edit) {
  if (edit.op != Op::discuss) return edit.resolves.has_value();
  return edit.set.contains(assignee_word) || edit.set.contains(reopen_word);
}

// A saved rule of the desk decides beforehand: it takes the right to decide, of rules and of what it is about, and no
// other.
Result<void> check_rule(const Role& role, const Template& archive_template, const Edit& edit) {
  std::set<std::string> types{std::string{desk_rule_type}};
  for (const auto* values : {&edit.set, &edit.base}) {
    const auto about = values->is_object() ? values->value(desk_rule_about, json{}) : json{};
    if (about.is_string()) types.insert(about.get<std::string>());
  }
  for (const auto& type : types)
    if (!role.of(type).verbs.contains(RecordVerb::resolve)) {
      // What it is about may be any word that somebody typed.
      const bool known = archive_template.type(type) != nullptr;
      return refused((known ? type : std::string{desk_rule_type}) + ": resolving");
    }
  return {};
}

Result<void> check_verb(const Role& role, const Template& archive_template, const Type& type, const Edit& edit) {
  if (edit.op == Op::erase) return refused(type.name + ": erasing");  // no role may: it is decided by two, elsewhere
  if (type.name == desk_rule_type) return check_rule(role, archive_template, edit);
  const auto& verbs = role.of(type.name).verbs;
  if (decides(edit) && !verbs.contains(RecordVerb::resolve)) return refused(type.name + ": resolving");
  bool whole = edit.op == Op::keep;
  if (whole && !verbs.contains(RecordVerb::archive) && !verbs.contains(RecordVerb::remove))
    return refused(type.name + ": bringing back");
  if (const auto needed = needed_for(edit.op)) {
    if (!verbs.contains(needed->verb)) return refused(type.name + ": " + needed->in_words);
    whole = needed->whole;
  }
  if (whole && !reads_whole(role, archive_template, type))
    return refused(type.name + ": some of it is hidden from you");
  return {};
}

Result<void> check_field(const TypeRights& rights, const Type& type, const Field& field, bool written) {
  if (!has(rights.reads, field.klass)) return refused(type.name + "." + field.name);
  if (written && rights.writes[static_cast<std::size_t>(field.klass)] == Writing::no)
    return refused(type.name + "." + field.name);
  return {};
}

}  // namespace

Result<void> check_rights(const Role& role, const Template& archive_template, const Edit& edit) {
  const auto* type = archive_template.type(edit.type);
  if (type == nullptr) return {};
  const auto& rights = role.of(type->name);
  if (rights.reads == no_class) return refused(type->name);
  if (auto may = check_verb(role, archive_template, *type, edit); !may) return may;
  if (edit.op == Op::discuss) return {};  // its words are no fields
  for (const auto* values : {&edit.set, &edit.base}) {
    if (!values->is_object()) continue;
    for (const auto& [name, value] : values->items()) {
      const auto* field = type->field(name);
      if (field == nullptr) continue;
      if (auto may = check_field(rights, *type, *field, values == &edit.set); !may) return may;
    }
  }
  return {};
}

Writing writing_of(const TypeRights& rights, const Unit& unit, const json& from, const json& to) {
  const auto writing = rights.writes[static_cast<std::size_t>(unit.klass)];
  if (writing != Writing::yes) return writing;
  for (const auto* field : unit.fields) {
    auto proposed = rights.proposes.find(field->name);
    if (proposed == rights.proposes.end()) continue;
    auto is_one = [&](const json& value) {
      const auto member = member_of(unit, value, field->name);
      const auto* word = member.get_ptr<const std::string*>();
      return word != nullptr && proposed->second.contains(*word);
    };
    if (proposed->second.empty() || is_one(from) || is_one(to)) return Writing::propose;
  }
  return Writing::yes;
}

bool may_number(const Role& role, const Template& archive_template, std::string_view series) {
  for (const auto& type : archive_template.types()) {
    if (!role.of(type.name).verbs.contains(RecordVerb::create)) continue;
    for (const auto& field : type.fields)
      if (field.series == series && role.reads(type.name, field.klass)) return true;
  }
  return false;
}

}  // namespace doorstep
