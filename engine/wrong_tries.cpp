#include "engine/wrong_tries.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "shared/files.h"
#include "shared/json.h"
#include "shared/log.h"

namespace doorstep {
namespace {

constexpr std::size_t tries_bytes_max = 1024;

struct Tries {
  std::uint64_t count = 0;
  std::string boot;
  std::int64_t since_ms = 0;  // by the monotonic clock of that boot
};

// A spoiled file is no reason to lock anybody out, and no way to get the free tries again.
Result<Tries> read_tries(const std::string& path) {
  auto text = read_file(path, tries_bytes_max);
  if (!text && text.error().fault == Fault::not_found) return Tries{};
  if (!text && text.error().fault != Fault::bad_file) return text.error();
  const Tries spoiled{free_tries, {}, 0};
  auto object = text ? parse_json(*text) : Result<json>{text.error()};
  if (!object || !object->is_object()) return spoiled;
  Reader in{*object, "tries"};
  Tries out{in.count("count"), in.text("boot"), in.integer("since_ms")};
  return in.error() ? spoiled : out;
}

Result<void> write_tries(const std::string& path, const Tries& tries) {
  const auto text = canonical({{"boot", tries.boot}, {"count", tries.count}, {"since_ms", tries.since_ms}}) + "\n";
  auto written = write_file_durably(path, text);
  // A folder of that name is as good as a spoiled file; what somebody may have put in it stays.
  if (!written && written.error().fault == Fault::bad_file &&
      std::rename(path.c_str(), (path + ".folder").c_str()) == 0)
    return write_file_durably(path, text);
  return written;
}

}  // namespace

Millis wait_after(std::uint64_t wrong) {
  if (wrong < free_tries) return Millis{0};
  auto wait = first_wait;
  for (auto i = free_tries; i < wrong && wait < wait_max; ++i) wait *= 2;
  return std::min(wait, wait_max);
}

Result<WrongTries> WrongTries::hold(const std::string& folder) {
  auto lock = FileLock::take(folder + "/tries.lock", FileLock::Hold::alone, FileLock::Patience::waits);
  if (!lock) return lock.error();
  return WrongTries{folder + "/tries", std::move(*lock)};
}

Result<void> WrongTries::begin(Clock& clock) {
  auto tries = read_tries(path_);
  if (!tries) return tries.error();
  before_ = tries->count;
  const auto now = clock.monotonic().count();
  if (auto wait = wait_after(tries->count).count(); wait > 0) {
    const bool begins_anew = tries->boot != clock.boot() || now < tries->since_ms;
    if (begins_anew) {
      *tries = {tries->count, clock.boot(), now};
      if (auto written = write_tries(path_, *tries); !written) return written;
    }
    const auto left = tries->since_ms + wait - now;
    if (left > 0) return Error{Fault::too_many_tries, std::to_string((left + 999) / 1000) + " s"};
  }
  *tries = {tries->count + 1, clock.boot(), now};
  auto written = write_tries(path_, *tries);
  // On a full disk a person still gets in; who has used up the free tries does not.
  if (!written && before_ < free_tries) {
    log_warning("a try could not be counted: " + written.error().detail);
    return {};
  }
  return written;
}

void WrongTries::forgive() { ::unlink(path_.c_str()); }

}  // namespace doorstep
