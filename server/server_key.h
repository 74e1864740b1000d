#pragma once
#include <sys/types.h>

#include <optional>
#include <string>

#include "server/server_folder.h"
#include "shared/clock.h"
#include "shared/crypto.h"

namespace doorstep {

/// The key (32 bytes) that seals a server's archive and its backups, and the keys that derive from it. It never lies in
/// the folder that it protects. Looked for in this order: --key-file, the variable DOORSTEP_SERVER_KEY (base64url), the
/// systemd credential doorstep.key, FOLDER.key beside the folder.
class ServerKey {
 public:
  /// Once in a process: the variable is wiped out of its environment when it was read.
  /// Faults: no_key (with where it was looked for), not_found (the file named), bad_file (it holds no key, or others
  /// than its owner may read or write it), usage (it lies in the folder).
  static Result<ServerKey> find(const ServerFolder& folder, const std::optional<std::string>& key_file);

  Secret page_key() const;   ///< for the pages of archive and backups
  Secret fence_key() const;  ///< for the lines of the fence
  Secret identity_key() const;  ///< for identity.key
  /// The file it was read from, absolute; or what else gave it.
  const std::string& source() const { return source_; }
  bool from_file() const { return from_file_; }

 private:
  ServerKey(Secret master, std::string source, bool from_file);
  static Result<ServerKey> from_key_file(const std::string& path, mode_t refused);
  Secret master_;
  std::string source_;
  bool from_file_;
};

/// 32 bytes as base64url in a file, a line break behind them or not. Faults: not_found, disk, bad_file (no regular
/// file, no key in it, or a mode that grants any of `refused`).
Result<Secret> read_key_file(const std::string& path, mode_t refused = 0);
/// The same, durably, 0600.
Result<void> write_key_file(const std::string& path, const Secret& key);

}  // namespace doorstep
