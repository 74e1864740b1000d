#include "tests/flaky_disk.h"

#include <algorithm>
#include <utility>

#include "shared/result.h"
#include "tests/power_cut.h"

namespace doorstep {
namespace {

// A page of a database, or more.
constexpr std::size_t block_bytes = 4096;

// Takes back what was not synced, and answers it in its order.
std::vector<FileChange> take_back(std::string& content, const std::vector<FlakyDisk::Replaced>& unsynced) {
  std::vector<FileChange> out(unsynced.size());
  for (auto i = unsynced.size(); i-- > 0;) {
    const auto& one = unsynced[i];
    out[i] = {one.offset, one.truncates ? std::string{} : content.substr(one.offset, one.bytes), one.truncates};
    content.resize(one.size_before);
    if (!one.before.empty()) land(content, one.offset, one.before);
  }
  return out;
}

// What a power cut cannot take, and what was written since.
std::pair<std::string, std::vector<FileChange>> on_the_plate(const FlakyDisk::File& file) {
  auto content = file.live;
  auto changes = take_back(content, file.unsynced);
  return {file.plate ? *file.plate : std::move(content), std::move(changes)};
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
    auto before = offset < file.live.size() ? file.live.substr(offset, bytes.size()) : std::string{};
    file.unsynced.push_back({offset, bytes.size(), file.live.size(), std::move(before)});
    land(file.live, offset, bytes);
  }
  // Only now, so that what the write had begun takes part in the lot.
  if (outcome == Outcome::power_lost) crash();
  return outcome;
}

FlakyDisk::Outcome FlakyDisk::truncate(File& file, std::uint64_t size) {
  auto outcome = next_operation(Needs::little);
  if (outcome == Outcome::power_lost) crash();
  if (outcome != Outcome::done) return outcome;
  auto before = size < file.live.size() ? file.live.substr(size) : std::string{};
  file.unsynced.push_back({size, 0, file.live.size(), std::move(before), true});
  file.live.resize(size);
  return outcome;
}

FlakyDisk::Outcome FlakyDisk::sync(File& file) {
  auto outcome = next_operation(Needs::sync);
  if (outcome == Outcome::power_lost) crash();
  if (outcome == Outcome::dropped) file.plate = on_the_plate(file).first;
  if (outcome == Outcome::done && file.plate) {
    auto [plate, changes] = on_the_plate(file);
    for (const auto& change : changes) land(plate, change);
    file.plate = std::move(plate);
  }
  if (outcome == Outcome::done || outcome == Outcome::dropped) file.unsynced.clear();
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
  *file = File{std::move(bytes), {}, {}};
}

void FlakyDisk::crash() {
  ++crashes_;
  misreads_in_ = 0;
  for (auto& [path, file] : files_) {
    // A new object: handles from before the crash keep the old one, whose bytes no longer matter.
    auto after = std::make_shared<File>();
    auto [content, changes] = on_the_plate(*file);
    torn_ += power_cut(content, changes, lot_);
    after->live = std::move(content);
    file = std::move(after);
  }
}

void FlakyDisk::fail_at(std::uint64_t operation, Failure kind, bool for_ever) {
  fails_from_ = operation;
  failure_ = kind;
  for_ever_ = for_ever;
}

FlakyDisk::Outcome FlakyDisk::next_operation(Needs needs) {
  if (++operations_ < fails_from_ || spared_) return Outcome::done;
  if (failure_ == Failure::full && needs != Needs::room) return Outcome::done;
  if (failure_ == Failure::drops && needs != Needs::sync) return Outcome::done;
  ++struck_[static_cast<std::size_t>(failure_)];
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
