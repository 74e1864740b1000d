#pragma once
#include <string_view>

#include "server/archive.h"
#include "server/server_folder.h"
#include "shared/clock.h"

namespace doorstep {

/// Carries out one command of an admin: {"verb":"person add","login":…} as server/server_request.h makes it, or as it
/// came through the running server's socket. Answers as the command line prints it (docs/operations.md §The server's
/// commands); messages are in `language`. Archive thread, or the only one when no server runs; `verify`, which only
/// reads and may take long, on any. `stop` ends that.
json run_admin(Archive& archive, Clock& clock, const json& command, std::string_view language,
               std::stop_token stop = {});

/// The same for a folder: through the socket when a server runs there, else directly, under the folder's lock. Waits a
/// little while another command has the folder. Blocks.
json administer(const ServerFolder& folder, json command, std::string_view language, Clock& clock, Dice& dice);

}  // namespace doorstep
