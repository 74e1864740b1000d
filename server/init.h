#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/server_folder.h"
#include "shared/clock.h"
#include "shared/json.h"

namespace doorstep {

struct InitChoices {
  std::vector<std::pair<std::string, std::string>> communities;  ///< code and name; empty: one, "main"
  std::optional<std::string> key_file;                           ///< empty: FOLDER.key is made
  std::optional<std::string> template_file;                      ///< empty: the shipped template
};

/// Makes a server's folder: identity, archive, the first admin and that admin's one-time code. The archive appears last
/// and whole, so a folder without one is no server's yet: after a failure everything that was made goes away, and after
/// a crash the same command goes on with the keys that it finds. A key file is never overwritten.
/// Answers pin, code, expires, key_file, key_file_made, office_key_file, note. Faults: already_exists, bad_template,
/// bad_file (a key file that holds no key), usage, in_use, disk.
Result<json> init_folder(const ServerFolder& folder, const InitChoices& choices, std::string_view language,
                         Clock& clock, Dice& dice);

}  // namespace doorstep
