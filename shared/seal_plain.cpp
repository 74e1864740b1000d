#include "shared/seal_plain.h"

#include "shared/file_lock.h"
#include "shared/files.h"
#include "shared/log.h"
#include "shared/sqlite.h"

namespace doorstep {
namespace {

Result<void> write_sealed(const std::string& path, const std::string& scratch, const CipherVfs& cipher) {
  {
    auto plain = Database::open(path, {});
    if (!plain) return plain.error();
    if (auto copied = plain->copy_into(scratch, cipher.name()); !copied) return copied;
  }
  // Closing it has emptied its log, which no sealed database could read, unless somebody else holds it open.
  if (size_of_file(path + "-wal").value_or(0) > 0) return Error{Fault::in_use, path};
  DatabaseOptions options;
  options.vfs = cipher.name();
  auto sealed = Database::open(scratch, options);
  return sealed ? sealed->check() : Result<void>{sealed.error()};
}

}  // namespace

Result<void> seal_plain(const std::string& path, const CipherVfs& cipher) {
  if (cipher.look(path) != SealedFile::plain) return {};
  const auto lock_file = path + ".sealing-lock", scratch = path + ".sealing";
  auto turn = FileLock::take(lock_file, FileLock::Hold::alone, FileLock::Patience::waits);
  if (!turn) return turn.error();
  if (cipher.look(path) != SealedFile::plain) return {};  // another process was here meanwhile
  remove_database(scratch);
  auto done = write_sealed(path, scratch, cipher);
  if (done) done = rename_durably(scratch, path);
  remove_database(scratch);  // all of it, or what lay beside it under that name
  if (auto gone = remove_durably(lock_file); !gone) log_warning("sealing: " + gone.error().detail);
  if (done) log_warning("a database that an earlier version left in the clear is sealed now");
  return done;
}

}  // namespace doorstep
