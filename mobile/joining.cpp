#include "mobile/joining.h"

#include "mobile/disputed_value.h"

namespace doorstep {
namespace {

std::optional<RecordId> id_in(const QString& text) { return parse_id<RecordId>(text.toStdString()); }

}  // namespace

void Joining::componentComplete() {
  app_ = App::of(this);
  connect(app_, &App::languageChanged, this, &Joining::show_sides);
  connect(app_, &App::sessionChanged, this, [this] {
    ++question_;
    records_.clear();
    sides_.clear();
    dismiss();
    Q_EMIT sidesChanged();
  });
}

void Joining::compare(const QString& one, const QString& other) {
  records_.assign(2, std::nullopt);
  show_sides();
  auto* session = app_->session();
  const std::array ids{id_in(one), id_in(other)};
  if (session == nullptr || !ids[0] || !ids[1] || ids[0] == ids[1]) return;
  for (std::size_t place = 0; place < ids.size(); ++place) {
    auto told = session->to<RecordView>(this, [this, place, asked = question_](Result<RecordView> record) {
      if (asked != question_ || app_->session() == nullptr) return;
      if (!record) return Q_EMIT refused(app_->words().sentence(record.error()));
      learn(place, std::move(*record));
    });
    session->engine().show(*ids[place], std::move(told));
  }
}

void Joining::learn(std::size_t place, RecordView record) {
  if (place >= records_.size()) return;
  records_[place] = std::move(record);
  show_sides();
}

QString Joining::title_of(const RecordView& record) const {
  const auto* type = app_->session()->archive_template().type(record.type);
  return type == nullptr ? QString{} : app_->words().title(*type, record.fields);
}

// Both or none: what one has and the other not is told of neither alone.
void Joining::show_sides() {
  sides_.clear();
  const bool both = app_->session() != nullptr && records_.size() == 2 && records_[0] && records_[1];
  const auto* type = both ? app_->session()->archive_template().type(records_[0]->type) : nullptr;
  if (type != nullptr) {
    const std::vector<json> all{records_[0]->fields, records_[1]->fields};
    for (const auto& record : records_)
      sides_ << QVariantMap{{"value", QVariantList{title_of(*record)}},
                            {"facts", facts_beside(*type, record->fields, all, app_->words())}};
  }
  Q_EMIT sidesChanged();
}

void Joining::join(int number) {
  auto* session = app_->session();
  if (session == nullptr || sides_.size() != 2 || number < 1 || number > 2) return;
  const auto& stays = *records_[static_cast<std::size_t>(number - 1)];
  const auto& gone = *records_[static_cast<std::size_t>(2 - number)];
  auto told =
      session->to<Merger>(this, [this, stays = stays.id, gone = gone.id, title = title_of(stays)](Result<Merger> done) {
        if (app_->session() == nullptr) return;
        if (!done) return Q_EMIT refused(app_->words().sentence(done.error()));
        app_->saved();
        Q_EMIT app_->session()->changed({{stays, {}, {}}, {gone, {}, {}}});
        say(tr("One record now: %1").arg(title), gone);
        Q_EMIT joined(qs(stays));
      });
  session->engine().merge(stays.id, {gone.id}, std::nullopt, std::move(told));
}

void Joining::tell(const QString& stays, const QString& gone) {
  auto* session = app_->session();
  const auto kept = id_in(stays), loser = id_in(gone);
  if (session == nullptr || !kept || !loser) return;
  say(tr("One record now"), loser);
  auto told = session->to<RecordView>(this, [this, loser](Result<RecordView> record) {
    if (record && app_->session() != nullptr && gone_ == loser)
      say(tr("One record now: %1").arg(title_of(*record)), loser);
  });
  session->engine().show(*kept, std::move(told));
}

void Joining::undo() {
  auto* session = app_->session();
  if (session == nullptr || !gone_) return;
  using Parted = std::vector<RecordId>;
  auto told = session->to<Parted>(this, [this, gone = *gone_](Result<Parted> parted) {
    if (app_->session() == nullptr) return;
    if (!parted) return say(app_->words().sentence(parted.error()), gone);
    app_->saved();
    std::vector<Change> changes;
    for (const auto& id : *parted) changes.push_back({id, {}, {}});
    Q_EMIT app_->session()->changed(changes);
    say(tr("They are two again."), std::nullopt);
  });
  session->engine().unmerge(*gone_, std::move(told));
}

void Joining::say(const QString& said, std::optional<RecordId> gone) {
  said_ = said;
  gone_ = std::move(gone);
  Q_EMIT saidChanged();
}

}  // namespace doorstep
