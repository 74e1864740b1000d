#pragma once
#include <string>
#include <string_view>

#include "shared/crypto.h"
#include "shared/result.h"

namespace doorstep {

/// The names in a server's data folder, and of the two keys beside it (docs/operations.md §On disk).
struct ServerFolder {
  std::string path;  ///< absolute, without a slash at its end

  /// Fault::usage: empty, or the root folder, beside which nothing can lie.
  static Result<ServerFolder> named(std::string_view path);

  std::string archive() const { return path + "/archive.db"; }
  std::string fence() const { return path + "/fence"; }
  /// Stands there until a restore is done: what lies beside it is that command's own, left by a crash.
  std::string restoring() const { return path + "/restoring"; }
  std::string office_public_key() const { return path + "/office.pub"; }
  std::string key_beside() const { return path + ".key"; }
  std::string office_key_beside() const { return path + ".office.key"; }

  bool has_archive() const;
  /// Is that file in the folder, or somewhere below it?
  bool contains(const std::string& file) const;
};

/// The public half of the office's key, from FOLDER/office.pub. not_found, bad_file.
Result<PublicKey> read_office_key(const ServerFolder& folder);

}  // namespace doorstep
