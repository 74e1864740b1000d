#pragma once
#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "shared/result.h"

namespace doorstep {

/// Small whole files that must survive a power cut. Faults: not_found (the file, or the folder to write in), disk_full,
/// bad_file (larger than allowed, or a folder, a pipe, a device), disk. Details name operation, path and reason.

/// After it returns the file has the new bytes for good; after a crash in between it has the old ones or the new ones,
/// whole. `mode` is the file's, whatever the umask. One writer per path; PATH.new is its scratch.
Result<void> write_file_durably(const std::string& path, std::string_view bytes, mode_t mode = 0600);

/// Syncs a file that is whole and gives it another name for good; what had the name is gone. After a crash in between
/// the name is the old file's or the new one's.
Result<void> rename_durably(const std::string& from, const std::string& to);
/// The same for a name that nothing has yet: already_exists, and both stay as they are, whoever took it last. Where a
/// file system can neither rename so nor link (some network shares), that is as of a moment before.
Result<void> rename_new_durably(const std::string& from, const std::string& to);
/// Copies a large file, synced when it returns. already_exists when something stands at `to`; a failure leaves nothing.
Result<void> copy_file_durably(const std::string& from, const std::string& to, mode_t mode = 0600);
/// Puts bytes behind a file's end, made when it is not there. What failed is taken back as far as the disk lets it.
Result<void> append_durably(const std::string& path, std::string_view bytes, mode_t mode = 0600);
/// A database and whatever SQLite may have put beside it. What is not there is no error.
void remove_database(const std::string& path);

/// For what others open: bad_file where a pipe, a socket or a device lies, for which they would wait.
Result<void> expect_file(const std::string& path);
Result<std::string> read_file(const std::string& path, std::size_t bytes_max);
/// For secrets: refuses one whose mode grants any of `refused` to whomever it grants it (bad_file, with the chmod that
/// helps).
Result<std::string> read_secret_file(const std::string& path, std::size_t bytes_max, mode_t refused);

/// One write(2) at the file's end, not synced; makes the file (0600). What could not be written whole is taken off
/// again. bad_file when it would grow beyond `size_max`.
Result<void> append_to_file(const std::string& path, std::string_view bytes, std::size_t size_max);
/// The file's bytes and its name are on the disk for good. not_found.
Result<void> sync_file(const std::string& path);
/// Zeros over all of its bytes, in place and synced; what a disk or file system keeps elsewhere it keeps.
Result<void> overwrite_durably(const std::string& path, std::size_t bytes);
/// Gone for good. One that is not there is no fault.
Result<void> remove_durably(const std::string& path);
std::optional<std::size_t> size_of_file(const std::string& path);  ///< empty: none, or not to be seen

/// An empty file of this mode, whatever the umask, unless one is there already.
Result<void> make_file(const std::string& path, mode_t mode = 0600);
/// The same where none may be: already_exists.
Result<void> make_new_file(const std::string& path, mode_t mode = 0600);

/// Also the missing folders above it. One that exists stays as it is.
Result<void> make_folder(const std::string& path, mode_t mode = 0700);

}  // namespace doorstep
