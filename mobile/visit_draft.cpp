#include "mobile/home_visit.h"
#include "mobile/typed.h"

namespace doorstep {

std::string HomeVisit::draft_key() const { return "visit/" + household_->unit().toStdString(); }

void HomeVisit::keep_draft() {
  auto* session = app()->session();
  if (session == nullptr || household_ == nullptr || household_->unit().isEmpty()) return;
  json purposes = json::array();
  for (const auto& purpose : how_.value("purposes").toStringList()) purposes.push_back(purpose.toStdString());
  json body{{"findings", how_.value("findings").toString().toStdString()},
            {"promises", how_.value("promises").toString().toStdString()},
            {"resident", how_.value("resident").toString().toStdString()},
            {"purposes", std::move(purposes)},
            {"strokes", strokes_text(how_.value("strokes").toList(), strokes_length_max).toStdString()}};
  session->drafts().keep(draft_key(), std::move(body));
}

// Once for each home: what is typed by then is newer than what was kept.
void HomeVisit::recall_draft() {
  auto* session = app()->session();
  if (session == nullptr || household_ == nullptr || household_->unit() == recalled_for_) return;
  recalled_for_ = household_->unit();
  how_.clear();
  Q_EMIT howChanged(true);
  if (recalled_for_.isEmpty()) return;
  using Drafts = std::vector<Draft>;
  auto told = session->to<Drafts>(this, [this, unit = recalled_for_](Result<Drafts> kept) {
    if (!kept || unit != recalled_for_ || !how_.isEmpty() || household_ == nullptr) return;
    auto recall = [&](const json& body) {
      if (!body.is_object()) return;
      QStringList purposes;
      for (const auto& purpose : body.value("purposes", json::array()))
        if (purpose.is_string()) purposes << qs(purpose.get_ref<const std::string&>());
      for (const char* text : {"findings", "promises", "resident"}) how_[text] = qs(body.value(text, ""));
      how_["purposes"] = purposes;
      how_["strokes"] = strokes_from(qs(body.value("strokes", "")));
    };
    for (const auto& draft : *kept)
      if (draft.key == draft_key()) recall(draft.body);
    if (const auto* newest = app()->session()->drafts().refused(draft_key())) recall(*newest);
    if (!how_.isEmpty()) Q_EMIT howChanged(true);
  });
  session->engine().drafts(draft_key(), std::move(told));
}

void HomeVisit::drop_draft() {
  how_.clear();
  Q_EMIT howChanged(true);
  app()->session()->drafts().drop(draft_key());
}

}  // namespace doorstep
