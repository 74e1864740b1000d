#include "mobile/under_way.h"

#include <algorithm>

namespace doorstep {

void UnderWay::componentComplete() {
  app_ = App::of(this);
  connect(app_, &App::sessionChanged, this, &UnderWay::follow);
  connect(app_, &App::wrote, this, &UnderWay::ask);
  follow();
}

void UnderWay::follow() { app_->session() ? ask() : tell(std::nullopt); }

void UnderWay::ask() {
  if (!app_->session()) return;
  auto told = app_->session()->to<std::optional<OpenVisit>>(this, [this](Result<std::optional<OpenVisit>> open) {
    if (open && app_->session()) tell(*open);
  });
  app_->session()->engine().open_visit(std::move(told));
}

void UnderWay::tell(const std::optional<OpenVisit>& open) {
  unit_ = open ? qs(open->unit) : QString{};
  visit_ = open ? qs(open->visit) : QString{};
  edits_ = open ? std::max(0, static_cast<int>(open->edits) - 1) : 0;
  auto at = open ? QDateTime::fromString(qs(open->started_at), Qt::ISODate) : QDateTime{};
  since_ = at.isValid() ? app_->words().moment(at) : QString{};
  Q_EMIT changed();
}

}  // namespace doorstep
