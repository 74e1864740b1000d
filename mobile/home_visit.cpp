#include "mobile/home_visit.h"

#include <QDateTime>

#include "mobile/typed.h"

namespace doorstep {
namespace {

std::string now_text() {
  return QDateTime::currentDateTime()
      .toOffsetFromUtc(QDateTime::currentDateTime().offsetFromUtc())
      .toString(Qt::ISODate)
      .toStdString();
}
std::string today_text() { return QDate::currentDate().toString(Qt::ISODate).toStdString(); }

bool said(const QVariantMap& how, const char* what) { return !how.value(what).toString().trimmed().isEmpty(); }

}  // namespace

QString strokes_text(const QVariantList& strokes) {
  QStringList out;
  for (const auto& stroke : strokes) {
    QStringList points;
    for (const auto& point : stroke.toList()) {
      auto at = point.toMap();
      points << QString::number(std::max(0, at.value("x").toInt())) + ',' +
                    QString::number(std::max(0, at.value("y").toInt()));
    }
    if (!points.isEmpty()) out << points.join(' ');
  }
  return out.join(';');
}

bool HomeVisit::can() const {
  return household_ != nullptr && !busy_ && app()->session() && !household_->unit().isEmpty() &&
         app()->session()->archive_template().type("visit") != nullptr;
}

QVariantList HomeVisit::purposes() const {
  auto* open = household_ == nullptr ? nullptr : app()->session();
  const auto* type = open == nullptr ? nullptr : open->archive_template().type("consent");
  const auto* field = type == nullptr ? nullptr : type->field("purposes");
  return field == nullptr ? QVariantList{} : editor_choices(*field, app()->words());
}

Intent HomeVisit::visit_with(json set) const {
  Intent intent;
  intent.source = "visit";
  intent.set = std::move(set);
  if (auto open = parse_id<RecordId>(household_->openVisit().toStdString())) {
    intent.record = *open;
    return intent;
  }
  intent.op = Op::create;
  intent.type = "visit";
  intent.set["unit"] = household_->unit().toStdString();
  if (!intent.set.contains("due")) intent.set["due"] = today_text();
  return intent;
}

void HomeVisit::start() {
  if (!can()) return;
  put({visit_with({{"status", "started"}, {"started_at", now_text()}})}, "started", tr("Visit started."));
}

void HomeVisit::notDone(const QString& status, const QString& reason) {
  if (!can()) return;
  json set{{"status", status.toStdString()}, {"ended_at", now_text()}};
  if (!reason.trimmed().isEmpty()) set["reason"] = reason.trimmed().toStdString();
  put({visit_with(std::move(set))}, status, tr("Noted; this home stays on the list."));
}

void HomeVisit::confirmAll() {
  if (!can()) return;
  json confirmed = json::array();
  for (const auto& [id, view] : household_->records())
    if (view.type == "unit" || view.type == "resident") confirmed.push_back(view.type + ":" + text(view.id));
  put({visit_with({{"status", "done"}, {"ended_at", now_text()}, {"confirmed_fields", std::move(confirmed)}})}, "done",
      tr("Confirmed unchanged."));
}

QString HomeVisit::notice(const QStringList& purposes) const {
  QStringList labels;
  for (const auto& purpose : this->purposes())
    if (purposes.contains(purpose.toMap().value("name").toString()))
      labels << purpose.toMap().value("label").toString();
  if (labels.isEmpty()) return tr("Choose what the resident agrees to; the text they sign stands here.");
  return tr("I agree that the property company keeps and uses my household's information for: %1. I can withdraw this "
            "at any time; withdrawing does not affect what was done before.")
      .arg(labels.join(app()->words().chinese() ? "、" : ", "));
}

std::optional<Intent> HomeVisit::consent_from(const QVariantMap& how) const {
  auto chosen = how.value("purposes").toStringList();
  auto strokes = strokes_text(how.value("strokes").toList());
  if (chosen.isEmpty() || strokes.isEmpty() || !said(how, "resident")) return std::nullopt;
  Intent consent;
  consent.op = Op::create;
  consent.type = "consent";
  consent.source = "visit";
  json names = json::array();
  for (const auto& name : chosen) names.push_back(name.toStdString());
  auto signed_text = notice(chosen).toStdString();
  consent.set = {{"resident", how.value("resident").toString().toStdString()},
                 {"event", "grant"},
                 {"purposes", std::move(names)},
                 {"notice_version", consent_notice_version},
                 {"method", "tablet"},
                 {"at", now_text()},
                 {"signature", strokes.toStdString()},
                 {"signed_digest", base64(hash(signed_text))}};
  return consent;
}

void HomeVisit::finish(const QVariantMap& how) {
  if (!can()) return;
  json set{{"status", "done"}, {"ended_at", now_text()}};
  if (said(how, "findings")) set["findings"] = with_entry(json::array(), how.value("findings").toString());
  if (said(how, "promise")) set["promises"] = with_entry(json::array(), how.value("promise").toString());
  std::vector<Intent> bundle{visit_with(std::move(set))};
  if (auto consent = consent_from(how)) bundle.push_back(std::move(*consent));
  if (said(how, "promise")) {
    Intent task;
    task.op = Op::create;
    task.type = "request";
    task.source = "visit";
    task.set = {{"text", how.value("promise").toString().trimmed().toStdString()},
                {"unit", household_->unit().toStdString()},
                {"channel", "visit"},
                {"kind", "other"},
                {"status", "new"},
                {"opened_at", now_text()}};
    bundle.push_back(std::move(task));
  }
  put(std::move(bundle), "done", tr("Visit finished. Saved on this tablet."));
}

void HomeVisit::put(std::vector<Intent> intents, const QString& status, const QString& done) {
  busy_ = true;
  Q_EMIT changed();
  auto* session = app()->session();
  auto told = session->to<std::vector<RecordId>>(this, [this, status, done](Result<std::vector<RecordId>> saved) {
    busy_ = false;
    sentence_ = saved ? done : app()->words().sentence(saved.error());
    if (saved) {
      app()->saved();
      Q_EMIT app()->session()->changed({Change{saved->front(), "visit", {}}});
      Q_EMIT finished(status);
    }
    Q_EMIT changed();
  });
  session->engine().edit(std::move(intents), std::move(told));
}

}  // namespace doorstep
