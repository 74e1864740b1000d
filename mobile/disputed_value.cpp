#include "mobile/disputed_value.h"

namespace doorstep {
namespace {

QString said(const char* sentence) { return QCoreApplication::translate("doorstep::Conflicts", sentence); }

// A group is decided as one, and so is what a rule says cannot stand together.
const std::vector<std::string>* members_of(const Type& type, const std::string& unit) {
  if (const auto* group = type.group(unit)) return &group->fields;
  for (const auto& rule : type.validators)
    if (rule.name == unit) return &rule.fields;
  return nullptr;
}

QString label_of(const Type& type, const std::string& unit, const Words& words) {
  if (const auto* field = type.field(unit)) return words.label(field->label);
  if (const auto* group = type.group(unit)) return words.label(group->label);
  for (const auto& rule : type.validators)
    if (rule.name == unit) return words.label(rule.label);
  return {};
}

QString members_in_words(const Type& type, const std::vector<std::string>& members, const json& value,
                         const Words& words) {
  QStringList out;
  for (const auto& member : members)
    if (const auto* field = type.field(member); field && value.contains(member))
      if (auto text = words.bared(*field, value.at(member)); !text.isEmpty()) out << text;
  return out.join(" · ");
}

}  // namespace

std::vector<RecordId> records_of(const Conflict& conflict) {
  std::vector<RecordId> out;
  if (conflict.kind != ConflictKind::duplicate) return out;
  for (const auto& candidate : conflict.candidates) {
    const auto* named = candidate.value.get_ptr<const std::string*>();
    auto id = named == nullptr ? std::nullopt : parse_id<RecordId>(*named);
    if (!id) return {};  // nothing that a decision could name whole
    out.push_back(*id);
  }
  return out;
}

QString disputed_name(const Type* type, const ConflictView& view, const Words& words) {
  if (view.conflict.kind == ConflictKind::duplicate)
    return said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "One record or two"));
  const auto label = type == nullptr ? QString{} : label_of(*type, view.conflict.field, words);
  return label.isEmpty() ? said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "Removed or kept")) : label;
}

QString disputed_words(const Type* type, const ConflictView& view, const json& value, const Words& words) {
  if (view.conflict.kind == ConflictKind::duplicate)
    return value.is_null() ? said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "they are two"))
                           : said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "they are one"));
  if (value.is_null()) return said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "(empty)"));
  if (view.conflict.kind == ConflictKind::delete_edit)
    return value == "live" ? said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "keep the record"))
                           : said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "remove the record"));
  if (type == nullptr) return {};
  if (const auto* field = type->field(view.conflict.field)) return words.bared(*field, value);
  const auto* members = members_of(*type, view.conflict.field);
  return members != nullptr && value.is_object() ? members_in_words(*type, *members, value, words) : QString{};
}

}  // namespace doorstep
