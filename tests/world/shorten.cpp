#include "tests/world/shorten.h"

#include <algorithm>
#include <numeric>

namespace doorstep::test {
namespace {

// "LOST: …", "019a…: OUT OF SIGHT: …", "the archive does not verify: …": which law it is, without what it found.
std::string law_of(const std::string& broken) {
  const auto name = std::search_n(broken.begin(), broken.end(), 4, 0,
                                  [](char letter, int) { return (letter >= 'A' && letter <= 'Z') || letter == ' '; });
  const auto from = name == broken.end() ? broken.begin() : name;
  return {from, std::find(from, broken.end(), ':')};
}

}  // namespace

std::set<std::size_t> left_out_of(std::size_t many, std::size_t tries,
                                  const std::function<bool(const std::set<std::size_t>&)>& breaks) {
  std::vector<std::size_t> told(many);
  std::iota(told.begin(), told.end(), std::size_t{0});
  std::set<std::size_t> left_out;
  for (auto part = many; part > 0 && !told.empty();) {
    part = std::min((part + 1) / 2, told.size());
    bool shorter = false;
    for (std::size_t from = 0; from < told.size() && tries > 0;) {
      const auto first = told.begin() + static_cast<std::ptrdiff_t>(from);
      const auto last = told.begin() + static_cast<std::ptrdiff_t>(std::min(from + part, told.size()));
      auto fewer = left_out;
      fewer.insert(first, last);
      --tries;
      if (breaks(fewer)) {
        left_out = std::move(fewer);
        told.erase(first, last);
        shorter = true;
      } else {
        from += part;
      }
    }
    if (tries == 0 || (part == 1 && !shorter)) break;
  }
  return left_out;
}

ShortStory shorten(std::uint64_t seed, std::size_t tries) {
  Telling telling;
  const auto whole = World{seed, &telling}.run();
  ShortStory out{law_of(whole.broken), whole.story + whole.broken, telling.lots.size(), telling.lots.size()};
  if (whole.broken.empty()) return {};
  auto breaks = [&](Telling asked) {
    auto outcome = World{seed, &asked}.run();
    if (law_of(outcome.broken) != out.law) return false;
    out.story = outcome.story + outcome.broken;
    return true;
  };
  for (auto kind : {&Weather::drop,        &Weather::twice,    &Weather::delay,   &Weather::reorder, &Weather::cut,
                    &Weather::silence,     &Weather::crash,    &Weather::planned, &Weather::jump,    &Weather::backup,
                    &Weather::restore,     &Weather::put_back, &Weather::copy,    &Weather::lift,    &Weather::unlucky,
                    &Weather::server_jump, &Weather::rights,   &Weather::places,  &Weather::propose, &Weather::many}) {
    auto calmer = telling;
    calmer.spared.push_back(kind);
    if (breaks(calmer)) telling = std::move(calmer);
  }
  telling.left_out = left_out_of(out.deeds, tries, [&](const std::set<std::size_t>& left_out) {
    auto shorter = telling;
    shorter.left_out = left_out;
    return breaks(shorter);
  });
  out.told = out.deeds - telling.left_out.size();
  return out;
}

}  // namespace doorstep::test
