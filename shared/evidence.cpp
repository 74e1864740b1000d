#include "shared/evidence.h"

namespace doorstep {
namespace {

// How a person checked it, in the words of the field `verified`.
std::string checked_by(const json& value) {
  if (value == "called" || value == "sms") return "phone";
  return value == "document" ? "document" : std::string{};
}

// Asked of every field of every record that is merged: before anything is looked up.
bool is_evidence(const Field& field) {
  return field.form == "strokes" || field.name == "verified" ||
         (field.kind == Kind::attachment && field.name == "evidence");
}

std::string evidence_word(const Field& field, const json& value) {
  if (value.is_null()) return {};
  if (field.name == "verified") return checked_by(value);
  return field.form == "strokes" ? "signature" : "document";
}

void add_evidence(std::vector<Evidence>& out, const Field& field, const json& value, const EditId& edit) {
  if (auto word = evidence_word(field, value); !word.empty()) out.push_back({edit, field.klass, std::move(word)});
}

}  // namespace

std::vector<Evidence> evidence_in(const Type& type, const Record& record) {
  std::vector<Evidence> out;
  for (const auto& field : type.fields) {
    const auto* stamp = is_evidence(field) ? record.stamp(field.name) : nullptr;
    if (stamp != nullptr) add_evidence(out, field, *record.value(field.name), stamp->edit);
  }
  return out;
}

std::vector<Evidence> evidence_in(const Type& type, const Edit& edit) {
  std::vector<Evidence> out;
  for (const auto& [name, value] : edit.set.items())
    if (const auto* field = type.field(name); field != nullptr && is_evidence(*field))
      add_evidence(out, *field, value, edit.id);
  return out;
}

std::set<std::string> evidence_of(const std::vector<Evidence>& known, const EditId& edit, Class klass) {
  std::set<std::string> out;
  for (const auto& one : known)
    if (one.edit == edit && one.klass == klass) out.insert(one.word);
  return out;
}

}  // namespace doorstep
