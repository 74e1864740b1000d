#include "tests/bench/figure.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace doorstep::bench {
namespace {

// Three significant digits say all that a shared machine can know.
double rounded(double value) {
  if (value == 0) return 0;
  const double scale = std::pow(10, 2 - std::floor(std::log10(std::abs(value))));
  return value >= 1000 ? std::round(value) : std::round(value * scale) / scale;
}

json number(double value) {
  const double shown = rounded(value);
  return shown == std::floor(shown) ? json(static_cast<std::int64_t>(shown)) : json(shown);
}

std::string shown(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.6g", rounded(value));
  return text.data();
}

}  // namespace

double quantile(std::vector<double> samples, double part) {
  expect(!samples.empty(), "a quantile needs samples");
  const auto last = static_cast<double>(samples.size() - 1);
  auto at = samples.begin() + static_cast<std::ptrdiff_t>(std::ceil(part * last));
  std::nth_element(samples.begin(), at, samples.end());
  return *at;
}

void Figures::add(const std::string& name, Figure figure) { figures_.emplace_back(name, std::move(figure)); }

json Figures::as_json() const {
  json out = json::object();
  for (const auto& [name, figure] : figures_) {
    auto& one = out[name] = {{"value", number(figure.value)}, {"unit", figure.unit}, {"floor", nullptr}};
    one["ratio"] = nullptr;
    if (!figure.floor) continue;
    one["floor"] = number(*figure.floor);
    one["ratio"] = number(figure.value / *figure.floor);
  }
  return out;
}

std::string Figures::as_table() const {
  std::string out =
      "| figure | value | unit | floor | value ÷ floor | what the floor is |\n|---|---:|---|---:|---:|---|\n";
  for (const auto& [name, figure] : figures_) {
    out += "| " + name + " | ";
    out += shown(figure.value) + " | " + figure.unit + " | ";
    out += figure.floor ? shown(*figure.floor) + " | " + shown(figure.value / *figure.floor) : " | ";
    out += " | " + figure.note + " |\n";
  }
  return out;
}

}  // namespace doorstep::bench
