#include "engine/rekey.h"

#include "engine/sealed_store.h"
#include "shared/files.h"
#include "shared/log.h"
#include "shared/sqlite.h"

namespace doorstep {
namespace {

std::string scratch_file(const std::string& folder) { return store_file(folder) + ".new"; }

void clear_scratch(const std::string& folder) {
  for (const char* ending : {"", "-wal", "-journal", "-turn"})
    if (auto gone = remove_durably(scratch_file(folder) + ending); !gone)
      log_warning("a change of the master key: " + gone.error().detail);
}

// Nobody else has the store open. The database tells how far the change came: the rename is the moment.
Result<void> settle(Vault& vault, const std::string& folder, Dice& dice) {
  if (!vault.rekeying()) return {};
  CipherVfs old{vault.page_key()}, next{vault.next_page_key()};
  auto fits_old = old.fits(store_file(folder));
  if (!fits_old && !next.fits(store_file(folder))) return fits_old;
  clear_scratch(folder);
  log_warning(fits_old ? "a change of the master key did not come to its end; it is undone"
                       : "a change of the master key did not come to its end; it is finished");
  return vault.end_rekey(!fits_old, dice);
}

// Both databases are closed when it answers, and their logs emptied into them.
Result<std::uint64_t> write_under_next(const Vault& vault, const std::string& folder) {
  const auto from = store_file(folder), to = scratch_file(folder);
  clear_scratch(folder);
  CipherVfs old{vault.page_key()}, next{vault.next_page_key()};
  {
    DatabaseOptions options;
    options.vfs = old.name();
    auto database = Database::open(from, options);
    if (!database) return database.error();
    if (auto copied = database->copy_into(to, next.name()); !copied) return copied.error();
  }
  // A log is named by its database's place: one that stayed would be taken for the new database's.
  for (const auto& path : {from, to})
    if (size_of_file(path + "-wal").value_or(0) > 0) return Error{Fault::disk, path + "-wal cannot be emptied"};
  // Behind the rename nobody would look for it.
  if (auto gone = remove_durably(to + "-turn"); !gone) return gone.error();
  return next.check_pages(to);
}

}  // namespace

Result<FileLock> hold_store(const std::string& folder, FileLock::Hold hold) {
  if (!Vault::stands_in(folder)) return Vault::why_absent(folder);
  return FileLock::take(folder + "/lock", hold, FileLock::Patience::none);
}

Result<Unlocked> unlock_store(const std::string& folder, std::string_view passphrase, Clock& clock, Dice& dice) {
  using Hold = FileLock::Hold;
  auto hold = hold_store(folder, Hold::shared);
  if (!hold) return hold.error();
  auto vault = Vault::unlock(folder, passphrase, clock, dice);
  if (!vault) return vault.error();
  if (vault->rekeying()) {
    if (auto alone = hold->turn(Hold::alone); !alone) return alone.error();
    if (auto again = vault->read_again(); !again) return again.error();  // somebody else may have settled it
    if (auto settled = settle(*vault, folder, dice); !settled) return settled.error();
    if (auto shared = hold->turn(Hold::shared); !shared) return shared.error();
  }
  return Unlocked{std::move(*vault), std::move(*hold)};
}

Result<std::uint64_t> rekey_store(const std::string& folder, std::string_view passphrase, Clock& clock, Dice& dice) {
  auto alone = hold_store(folder, FileLock::Hold::alone);
  if (!alone) return alone.error();
  auto vault = Vault::unlock(folder, passphrase, clock, dice);
  if (!vault) return vault.error();
  if (auto settled = settle(*vault, folder, dice); !settled) return settled.error();
  // Whatever it still needs before (sealing a plain one, a migration) is done by opening it once.
  if (auto opened = SealedStore::open(folder, *vault, clock, dice); !opened) return opened.error();
  if (auto begun = vault->begin_rekey(dice); !begun) return begun.error();
  auto pages = write_under_next(*vault, folder);
  Result<void> switched =
      pages ? rename_durably(scratch_file(folder), store_file(folder)) : Result<void>{pages.error()};
  if (!switched) {
    // Which of the two stands there now, the database itself tells best.
    if (auto undone = settle(*vault, folder, dice); !undone) log_warning("slot: " + undone.error().detail);
    return switched.error();
  }
  // Should the slot not be written, the next unlocking finishes it.
  if (auto ended = vault->end_rekey(true, dice); !ended) log_warning("slot: " + ended.error().detail);
  return pages;
}

}  // namespace doorstep
