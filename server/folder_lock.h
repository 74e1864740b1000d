#pragma once
#include <string>

#include "server/traces.h"
#include "shared/result.h"

namespace doorstep {

/// Only one process works in a server's folder: holds FOLDER/lock for as long as it lives. The kernel drops the lock
/// with the process, however it ends; the empty file stays.
class FolderLock {
 public:
  /// Fault::in_use: another process holds it. Never waits.
  static Result<FolderLock> take(const std::string& folder);
  /// The same for a folder that is made if absent; what is made is noted.
  static Result<FolderLock> take_new(const std::string& folder, Traces& made);

  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&& other) noexcept;
  ~FolderLock();

 private:
  explicit FolderLock(int file) : file_(file) {}
  int file_;
};

}  // namespace doorstep
