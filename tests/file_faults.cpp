#include "tests/file_faults.h"

#include <dlfcn.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>

#include "shared/result.h"

namespace {

enum class Mode { none, fail, die };
constexpr int died = 77;

std::atomic<Mode> mode{Mode::none};
std::atomic<std::uint64_t> count{0}, strike{0};
std::atomic<int> reason{0};
std::atomic<bool> lasting{false};

// True: this operation is not to be done.
bool struck() {
  auto number = ++count;
  auto now = mode.load();
  if (now == Mode::none || number < strike || (number > strike && !lasting)) return false;
  if (now == Mode::die) ::_exit(died);
  errno = reason;
  return true;
}

template <class Function>
Function* behind(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {
ssize_t write(int file, const void* bytes, size_t size) {
  static auto* real = behind<ssize_t(int, const void*, size_t)>("write");
  return file > STDERR_FILENO && struck() ? -1 : real(file, bytes, size);
}
ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) {
  static auto* real = behind<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return struck() ? -1 : real(file, bytes, size, at);
}
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
  static auto* real = behind<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  return struck() ? -1 : real(file, bytes, size, at);
}
// Nothing in such a program loses power, so that a sync needs no disk: hundreds of them cost a test nothing.
int fsync(int) { return struck() ? -1 : 0; }
int fdatasync(int) { return struck() ? -1 : 0; }
int ftruncate(int file, off_t size) noexcept {
  static auto* real = behind<int(int, off_t)>("ftruncate");
  return struck() ? -1 : real(file, size);
}
int ftruncate64(int file, off64_t size) noexcept {
  static auto* real = behind<int(int, off64_t)>("ftruncate64");
  return struck() ? -1 : real(file, size);
}
int rename(const char* from, const char* to) noexcept {
  static auto* real = behind<int(const char*, const char*)>("rename");
  return struck() ? -1 : real(from, to);
}
int unlink(const char* path) noexcept {
  static auto* real = behind<int(const char*)>("unlink");
  return struck() ? -1 : real(path);
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

bool dies_at(std::uint64_t n, const std::function<bool()>& scenario) {
  std::fflush(nullptr);
  const auto child = ::fork();
  require(child >= 0, "a child process can be made");
  if (child == 0) {
    count = 0;
    strike = n;
    mode = Mode::die;
    ::_exit(scenario() ? 0 : 1);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  require(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == died),
          "a scenario that nothing strikes goes well");
  return WEXITSTATUS(status) == died;
}

}  // namespace doorstep::test::file_faults
