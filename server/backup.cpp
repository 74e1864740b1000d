#include "server/backup.h"

#include <filesystem>
#include <utility>

#include "shared/files.h"

namespace doorstep {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t carried_bytes_max = 4096;
constexpr std::size_t path_bytes_max = 4096;
constexpr std::uint64_t backups_kept_max = 10'000;

/// Hidden, and no backup may be called so: whatever has such a name is the unfinished work of this command.
constexpr std::string_view unfinished = ".doorstep-unfinished";

/// A backup under way: gone with whatever SQLite put beside it, unless it was given its name.
class Scratch {
 public:
  /// What a crash left of an earlier one goes. already_exists: something else has the name; it stays.
  static Result<Scratch> beside(const std::string& file, const SealedFolder& sealed) {
    const fs::path whole{file};
    auto path = (whole.parent_path() / ("." + whole.filename().string() + std::string{unfinished})).string();
    std::error_code failed;
    const auto there = fs::symlink_status(path, failed);
    if (fs::exists(there)) {
      if (!fs::is_regular_file(there) || !sealed.fits(path))
        return Error{Fault::already_exists, path + ", which is no unfinished backup of this server: move it away"};
    }
    remove_database(path);
    if (auto made = make_new_file(path); !made) return made.error();
    return Scratch{std::move(path)};
  }
  ~Scratch() {
    if (!path_.empty()) remove_database(path_);
  }
  Scratch(Scratch&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  Scratch& operator=(Scratch&&) = delete;
  const std::string& path() const { return path_; }

 private:
  explicit Scratch(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

Result<void> carry_keys(const SealedFolder& sealed, const std::string& copy, Dice& dice) {
  const auto& folder = sealed.folder();
  auto identity = sealed.open_identity(dice);
  if (!identity) return identity.error();
  auto office = read_file(folder.office_public_key(), carried_bytes_max);
  if (!office) return office.error();
  auto database = Database::open(copy, sealed.options(copy).database);
  if (!database) return database.error();
  return guarded([&]() -> Result<void> {
    Transaction transaction{*database};
    auto insert = database->prepare("INSERT OR REPLACE INTO carried(name, bytes) VALUES(?, CAST(? AS BLOB))");
    insert.with(carried_identity, view(identity->key().seed())).run();
    insert.with(carried_office, *office).run();
    transaction.commit();
    return {};
  });
}

Result<Backup> check(const SealedFolder& sealed, const std::string& copy, Clock& clock, Dice& dice) {
  auto archive = ArchiveSqlite::open(sealed.options(copy), clock, dice);
  if (!archive) return archive.error();
  auto found = (*archive)->verify();
  if (!found) return found.error();
  auto status = (*archive)->status();
  if (!status) return status.error();
  return Backup{{}, 0, std::move(*found), std::move(status->heads), std::move(status->epoch)};
}

bool exists(const std::string& path) {
  std::error_code failed;
  return fs::exists(fs::symlink_status(path, failed));
}

}  // namespace

Result<Backup> write_backup(Archive& archive, const SealedFolder& sealed, const std::string& file, Clock& clock,
                            Dice& dice) {
  if (sealed.folder().contains(file))
    return Error{Fault::usage, "a backup inside the data folder would be lost with it"};
  if (file.ends_with(unfinished)) return Error{Fault::usage, "--to: names that end so are for unfinished backups"};
  if (exists(file)) return Error{Fault::already_exists, file + "; a backup never replaces a file"};
  const auto scratch = Scratch::beside(file, sealed);
  if (!scratch) return scratch.error();
  if (auto copied = archive.copy_to(scratch->path()); !copied) return copied.error();
  if (auto carried = carry_keys(sealed, scratch->path(), dice); !carried) return carried.error();
  auto backup = check(sealed, scratch->path(), clock, dice);
  if (!backup) return backup;
  if (exists(scratch->path() + "-wal")) return Error{Fault::disk, scratch->path() + ": its log cannot be emptied"};
  std::error_code failed;
  backup->bytes = fs::file_size(scratch->path(), failed);
  if (auto named = rename_new_durably(scratch->path(), file); !named) return named.error();
  backup->file = file;
  return backup;
}

Result<json> backup_command(Archive& archive, const SealedFolder& sealed, const json& command, const NoteBackup& note,
                            Clock& clock, Dice& dice) {
  Reader in{command, "command"};
  auto file = in.text("to", path_bytes_max);
  auto kept = in.count_or("keep", backups_kept);
  if (in.error()) return *in.error();
  if (kept == 0 || kept > backups_kept_max) return Error{Fault::usage, "--keep is 1 to 10000"};
  if (file.empty() || !fs::path{file}.is_absolute()) return Error{Fault::usage, "--to names a file"};
  auto backup = write_backup(archive, sealed, file, clock, dice);
  if (!backup) return backup.error();
  if (auto noted = note(backup->heads, kept); !noted) return noted.error();
  json heads = json::object(), head = json::object();
  for (const auto& [community, seq] : backup->heads) heads[community.value] = seq.value;
  for (const auto& [community, hash] : backup->verified.heads) head[community.value] = base64(hash);
  if (head.size() == 1) head = json(head.front());
  return value_result({{"ok", true},
                       {"file", backup->file},
                       {"bytes", backup->bytes},
                       {"records", backup->verified.records},
                       {"edits", backup->verified.edits},
                       {"pages", backup->verified.pages},
                       {"head", std::move(head)},
                       {"heads", std::move(heads)},
                       {"epoch", backup->epoch.value},
                       {"kept", kept}});
}

}  // namespace doorstep
