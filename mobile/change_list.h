#pragma once
#include <QPointer>

#include "mobile/estate.h"

namespace doorstep {

/// What changed a moment ago, the newest first: who did what, where, how long ago. Roles: recordId, type, when, what,
/// facts, who, where, glyph (what qml/parts/TimelineRow.qml takes). Follows the engine's changes; of a flood only the
/// newest are asked for.
class ChangeList : public doorstep::LiveList {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(doorstep::Estate* estate MEMBER estate_)

 public:
  struct Row {
    QString key, type, when, what, facts, who, where, glyph;
    friend bool operator==(const Row&, const Row&) = default;
  };
  ChangeList();

 protected:
  void ask() override;
  void forget() override;
  bool concerns(const std::vector<Change>& changes) const override;

 private:
  struct Item {
    RecordView view;
    std::vector<Origin> origins;
    std::vector<RecordId> homes;
    QDateTime at;  ///< when it came here: what it tells is how fresh it is
    Row row{};     ///< in the language that was spoken when it was told last
  };
  void hear(const std::vector<Change>& changes);
  void hear(Item item);
  Row row_of(const Item& item) const;
  QString ago(const QDateTime& at) const;
  void show();

  QPointer<Estate> estate_;
  QTimer clock_;
  std::vector<Item> items_;
  Rows<Row> rows_;
};

inline constexpr std::size_t feed_rows_max = 60;
inline constexpr std::size_t feed_asked_at_once = 10;  ///< of one gathering: more are a flood that nobody reads
inline constexpr int feed_clock_ms = 1'000;

}  // namespace doorstep
