#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "shared/json.h"
#include "shared/result.h"

namespace doorstep::bench {

/// What was seen, and beside it what the machine itself allows (the floor), seen in the same run. `ratio` is value ÷
/// floor: for rates more is better, for times less.
struct Figure {
  double value = 0;
  std::string unit;
  std::optional<double> floor;
  std::string note;  ///< what the floor is, and how it was measured, for people
};

/// The figures by name, in the order in which they were added.
class Figures {
 public:
  void add(const std::string& name, Figure figure);
  json as_json() const;
  std::string as_table() const;

 private:
  std::vector<std::pair<std::string, Figure>> figures_;
};

using Watch = std::chrono::steady_clock;
inline double seconds_since(Watch::time_point start) {
  return std::chrono::duration<double>(Watch::now() - start).count();
}
/// `part` of the samples lie at or below the answer. The samples are not empty.
double quantile(std::vector<double> samples, double part);
inline double median(std::vector<double> samples) { return quantile(std::move(samples), 0.5); }

/// A figure is worth nothing when a step of it failed: the run ends and says which.
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};
template <class T>
T must(Result<T> result, const std::string& step) {
  if (!result) throw Failure{step + ": " + std::string{code(result.error().fault)} + " " + result.error().detail};
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}
inline void expect(bool holds, const std::string& what) {
  if (!holds) throw Failure{what};
}

}  // namespace doorstep::bench
