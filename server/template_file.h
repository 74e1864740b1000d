#pragma once
#include <optional>
#include <string>

#include "shared/json.h"

namespace doorstep {

/// A tablet gets it in one frame, with room for what a later version adds.
inline constexpr std::size_t template_bytes_max = std::size_t{2} << 20;

/// An archive template that somebody wrote, read and checked. Faults: bad_template names the place; bad_file,
/// not_found.
Result<json> read_template_file(const std::string& path);
/// The command of an admin who named such a file, with what is in it under `template`.
Result<json> with_template(json command, const std::optional<std::string>& path);

}  // namespace doorstep
