#include "server/sealed_folder.h"

#include <filesystem>
#include <fstream>

#include "server/fence.h"
#include "shared/files.h"
#include "shared/log.h"

namespace doorstep {
namespace {

// What SQLite writes in the clear begins with these 16 bytes; what is sealed begins with them once in 2^128.
constexpr std::string_view plain_mark{"SQLite format 3\0", 16};

bool is_plain(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  std::string begin(plain_mark.size(), '\0');
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  return file.gcount() == static_cast<std::streamsize>(begin.size()) && begin == plain_mark;
}

}  // namespace

SealedFolder::SealedFolder(ServerFolder folder, ServerKey key)
    : folder_(std::move(folder)), key_(std::move(key)), vfs_(key_.page_key()) {}

Result<std::unique_ptr<SealedFolder>> SealedFolder::with_key(const ServerFolder& folder,
                                                             const std::optional<std::string>& key_file) {
  auto key = ServerKey::find(folder, key_file);
  if (!key) return key.error();
  return std::unique_ptr<SealedFolder>{new SealedFolder{folder, std::move(*key)}};
}

ArchiveOptions SealedFolder::options(const std::string& path) const {
  ArchiveOptions out;
  out.path = path;
  out.database.vfs = vfs_.name();
  out.check_pages = [this](const std::string& file) { return vfs_.check_pages(file); };
  return out;
}

Result<void> SealedFolder::fits(const std::string& path) const {
  if (is_plain(path)) return Error{Fault::bad_file, path + " is not sealed: an SQLite database in the clear"};
  return vfs_.fits(path);
}

Result<std::unique_ptr<ArchiveSqlite>> SealedFolder::open_archive(Clock& clock, Dice& dice) {
  if (is_plain(folder_.archive()))
    if (auto sealed = seal_plain_archive(); !sealed) return sealed.error();
  if (auto fit = fits(folder_.archive()); !fit) return fit.error();
  auto with_fence = options(folder_.archive());
  auto fence = open_fence(dice);
  if (!fence) return fence.error();
  with_fence.fence = std::move(*fence);
  return ArchiveSqlite::open(with_fence, clock, dice);
}

Result<std::shared_ptr<Fence>> SealedFolder::open_fence(Dice& dice) const {
  auto fence = Fence::open(folder_.fence(), key_.fence_key(), dice);
  if (!fence) return fence.error();
  return std::make_shared<Fence>(std::move(*fence));
}

Result<void> SealedFolder::seal_plain_archive() {
  const auto scratch = folder_.archive() + ".sealed";
  remove_database(scratch);
  auto written = [&]() -> Result<void> {
    auto plain = Database::open(folder_.archive(), {});
    if (!plain) return plain.error();
    return plain->copy_into(scratch, vfs_.name());
    // Closing it empties and removes its write-ahead log, which no sealed archive could read.
  }();
  if (written) {
    auto sealed = Database::open(scratch, options(scratch).database);
    written = sealed ? sealed->check() : Result<void>{sealed.error()};
  }
  std::error_code failed;
  if (written && std::filesystem::exists(folder_.archive() + "-wal", failed))
    written = Error{Fault::in_use, folder_.archive() + ": its write-ahead log cannot be emptied"};
  if (written) written = rename_durably(scratch, folder_.archive());
  remove_database(scratch);  // all of it, or what lay beside it under that name
  if (!written) return written;
  log_info("the archive was in the clear; it is sealed now by the key from " + key_.source());
  return {};
}

}  // namespace doorstep
