#include "shared/projection.h"

#include <algorithm>

#include "shared/set_hash.h"

namespace doorstep {
namespace {

bool is_shown(const Type* type, const std::string& field, ClassMask reads) {
  const auto* known = type == nullptr ? nullptr : type->field(field);
  // A field that the template does not know counts as basic, as in bundles.
  return has(reads, known == nullptr ? Class::basic : known->klass);
}

bool is_unit_shown(const Type* type, const std::string& unit, ClassMask reads) {
  const auto* group = type == nullptr ? nullptr : type->group(unit);
  return is_shown(type, group == nullptr ? unit : group->fields.front(), reads);
}

// Answers how many are left.
std::size_t keep_shown(const Type* type, json& edit, const char* key, ClassMask reads) {
  auto values = edit.find(key);
  if (values == edit.end() || !values->is_object()) return 0;
  for (auto field = values->begin(); field != values->end();)
    field = is_shown(type, field.key(), reads) ? std::next(field) : values->erase(field);
  return values->size();
}

}  // namespace

ClassMask classes_in(const RecordText& text) {
  ClassMask out = no_class;
  for (auto klass : all_classes)
    if (text.classes[static_cast<std::size_t>(klass)]) out |= mask_of(klass);
  return out;
}

bool shows(ClassMask held, ClassMask reads) { return held == no_class ? reads != no_class : (held & reads) != 0; }

Seq shown_seq(const RecordText& text, ClassMask reads) {
  Seq out = seq_in(text.header);
  for (auto klass : all_classes) {
    const auto& part = text.classes[static_cast<std::size_t>(klass)];
    if (part && has(reads, klass)) out = std::max(out, seq_in(*part));
  }
  return out;
}

ClassSeqs class_seqs(const RecordText& text) {
  ClassSeqs out{{}, seq_in(text.header)};
  for (std::size_t i = 0; i < out.classes.size(); ++i)
    if (text.classes[i]) out.classes[i] = seq_in(*text.classes[i]);
  return out;
}

bool shows_news(const ClassSeqs& seqs, ClassMask reads, Seq since) {
  if (seqs.header > since) return true;
  return std::any_of(all_classes.begin(), all_classes.end(), [&](Class klass) {
    return has(reads, klass) && seqs.classes[static_cast<std::size_t>(klass)] > since;
  });
}

RecordText projected(RecordText text, ClassMask reads) {
  for (auto klass : all_classes)
    if (!has(reads, klass)) text.classes[static_cast<std::size_t>(klass)].reset();
  return text;
}

json projected_edit(const Type* type, json edit, ClassMask reads) {
  if (reads == no_class || !edit.is_object()) return nullptr;
  if ((reads & every_class) == every_class) return edit;
  keep_shown(type, edit, "base", reads);
  const bool tells = keep_shown(type, edit, "set", reads) > 0;
  if (auto proposes = edit.find("proposes"); proposes != edit.end()) {
    json shown = json::array();
    for (const auto& name : *proposes)
      if (is_unit_shown(type, name.get<std::string>(), reads)) shown.push_back(name);
    *proposes = std::move(shown);
    if (proposes->empty()) edit.erase("proposes");
  }
  // Digests of what its author saw, the version that was seen, and the conflict that was decided belong to all classes
  // together; which of them are hidden cannot be told apart, so none is shown.
  edit.erase("saw");
  edit.erase("resolves");
  edit["version"] = 0;
  // Words about a conflict have the conflict's class, which cannot be told from here.
  const auto op = edit.value("op", "change");
  if (op == "discuss" || op == "distinct") return nullptr;
  return tells || op != "change" ? std::move(edit) : json(nullptr);
}

json without_hidden_values(const Type* type, json edit, ClassMask reads) {
  keep_shown(type, edit, "base", reads);
  keep_shown(type, edit, "set", reads);
  return edit;
}

}  // namespace doorstep
