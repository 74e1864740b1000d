#pragma once
#include <functional>
#include <optional>
#include <string>

#include "server/server_folder.h"
#include "shared/clock.h"

namespace doorstep {

/// Serves the folder's archive until SIGTERM or SIGINT: then it accepts no more, lets frames end, closes and answers.
/// `ready` is told "IP:PORT" once tablets and commands can come in. Blocks both signals in the calling thread and those
/// it starts, and raises the process's limit of open files. Faults: not_found (no archive), in_use (folder or port),
/// usage (the address), those of finding the key and opening an archive.
Result<void> serve(const ServerFolder& folder, const std::string& listen, const std::function<void(std::string)>& ready,
                   const std::optional<std::string>& key_file, Clock& clock, Dice& dice);

}  // namespace doorstep
