#include "shared/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace doorstep {
namespace {

int flocked(int file, FileLock::Hold hold, bool waits) {
  const int how = (hold == FileLock::Hold::alone ? LOCK_EX : LOCK_SH) | (waits ? 0 : LOCK_NB);
  while (::flock(file, how) != 0)
    if (errno != EINTR) return errno;
  return 0;
}

Error why(int failed, const std::string& what) {
  if (failed == EWOULDBLOCK) return {Fault::in_use, what};
  return {Fault::disk, "lock " + what + ": " + std::generic_category().message(failed)};
}

}  // namespace

Result<FileLock> FileLock::take(const std::string& path, Hold hold, Patience patience) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) {
    auto fault = errno == ENOENT ? Fault::not_found : errno == ENOSPC ? Fault::disk_full : Fault::disk;
    return Error{fault, "open " + path + ": " + std::generic_category().message(errno)};
  }
  FileLock lock{file};
  if (int failed = flocked(file, hold, patience == Patience::waits); failed != 0) return why(failed, path);
  return lock;
}

Result<void> FileLock::turn(Hold hold) {
  if (int failed = flocked(file_, hold, false); failed != 0) return why(failed, "the other way");
  return {};
}

FileLock::FileLock(FileLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}
FileLock::~FileLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace doorstep
