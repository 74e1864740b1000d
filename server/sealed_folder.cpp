#include "server/sealed_folder.h"

#include "shared/files.h"
#include "shared/log.h"
#include "shared/seal_plain.h"

namespace doorstep {
namespace {

constexpr const char* remembered = "identity";

// An archive of an earlier version takes the first one that it meets for its own.
Result<void> expect_own(Database& database, const ServerIdentity& identity) {
  return guarded([&]() -> Result<void> {
    auto query = database.prepare("SELECT value FROM meta WHERE key = ?");
    const bool known = query.with(remembered).step();
    if (known && query.text(0) != identity.pin())
      return Error{Fault::bad_file, "identity.key is another server's than this archive's"};
    query.rewind();
    if (!known) database.prepare("INSERT INTO meta VALUES(?, ?)").with(remembered, identity.pin()).run();
    return {};
  });
}

}  // namespace

SealedFolder::SealedFolder(ServerFolder folder, ServerKey key)
    : folder_(std::move(folder)), key_(std::move(key)), vfs_(key_.page_key()) {}

std::unique_ptr<SealedFolder> SealedFolder::with(const ServerFolder& folder, ServerKey key) {
  return std::unique_ptr<SealedFolder>{new SealedFolder{folder, std::move(key)}};
}

Result<std::unique_ptr<SealedFolder>> SealedFolder::with_key(const ServerFolder& folder,
                                                             const std::optional<std::string>& key_file) {
  auto key = ServerKey::find(folder, key_file);
  if (!key) return key.error();
  return with(folder, std::move(*key));
}

ArchiveOptions SealedFolder::options(const std::string& path) const {
  ArchiveOptions out;
  out.path = path;
  out.database.vfs = vfs_.name();
  out.check_pages = [this](const std::string& file) { return vfs_.check_pages(file); };
  return out;
}

Result<void> SealedFolder::fits(const std::string& path) const {
  if (vfs_.look(path) == SealedFile::plain)
    return Error{Fault::bad_file, path + " is not sealed: an SQLite database in the clear (doorstep-server seal)"};
  return vfs_.fits(path);
}

Result<std::unique_ptr<ArchiveSqlite>> SealedFolder::open_archive(Clock& clock, Dice& dice) {
  if (auto fit = fits(folder_.archive()); !fit) return fit.error();
  // What is open is no restore under way: the mark of one must not come back with the folder's names after a crash.
  if (auto gone = remove_durably(folder_.restoring()); !gone) log_warning(gone.error().detail);
  auto with_fence = options(folder_.archive());
  auto fence = open_fence(dice);
  if (!fence) return fence.error();
  with_fence.fence = std::move(*fence);
  return ArchiveSqlite::open(with_fence, clock, dice);
}

Result<void> SealedFolder::seal_archive() {
  if (vfs_.look(folder_.archive()) != SealedFile::plain) return Error{Fault::already_exists, "the archive is sealed"};
  return seal_plain(folder_.archive(), vfs_);
}

Result<ServerIdentity> SealedFolder::open_identity(Dice& dice) const {
  auto identity = ServerIdentity::open(folder_.path, key_.identity_key());
  if (!identity) return identity;
  auto database = Database::open(folder_.archive(), options(folder_.archive()).database);
  if (!database) return database.error();
  if (auto own = expect_own(*database, *identity); !own) return own.error();
  if (identity->sealed()) return identity;
  if (auto kept = identity->keep(folder_.path, key_.identity_key(), dice); !kept) return kept.error();
  log_info("identity.key is sealed now");
  return identity;
}

Result<void> SealedFolder::expect_fence(const std::string& file, Dice& dice) const {
  if (!size_of_file(file)) return Error{Fault::not_found, file};
  auto fence = Fence::open(file, key_.fence_key(), dice, FenceOrigin::copied);
  return fence ? Result<void>{} : fence.error();
}

Result<std::shared_ptr<Fence>> SealedFolder::open_fence(Dice& dice, FenceOrigin from) const {
  auto fence = Fence::open(folder_.fence(), key_.fence_key(), dice, from);
  if (!fence) return fence.error();
  return std::make_shared<Fence>(std::move(*fence));
}

}  // namespace doorstep
