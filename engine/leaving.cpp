#include "engine/leaving.h"

#include <filesystem>

#include "engine/outmail.h"
#include "engine/rekey.h"
#include "engine/sealed_store.h"
#include "engine/views.h"
#include "engine/visit.h"
#include "shared/files.h"
#include "shared/inside.h"
#include "shared/log.h"

namespace doorstep {
namespace {

// What another life of this store had not sent lies beside it, and only the office reads it.
bool keeps_older_outmail(const std::string& folder) { return size_of_file(folder + "/outmail.kept1").has_value(); }

Result<void> hand_over_to(const std::string& file, const std::string& folder, Store& store, Outmail& outmail) {
  if (lies_in(file, folder)) return Error{Fault::usage, "what is handed over stands outside of the store's folder"};
  if (!store.office_key()) return Error{Fault::no_key, "the office's"};
  outmail.catch_up();
  auto covered = outmail.covers_outbox();
  if (!covered) return covered.error();
  if (!*covered) return Error{Fault::disk, "what is unsent cannot be sealed now"};
  return copy_file_durably(folder + "/outmail", file);
}

// Answers the edits that are handed over.
Result<std::uint64_t> settle_unsent(const std::string& folder, Vault& vault, const std::optional<std::string>& file,
                                    Clock& clock, Dice& dice) {
  auto opened = SealedStore::open(folder, vault, clock, dice);
  if (!opened) return opened.error();
  auto& store = *opened->store;
  auto now = outstanding(store);
  if (!now) return now.error();
  auto waiting = store.waiting();
  if (!waiting) return waiting.error();
  auto saves = store.visit_saves();
  if (!saves) return saves.error();
  // What the server has answered it has, though the feed has not passed it.
  if (waiting->empty() && saves->empty()) return std::uint64_t{0};
  if (!file) return Error{Fault::unsent, std::to_string(now->pending)};
  Outmail outmail{store, folder, dice};
  if (auto handed = hand_over_to(*file, folder, store, outmail); !handed) return handed.error();
  return now->pending;
}

void remove_files(const std::string& folder) {
  remove_database(folder + "/store.db");
  for (const char* name : {"outmail", "tries", "tries.lock", "outmail.lock", "lock"})
    if (auto gone = remove_durably(folder + "/" + name); !gone) log_warning(gone.error().detail);
  std::error_code kept;  // an older outmail, or what somebody put there: then it stays
  std::filesystem::remove(folder, kept);
}

}  // namespace

Result<std::uint64_t> leave_store(const std::string& folder, std::string_view passphrase,
                                  const std::optional<std::string>& hand_over, Clock& clock, Dice& dice) {
  auto unlocked = unlock_store(folder, passphrase, clock, dice);
  if (!unlocked) return unlocked.error();
  if (auto alone = unlocked->hold.turn(FileLock::Hold::alone); !alone) return alone.error();
  auto handed = settle_unsent(folder, unlocked->vault, hand_over, clock, dice);
  if (!handed) return handed;
  if (keeps_older_outmail(folder))
    log_warning("outmail.kept1 and on stay in " + folder + ": they are for the office");
  if (auto gone = Vault::destroy_keys(folder); !gone) return gone.error();
  remove_files(folder);
  return handed;
}

}  // namespace doorstep
