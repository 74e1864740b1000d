#include "shared/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace doorstep {
namespace {

Error last_error(std::string_view operation, const std::string& path) {
  int reason = errno;
  auto fault = Fault::disk;
  if (reason == ENOENT) fault = Fault::not_found;
  if (reason == ENOSPC || reason == EDQUOT) fault = Fault::disk_full;
  if (reason == EISDIR) return {Fault::bad_file, path + " is a folder, a file is wanted"};
  return {fault, std::string{operation} + " " + path + ": " + std::generic_category().message(reason)};
}

std::string folder_of(const std::string& path) {
  auto slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// Never waits for whoever might hold the other end of a pipe that lies in a file's place.
class Descriptor {
 public:
  Descriptor(const std::string& path, int flags, mode_t mode = 0)
      : number_(::open(path.c_str(), flags | O_CLOEXEC | O_NONBLOCK, mode)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  explicit operator bool() const { return number_ >= 0; }
  int number() const { return number_; }

 private:
  int number_;
};

// A name is durable when its folder is.
Result<void> sync_folder(const std::string& path) {
  Descriptor folder{path, O_RDONLY | O_DIRECTORY};
  if (!folder || ::fsync(folder.number()) != 0) return last_error("sync", path);
  return {};
}

Result<void> write_all(int file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return last_error("write", path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> write_and_sync(const std::string& path, std::string_view bytes, mode_t mode) {
  // Never through a link that somebody laid there.
  Descriptor file{path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode};
  if (!file) return last_error("create", path);
  if (::fchmod(file.number(), mode) != 0) return last_error("protect", path);
  if (auto written = write_all(file.number(), bytes, path); !written) return written;
  if (::fsync(file.number()) != 0) return last_error("sync", path);
  return {};
}

}  // namespace

Result<void> write_file_durably(const std::string& path, std::string_view bytes, mode_t mode) {
  auto scratch = path + ".new";
  auto written = write_and_sync(scratch, bytes, mode);
  if (written && std::rename(scratch.c_str(), path.c_str()) != 0) written = last_error("rename", path);
  if (!written) {
    ::unlink(scratch.c_str());
    return written;
  }
  return sync_folder(folder_of(path));
}

Result<void> append_to_file(const std::string& path, std::string_view bytes, std::size_t size_max) {
  Descriptor file{path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0600};
  if (!file) return last_error("open", path);
  struct stat before {};
  if (::fstat(file.number(), &before) != 0) return last_error("look at", path);
  if (static_cast<std::size_t>(before.st_size) + bytes.size() > size_max)
    return Error{Fault::bad_file, path + ": larger than " + std::to_string(size_max) + " bytes"};
  ssize_t written = 0;
  do written = ::write(file.number(), bytes.data(), bytes.size());
  while (written < 0 && errno == EINTR);
  if (written == static_cast<ssize_t>(bytes.size())) return {};
  if (written >= 0) errno = ENOSPC;
  auto failed = last_error("write", path);
  if (written > 0 && ::ftruncate(file.number(), before.st_size) != 0) failed.detail += ", and it has a torn end";
  return failed;
}

Result<void> sync_file(const std::string& path) {
  Descriptor file{path, O_RDONLY};
  if (!file) return last_error("open", path);
  if (::fsync(file.number()) != 0) return last_error("sync", path);
  return sync_folder(folder_of(path));
}

Result<void> overwrite_durably(const std::string& path, std::size_t bytes) {
  Descriptor file{path, O_WRONLY};
  if (!file) return last_error("open", path);
  const std::string zeros(std::min<std::size_t>(bytes, std::size_t{64} << 10), '\0');
  for (std::size_t done = 0; done < bytes;) {
    const auto written = ::write(file.number(), zeros.data(), std::min(zeros.size(), bytes - done));
    if (written <= 0) return last_error("write", path);
    done += static_cast<std::size_t>(written);
  }
  if (::fsync(file.number()) != 0) return last_error("sync", path);
  return {};
}

Result<void> rename_durably(const std::string& from, const std::string& to) {
  Descriptor file{from, O_RDONLY};
  if (!file) return last_error("open", from);
  if (::fsync(file.number()) != 0) return last_error("sync", from);
  if (std::rename(from.c_str(), to.c_str()) != 0) return last_error("rename", from);
  return sync_folder(folder_of(to));
}

namespace {

// What renameat2 refuses on a file system that does not know it.
bool unknown_there(int reason) {
  return reason == EINVAL || reason == ENOSYS || reason == EOPNOTSUPP || reason == EPERM || reason == EMLINK;
}

int rename_unless_there(const char* from, const char* to) {
  if (::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return 0;
  if (!unknown_there(errno)) return -1;
  if (::link(from, to) == 0) return ::unlink(from);
  if (!unknown_there(errno)) return -1;
  struct stat found {};
  if (::lstat(to, &found) == 0) {
    errno = EEXIST;
    return -1;
  }
  return std::rename(from, to);
}

}  // namespace

Result<void> rename_new_durably(const std::string& from, const std::string& to) {
  Descriptor file{from, O_RDONLY};
  if (!file) return last_error("open", from);
  if (::fsync(file.number()) != 0) return last_error("sync", from);
  if (rename_unless_there(from.c_str(), to.c_str()) != 0)
    return errno == EEXIST ? Error{Fault::already_exists, to} : last_error("rename", from);
  return sync_folder(folder_of(to));
}

Result<void> remove_durably(const std::string& path) {
  if (::unlink(path.c_str()) == 0) return sync_folder(folder_of(path));
  if (errno == ENOENT) return {};
  return last_error("remove", path);
}

std::optional<std::size_t> size_of_file(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return std::nullopt;
  return static_cast<std::size_t>(found.st_size);
}

Result<void> copy_file_durably(const std::string& from, const std::string& to, mode_t mode) {
  Descriptor source{from, O_RDONLY};
  if (!source) return last_error("open", from);
  Descriptor target{to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode};
  if (!target && errno == EEXIST) return Error{Fault::already_exists, to};
  if (!target) return last_error("create", to);
  auto copied = [&]() -> Result<void> {
    constexpr std::size_t piece_bytes = std::size_t{1} << 20;
    std::string piece(piece_bytes, '\0');
    for (;;) {
      auto got = ::read(source.number(), piece.data(), piece.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return last_error("read", from);
      if (got == 0) break;
      if (auto written = write_all(target.number(), {piece.data(), static_cast<std::size_t>(got)}, to); !written)
        return written;
    }
    if (::fsync(target.number()) != 0) return last_error("sync", to);
    return sync_folder(folder_of(to));
  }();
  if (!copied) ::unlink(to.c_str());
  return copied;
}

Result<void> append_durably(const std::string& path, std::string_view bytes, mode_t mode) {
  Descriptor file{path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, mode};
  if (!file) return last_error("open", path);
  struct stat before {};
  if (::fstat(file.number(), &before) != 0) return last_error("look at", path);
  auto written = write_all(file.number(), bytes, path);
  if (written && ::fsync(file.number()) != 0) written = last_error("sync", path);
  if (!written) {
    if (::ftruncate(file.number(), before.st_size) == 0) ::fsync(file.number());
    return written;
  }
  return before.st_size == 0 ? sync_folder(folder_of(path)) : Result<void>{};
}

void remove_database(const std::string& path) {
  for (const char* ending : {"", "-wal", "-shm", "-turn", "-journal"}) ::unlink((path + ending).c_str());
}

namespace {

Result<void> expect_file(const struct stat& found, const std::string& path) {
  if (S_ISREG(found.st_mode) || S_ISDIR(found.st_mode)) return {};
  return Error{Fault::bad_file, path + " is no regular file"};
}

Result<std::string> read_to_end(int file, const std::string& path, std::size_t bytes_max) {
  std::string out;
  constexpr std::size_t piece_bytes = 64 * 1024;
  for (;;) {
    auto before = out.size();
    out.resize(before + piece_bytes);
    auto got = ::read(file, out.data() + before, piece_bytes);
    out.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return last_error("read", path);
    if (out.size() > bytes_max) {
      return Error{Fault::bad_file, path + ": larger than " + std::to_string(bytes_max) + " bytes"};
    }
    if (got == 0) return out;
  }
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t bytes_max) {
  Descriptor file{path, O_RDONLY};
  if (!file) return last_error("open", path);
  struct stat found {};
  if (::fstat(file.number(), &found) != 0) return last_error("look at", path);
  if (auto whole = expect_file(found, path); !whole) return whole.error();
  return read_to_end(file.number(), path, bytes_max);
}

Result<std::string> read_secret_file(const std::string& path, std::size_t bytes_max, mode_t refused) {
  Descriptor file{path, O_RDONLY};
  if (!file) return last_error("open", path);
  struct stat found {};
  if (::fstat(file.number(), &found) != 0) return last_error("look at", path);
  if (auto whole = expect_file(found, path); !whole) return whole.error();
  if (S_ISREG(found.st_mode) && (found.st_mode & refused) != 0)
    return Error{Fault::bad_file, path + " is a secret that others may read or change: chmod 600 " + path};
  return read_to_end(file.number(), path, bytes_max);
}

Result<void> expect_file(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 ? expect_file(found, path) : Result<void>{};
}

Result<void> make_file(const std::string& path, mode_t mode) {
  auto made = make_new_file(path, mode);
  return !made && made.error().fault == Fault::already_exists ? Result<void>{} : made;
}

Result<void> make_new_file(const std::string& path, mode_t mode) {
  Descriptor file{path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode};
  if (!file) return errno == EEXIST ? Error{Fault::already_exists, path} : last_error("create", path);
  if (::fchmod(file.number(), mode) != 0) return last_error("protect", path);
  return {};
}

Result<void> make_folder(const std::string& path, mode_t mode) {
  int made = ::mkdir(path.c_str(), mode);
  if (made != 0 && errno == ENOENT && folder_of(path) != path) {
    if (auto above = make_folder(folder_of(path), mode); !above) return above;
    made = ::mkdir(path.c_str(), mode);
  }
  if (made == 0) return sync_folder(folder_of(path));
  struct stat found {};
  if (errno == EEXIST && ::stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode)) return {};
  return last_error("make folder", path);
}

}  // namespace doorstep
