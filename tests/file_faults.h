#pragma once
#include <array>
#include <cstdint>
#include <functional>

namespace doorstep::test {

/// This process's own file operations, made to fail or to be its last: a program that links this file has its own
/// write, pwrite, fsync, fdatasync, ftruncate, rename, renameat2, unlink, mkdir and open (where it makes a file) in
/// front of libc's, for SQLite's calls as well as ours. The product knows nothing of it. A sync is only counted and
/// costs no disk.
namespace file_faults {

/// The n-th operation from now on (from 1), and with `for_ever` every one behind it, answers `error` and does nothing.
void fail_at(std::uint64_t n, int error, bool for_ever = false);
void heal();
std::uint64_t operations();  ///< since fail_at or heal

/// Runs `scenario` in a child process that ends without a word before its n-th operation; it leaves what the kernel had
/// been given. False: it came to its end untouched, so that n is behind the last one. The scenario answers whether it
/// went well when nothing struck.
bool dies_at(std::uint64_t n, const std::function<bool()>& scenario);

/// The same for the whole machine: of what was not synced the n-th operation leaves what a lot says (tests/unsynced.h),
/// and so does the end of a scenario that nothing struck.
bool loses_power_at(std::uint64_t n, const std::function<bool()>& scenario);

inline constexpr std::array endings{&dies_at, &loses_power_at};

}  // namespace file_faults
}  // namespace doorstep::test
