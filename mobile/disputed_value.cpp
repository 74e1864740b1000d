#include "mobile/disputed_value.h"

namespace doorstep {
namespace {

QString said(const char* sentence) { return QCoreApplication::translate("doorstep::Conflicts", sentence); }

QString group_words(const Type& type, const Group& group, const json& value, const Words& words) {
  QStringList out;
  for (const auto& member : group.fields)
    if (const auto* field = type.field(member); field && value.contains(member))
      if (auto text = words.value(*field, value.at(member)); !text.isEmpty()) out << text;
  return out.join(" · ");
}

}  // namespace

QString disputed_name(const Type* type, const ConflictView& view, const Words& words) {
  const auto* field = type == nullptr ? nullptr : type->field(view.conflict.field);
  const auto* group = type == nullptr ? nullptr : type->group(view.conflict.field);
  return field   ? words.label(field->label)
         : group ? words.label(group->label)
                 : said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "Removed or kept"));
}

QString disputed_words(const Type* type, const ConflictView& view, const json& value, const Words& words) {
  if (value.is_null()) return said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "(empty)"));
  if (view.conflict.kind == ConflictKind::delete_edit)
    return value == "live" ? said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "keep the record"))
                           : said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "remove the record"));
  if (type == nullptr) return {};
  if (const auto* field = type->field(view.conflict.field)) return words.value(*field, value);
  const auto* group = type->group(view.conflict.field);
  return group != nullptr && value.is_object() ? group_words(*type, *group, value, words) : QString{};
}

}  // namespace doorstep
