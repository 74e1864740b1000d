#pragma once
#include <cstdint>
#include <string>

#include "engine/intent.h"

namespace doorstep::bench {

/// Service requests as an office has them, invented, about 0.93 KB each as the archive keeps them (header, values and
/// stamps); the same number, the same request on every machine.
Intent new_request(std::uint64_t number);
/// A change of one field of it, as a person makes it at the door; `round` makes it another text each time.
Intent changed_request(const RecordId& record, std::uint64_t round);
/// A register of such requests and the map that brings it in.
std::string requests_csv(std::uint64_t rows);
std::string requests_map();

}  // namespace doorstep::bench
