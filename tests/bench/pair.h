#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>

#include "engine/engine.h"
#include "tests/bench/figure.h"

namespace doorstep::bench {

/// Sees the moment at which a tablet has durably adopted a record.
class Observer {
 public:
  explicit Observer(Engine& engine);
  void expect_change(const RecordId& record);
  Watch::time_point when_seen();

 private:
  std::mutex mutex_;
  std::condition_variable news_;
  RecordId awaited_;
  std::optional<Watch::time_point> seen_;
};

/// A tablet that edits and one that watches, both connected.
class Pair {
 public:
  Pair(std::unique_ptr<Engine> author, std::unique_ptr<Engine> watcher);
  /// From the author's save to the watcher's.
  double visible_ms(const RecordId& record, std::uint64_t round);

 private:
  std::unique_ptr<Engine> author_, watcher_;
  Observer observer_;
};

}  // namespace doorstep::bench
