#include "server/restore.h"

#include <algorithm>
#include <filesystem>

#include "server/backup.h"
#include "server/folder_lock.h"
#include "server/identity.h"
#include "server/traces.h"
#include "shared/files.h"

namespace doorstep {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t carried_bytes_max = 4096;
/// Stands in the folder until the archive does: what lies beside it is this command's own, left by a crash.
constexpr const char* mark = "restoring";

Result<void> expect_empty(const ServerFolder& folder) {
  std::error_code failed;
  if (!fs::exists(folder.path, failed)) return {};
  if (!fs::is_directory(folder.path, failed)) return Error{Fault::already_exists, folder.path + " is no folder"};
  if (folder.has_archive()) return Error{Fault::already_exists, folder.archive()};
  if (fs::exists(folder.path + "/" + mark, failed)) return {};
  for (const auto& entry : fs::directory_iterator{folder.path, failed})
    if (entry.path().filename() != "lock")
      return Error{Fault::already_exists, folder.path + " is not empty; a backup is restored into a new folder"};
  if (failed) return Error{Fault::disk, folder.path + ": " + failed.message()};
  return {};
}

// All that can be known before anything is made.
Result<void> expect_backup(const ServerFolder& folder, const SealedFolder& sealed, const std::string& from) {
  std::error_code failed;
  if (!fs::exists(from, failed)) return Error{Fault::not_found, from};
  if (!fs::is_regular_file(from, failed)) return Error{Fault::bad_file, from + " is no file"};
  if (fs::file_size(from, failed) == 0) return Error{Fault::bad_file, from + " is empty"};
  if (folder.contains(from)) return Error{Fault::usage, "a backup does not lie in the folder that it is restored into"};
  return sealed.fits(from);
}

Result<std::string> carried(Database& database, const char* name) {
  auto query = database.prepare("SELECT bytes FROM carried WHERE name = ?");
  std::string out;
  if (!query.with(name).step())
    return Error{Fault::bad_file, "an archive, but no backup: it carries no " + std::string{name}};
  out = query.blob(0);
  query.rewind();
  if (out.empty() || out.size() > carried_bytes_max) return Error{Fault::store_damaged, "carried " + std::string{name}};
  return out;
}

// The folder has its keys back, and the archive no longer holds them.
Result<void> unpack_keys(const ServerFolder& folder, const ArchiveOptions& options, Traces& made) {
  auto database = Database::open(options.path, options.database);
  if (!database) return database.error();
  return guarded([&]() -> Result<void> {
    for (const char* name : {carried_identity, carried_office}) {
      auto bytes = carried(*database, name);
      if (!bytes) return bytes.error();
      const auto path = folder.path + "/" + name;
      made.note(path);
      auto written = write_file_durably(path, *bytes);
      std::fill(bytes->begin(), bytes->end(), '\0');
      if (!written) return written;
    }
    database->run("PRAGMA secure_delete = ON; DELETE FROM carried");
    return {};
  });
}

struct Copied {
  ArchiveCheck verified;
  ArchiveStatus status;
};

Result<Copied> check(const ArchiveOptions& options, Clock& clock, Dice& dice) {
  if (options.check_pages)
    if (auto pages = options.check_pages(options.path); !pages) return pages.error();
  auto archive = ArchiveSqlite::open(options, clock, dice);
  if (!archive && archive.error().fault == Fault::not_found) return Error{Fault::bad_file, "no archive is in it"};
  if (!archive) return archive.error();
  auto found = (*archive)->verify();
  if (!found) return found.error();
  auto status = (*archive)->status();
  if (!status) return status.error();
  return Copied{std::move(*found), std::move(*status)};
}

Result<json> make(const ServerFolder& folder, const SealedFolder& sealed, const RestoreChoices& choices, Traces& made,
                  Clock& clock, Dice& dice) {
  const auto scratch = folder.archive() + ".new";
  remove_database(scratch);
  for (const char* ending : {"", "-wal", "-turn", "-journal"}) made.note(scratch + ending);
  if (auto copied = copy_file_durably(choices.from, scratch); !copied) return copied.error();
  const auto options = sealed.options(scratch);
  if (auto whole = check(options, clock, dice); !whole) return whole.error();
  if (auto unpacked = unpack_keys(folder, options, made); !unpacked) return unpacked.error();
  auto epoch = ArchiveSqlite::renew(options, clock, dice);
  if (!epoch) return epoch.error();
  auto fenced = options;
  made.note(folder.fence());
  std::error_code failed;
  fs::remove(folder.fence(), failed);  // one that an interrupted restore made proves nothing
  if (choices.fence) {
    if (auto copied = copy_file_durably(*choices.fence, folder.fence()); !copied) return copied.error();
  }
  auto fence = sealed.open_fence(dice);
  if (!fence) return fence.error();
  fenced.fence = std::move(*fence);
  auto restored = check(fenced, clock, dice);
  if (!restored) return restored.error();
  auto identity = ServerIdentity::open(folder.path);
  if (!identity) return identity.error();
  if (fs::exists(scratch + "-wal", failed)) return Error{Fault::disk, scratch + ": its log cannot be emptied"};
  if (auto named = rename_durably(scratch, folder.archive()); !named) return named.error();
  remove_database(scratch);  // what lay beside it under that name
  json heads = json::object();
  for (const auto& [community, seq] : restored->status.heads) heads[community.value] = seq.value;
  return value_result({{"ok", true},
                       {"epoch", epoch->value},
                       {"heads", std::move(heads)},
                       {"records", restored->verified.records},
                       {"edits", restored->verified.edits},
                       {"fence", restored->status.fence},
                       {"collecting", restored->status.collecting},
                       {"pin", identity->pin()},
                       {"key_file", sealed.key().source()}});
}

}  // namespace

Result<json> restore_folder(const ServerFolder& folder, const RestoreChoices& choices, Clock& clock, Dice& dice) {
  auto sealed = SealedFolder::with_key(folder, choices.key_file);
  if (!sealed) return sealed.error();
  if (auto empty = expect_empty(folder); !empty) return empty.error();
  if (auto fit = expect_backup(folder, **sealed, choices.from); !fit) return fit.error();

  Traces made;
  made.note(folder.path);
  if (auto there = make_folder(folder.path); !there) return there.error();
  made.note(folder.path + "/lock");
  auto lock = FolderLock::take(folder.path);
  if (!lock) return lock.error();
  if (auto empty = expect_empty(folder); !empty) return empty.error();
  const auto marked = folder.path + "/" + mark;
  made.note(marked);
  if (auto written = write_file_durably(marked, ""); !written) return written.error();
  auto answer = make(folder, **sealed, choices, made, clock, dice);
  if (!answer) return answer;
  made.keep();
  std::error_code ignored;
  fs::remove(marked, ignored);
  return answer;
}

}  // namespace doorstep
