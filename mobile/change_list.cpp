#include "mobile/change_list.h"

#include <QDateTime>

#include "mobile/household.h"
#include "mobile/typed.h"

namespace doorstep {
namespace {

using Origins = std::vector<Origin>;
using Homes = std::vector<RecordId>;

constexpr std::size_t change_facts_max = 3;

const Origin* latest(const Origins& origins) {
  const Origin* out = nullptr;
  for (const auto& origin : origins)
    if (origin.at && (out == nullptr || *origin.at > *out->at)) out = &origin;
  return out;
}

}  // namespace

ChangeList::ChangeList()
    : rows_(*this, {{"recordId", [](const Row& row) { return QVariant{row.key}; }},
                    {"type", [](const Row& row) { return QVariant{row.type}; }},
                    {"when", [](const Row& row) { return QVariant{row.when}; }},
                    {"what", [](const Row& row) { return QVariant{row.what}; }},
                    {"facts", [](const Row& row) { return QVariant{row.facts}; }},
                    {"who", [](const Row& row) { return QVariant{row.who}; }},
                    {"where", [](const Row& row) { return QVariant{row.where}; }},
                    {"glyph", [](const Row& row) { return QVariant{row.glyph}; }}}) {
  clock_.setInterval(feed_clock_ms);
  connect(&clock_, &QTimer::timeout, this, &ChangeList::show);
}

bool ChangeList::concerns(const std::vector<Change>& changes) const {
  // The first sync is no news.
  if (!app().delivery()->firstSync()) const_cast<ChangeList*>(this)->hear(changes);
  return false;
}

// Three questions in one turn of the engine's thread: the last answer has the others.
void ChangeList::hear(const std::vector<Change>& changes) {
  const auto from = changes.size() > feed_asked_at_once ? changes.size() - feed_asked_at_once : 0;
  for (auto i = from; i < changes.size(); ++i) {
    auto& engine = session()->engine();
    auto view = std::make_shared<std::optional<RecordView>>();
    auto origins = std::make_shared<Origins>();
    engine.show(changes[i].id, session()->to<RecordView>(this, [view](Result<RecordView> told) {
      if (told) *view = std::move(*told);
    }));
    engine.origins(changes[i].id, session()->to<Origins>(this, [origins](Result<Origins> told) {
      if (told) *origins = std::move(*told);
    }));
    engine.homes_of(changes[i].id, session()->to<Homes>(this, [this, view, origins](Result<Homes> homes) {
      if (*view && session())
        hear({std::move(**view), std::move(*origins), homes ? *homes : Homes{}, QDateTime::currentDateTime()});
    }));
  }
}

ChangeList::Row ChangeList::row_of(const Item& item) const {
  const auto* type = session()->archive_template().type(item.view.type);
  const auto* last = latest(item.origins);
  if (type == nullptr) return {};
  auto words = app().words();
  QStringList facts;
  for (const auto& origin : item.origins) {
    const auto* field = type->field(origin.field);
    bool same = last != nullptr && origin.at == last->at && origin.who == last->who;
    if (!same || field == nullptr || is_technical(*field) || field->kind == Kind::reference) continue;
    auto value = words.value(*field, item.view.fields.value(origin.field, json{}));
    if (facts.size() < static_cast<qsizetype>(change_facts_max)) facts << words.label(field->label) + ' ' + value;
  }
  return {qs(item.view.id),
          qs(item.view.type),
          {},
          words.label(type->label) + " · " + words.title(*type, item.view.fields),
          facts.join(" · "),
          last == nullptr ? QString{} : qs(last->who),
          item.homes.empty() || estate_ == nullptr ? QString{} : estate_->placeOf(qs(item.homes.front())),
          glyph_of(item.view.type)};
}

void ChangeList::hear(Item item) {
  item.row = row_of(item);
  if (item.row.key.isEmpty()) return;
  std::erase_if(items_, [&](const Item& held) { return held.row.key == item.row.key; });
  items_.insert(items_.begin(), std::move(item));
  if (items_.size() > feed_rows_max) items_.resize(feed_rows_max);
  show();
}

// The same news, in the language that is spoken now.
void ChangeList::ask() {
  for (auto& item : items_) item.row = row_of(item);
  show();
}

QString ChangeList::ago(const QDateTime& at) const {
  auto seconds = static_cast<int>(at.secsTo(QDateTime::currentDateTime()));
  if (seconds < 2) return tr("just now");
  if (seconds < 60) return tr("%n s ago", nullptr, seconds);
  if (seconds < 60 * 60) return tr("%n min ago", nullptr, seconds / 60);
  return app().words().moment(at);
}

void ChangeList::show() {
  std::vector<Row> rows;
  for (const auto& item : items_) {
    rows.push_back(item.row);
    rows.back().when = ago(item.at);
  }
  rows_.show(std::move(rows));
  answered();
  items_.empty() ? clock_.stop() : clock_.start();
}

void ChangeList::forget() {
  clock_.stop();
  items_.clear();
  rows_.show({});
}

}  // namespace doorstep
