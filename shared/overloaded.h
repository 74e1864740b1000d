#pragma once

namespace doorstep {

/// One function object out of several: what std::visit takes.
template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

}  // namespace doorstep
