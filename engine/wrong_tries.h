#pragma once
#include <cstdint>
#include <string>

#include "shared/clock.h"
#include "shared/file_lock.h"
#include "shared/result.h"

namespace doorstep {

inline constexpr std::uint64_t free_tries = 5;
inline constexpr Millis first_wait{10'000};         ///< doubles with each wrong try
inline constexpr Millis wait_max{15 * 60 * 1'000};  ///< never for ever: nobody is locked out of their own work

/// How long the next try waits after so many wrong ones in a row.
Millis wait_after(std::uint64_t wrong);

/// Wrong passphrases of one store, on disk (FOLDER/tries): a restart or kill -9 forgives nothing, because a try counts
/// before it is made. The wait is measured by the monotonic clock, so the wall clock may be set to anything; a restart
/// of the device begins the wait anew. Only one try is made at a time, whatever the number of processes. It slows down
/// who types on this tablet; whoever has a copy of the folder is only slowed down by Argon2id.
class WrongTries {
 public:
  /// Waits until nobody else tries. disk.
  static Result<WrongTries> hold(const std::string& folder);
  /// Counts a try that is about to be made. too_many_tries: its detail is the time to wait ("40 s").
  Result<void> begin(Clock& clock);
  /// It was the right one, or the passphrase was not what failed.
  void forgive();

 private:
  WrongTries(std::string path, FileLock lock) : path_(std::move(path)), lock_(std::move(lock)) {}

  std::string path_;
  FileLock lock_;
  std::uint64_t before_ = 0;
};

}  // namespace doorstep
