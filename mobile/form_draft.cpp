#include "mobile/form.h"

namespace doorstep {
namespace {

// What an editor holds is a text, a flag or a list of words.
json plain(const QVariant& typed) {
  if (typed.typeId() == QMetaType::Bool) return typed.toBool();
  if (typed.typeId() != QMetaType::QVariantList && typed.typeId() != QMetaType::QStringList &&
      !typed.canConvert<QString>())
    return nullptr;
  if (!typed.canConvert<QString>() || typed.typeId() == QMetaType::QStringList) {
    json list = json::array();
    for (const auto& one : typed.toList()) list.push_back(one.toString().toStdString());
    return list;
  }
  return typed.toString().toStdString();
}

QVariant typed_from(const json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_string()) return qs(value.get_ref<const std::string&>());
  QVariantList list;
  if (value.is_array())
    for (const auto& one : value)
      if (one.is_string()) list << qs(one.get_ref<const std::string&>());
  return value.is_array() ? QVariant{list} : QVariant{};
}

}  // namespace

std::string Form::draft_key() const {
  if (!record_.isEmpty()) return "form/" + record_.toStdString();
  auto place = home_.isEmpty() ? preset_.value("unit").toString() : home_;
  return "form/new/" + type_.toStdString() + "/" + place.toStdString();
}

void Form::keep_draft() {
  if (!session()) return;
  if (typed_.empty()) return session()->drafts().drop(draft_key());
  json body = json::object();
  for (const auto& [field, typed] : typed_) body[field] = {{"typed", plain(typed.what)}, {"base", typed.base}};
  session()->drafts().keep(draft_key(), std::move(body));
}

// Once for each opening: what is typed by then is newer than what was kept.
void Form::recall_draft() {
  if (std::exchange(recalled_, true)) return;
  connect(&session()->drafts(), &DraftKeeper::turned, this, &Form::show_rows, Qt::UniqueConnection);
  auto told = session()->to<std::vector<Draft>>(this, [this, key = draft_key()](Result<std::vector<Draft>> kept) {
    const auto* type = template_type();
    if (!kept || type == nullptr || key != draft_key()) return;
    auto recall = [&](const json& body) {
      if (!body.is_object()) return;
      for (const auto& [field, typed] : body.items())
        if (type->field(field) != nullptr && !typed_.contains(field) && typed.is_object())
          typed_[field] = {typed_from(typed.value("typed", json{})), typed.value("base", json{})};
    };
    if (const auto* newest = session()->drafts().refused(key)) recall(*newest);
    for (const auto& draft : *kept)
      if (draft.key == key) recall(draft.body);
    show_rows();
    ask_titles();
  });
  session()->engine().drafts(draft_key(), std::move(told));
}

}  // namespace doorstep
