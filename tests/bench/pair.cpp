#include "tests/bench/pair.h"

#include "tests/bench/requests.h"
#include "tests/bench/tablets.h"

namespace doorstep::bench {
namespace {
constexpr auto patience = std::chrono::seconds{10};
}

Observer::Observer(Engine& engine) {
  engine.on_change([this](const std::vector<Change>& changes) {
    const auto now = Watch::now();
    std::lock_guard lock{mutex_};
    for (const auto& change : changes)
      if (change.id == awaited_ && !seen_) seen_ = now;
    news_.notify_one();
  });
}

void Observer::expect_change(const RecordId& record) {
  std::lock_guard lock{mutex_};
  awaited_ = record;
  seen_.reset();
}

Watch::time_point Observer::when_seen() {
  std::unique_lock lock{mutex_};
  expect(news_.wait_for(lock, patience, [this] { return seen_.has_value(); }), "an edit never became visible");
  return *seen_;
}

Pair::Pair(std::unique_ptr<Engine> author, std::unique_ptr<Engine> watcher)
    : author_(std::move(author)), watcher_(std::move(watcher)), observer_(*watcher_) {
  for (auto* engine : {author_.get(), watcher_.get()}) {
    engine->stay_connected(true);
    sync(*engine);
  }
}

double Pair::visible_ms(const RecordId& record, std::uint64_t round) {
  observer_.expect_change(record);
  const auto start = Watch::now();
  author_->edit({changed_request(record, round)},
                [](const auto& saved) { expect(saved.has_value(), "an edit is saved"); });
  return std::chrono::duration<double, std::milli>(observer_.when_seen() - start).count();
}

}  // namespace doorstep::bench
