#include "mobile/confirming.h"

#include <QTime>

namespace doorstep {
namespace {

std::vector<std::string> plain(const QStringList& words) {
  std::vector<std::string> out;
  for (const auto& word : words) out.push_back(word.toStdString());
  return out;
}

}  // namespace

Confirming::Confirming() {
  later_.setSingleShot(true);
  later_.setInterval(undo_ms);
  connect(&later_, &QTimer::timeout, this, &Confirming::settle);
}

void Confirming::componentComplete() {
  app_ = App::of(this);
  connect(app_, &App::locking, this, &Confirming::settle);
  connect(app_, &App::sessionChanged, this, [this] { app_->session() ? settle_what_is_left() : forget(); });
  if (app_->session()) settle_what_is_left();
}

// Whether it can be is asked before it is promised: one visit at a time.
void Confirming::confirm(const QString& unit, const QStringList& words, int fields) {
  if (app_->session() == nullptr || unit.isEmpty() || words.isEmpty()) return;
  if (unit != unit_) settle();
  auto told = app_->session()->to<std::optional<OpenVisit>>(
      this, [this, unit, words, fields](Result<std::optional<OpenVisit>> open) {
        const bool elsewhere = open && *open && qs((*open)->unit) != unit;
        trouble_ = !open       ? app_->words().sentence(open.error())
                   : elsewhere ? tr("The visit of another home is still open. Finish it first.")
                               : QString{};
        if (trouble_.isEmpty()) return take(unit, words, fields);
        Q_EMIT changed();
      });
  app_->session()->engine().open_visit(std::move(told));
}

void Confirming::take(const QString& unit, const QStringList& words, int fields) {
  if (unit != unit_ || settled_) {
    words_.clear();
    fields_ = 0;
  }
  unit_ = unit;
  settled_ = false;
  fields_ += fields;
  for (const auto& word : words)
    if (!words_.contains(word)) words_ << word;
  at_ = QTime::currentTime().toString("HH:mm");
  keep_draft();
  later_.start();
  Q_EMIT changed();
}

void Confirming::keep_draft() {
  auto& engine = app_->session()->engine();
  if (words_.isEmpty()) return engine.drop_draft(draft_key(unit_), [](const Result<void>&) {});
  engine.save_draft(draft_key(unit_), json(plain(words_)), [](const Result<void>&) {});
}

void Confirming::undo(const QStringList& words) {
  if (app_->session() == nullptr || !undoable()) return;
  for (const auto& word : words.isEmpty() ? QStringList{words_} : words) words_.removeAll(word);
  keep_draft();
  if (words_.isEmpty()) forget();
  Q_EMIT changed();
}

bool Confirming::has(const QStringList& words) const {
  return !words.isEmpty() &&
         std::all_of(words.begin(), words.end(), [this](const QString& word) { return words_.contains(word); });
}

void Confirming::settle() {
  later_.stop();
  if (app_->session() == nullptr || !undoable()) return;
  settled_ = true;
  write(unit_, words_);
  Q_EMIT changed();
}

// The draft goes right behind: the engine does one after the other.
void Confirming::write(const QString& unit, const QStringList& words) {
  auto* session = app_->session();
  auto id = parse_id<RecordId>(unit.toStdString());
  if (!id) return;
  auto told = session->to<RecordId>(this, [this](Result<RecordId> visit) {
    if (!visit) {
      trouble_ = tr("Not confirmed. %1").arg(app_->words().sentence(visit.error()));
      return Q_EMIT changed();
    }
    app_->saved();
    if (app_->session()) Q_EMIT app_->session()->changed({Change{*visit, "visit", {}}});
  });
  session->engine().confirm(*id, plain(words), std::move(told));
  session->engine().drop_draft(draft_key(unit), [](const Result<void>&) {});
}

void Confirming::settle_what_is_left() {
  using Drafts = std::vector<Draft>;
  auto told = app_->session()->to<Drafts>(this, [this](Result<Drafts> left) {
    if (!left || !app_->session()) return;
    for (const auto& draft : *left) {
      QStringList words;
      for (const auto& word : draft.body)
        if (word.is_string()) words << qs(word.get_ref<const std::string&>());
      auto unit = qs(draft.key).mid(static_cast<qsizetype>(draft_key({}).size()));
      if (unit != unit_ || settled_) write(unit, words);
    }
  });
  app_->session()->engine().drafts(draft_key({}), std::move(told));
}

void Confirming::forget() {
  later_.stop();
  unit_.clear();
  at_.clear();
  trouble_.clear();
  words_.clear();
  fields_ = 0;
  settled_ = true;
  Q_EMIT changed();
}

}  // namespace doorstep
