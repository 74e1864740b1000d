#include "tests/file_faults.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <optional>

#include "shared/result.h"
#include "tests/unsynced.h"

namespace {

enum class Mode { none, fail, die, lose_power };
constexpr int died = 77;

std::atomic<Mode> mode{Mode::none};
std::atomic<std::uint64_t> count{0}, strike{0};
std::atomic<int> reason{0};
std::atomic<bool> lasting{false};
std::optional<doorstep::test::Unsynced> unsynced;  // in a child that will lose its power
bool looking = false;                              // at what is unsynced: its own calls are not the scenario's

template <class Look>
void look(Look&& with) {
  if (!unsynced || looking) return;
  looking = true;
  with(*unsynced);
  looking = false;
}

void lose_power() {
  look([](auto& all) { all.lose(); });
  looking = true;
  unsynced.reset();
}

// True: this operation is not to be done.
bool struck() {
  if (looking) return false;
  auto number = ++count;
  auto now = mode.load();
  if (now == Mode::none || number < strike || (number > strike && !lasting)) return false;
  if (now == Mode::lose_power) lose_power();
  if (now != Mode::fail) ::_exit(died);
  errno = reason;
  return true;
}

template <class Function>
Function* behind(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

// The power goes in the midst of a write: it takes part in the lot.
template <class Write>
ssize_t written(int file, const void* bytes, std::optional<off64_t> at, Write&& write) {
  if (unsynced && !looking) {
    look([&](auto& all) { all.will_change(file); });
    const auto size = write();
    look([&](auto& all) {
      if (size <= 0) return;
      const auto offset = at ? *at : ::lseek(file, 0, SEEK_CUR) - size;
      all.wrote(file, static_cast<std::uint64_t>(offset),
                {static_cast<const char*>(bytes), static_cast<std::size_t>(size)});
    });
    return struck() ? -1 : size;
  }
  return struck() ? -1 : write();
}

template <class Truncate>
int truncated(int file, off64_t size, Truncate&& truncate) {
  if (struck()) return -1;
  look([&](auto& all) { all.will_change(file); });
  const int done = truncate();
  if (done == 0) look([&](auto& all) { all.truncated(file, static_cast<std::uint64_t>(size)); });
  return done;
}

int synced(int file) {
  if (struck()) return -1;
  look([&](auto& all) { all.synced(file); });
  return 0;
}

template <class Rename>
int renamed(const char* from, const char* to, Rename&& rename) {
  if (struck()) return -1;
  look([&](auto& all) { all.will_drop(to); });
  const int done = rename();
  if (done == 0) look([&](auto& all) { all.renamed(from, to); });
  return done;
}

bool there(const char* path) {
  struct stat found {};
  return ::lstat(path, &found) == 0;
}

template <class Open>
int opened(const char* path, int flags, Open&& open) {
  const bool makes = !looking && (flags & O_CREAT) != 0 && !there(path);
  if (makes && struck()) return -1;
  const bool empties = unsynced && !looking && !makes && (flags & O_TRUNC) != 0;
  const int file = open(empties ? flags & ~O_TRUNC : flags);
  if (file < 0) return file;
  if (makes) look([&](auto& all) { all.made(path); });
  if (empties && ::ftruncate(file, 0) != 0) ::_exit(died + 1);
  return file;
}

}  // namespace

extern "C" {
ssize_t write(int file, const void* bytes, size_t size) {
  static auto* real = behind<ssize_t(int, const void*, size_t)>("write");
  if (file <= STDERR_FILENO) return real(file, bytes, size);
  return written(file, bytes, std::nullopt, [&] { return real(file, bytes, size); });
}
ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) {
  static auto* real = behind<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return written(file, bytes, at, [&] { return real(file, bytes, size, at); });
}
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
  static auto* real = behind<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  return written(file, bytes, at, [&] { return real(file, bytes, size, at); });
}
// No test takes the machine's own power, so that a sync needs no disk: hundreds of them cost a test nothing.
int fsync(int file) { return synced(file); }
int fdatasync(int file) { return synced(file); }
int ftruncate(int file, off_t size) noexcept {
  static auto* real = behind<int(int, off_t)>("ftruncate");
  return truncated(file, size, [&] { return real(file, size); });
}
int ftruncate64(int file, off64_t size) noexcept {
  static auto* real = behind<int(int, off64_t)>("ftruncate64");
  return truncated(file, size, [&] { return real(file, size); });
}
int rename(const char* from, const char* to) noexcept {
  static auto* real = behind<int(const char*, const char*)>("rename");
  return renamed(from, to, [&] { return real(from, to); });
}
int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
  static auto* real = behind<int(int, const char*, int, const char*, unsigned)>("renameat2");
  return renamed(from, to, [&] { return real(from_folder, from, to_folder, to, flags); });
}
int unlink(const char* path) noexcept {
  static auto* real = behind<int(const char*)>("unlink");
  if (struck()) return -1;
  look([&](auto& all) { all.will_drop(path); });
  const int done = real(path);
  if (done == 0) look([&](auto& all) { all.dropped(path); });
  return done;
}
int mkdir(const char* path, mode_t mode) noexcept {
  static auto* real = behind<int(const char*, mode_t)>("mkdir");
  if (struck()) return -1;
  const int done = real(path, mode);
  if (done == 0) look([&](auto& all) { all.made(path); });
  return done;
}
int open(const char* path, int flags, ...) {
  static auto* real = behind<int(const char*, int, ...)>("open");
  va_list more;
  va_start(more, flags);
  const auto mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  return opened(path, flags, [&](int how) { return real(path, how, mode); });
}
int open64(const char* path, int flags, ...) {
  static auto* real = behind<int(const char*, int, ...)>("open64");
  va_list more;
  va_start(more, flags);
  const auto mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  return opened(path, flags, [&](int how) { return real(path, how, mode); });
}
}

namespace doorstep::test::file_faults {

void fail_at(std::uint64_t n, int error, bool for_ever) {
  count = 0;
  strike = n;
  reason = error;
  lasting = for_ever;
  mode = Mode::fail;
}

void heal() {
  mode = Mode::none;
  count = 0;
}

std::uint64_t operations() { return count; }

namespace {

bool ends_at(Mode how, std::uint64_t n, const std::function<bool()>& scenario) {
  std::fflush(nullptr);
  const auto child = ::fork();
  require(child >= 0, "a child process can be made");
  if (child == 0) {
    if (how == Mode::lose_power) unsynced.emplace(n);
    count = 0;
    strike = n;
    mode = how;
    const bool well = scenario();
    mode = Mode::none;
    if (how == Mode::lose_power) lose_power();
    ::_exit(well ? 0 : 1);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  require(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == died),
          "a scenario that nothing strikes goes well");
  return WEXITSTATUS(status) == died;
}

}  // namespace

bool dies_at(std::uint64_t n, const std::function<bool()>& scenario) { return ends_at(Mode::die, n, scenario); }

bool loses_power_at(std::uint64_t n, const std::function<bool()>& scenario) {
  return ends_at(Mode::lose_power, n, scenario);
}

}  // namespace doorstep::test::file_faults
