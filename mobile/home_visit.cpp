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

void HomeVisit::start() {
  if (!can()) return;
  in_visit([this](const RecordId& visit) { over(visit, "started", tr("Visit started.")); });
}

void HomeVisit::notDone(const QString& status, const QString& reason) {
  if (!can()) return;
  json set{{"status", status.toStdString()}};
  if (!reason.trimmed().isEmpty()) set["reason"] = reason.trimmed().toStdString();
  in_visit([this, status, set = std::move(set)](const RecordId&) {
    end(set, status, tr("Noted; this home stays on the list."));
  });
}

void HomeVisit::confirmAll() {
  if (!can()) return;
  std::vector<std::string> seen;
  for (const auto& [id, view] : household_->records())
    if (view.type == "unit" || view.type == "resident") seen.push_back(text(view.id));
  wait();
  auto* session = app()->session();
  auto told = session->to<RecordId>(this, [this](Result<RecordId> visit) {
    visit ? over(*visit, "done", tr("Confirmed unchanged.")) : fail(visit.error());
  });
  session->engine().confirm(unit(), std::move(seen), std::move(told));
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
  json set{{"status", "done"}};
  if (said(how, "findings")) set["findings"] = with_entry(json::array(), how.value("findings").toString());
  if (said(how, "promise")) set["promises"] = with_entry(json::array(), how.value("promise").toString());
  std::vector<Intent> made;
  if (auto consent = consent_from(how)) made.push_back(std::move(*consent));
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
    made.push_back(std::move(task));
  }
  in_visit([this, made = std::move(made), set = std::move(set)](const RecordId& visit) {
    const auto sentence = tr("Visit finished. Saved on this tablet.");
    if (made.empty()) return end(set, "done", sentence);
    auto in_it = made;
    for (auto& intent : in_it) intent.visit = visit;
    auto* session = app()->session();
    auto told = session->to<std::vector<RecordId>>(this, [this, set, sentence](Result<std::vector<RecordId>> saved) {
      saved ? end(set, "done", sentence) : fail(saved.error());
    });
    session->engine().edit(std::move(in_it), std::move(told));
  });
}

// With this home's visit under way; it begins when none is.
void HomeVisit::in_visit(std::function<void(const RecordId& visit)> then) {
  wait();
  auto* session = app()->session();
  auto begun = session->to<OpenVisit>(
      this, [this, then](Result<OpenVisit> visit) { visit ? then(visit->visit) : fail(visit.error()); });
  auto asked = session->to<std::optional<OpenVisit>>(this, [this, then, begun](Result<std::optional<OpenVisit>> open) {
    if (!open) return fail(open.error());
    if (!*open) return app()->session()->engine().begin_visit(unit(), begun);
    if ((*open)->unit == unit()) return then((*open)->visit);
    tell(tr("The visit of another home is still open. Finish it first."));
  });
  session->engine().open_visit(std::move(asked));
}

void HomeVisit::end(const json& set, const QString& status, const QString& sentence) {
  auto* session = app()->session();
  auto told = session->to<RecordId>(this, [this, status, sentence](Result<RecordId> visit) {
    visit ? over(*visit, status, sentence) : fail(visit.error());
  });
  session->engine().finish_visit(set, std::move(told));
}

void HomeVisit::over(const RecordId& visit, const QString& status, const QString& sentence) {
  app()->saved();
  Q_EMIT app()->session()->changed({Change{visit, "visit", {}}});
  tell(sentence);
  Q_EMIT finished(status);
}

void HomeVisit::wait() {
  busy_ = true;
  Q_EMIT changed();
}
void HomeVisit::tell(const QString& sentence) {
  busy_ = false;
  sentence_ = sentence;
  Q_EMIT changed();
}
void HomeVisit::fail(const Error& error) { tell(app()->words().sentence(error)); }

RecordId HomeVisit::unit() const { return parse_id<RecordId>(household_->unit().toStdString()).value_or(RecordId{}); }

}  // namespace doorstep
