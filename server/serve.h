#pragma once
#include <functional>
#include <optional>
#include <string>

#include "server/server_folder.h"
#include "shared/clock.h"
#include "shared/lease.h"

namespace doorstep {

struct Serving {
  std::string listen;  ///< IP:PORT
  std::optional<std::string> key_file;
  Millis lease = lease_default;  ///< how long a tablet may be used without calling
};

/// Serves the folder's archive until SIGTERM or SIGINT: then it accepts no more, lets frames end, closes and answers.
/// `ready` is told "IP:PORT" once tablets and commands can come in. Blocks both signals in the calling thread and those
/// it starts, and raises the process's limit of open files. Faults: not_found (no archive), in_use (folder or port),
/// usage (the address, the lease), those of finding the key and opening an archive.
Result<void> serve(const ServerFolder& folder, const Serving& as, const std::function<void(std::string)>& ready,
                   Clock& clock, Dice& dice);

}  // namespace doorstep
