#include "mobile/disputed_value.h"

#include "mobile/typed.h"

namespace doorstep {
namespace {

constexpr qsizetype neighbour_facts_max = 12;  ///< more is read in the record itself

QString said(const char* sentence) { return QCoreApplication::translate("doorstep::Conflicts", sentence); }

QString label_of(const Type& type, const std::string& unit, const Words& words) {
  if (const auto* field = type.field(unit)) return words.label(field->label);
  if (const auto* group = type.group(unit)) return words.label(group->label);
  for (const auto& rule : type.validators)
    if (rule.name == unit) return words.label(rule.label);
  return {};
}

// Own words that are not at the office yet have no number there: their time has to do.
bool is_later(const Stamp& one, const Stamp& other) {
  return one.seq.value > 0 && other.seq.value > 0 ? other.seq < one.seq : other.at <= one.at;
}

}  // namespace

bool may_decide(const std::optional<Role>& role, const ConflictView& view) {
  if (!role || role->text().empty() || view.type.empty()) return true;
  return role->of(view.type).verbs.contains(RecordVerb::resolve);
}

bool waits_for(const PersonId& person, const std::optional<Role>& role, const ConflictView& view) {
  const auto& given = view.conflict.assignee;
  if (!given || given->text != person.value) return false;
  if (may_decide(role, view)) return true;
  return std::none_of(view.conflict.remarks.begin(), view.conflict.remarks.end(), [&](const Said& remark) {
    return person_of(remark.stamp.chain) == person && is_later(remark.stamp, given->stamp);
  });
}

std::vector<std::string> disputed_members(const Type& type, const std::string& unit) {
  if (type.field(unit) != nullptr) return {unit};
  if (const auto* group = type.group(unit)) return group->fields;
  for (const auto& rule : type.validators)
    if (rule.name == unit) return rule.fields;
  return {};
}

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

QString disputed_words(const Type* type, const ConflictView& view, const json& value, const Words& words,
                       const char* between) {
  if (view.conflict.kind == ConflictKind::duplicate)
    return value.is_null() ? said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "they are two"))
                           : said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "they are one"));
  if (value.is_null()) return said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "(empty)"));
  if (view.conflict.kind == ConflictKind::delete_edit)
    return value == "live"       ? said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "keep the record"))
           : value == "archived" ? said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "put the record into the archive"))
                                 : said(QT_TRANSLATE_NOOP("doorstep::Conflicts", "remove the record"));
  if (type == nullptr) return {};
  if (const auto* field = type->field(view.conflict.field)) return words.bared(*field, value);
  const auto members = disputed_members(*type, view.conflict.field);
  return value.is_object() ? words.members(*type, members, value, Words::Numbers::bare, between) : QString{};
}

QVariantList facts_beside(const Type& type, const json& mine, const std::vector<json>& all, const Words& words) {
  QVariantList unlike, like;
  for (const auto& field : type.fields) {
    if (field.kind == Kind::reference || field.kind == Kind::attachment || is_technical(field)) continue;
    const auto said = mine.value(field.name, json{});
    bool differs = false, somewhere = false;
    for (const auto& other : all) {
      const auto theirs = other.value(field.name, json{});
      somewhere = somewhere || !theirs.is_null();
      differs = differs || theirs != said;
    }
    if (!somewhere) continue;
    (differs ? unlike : like) << QVariantMap{
        {"label", words.label(field.label)}, {"text", words.bared(field, said)}, {"unlike", differs}};
  }
  return (unlike + like).mid(0, neighbour_facts_max);
}

}  // namespace doorstep
