#include "mobile/feed.h"

#include <QTime>

namespace doorstep {

Feed::Feed()
    : rows_(*this, {{"recordId", [](const Row& row) { return QVariant{row.key}; }},
                    {"type", [](const Row& row) { return QVariant{row.type}; }},
                    {"when", [](const Row& row) { return QVariant{row.when}; }},
                    {"what", [](const Row& row) { return QVariant{row.what}; }},
                    {"facts", [](const Row& row) { return QVariant{row.facts}; }},
                    {"glyph", [](const Row& row) { return QVariant{row.glyph}; }}}) {}

bool Feed::concerns(const std::vector<Change>& changes) const {
  // The first sync is no news.
  if (!app().delivery()->firstSync()) const_cast<Feed*>(this)->hear(changes);
  return false;
}

void Feed::hear(const std::vector<Change>& changes) {
  const auto from = changes.size() > feed_asked_at_once ? changes.size() - feed_asked_at_once : 0;
  for (auto i = from; i < changes.size(); ++i)
    session()->engine().show(changes[i].id, session()->to<RecordView>(this, [this](Result<RecordView> view) {
      if (view && session()) show(*view);
    }));
}

void Feed::show(const RecordView& view) {
  const auto& archive_template = session()->archive_template();
  const auto* type = archive_template.type(view.type);
  if (type == nullptr) return;
  auto words = app().words();
  static const std::map<std::string, const char*> glyphs{{"unit", "home"},    {"resident", "person"},
                                                         {"request", "tool"}, {"contact", "phone"},
                                                         {"visit", "door"},   {"pet", "pet"}};
  auto glyph = glyphs.find(view.type);
  Row row{qs(view.id),
          qs(view.type),
          QTime::currentTime().toString("HH:mm:ss"),
          words.label(type->label),
          words.title(*type, view.fields),
          glyph == glyphs.end() ? "paper" : glyph->second};
  std::vector<Row> rows{row};
  for (const auto& held : rows_.all())
    if (held.key != row.key && rows.size() < feed_rows_max) rows.push_back(held);
  rows_.show(std::move(rows));
}

}  // namespace doorstep
