#pragma once
#include <functional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "server/backup.h"
#include "shared/clock.h"

namespace doorstep {

/// What a command works on.
struct Admin {
  Archive& archive;
  const SealedFolder& sealed;
  Clock& clock;
  Dice& dice;
  NoteBackup note_backup;
  std::stop_token stop = {};  ///< ends a `verify`
  /// What the feed has to hear of a command that was carried out. Without a server there is none to tell.
  std::function<void(std::vector<Publication>)> publish = [](std::vector<Publication>) {};
};

/// Carries out one command of an admin: {"verb":"person add","login":…} as server/server_request.h makes it, or as it
/// came through the running server's socket. Answers as the command line prints it (docs/operations.md §The server's
/// commands); messages are in `language`. Archive thread, or the only one when no server runs; those that take long
/// (`takes_long` of server/admin_socket.h) only read, and may come from any.
json run_admin(const Admin& admin, const json& command, std::string_view language);

/// The same for a folder: through the socket when a server runs there, else directly, under the folder's lock. Waits a
/// little while another command has the folder. Blocks.
json administer(const ServerFolder& folder, json command, const std::optional<std::string>& key_file,
                std::string_view language, Clock& clock, Dice& dice);

}  // namespace doorstep
