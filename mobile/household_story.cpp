#include <set>

#include "mobile/household.h"

namespace doorstep {
namespace {

// What happened as a whole stands once, however many edits it took.
bool is_one_thing(const Happening& happening) {
  return happening.kind == Happening::Kind::visited || happening.type == "request" || happening.type == "consent";
}

}  // namespace

void HomeRecords::tell_needs() {
  needs_.clear();
  auto words = app().words();
  const auto& archive_template = session()->archive_template();
  for (const auto& [id, view] : records_) {
    if (view.type == "special_need") {
      auto whom = records_.find(text_in(view, "resident"));
      const auto& type = *archive_template.type("special_need");
      const auto* field = type.field("kind");
      auto kind = field && view.fields.contains("kind") ? words.value(*field, view.fields.at("kind")) : QString{};
      auto text = text_in(view, "text");
      needs_ << QVariantMap{{"text", text.isEmpty() ? kind : kind + (words.chinese() ? "：" : ": ") + text},
                            {"glyph", "medical"},
                            {"whom", whom == records_.end() ? QString{} : text_in(whom->second, "name")}};
    }
    if (view.type != "unit" || !view.fields.contains("entry_wishes")) continue;
    const auto* wishes = archive_template.type("unit")->field("entry_wishes");
    if (wishes == nullptr) continue;
    needs_ << QVariantMap{{"text", words.value(*wishes, view.fields.at("entry_wishes"))}, {"glyph", "door"}};
  }
}

void HomeRecords::tell_happened(const std::vector<Happening>& story) {
  happened_.clear();
  std::set<RecordId> told_already;
  for (const auto& happening : story) {
    if (happened_.size() >= static_cast<qsizetype>(happened_max)) break;
    if (!session()->archive_template().type(happening.type)) continue;
    if (is_one_thing(happening) && !told_already.insert(happening.record).second) continue;
    happened_ << entry_of(happening);
  }
  Q_EMIT told();
}

QVariantMap HomeRecords::entry_of(const Happening& happening) const {
  auto words = app().words();
  const auto& type = *session()->archive_template().type(happening.type);
  auto id = qs(happening.record);
  auto view = records_.find(id);
  auto title = view == records_.end() ? QString{} : words.title(type, view->second.fields);
  auto what = words.label(type.label);
  const auto* status = type.field("status");
  if (is_one_thing(happening) && status != nullptr && !happening.status.empty())
    what += " · " + words.value(*status, json(happening.status));
  else if (!title.isEmpty() && !is_one_thing(happening))
    what += " · " + title;
  if (happening.kind == Happening::Kind::created) what = tr("New: %1").arg(what);
  if (happening.kind == Happening::Kind::removed) what = tr("Removed: %1").arg(what);
  QStringList fields;
  for (const auto& name : happening.fields)
    if (const auto* field = type.field(name); field != nullptr && fields.size() < 6)
      fields << words.label(field->label);
  auto facts = is_one_thing(happening)
                   ? (view == records_.end() ? QString{} : facts_of(view->second).mid(0, 2).join(" · "))
                   : fields.join(words.chinese() ? "、" : ", ");
  if (happening.type == "request" && view != records_.end()) facts = text_in(view->second, "text");
  return {{"recordId", id},
          {"when", happening.at ? words.moment(*happening.at) : QString{}},
          {"what", what},
          {"facts", facts},
          {"who", happening.delivered ? qs(happening.who) : tr("%1 · on this tablet").arg(qs(happening.who))},
          {"glyph", glyph_of(happening.type)}};
}

}  // namespace doorstep
