#include "server/restore.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "server/backup.h"
#include "server/folder_lock.h"
#include "server/traces.h"
#include "shared/files.h"
#include "shared/log.h"
#include "shared/wipe.h"

namespace doorstep {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t carried_bytes_max = 4096;
constexpr int fences_aside_max = 1000;

// Beside the lock and the mark of a restore, whose scratch a crash leaves.
Result<bool> holds_anything(const ServerFolder& folder) {
  std::error_code failed;
  const auto mark = folder.restoring();
  for (const auto& entry : fs::directory_iterator{folder.path, failed})
    if (entry.path().filename() != "lock" && entry.path() != mark && entry.path() != mark + ".new") return true;
  if (failed) return Error{Fault::disk, folder.path + ": " + failed.message()};
  return false;
}

Result<void> expect_empty(const ServerFolder& folder) {
  std::error_code failed;
  if (!fs::exists(folder.path, failed)) return {};
  if (!fs::is_directory(folder.path, failed)) return Error{Fault::already_exists, folder.path + " is no folder"};
  if (folder.has_archive()) return Error{Fault::already_exists, folder.archive()};
  if (fs::exists(folder.restoring(), failed)) return {};
  auto anything = holds_anything(folder);
  if (!anything) return anything.error();
  if (*anything)
    return Error{Fault::already_exists, folder.path + " is not empty; a backup is restored into a new folder"};
  return {};
}

/// Says that what lies in the folder is a restore's own. One that was made for nothing goes again, but behind all the
/// rest: what a failing disk does not let go would look like somebody's, and no restore into this folder would begin.
class Mark {
 public:
  explicit Mark(const ServerFolder& folder) : folder_(folder) {
    std::error_code failed;
    stood_ = fs::exists(folder.restoring(), failed);
  }
  Mark(const Mark&) = delete;
  ~Mark() {
    if (stood_) return;
    std::error_code ignored;
    if (auto anything = holds_anything(folder_); anything && !*anything) fs::remove(folder_.restoring(), ignored);
  }
  Result<void> set() { return write_file_durably(folder_.restoring(), ""); }

 private:
  const ServerFolder& folder_;
  bool stood_ = false;
};

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
Result<ServerIdentity> unpack_keys(const SealedFolder& sealed, const ArchiveOptions& options, Traces& made,
                                   Dice& dice) {
  const auto& folder = sealed.folder();
  auto database = Database::open(options.path, options.database);
  if (!database) return database.error();
  return guarded([&]() -> Result<ServerIdentity> {
    auto seed = carried(*database, carried_identity);
    if (!seed) return seed.error();
    auto identity = ServerIdentity::of_seed(*seed);
    wipe(*seed);
    if (!identity) return identity;
    made.note(folder.path + "/identity.key");
    if (auto kept = identity->keep(folder.path, sealed.key().identity_key(), dice); !kept) return kept.error();
    auto office = carried(*database, carried_office);
    if (!office) return office.error();
    made.note(folder.office_public_key());
    if (auto written = write_file_durably(folder.office_public_key(), *office); !written) return written.error();
    database->run("PRAGMA secure_delete = ON; DELETE FROM carried");
    return identity;
  });
}

/// A fence that lies where the given one goes: an interrupted restore made it, or else it is somebody's only copy.
/// Under another name it is in nobody's way; a restore that fails puts it back.
class Aside {
 public:
  Aside() = default;
  Aside(const Aside&) = delete;
  ~Aside() {
    if (!to_.empty()) std::rename(to_.c_str(), from_.c_str());
  }
  Result<void> put(const std::string& path) {
    for (int n = 1; n <= fences_aside_max; ++n) {
      auto name = path + ".aside" + std::to_string(n);
      auto moved = rename_new_durably(path, name);
      if (!moved && moved.error().fault == Fault::already_exists) continue;
      if (!moved && moved.error().fault == Fault::not_found) return {};
      if (!moved) return moved;
      from_ = path, to_ = std::move(name);
      return {};
    }
    return Error{Fault::already_exists, path + ".aside1 and so on"};
  }
  void keep() { to_.clear(); }

 private:
  std::string from_, to_;
};

Result<void> place_fence(const ServerFolder& folder, const std::optional<std::string>& given, Traces& made,
                         Aside& aside) {
  // The one given may be the very file that is put aside.
  const auto copy = folder.fence() + ".given";
  made.note(copy);
  if (auto gone = remove_durably(copy); !gone) return gone;
  if (given)
    if (auto copied = copy_file_durably(*given, copy); !copied) return copied;
  if (auto put = aside.put(folder.fence()); !put) return put;
  made.note(folder.fence());
  return given ? rename_durably(copy, folder.fence()) : Result<void>{};
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
                  Aside& aside, Clock& clock, Dice& dice) {
  const auto scratch = folder.archive() + ".new";
  remove_database(scratch);
  for (const char* ending : {"", "-wal", "-turn", "-journal"}) made.note(scratch + ending);
  made.note(folder.archive());  // a rename that the disk does not confirm is none
  if (auto copied = copy_file_durably(choices.from, scratch); !copied) return copied.error();
  const auto options = sealed.options(scratch);
  if (auto whole = check(options, clock, dice); !whole) return whole.error();
  auto identity = unpack_keys(sealed, options, made, dice);
  if (!identity) return identity.error();
  auto epoch = ArchiveSqlite::renew(options, clock, dice);
  if (!epoch) return epoch.error();
  auto fenced = options;
  if (auto placed = place_fence(folder, choices.fence, made, aside); !placed) return placed.error();
  auto fence = sealed.open_fence(dice, FenceOrigin::copied);
  if (!fence) return fence.error();
  const bool spoiled = (*fence)->spoiled();
  fenced.fence = std::move(*fence);
  auto restored = check(fenced, clock, dice);
  if (!restored) return restored.error();
  std::error_code failed;
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
                       {"fence_spoiled", spoiled},
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
  if (choices.fence)
    if (auto known = (*sealed)->expect_fence(*choices.fence, dice); !known) return known.error();

  Aside aside;  // goes back when what was made in its place is gone
  Traces place;
  auto lock = FolderLock::take_new(folder.path, place);
  if (!lock) return lock.error();
  if (auto empty = expect_empty(folder); !empty) return empty.error();
  Mark mark{folder};
  if (auto set = mark.set(); !set) return set.error();
  Traces made;
  auto answer = make(folder, **sealed, choices, made, aside, clock, dice);
  if (!answer) return answer;
  place.keep();
  made.keep();
  aside.keep();
  // If it comes back after a crash, the first opening takes it away.
  if (auto gone = remove_durably(folder.restoring()); !gone) log_warning(gone.error().detail);
  return answer;
}

}  // namespace doorstep
