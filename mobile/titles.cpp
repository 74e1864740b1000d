#include "mobile/titles.h"

#include "mobile/words.h"

namespace doorstep {

void Titles::want(const Field& field, const json& value, App& app, QObject* asker, std::function<void()> told) {
  auto id =
      field.kind == Kind::reference && value.is_string() ? parse_id<RecordId>(value.get<std::string>()) : std::nullopt;
  if (!id || !titles_.emplace(qs(*id), QString{}).second) return;
  auto heard = [this, key = qs(*id), app = &app, told = std::move(told)](Result<RecordView> view) {
    const auto* session = app->session();
    const auto* type = view && session ? session->archive_template().type(view->type) : nullptr;
    titles_[key] = type == nullptr ? tr("not on this tablet") : app->words().title(*type, view->fields);
    told();
  };
  app.session()->engine().show(*id, app.session()->to<RecordView>(asker, std::move(heard)));
}

QString Titles::of(const QString& record) const {
  auto known = titles_.find(record);
  return known == titles_.end() ? QString{} : known->second;
}

}  // namespace doorstep
