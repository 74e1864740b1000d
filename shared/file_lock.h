#pragma once
#include <string>

#include "shared/result.h"

namespace doorstep {

/// The kernel's lock on a file that stays empty, between processes and between two holders in one process. Held for as
/// long as it lives; dropped with the process, however that ends.
class FileLock {
 public:
  enum class Hold { shared, alone };
  enum class Patience { none, waits };
  /// Makes the file (0600). in_use when somebody else holds it and there is no patience; disk.
  static Result<FileLock> take(const std::string& path, Hold hold, Patience patience);

  /// Holds it the other way, without patience. in_use: then it is held no more.
  Result<void> turn(Hold hold);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  explicit FileLock(int file) : file_(file) {}
  int file_;
};

}  // namespace doorstep
