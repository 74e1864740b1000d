#include "tests/flaky_disk.h"

#include <algorithm>

#include "shared/result.h"

namespace doorstep {
namespace {

// What a disk writes as one piece: a larger write may be torn between two of them.
constexpr std::uint64_t sector_bytes = 512;

// A page of a database, or more.
constexpr std::size_t block_bytes = 4096;

void land(std::string& content, std::uint64_t offset, std::string_view bytes) {
  if (content.size() < offset + bytes.size()) content.resize(offset + bytes.size());
  std::copy(bytes.begin(), bytes.end(), content.begin() + static_cast<std::ptrdiff_t>(offset));
}

void land(std::string& content, const FlakyDisk::Change& change) {
  if (change.truncates)
    content.resize(change.offset);
  else
    land(content, change.offset, change.bytes);
}

// The write's pieces, cut where the disk's sectors are. Answers whether some landed and some did not.
template <class Keep>
bool land_sectors(std::string& content, const FlakyDisk::Change& change, Keep&& keep) {
  std::string_view rest = change.bytes;
  std::size_t kept = 0;
  for (std::uint64_t at = change.offset; !rest.empty();) {
    auto piece = rest.substr(0, sector_bytes - at % sector_bytes);
    if (keep()) {
      land(content, at, piece);
      kept += piece.size();
    }
    at += piece.size();
    rest.remove_prefix(piece.size());
  }
  return kept > 0 && kept < change.bytes.size();
}

}  // namespace

FlakyDisk::Outcome FlakyDisk::open(const std::string& path, bool may_create, std::shared_ptr<File>& out) {
  auto known = files_.find(path);
  auto outcome = next_operation(may_create && known == files_.end() ? Needs::room : Needs::little);
  if (outcome == Outcome::power_lost) crash();
  if (outcome != Outcome::done) return outcome;
  if (known != files_.end())
    out = known->second;
  else if (may_create)
    out = files_[path] = std::make_shared<File>();
  return outcome;
}

FlakyDisk::Outcome FlakyDisk::write(File& file, std::uint64_t offset, std::string_view bytes) {
  auto outcome = next_operation(Needs::room);
  // Nobody promises that a failed write wrote nothing.
  if (outcome != Outcome::done) bytes = bytes.substr(0, below(bytes.size() / sector_bytes + 1) * sector_bytes);
  if (!bytes.empty()) {
    land(file.live, offset, bytes);
    file.unsynced.push_back({offset, std::string{bytes}, false});
  }
  // Only now, so that what the write had begun takes part in the lot.
  if (outcome == Outcome::power_lost) crash();
  return outcome;
}

FlakyDisk::Outcome FlakyDisk::truncate(File& file, std::uint64_t size) {
  auto outcome = next_operation(Needs::little);
  if (outcome == Outcome::power_lost) crash();
  if (outcome != Outcome::done) return outcome;
  file.live.resize(size);
  file.unsynced.push_back({size, {}, true});
  return outcome;
}

FlakyDisk::Outcome FlakyDisk::sync(File& file) {
  auto outcome = next_operation(Needs::sync);
  if (outcome == Outcome::power_lost) crash();
  if (outcome == Outcome::dropped) file.unsynced.clear();
  if (outcome != Outcome::done) return outcome;
  for (const auto& change : file.unsynced) land(file.durable, change);
  file.unsynced.clear();
  return outcome;
}

FlakyDisk::Outcome FlakyDisk::remove(const std::string& path) {
  auto outcome = next_operation(Needs::little);
  if (outcome == Outcome::power_lost) crash();
  if (outcome == Outcome::done) files_.erase(path);
  return outcome;
}

std::size_t FlakyDisk::read(const File& file, std::uint64_t offset, std::span<char> out) {
  auto copy = [&](std::uint64_t where) {
    const auto from = std::min<std::size_t>(where, file.live.size());
    const auto got = std::min(out.size(), file.live.size() - from);
    std::copy_n(file.live.begin() + static_cast<std::ptrdiff_t>(from), got, out.begin());
    return got;
  };
  const auto got = copy(offset);
  if (misreads_in_ == 0 || out.size() < block_bytes || got < out.size() || --misreads_in_ > 0) return got;
  ++misreads_;
  if (offset + 2 * got <= file.live.size())
    copy(offset + got);
  else
    out[got / 2] = static_cast<char>(out[got / 2] ^ 1);
  return got;
}

void FlakyDisk::put(const std::string& path, std::string bytes) {
  auto& file = files_[path];
  if (!file) file = std::make_shared<File>();
  *file = File{bytes, bytes, {}};
}

void FlakyDisk::crash() {
  ++crashes_;
  misreads_in_ = 0;
  for (auto& [path, file] : files_) {
    // A new object: handles from before the crash keep the old one, whose bytes no longer matter.
    auto after = std::make_shared<File>(*file);
    torn_ += lose_unsynced(*after, lot_);
    file = std::move(after);
  }
}

std::uint64_t FlakyDisk::lose_unsynced(File& file, Lot& lot) {
  enum class Luck { nothing, everything, beginning, sectors };
  auto below = [&](std::uint64_t limit) { return lot() % limit; };
  std::uint64_t torn = 0;
  auto& changes = file.unsynced;
  switch (static_cast<Luck>(below(4))) {
    case Luck::nothing:
      break;
    case Luck::everything:
      for (const auto& change : changes) land(file.durable, change);
      break;
    case Luck::beginning: {
      auto whole = below(changes.size() + 1);
      for (std::size_t i = 0; i < whole; ++i) land(file.durable, changes[i]);
      if (whole == changes.size()) break;
      auto sectors = below(changes[whole].bytes.size() / sector_bytes + 1);
      if (land_sectors(file.durable, changes[whole], [&] { return sectors > 0 && sectors-- > 0; })) ++torn;
      break;
    }
    case Luck::sectors:
      for (const auto& change : changes) {
        if (change.truncates) {
          if (below(2) == 0) land(file.durable, change);
        } else if (land_sectors(file.durable, change, [&] { return below(2) == 0; })) {
          ++torn;
        }
      }
  }
  changes.clear();
  file.live = file.durable;
  return torn;
}

void FlakyDisk::fail_at(std::uint64_t operation, Failure kind, bool for_ever) {
  fails_from_ = operation;
  failure_ = kind;
  for_ever_ = for_ever;
}

FlakyDisk::Outcome FlakyDisk::next_operation(Needs needs) {
  if (++operations_ < fails_from_) return Outcome::done;
  if (failure_ == Failure::full && needs != Needs::room) return Outcome::done;
  if (failure_ == Failure::drops && needs != Needs::sync) return Outcome::done;
  // A power cut strikes once: whoever runs afterwards runs after a restart. Who is gone stays away.
  if (failure_ != Failure::gone && (!for_ever_ || failure_ == Failure::power)) heal();
  switch (failure_) {
    case Failure::io:
    case Failure::gone:
      return Outcome::failed;
    case Failure::full:
      return Outcome::full;
    case Failure::power:
      return Outcome::power_lost;
    case Failure::drops:
      return Outcome::dropped;
  }
  broken_invariant("every kind of failure has its outcome");
}

void FlakyDisk::random(std::span<char> out) {
  for (auto& byte : out) byte = static_cast<char>(below(256));
}

}  // namespace doorstep
