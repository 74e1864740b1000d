#include "mobile/home_visit.h"

#include <QDateTime>

#include "mobile/typed.h"

namespace doorstep {
namespace {

constexpr int reason_length_max = 200;  // of visit.reason

// As much as a reason may be, with no character cut in two.
QString beginning_of(const QString& text) {
  const auto cut = text.left(reason_length_max);
  return cut.isEmpty() || !cut.back().isHighSurrogate() ? cut : cut.chopped(1);
}

std::string now_text() {
  return QDateTime::currentDateTime()
      .toOffsetFromUtc(QDateTime::currentDateTime().offsetFromUtc())
      .toString(Qt::ISODate)
      .toStdString();
}

}  // namespace

void HomeVisit::setHousehold(HomeRecords* household) {
  if (household == household_) return;
  if (household_ != nullptr) disconnect(household_, nullptr, this, nullptr);
  household_ = household;
  connect(app(), &App::languageChanged, this, &HomeVisit::householdChanged, Qt::UniqueConnection);
  if (household_ != nullptr) {
    connect(household_, &HomeRecords::unitChanged, this, &HomeVisit::recall_draft);
    connect(household_, &QObject::destroyed, this, [this] { household_ = nullptr; });
  }
  recall_draft();
  Q_EMIT householdChanged();
}

void HomeVisit::tell(const QString& what, const QVariant& from_qml) {
  auto value = plain_variant(from_qml);
  if (how_.value(what) == value) return;
  how_[what] = value;
  Q_EMIT howChanged(false);
  keep_draft();
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
  in_visit([this](const RecordId& visit) { over(visit, "started", {}); });
}

void HomeVisit::notDone(const QString& status) {
  if (!can()) return;
  json set{{"status", status.toStdString()}};
  const auto told = said("findings");
  if (!told.isEmpty()) set["reason"] = beginning_of(told).toStdString();
  if (told.size() > reason_length_max) set["findings"] = with_entry(json::array(), told);
  conclude(std::move(set), status, tr("Noted; this home stays on the list."));
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

std::optional<Intent> HomeVisit::consent() const {
  auto chosen = how_.value("purposes").toStringList();
  auto strokes = strokes_text(how_.value("strokes").toList(), strokes_length_max);
  auto resident = said("resident");
  if (auto people = household_->people(); resident.isEmpty() && people.size() == 1)
    resident = people.front().toMap().value("name").toString();
  if (chosen.isEmpty() || strokes.isEmpty() || resident.isEmpty()) return std::nullopt;
  Intent consent;
  consent.op = Op::create;
  consent.type = "consent";
  consent.source = "visit";
  json names = json::array();
  for (const auto& name : chosen) names.push_back(name.toStdString());
  auto signed_text = notice(chosen).toStdString();
  consent.set = {{"resident", resident.toStdString()},
                 {"event", "grant"},
                 {"purposes", std::move(names)},
                 {"notice_version", consent_notice_version},
                 {"method", "tablet"},
                 {"at", now_text()},
                 {"signature", strokes.toStdString()},
                 {"signed_digest", base64(hash(signed_text))}};
  return consent;
}

std::vector<Intent> HomeVisit::tasks() const {
  std::vector<Intent> out;
  for (const auto& line : said("promises").split('\n', Qt::SkipEmptyParts)) {
    if (line.trimmed().isEmpty()) continue;
    Intent task;
    task.op = Op::create;
    task.type = "request";
    task.source = "visit";
    task.set = {{"text", line.trimmed().toStdString()},
                {"unit", household_->unit().toStdString()},
                {"channel", "visit"},
                {"kind", "other"},
                {"status", "new"},
                {"opened_at", now_text()}};
    out.push_back(std::move(task));
  }
  return out;
}

void HomeVisit::finish() {
  if (!can()) return;
  json set{{"status", "done"}};
  if (!said("findings").isEmpty()) set["findings"] = with_entry(json::array(), said("findings"));
  conclude(std::move(set), "done", tr("Visit finished. Saved on this tablet."));
}

// However it ended: what was promised and signed goes with it, since the draft goes.
void HomeVisit::conclude(json set, const QString& status, const QString& sentence) {
  auto made = tasks();
  json promises = json::array();
  for (const auto& task : made) promises = with_entry(promises, qs(task.set.at("text").get<std::string>()));
  if (!promises.empty()) set["promises"] = std::move(promises);
  if (auto signed_here = consent()) made.push_back(std::move(*signed_here));
  in_visit([this, made = std::move(made), set = std::move(set), status, sentence](const RecordId& visit) {
    if (made.empty()) return end(set, status, sentence);
    auto in_it = made;
    for (auto& intent : in_it) intent.visit = visit;
    auto* session = app()->session();
    auto told =
        session->to<std::vector<RecordId>>(this, [this, set, status, sentence](Result<std::vector<RecordId>> saved) {
          saved ? end(set, status, sentence) : fail(saved.error());
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
    say(tr("The visit of another home is still open. Finish it first."));
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
  if (status != "started") drop_draft();
  app()->saved();
  Q_EMIT app()->session()->changed({Change{visit, "visit", {}}});
  say(sentence);
  Q_EMIT finished(status);
}

void HomeVisit::wait() {
  busy_ = true;
  Q_EMIT changed();
}
void HomeVisit::say(const QString& sentence) {
  busy_ = false;
  sentence_ = sentence;
  Q_EMIT changed();
}
void HomeVisit::fail(const Error& error) { say(app()->words().sentence(error)); }

RecordId HomeVisit::unit() const { return parse_id<RecordId>(household_->unit().toStdString()).value_or(RecordId{}); }

}  // namespace doorstep
