#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace doorstep {

/// A disk in memory that keeps only what was synced. Each file has the bytes that programs see; between syncs it
/// remembers what every write replaced, so that `crash` knows what was there at the last one, and draws by lot which
/// writes had reached the plate since: none, all, a beginning (the last write torn), or any set of sectors. Creating
/// and deleting a file is durable at once. A read may bring other bytes than were written (`misread_after`). The same
/// seed and calls give the same bytes. Not thread-safe: its owner guards it.
class FlakyDisk {
 public:
  enum class Failure {
    io,     ///< the operation fails; a write may leave its beginning
    full,   ///< writes fail for want of room; other operations pass
    power,  ///< `crash` strikes in the midst of the operation
    gone,   ///< the disk answers nothing any more, not even a read, until it heals
    drops,  ///< a sync fails, and what it held counts as written from then on though it is not; others pass
  };
  enum class Outcome { done, failed, full, power_lost, dropped };

  /// What a write or a truncation took away.
  struct Replaced {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;        ///< that were written
    std::uint64_t size_before = 0;  ///< of the file
    std::string before;             ///< as much of them as there was; of a truncation, what was cut off
    bool truncates = false;         ///< to `offset`
  };
  struct File {
    std::string live;
    std::vector<Replaced> unsynced;
    std::optional<std::string> plate;  ///< what is durable, once a sync dropped what it held: `live` tells it no more
  };

  explicit FlakyDisk(std::uint64_t seed) : lot_(seed) {}

  const std::map<std::string, std::shared_ptr<File>>& files() const { return files_; }

  /// The operations that count and may fail. `open` leaves the pointer null when there is no such file and it may not
  /// create one.
  Outcome open(const std::string& path, bool may_create, std::shared_ptr<File>& out);
  Outcome write(File& file, std::uint64_t offset, std::string_view bytes);
  Outcome truncate(File& file, std::uint64_t size);
  Outcome sync(File& file);
  Outcome remove(const std::string& path);

  /// What a program sees from `offset` on, as much as there is of it; answers how much.
  std::size_t read(const File& file, std::uint64_t offset, std::span<char> out);

  /// Durable at once and never failing: for tests that lay out or spoil a file.
  void put(const std::string& path, std::string bytes);

  /// The power goes: what was not synced is lost by lot. `crashes` counts, so that handles from before can be told.
  void crash();
  std::uint64_t crashes() const { return crashes_; }

  /// The operation with this number (they count from 1), or the first one after it that can, fails: once or from then
  /// on. Takes the place of an earlier request.
  void fail_at(std::uint64_t operation, Failure kind, bool for_ever);
  void heal() { fails_from_ = never; }
  /// Until it is taken back nothing fails; what was to fail meanwhile fails then.
  void spare(bool spared) { spared_ = spared; }
  /// The read of whole blocks with this number from now on (they count from 1) is misdirected: it brings the block
  /// beside the one that was asked for or, where there is none, the block with a bit turned. 0 takes the request back.
  void misread_after(std::uint64_t reads) { misreads_in_ = reads; }
  std::uint64_t misreads() const { return misreads_; }
  /// Writes of which a power cut left a part only.
  std::uint64_t torn() const { return torn_; }
  /// Operations in which a failure of this kind struck.
  std::uint64_t struck(Failure kind) const { return struck_[static_cast<std::size_t>(kind)]; }
  bool answers() const { return spared_ || failure_ != Failure::gone || operations_ < fails_from_; }
  std::uint64_t operations() const { return operations_; }

  void random(std::span<char> out);

 private:
  static constexpr std::uint64_t never = ~std::uint64_t{0};

  std::uint64_t below(std::uint64_t limit) { return lot_() % limit; }
  enum class Needs { little, room, sync };
  Outcome next_operation(Needs needs);

  std::map<std::string, std::shared_ptr<File>> files_;
  std::mt19937_64 lot_;
  std::uint64_t operations_ = 0;
  std::uint64_t crashes_ = 0;
  std::uint64_t misreads_in_ = 0, misreads_ = 0, torn_ = 0;
  std::array<std::uint64_t, 5> struck_{};  ///< by Failure
  std::uint64_t fails_from_ = never;
  Failure failure_ = Failure::io;
  bool for_ever_ = false, spared_ = false;
};

}  // namespace doorstep
