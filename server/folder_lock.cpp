#include "server/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "shared/files.h"

namespace doorstep {

Result<FolderLock> FolderLock::take(const std::string& folder) {
  const int file = ::open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0)
    return Error{errno == ENOENT ? Fault::not_found : Fault::disk,
                 "the lock in " + folder + " cannot be opened: " + std::strerror(errno)};
  FolderLock lock{file};
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) return Error{Fault::in_use, folder};
  return lock;
}

Result<FolderLock> FolderLock::take_new(const std::string& folder, Traces& made) {
  made.note(folder);
  if (auto there = make_folder(folder); !there) return there.error();
  made.note(folder + "/lock");
  return take(folder);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}
FolderLock::~FolderLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace doorstep
