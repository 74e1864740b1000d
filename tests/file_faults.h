#pragma once
#include <cstdint>
#include <functional>

namespace doorstep::test {

/// This process's own file operations, made to fail or to be its last: a program that links this file has its own
/// write, pwrite, fsync, fdatasync, ftruncate, rename and unlink in front of libc's, for SQLite's calls as well as
/// ours. The product knows nothing of it. What a killed process leaves is what the kernel had been given, so a sync is
/// only counted and costs no disk; lost unsynced writes are FlakyVfs's business.
namespace file_faults {

/// The n-th operation from now on (from 1), and with `for_ever` every one behind it, answers `error` and does nothing.
void fail_at(std::uint64_t n, int error, bool for_ever = false);
void heal();
std::uint64_t operations();  ///< since fail_at or heal

/// Runs `scenario` in a child process that ends without a word before its n-th operation. False: it came to its end
/// untouched, so that n is behind the last one. The scenario answers whether it went well when nothing struck.
bool dies_at(std::uint64_t n, const std::function<bool()>& scenario);

}  // namespace file_faults
}  // namespace doorstep::test
