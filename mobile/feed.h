#pragma once
#include "mobile/live_list.h"

namespace doorstep {

/// What changed a moment ago, the newest first. Roles: recordId, type, when, what, facts, glyph (what
/// qml/parts/TimelineRow.qml takes). Follows the engine's changes; only the newest are asked for.
class Feed : public doorstep::LiveList {
  Q_OBJECT
  QML_ELEMENT

 public:
  struct Row {
    QString key, type, when, what, facts, glyph;
    friend bool operator==(const Row&, const Row&) = default;
  };
  Feed();

 protected:
  void ask() override {}
  void forget() override { rows_.show({}); }
  bool concerns(const std::vector<Change>& changes) const override;

 private:
  void hear(const std::vector<Change>& changes);
  void show(const RecordView& view);

  Rows<Row> rows_;
};

inline constexpr std::size_t feed_rows_max = 60;
inline constexpr std::size_t feed_asked_at_once = 10;  ///< of one gathering: more are a flood that nobody reads

}  // namespace doorstep
