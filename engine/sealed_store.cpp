#include "engine/sealed_store.h"

#include "shared/files.h"
#include "shared/log.h"
#include "shared/seal_plain.h"

namespace doorstep {
namespace {

void tell_losses(const CipherVfs& cipher) {
  for (const auto& loss : cipher.losses()) {
    log_warning("the store's log ended early: " + std::to_string(loss.whole_behind) + " pages of " +
                std::to_string(loss.commits_behind) + " saves stand behind a page that does not open; kept as " +
                (loss.kept.empty() ? "nothing: the copy failed" : loss.kept));
  }
}

}  // namespace

Result<SealedStore> SealedStore::open(const std::string& folder, Vault& vault, Clock& clock, Dice& dice,
                                      Missing missing) {
  const auto path = folder + "/store.db";
  const bool was_there = size_of_file(path + "-wal") || size_of_file(folder + "/outmail");
  if (!size_of_file(path) && (missing == Missing::refuse || was_there))
    return Error{Fault::store_damaged,
                 "store.db is missing: put it back, or enrol in a new folder; the office can open outmail"};
  SealedStore out{std::make_unique<CipherVfs>(vault.page_key()), nullptr};
  if (!vault.sealed()) {
    if (auto sealed = seal_plain(path, *out.cipher); !sealed) return sealed.error();
    if (auto marked = vault.mark_sealed(dice); !marked) return marked.error();
  } else if (out.cipher->look(path) == SealedFile::plain) {
    return Error{Fault::store_damaged, "store.db is not sealed: somebody put it there"};
  }
  if (auto fitting = out.cipher->fits(path); !fitting) return fitting.error();
  // SQLite gives its own files the mode that this one has.
  for (const auto& file : {path, path + "-turn"})
    if (auto made = make_file(file); !made) return made.error();
  DatabaseOptions options;
  options.vfs = out.cipher->name();
  options.cache_kib = store_cache_kib;
  auto store = Store::open(path, options, vault.chain_key(), clock, dice);
  if (!store) return store.error();
  out.store = std::move(*store);
  auto set = guarded([&]() -> Result<void> {
    out.store->database().run("PRAGMA wal_autocheckpoint=" + std::to_string(store_log_pages));
    return {};
  });
  if (!set) return set.error();
  tell_losses(*out.cipher);
  return out;
}

}  // namespace doorstep
