#include "shared/wal_index.h"

#include <sqlite3.h>

#include <cstddef>
#include <cstring>
#include <utility>

#include "shared/crypto.h"

namespace doorstep {

static_assert(WalIndex::slots == SQLITE_SHM_NLOCK);

namespace {

// A wish for the turn is said anew at each try, and SQLite tries again within this time.
constexpr sqlite3_int64 wish_lasts_ms = 400;

// SQLite keeps two copies of the index's header at its beginning; an empty one makes it read the log anew.
// Behind them it notes how far the log is in the database and what readers look at.
constexpr std::size_t index_header_bytes = 136;
constexpr std::size_t initialised_at = 12, pages_at = 20;  // in WalIndexHdr (wal.c)

}  // namespace

/// The lock that processes pass on, and in the file who had it last and who waits.
struct WalIndex::Turn {
  struct Said {
    Bytes<16> last{}, wished_by{};
    sqlite3_int64 wished_at = 0;
  };

  Turn(sqlite3_vfs* vfs, const std::string& database_path)
      : under(vfs),
        path(sqlite3_create_filename((database_path + "-turn").c_str(), "", "", 0, nullptr)),
        memory(static_cast<std::size_t>(vfs->szOsFile)) {
    random_bytes(own_name);
  }
  ~Turn() {
    if (opened) file()->pMethods->xClose(file());
    sqlite3_free_filename(path);
  }
  Turn(const Turn&) = delete;

  sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(memory.data()); }
  const sqlite3_io_methods& methods() { return *file()->pMethods; }

  int take() {
    if (!opened) {
      int flags = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      if (path == nullptr) return SQLITE_NOMEM;
      if (int code = under->xOpen(under, path, file(), flags, nullptr); code != SQLITE_OK) return code;
      opened = true;
    }
    if (int code = methods().xLock(file(), SQLITE_LOCK_SHARED); code != SQLITE_OK) return code;
    int code = methods().xLock(file(), SQLITE_LOCK_RESERVED);
    if (code == SQLITE_BUSY) wish();
    return code;
  }
  // Not synced: after a power cut nobody holds an index.
  int sign(bool& others_were_here) {
    Said said;
    int code = methods().xRead(file(), &said, sizeof said, 0);
    if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ) return code;
    others_were_here = said.last != own_name;
    const bool fulfilled = said.wished_by == own_name;
    if (fulfilled || others_were_here) {
      const Said now{own_name, fulfilled ? Bytes<16>{} : said.wished_by, fulfilled ? 0 : said.wished_at};
      return methods().xWrite(file(), &now, sizeof now, 0);
    }
    const auto since = said.wished_at == 0 ? wish_lasts_ms : now_ms() - said.wished_at;
    return since >= 0 && since < wish_lasts_ms ? SQLITE_BUSY : SQLITE_OK;
  }
  // Where it cannot be written nobody gives way, and the tries go on.
  void wish() {
    const Said said{{}, own_name, now_ms()};
    methods().xWrite(file(), &said.wished_by, sizeof said - offsetof(Said, wished_by), offsetof(Said, wished_by));
  }
  sqlite3_int64 now_ms() {
    sqlite3_int64 now = 0;
    return under->xCurrentTimeInt64(under, &now) == SQLITE_OK ? now : 0;
  }
  void end() { methods().xUnlock(file(), SQLITE_LOCK_SHARED); }

  sqlite3_vfs* under;
  sqlite3_filename path;
  std::vector<char> memory;
  bool opened = false;
  Bytes<16> own_name{};
};

WalIndex::WalIndex(sqlite3_vfs* under, const std::string& database_path)
    : turn_(std::make_unique<Turn>(under, database_path)) {}
WalIndex::~WalIndex() = default;

int WalIndex::map(int region, int bytes, bool extend, void volatile** out) {
  std::lock_guard hold{guard_};
  *out = nullptr;
  auto at = static_cast<std::size_t>(region);
  if (at >= regions_.size()) {
    if (!extend) return SQLITE_OK;
    regions_.resize(at + 1);
  }
  if (!regions_[at]) regions_[at] = std::make_unique<std::vector<char>>(bytes);
  *out = regions_[at]->data();
  return SQLITE_OK;
}

int WalIndex::take_turn() {
  if (int code = turn_->take(); code != SQLITE_OK) return code;
  bool others_were_here = false;
  int code = turn_->sign(others_were_here);
  // No connection of ours holds a lock, so none relies on what the index said. One that is just reading its header
  // sees it fail and comes back for a lock.
  if (code == SQLITE_OK && others_were_here && !regions_.empty() && regions_.front())
    std::memset(regions_.front()->data(), 0, index_header_bytes);
  if (code != SQLITE_OK) turn_->end();
  return code;
}

void WalIndex::end_turn() { turn_->end(); }

int WalIndex::lock(Holds& holds, int first, int count, int flags) {
  std::lock_guard hold{guard_};
  auto begin = static_cast<std::size_t>(first), end = static_cast<std::size_t>(first + count);
  if ((flags & SQLITE_SHM_UNLOCK) != 0) return release_slots(holds, begin, end);
  const bool alone = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  for (auto i = begin; i < end; ++i) {
    if (holds.alone[i] || (holds.shared[i] && !alone)) continue;
    int others = taken_[i].shared - (holds.shared[i] ? 1 : 0);
    if (taken_[i].alone || (alone && others > 0)) return SQLITE_BUSY;
  }
  if (held_ == 0)
    if (int code = take_turn(); code != SQLITE_OK) return code;
  for (auto i = begin; i < end; ++i) {
    if (holds.alone[i] || (holds.shared[i] && !alone)) continue;
    if (alone) {
      taken_[i].alone = holds.alone[i] = true;
    } else {
      ++taken_[i].shared;
      holds.shared[i] = true;
    }
    ++held_;
  }
  return SQLITE_OK;
}

int WalIndex::release_slots(Holds& holds, std::size_t first, std::size_t end) {
  const int before = held_;
  for (auto i = first; i < end; ++i) {
    if (std::exchange(holds.shared[i], false)) --taken_[i].shared, --held_;
    if (std::exchange(holds.alone[i], false)) taken_[i].alone = false, --held_;
  }
  if (before > 0 && held_ == 0) end_turn();
  return SQLITE_OK;
}

void WalIndex::release(Holds& holds) {
  std::lock_guard hold{guard_};
  release_slots(holds, 0, slots);
}

void WalIndex::forget() {
  std::lock_guard hold{guard_};
  if (!regions_.empty() && regions_.front()) std::memset(regions_.front()->data(), 0, index_header_bytes);
}

std::uint32_t WalIndex::committed_pages() {
  std::lock_guard hold{guard_};
  if (regions_.empty() || !regions_.front() || regions_.front()->at(initialised_at) == 0) return 0;
  std::uint32_t pages = 0;
  std::memcpy(&pages, regions_.front()->data() + pages_at, sizeof pages);
  return pages;
}

int WalIndex::notice_others() {
  std::lock_guard hold{guard_};
  if (held_ > 0) return SQLITE_OK;
  int code = take_turn();
  if (code == SQLITE_OK) end_turn();
  return code;
}

}  // namespace doorstep
