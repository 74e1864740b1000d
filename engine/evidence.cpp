#include "engine/evidence.h"

namespace doorstep {
namespace {

// How a person checked it, in the words of the field `verified`.
std::string checked_by(const json& value) {
  if (value == "called" || value == "sms") return "phone";
  return value == "document" ? "document" : std::string{};
}

}  // namespace

std::set<std::string> evidence_for(const Type& type, const Record& record, const Stamp& said) {
  std::set<std::string> out{said.source};
  for (const auto& field : type.fields) {
    const auto* stamp = record.stamp(field.name);
    const auto* value = record.value(field.name);
    if (stamp == nullptr || stamp->edit != said.edit || value->is_null()) continue;
    if (field.name == "verified") out.insert(checked_by(*value));
    if (field.form == "strokes") out.insert("signature");
    if (field.kind == Kind::attachment && field.name == "evidence") out.insert("document");
  }
  out.erase("");
  return out;
}

}  // namespace doorstep
