// The write-ahead log: frames in two pieces from SQLite, in one to the disk; and what a recovery finds in it.
#include <algorithm>
#include <cstring>

#include "shared/cipher_file.h"

namespace doorstep {
namespace {

// SQLite's VFS for Unix looks at the low 17 bits of a length only (os_unix.c, seekAndWriteFd): no write may be longer.
constexpr std::size_t write_bytes_max = 0x1ffff;
constexpr std::size_t batch_frames_max = write_bytes_max / frame_bytes;

/// How far the file goes ahead of its frames at most.
constexpr std::uint64_t ahead_bytes_max = std::uint64_t{256} << 10;

std::uint64_t place_of(std::uint32_t position) { return log_header_bytes + std::uint64_t{position} * frame_bytes; }

int write_through(CipherFile& file, const void* data, std::size_t bytes, std::uint64_t at) {
  auto& log = *file.log;
  log.unsynced_from = std::min(log.unsynced_from, at);
  log.unsynced_to = at + bytes;  // the last write is the end of what counts: SQLite writes a commit's last frame last
  return real_write(file.real, data, bytes, at);
}

int write_batch(CipherFile& file) {
  auto& log = *file.log;
  if (std::exchange(log.failed, false)) return SQLITE_IOERR_WRITE;
  if (log.batch.empty()) return SQLITE_OK;
  int code = write_through(file, log.batch.data(), log.batch.size(), place_of(log.batch_position));
  log.batch.clear();
  return code;
}

// SQLite's checksum over the log's header (file format, §4.1): if it fails, SQLite takes the log for an empty one.
bool header_is_sound(const std::array<std::uint8_t, log_header_bytes>& header) {
  constexpr std::uint32_t magic = 0x377f0682;
  auto found = big_endian(header.data());
  if ((found & ~1U) != magic) return false;
  std::uint32_t first = 0, second = 0;
  auto word = [&](std::size_t at) {
    const auto* bytes = header.data() + at;
    if ((found & 1U) != 0) return big_endian(bytes);
    return std::uint32_t{bytes[3]} << 24 | std::uint32_t{bytes[2]} << 16 | std::uint32_t{bytes[1]} << 8 | bytes[0];
  };
  for (std::size_t at = 0; at < 24; at += 8) {
    first += word(at) + second;
    second += word(at + 4) + first;
  }
  return first == big_endian(header.data() + 24) && second == big_endian(header.data() + 28);
}

// What stands there is believed only where it opens: a disk that has just failed may bring other bytes.
int write_header_again(CipherFile& file) {
  std::array<std::uint8_t, log_header_bytes> header;
  if (int code = real_read(file.real, header.data(), header.size(), 0); code != SQLITE_OK) return code;
  return header_is_sound(header) ? real_write(file.real, header.data(), header.size(), 0) : SQLITE_IOERR_FSYNC;
}

int write_frame_again(CipherFile& file, std::uint64_t at) {
  PlainFrame sealed;
  if (int code = real_read(file.real, sealed.data(), sealed.size(), at); code != SQLITE_OK) return code;
  SealedHeader header;
  if (int code = header_of(*file.main, header); code != SQLITE_OK) return code;
  auto opened = sealed;
  const auto position = static_cast<std::uint32_t>((at - log_header_bytes) / frame_bytes);
  if (!file.home->cipher.open_frame(header, position, opened)) return SQLITE_IOERR_FSYNC;
  return real_write(file.real, sealed.data(), sealed.size(), at);
}

// Under the lock of the log's writer, so that nobody else is writing there.
int write_again(CipherFile& file) {
  if (!file.main->holds.alone[WalIndex::writer_slot]) return SQLITE_IOERR_FSYNC;
  const auto& log = *file.log;
  if (log.unsynced_from < std::min<std::uint64_t>(log_header_bytes, log.unsynced_to))
    if (int code = write_header_again(file); code != SQLITE_OK) return code;
  for (auto at = std::max<std::uint64_t>(log.unsynced_from, log_header_bytes); at < log.unsynced_to; at += frame_bytes)
    if (int code = write_frame_again(file, at); code != SQLITE_OK) return code;
  return SQLITE_OK;
}

// The last frames of a commit. A file that grows with each commit has its new length synced with each, which takes as
// long as the frames do: so it grows ahead of them, by about as much as it holds. The zeros there end a recovery as the
// end of the file does. Where there is no room for them, nothing is missing.
int write_commit(CipherFile& file) {
  static constexpr std::array<std::uint8_t, std::size_t{64} << 10> zeros{};
  const auto end = place_of(file.log->batch_position) + file.log->batch.size();
  std::uint64_t size = 0;
  if (int code = real_size(file.real, size); code != SQLITE_OK) return code;
  if (int code = write_batch(file); code != SQLITE_OK || end <= size) return code;
  for (std::uint64_t ahead = 0; ahead < std::min(end, ahead_bytes_max); ahead += zeros.size())
    if (real_write(file.real, zeros.data(), zeros.size(), end + ahead) != SQLITE_OK) break;
  return SQLITE_OK;
}

int add_to_batch(CipherFile& file, std::uint32_t position, const PlainFrame& sealed) {
  auto& log = *file.log;
  auto waiting = static_cast<std::uint32_t>(log.batch.size() / frame_bytes);
  if (waiting == batch_frames_max || (waiting > 0 && position != log.batch_position + waiting))
    if (int code = write_batch(file); code != SQLITE_OK) return code;
  if (log.batch.empty()) log.batch_position = position;
  log.batch.insert(log.batch.end(), sealed.begin(), sealed.end());
  return SQLITE_OK;
}

// What stands at this place, opened. A file that ends before: SHORT_READ.
int load(CipherFile& file, std::uint32_t position, PlainFrame& frame) {
  if (int code = write_batch(file); code != SQLITE_OK) return code;
  if (int code = real_read(file.real, frame.data(), frame.size(), place_of(position)); code != SQLITE_OK) return code;
  SealedHeader header;
  if (int code = header_of(*file.main, header); code != SQLITE_OK) return code;
  return file.home->cipher.open_frame(header, position, frame) ? SQLITE_OK : SQLITE_IOERR_DATA;
}

int seal_and_add(CipherFile& file, std::uint32_t position, PlainFrame& frame) {
  SealedHeader header;
  if (int code = header_of(*file.main, header); code != SQLITE_OK) return code;
  file.home->cipher.seal_frame(header, position, frame);
  return add_to_batch(file, position, frame);
}

// A frame's header alone: a big transaction that wrote a page twice gives its frames new checksums.
int rewrite_header(CipherFile& file) {
  auto waiting = std::exchange(file.log->header, std::nullopt);
  if (!waiting) return SQLITE_OK;
  PlainFrame frame;
  if (int code = load(file, waiting->position, frame); code != SQLITE_OK) return code;
  std::copy(waiting->bytes.begin(), waiting->bytes.end(), frame.begin());
  return seal_and_add(file, waiting->position, frame);
}

// A page: behind its header, or, in a big transaction that writes a page again, under the header that stands there.
int write_page(CipherFile& file, std::uint32_t position, const void* data) {
  PlainFrame frame;
  auto& waiting = file.log->header;
  if (waiting && waiting->position == position) {
    std::copy(waiting->bytes.begin(), waiting->bytes.end(), frame.begin());
    waiting.reset();
  } else {
    if (int code = rewrite_header(file); code != SQLITE_OK) return code;
    if (int code = load(file, position, frame); code != SQLITE_OK) return code;
  }
  std::memcpy(frame.data() + frame_header_bytes, data, page_bytes);
  if (!reserve_is_clear(std::span{frame}.last<page_bytes>())) return SQLITE_IOERR_WRITE;
  const bool commits = big_endian(frame.data() + 4) != 0;
  int code = seal_and_add(file, position, frame);
  // The last of a commit, which may be one that syncs nothing: that its frames did not fit must be known now.
  return code == SQLITE_OK && commits ? write_commit(file) : code;
}

// Each recovery of a damaged log finds the same; one copy is enough.
bool same_bytes(const CipherVfs::Home& home, sqlite3_file* real, const std::string& copy) {
  RealFile kept{home.under, copy, SQLITE_OPEN_READONLY};
  std::uint64_t size = 0, kept_size = 0;
  if (kept.code() != SQLITE_OK || real_size(real, size) != SQLITE_OK) return false;
  if (real_size(kept.file(), kept_size) != SQLITE_OK || size != kept_size) return false;
  std::array<char, page_bytes> piece{}, kept_piece{};
  for (std::uint64_t at = 0; at < size; at += piece.size()) {
    auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), size - at));
    if (real_read(real, piece.data(), bytes, at) != SQLITE_OK) return false;
    if (real_read(kept.file(), kept_piece.data(), bytes, at) != SQLITE_OK) return false;
    if (piece != kept_piece) return false;
  }
  return true;
}

std::string keep_copy(const CipherVfs::Home& home, sqlite3_file* real, const std::string& path) {
  std::uint64_t size = 0;
  if (real_size(real, size) != SQLITE_OK) return {};
  for (int number = 1; number <= kept_logs_max; ++number) {
    auto copy = path + ".kept" + std::to_string(number);
    int taken = 0;
    if (home.under->xAccess(home.under, copy.c_str(), SQLITE_ACCESS_EXISTS, &taken) != SQLITE_OK) return {};
    if (taken != 0 && same_bytes(home, real, copy)) return copy;
    if (taken != 0) continue;
    RealFile file{home.under, copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE};
    if (file.code() != SQLITE_OK) return {};
    std::array<char, page_bytes> piece;
    for (std::uint64_t at = 0; at < size; at += piece.size()) {
      auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), size - at));
      if (real_read(real, piece.data(), bytes, at) != SQLITE_OK) return {};
      if (real_write(file.file(), piece.data(), bytes, at) != SQLITE_OK) return {};
    }
    if (file.file()->pMethods->xSync(file.file(), SQLITE_SYNC_FULL) != SQLITE_OK) return {};
    return copy;
  }
  return {};
}

// The log ends here for SQLite, which will write over what is behind. Whole frames there must not vanish unseen.
void look_behind(CipherFile& file, std::uint32_t position, const std::optional<std::array<std::uint8_t, 8>>& salts,
                 std::uint32_t commits_min = 0) {
  if (std::exchange(file.log->searched, true)) return;
  SealedHeader header;
  if (header_of(*file.main, header) != SQLITE_OK) return;
  CipherVfs::Loss loss;
  each_whole_frame(file.home->cipher, header, file.real, position, salts, [&](const WholeFrame& frame) {
    ++loss.whole_behind;
    if (frame.commit != 0) ++loss.commits_behind;
  });
  if (loss.whole_behind == 0 || loss.commits_behind < commits_min) return;
  loss.log = file.path;
  loss.kept = keep_copy(*file.home, file.real, file.path);
  std::lock_guard hold{file.home->guard};
  auto& losses = file.home->losses;
  bool known = std::any_of(losses.begin(), losses.end(), [&](const auto& one) { return one.kept == loss.kept; });
  if (!known) losses.push_back(std::move(loss));
}

bool recovering(const CipherFile& file) { return file.main->holds.alone[WalIndex::recovery_slot] || file.main->alone; }

int read_header(CipherFile& file, void* out) {
  std::array<std::uint8_t, log_header_bytes> header;
  int code = real_read(file.real, header.data(), header.size(), 0);
  std::memcpy(out, header.data(), header.size());
  if (code != SQLITE_OK) return code;
  file.log->searched = false;
  file.log->unread = 0;
  std::copy_n(header.begin() + 16, file.log->salts.size(), file.log->salts.begin());
  if (!header_is_sound(header)) look_behind(file, 0, std::nullopt);
  return SQLITE_OK;
}

// A whole frame during recovery: one that does not open, or is left from an earlier round, ends the log.
int read_in_recovery(CipherFile& file, std::uint32_t position, PlainFrame& frame) {
  int code = load(file, position, frame);
  file.log->unread = position + 1;
  if (code != SQLITE_OK && code != SQLITE_IOERR_DATA) return code;
  if (code == SQLITE_IOERR_DATA) frame.fill(0);  // no page has the number 0
  if (!std::equal(file.log->salts.begin(), file.log->salts.end(), frame.begin() + 8))
    look_behind(file, position + 1, file.log->salts);
  return SQLITE_OK;
}

}  // namespace

int write_log(sqlite3_file* base, const void* data, int size, sqlite3_int64 at) {
  auto& file = cipher_file(base);
  auto bytes = static_cast<std::size_t>(size);
  if (at == 0 && bytes == log_header_bytes) {
    if (int code = flush_log(file); code != SQLITE_OK) return code;
    file.log->unsynced_from = 0;  // a new round: what stands behind the header counts no more
    return write_through(file, data, bytes, 0);
  }
  if (at < static_cast<sqlite3_int64>(log_header_bytes)) return SQLITE_IOERR_WRITE;
  auto behind = static_cast<std::uint64_t>(at) - log_header_bytes;
  auto position = static_cast<std::uint32_t>(behind / frame_bytes);
  auto within = behind % frame_bytes;
  if (within == frame_header_bytes && bytes == page_bytes) return write_page(file, position, data);
  if (within != 0 || bytes != frame_header_bytes) return SQLITE_IOERR_WRITE;
  if (int code = rewrite_header(file); code != SQLITE_OK) return code;
  auto& waiting = file.log->header.emplace();
  waiting.position = position;
  std::memcpy(waiting.bytes.data(), data, bytes);
  return SQLITE_OK;
}

int read_log(sqlite3_file* base, void* out, int size, sqlite3_int64 at) {
  auto& file = cipher_file(base);
  auto bytes = static_cast<std::size_t>(size);
  if (int code = flush_log(file); code != SQLITE_OK) return code;
  if (at == 0 && bytes == log_header_bytes) return read_header(file, out);
  if (at < static_cast<sqlite3_int64>(log_header_bytes)) {
    // The header's checksum, where the first frame is given a new one. It is over readable bytes.
    bool inside = static_cast<std::size_t>(at) + bytes <= log_header_bytes;
    return inside ? real_read(file.real, out, bytes, static_cast<std::uint64_t>(at)) : SQLITE_IOERR_READ;
  }
  auto behind = static_cast<std::uint64_t>(at) - log_header_bytes;
  auto position = static_cast<std::uint32_t>(behind / frame_bytes);
  auto within = static_cast<std::size_t>(behind % frame_bytes);
  if (within + bytes > frame_bytes) return SQLITE_IOERR_READ;
  PlainFrame frame;
  int code =
      bytes == frame_bytes && recovering(file) ? read_in_recovery(file, position, frame) : load(file, position, frame);
  if (code == SQLITE_OK)
    std::memcpy(out, frame.data() + within, bytes);
  else
    std::memset(out, 0, bytes);
  return code;
}

int flush_log(CipherFile& file) {
  int code = rewrite_header(file);
  return code == SQLITE_OK ? write_batch(file) : code;
}

// What a sync that failed did not write, Linux counts as written from then on: the next sync would say yes, and a log
// whose earlier commits waited for no sync had a hole in front of what was promised. So all of it is written once more,
// if it is what was sealed.
// A checkpoint, which writes nothing here, waits for the commit that does.
int sync_log(CipherFile& file, int flags) {
  auto& log = *file.log;
  if (log.doubted)
    if (int code = write_again(file); code != SQLITE_OK) return code;
  int code = file.real->pMethods->xSync(file.real, flags);
  log.doubted = code != SQLITE_OK;
  if (code != SQLITE_OK) return code;
  log.unsynced_from = ~std::uint64_t{0};
  log.unsynced_to = 0;
  return code;
}

// A frame that opens and is out of the line of checksums: one put back from earlier in this round, or what a save that
// was taken back left behind newer frames. Only the first has saves behind it.
void end_recovery(CipherFile& file) {
  look_behind(file, file.log->unread, file.log->salts, 1);
  file.log->searched = false;
}

void drop_log(CipherFile& file) {
  file.log->batch.clear();
  file.log->header.reset();
}

void each_whole_frame(const PageCipher& cipher, const SealedHeader& header, sqlite3_file* real, std::uint32_t position,
                      const std::optional<std::array<std::uint8_t, 8>>& salts,
                      const std::function<void(const WholeFrame&)>& each) {
  PlainFrame frame;
  for (; real_read(real, frame.data(), frame.size(), place_of(position)) == SQLITE_OK; ++position) {
    if (salts && !std::equal(salts->begin(), salts->end(), frame.begin() + 8)) continue;
    if (!cipher.open_frame(header, position, frame)) continue;
    each({position, big_endian(frame.data()), big_endian(frame.data() + 4)});
  }
}

}  // namespace doorstep
