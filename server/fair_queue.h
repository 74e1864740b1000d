#pragma once
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace doorstep {

/// Above so much in about a second somebody is heavy: a tablet that comes back with a week's work, or one that floods.
inline constexpr double heavy_weight = 64;
/// Where several wait, each has no more than this of one turn.
inline constexpr std::size_t slice_weight_max = 8;
/// Who is heavy leaves the writer to itself for so long after a turn, while somebody who is not is at work,
inline constexpr std::chrono::milliseconds heavy_pause{20};
/// that is, had a turn within this time,
inline constexpr std::chrono::milliseconds light_recent{250};
/// and lets them go first, but for no longer than this.
inline constexpr std::chrono::milliseconds heavy_patience{100};

/// Whose work comes next, so that one device's flood, or its week of work, does not keep the others waiting. What one
/// device asks for keeps its order. Who is alone waits for nothing. Work of nobody in particular (an empty name:
/// admins, and who has not proven who they are) is never held back. Pure: no thread, no clock.
template <class Work>
class FairQueue {
 public:
  using Time = std::chrono::steady_clock::time_point;

  void push(const std::string& who, Work work, std::size_t weight) {
    lines_[who].waiting.emplace_back(std::move(work), weight);
    weight_ += weight;
  }
  std::size_t weight() const { return weight_; }  ///< of all that waits

  /// What is to be done now, together.
  std::vector<Work> take(Time now) {
    forget_the_idle(now);
    std::size_t ask = 0;
    bool light_waits = false;
    for (const auto& [who, line] : lines_) {
      if (line.waiting.empty()) continue;
      ++ask;
      light_waits = light_waits || !heavy(who, line);
    }
    std::vector<Work> out;
    for (auto& [who, line] : lines_) {
      if (line.waiting.empty()) continue;
      const bool is_heavy = heavy(who, line);
      if (is_heavy && held(line, now, light_waits)) continue;
      const bool alone = ask == 1 && !others_work(line, now);
      const auto taken = take_from(line, who.empty() || alone, out);
      if (who.empty()) continue;
      line.spent += static_cast<double>(taken);
      if (heavy(who, line))
        line.again_at = now + heavy_pause;
      else
        line.light_at = now;
    }
    return out;
  }
  /// When there may be something to take that was held back; empty: nothing is.
  std::optional<Time> next() const {
    std::optional<Time> out;
    for (const auto& [who, line] : lines_)
      if (!line.waiting.empty() && (!out || line.again_at < *out)) out = line.again_at;
    return out;
  }
  std::vector<Work> take_all() {
    std::vector<Work> out;
    for (auto& [who, line] : lines_) take_from(line, true, out);
    return out;
  }

 private:
  struct Line {
    std::deque<std::pair<Work, std::size_t>> waiting;
    double spent = 0;  ///< halves in a second
    Time counted_at{}, again_at{};
    std::optional<Time> light_at;
  };

  static bool heavy(const std::string& who, const Line& line) { return !who.empty() && line.spent > heavy_weight; }

  static bool works(const Line& line, Time now) { return line.light_at && now - *line.light_at < light_recent; }
  bool others_work(const Line& line, Time now) const {
    return std::any_of(lines_.begin(), lines_.end(),
                       [&](const auto& other) { return &other.second != &line && works(other.second, now); });
  }

  bool held(const Line& line, Time now, bool light_waits) const {
    return light_waits ? now < line.again_at + heavy_patience : now < line.again_at && others_work(line, now);
  }

  std::size_t take_from(Line& line, bool all, std::vector<Work>& out) {
    std::size_t taken = 0;
    while (!line.waiting.empty()) {
      auto& [work, weight] = line.waiting.front();
      if (!all && taken > 0 && taken + weight > slice_weight_max) break;
      taken += weight;
      weight_ -= weight;
      out.push_back(std::move(work));
      line.waiting.pop_front();
    }
    return taken;
  }

  void forget_the_idle(Time now) {
    for (auto at = lines_.begin(); at != lines_.end();) {
      auto& line = at->second;
      const std::chrono::duration<double> since = now - std::exchange(line.counted_at, now);
      line.spent *= std::exp2(-since.count());
      at = line.waiting.empty() && line.spent < 1 && !works(line, now) ? lines_.erase(at) : std::next(at);
    }
  }

  std::map<std::string, Line> lines_;
  std::size_t weight_ = 0;
};

}  // namespace doorstep
