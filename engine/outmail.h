#pragma once
#include <functional>
#include <optional>
#include <string>

#include "engine/store.h"
#include "shared/file_lock.h"
#include "shared/sealed_parcel.h"

namespace doorstep {

inline constexpr std::size_t outmail_bytes_max = std::size_t{256} << 20;
inline constexpr Millis outmail_sync_after{
    1'000};  ///< how long an appended parcel waits for its fsync, a file for its end
inline constexpr Millis outmail_retry_after{30'000};  ///< after a failure
/// Parcels whose bundles were answered stay until nothing waits, or so many of them are there.
inline constexpr std::size_t outmail_stale_max = 64;

/// The store's unsent bundles and the open visit's saves once more, each sealed to the office (FOLDER/outmail): what
/// can be handed over when the passphrase is forgotten, and what the tablet itself cannot read back once it is locked.
/// A bundle is appended behind its commit and before its save is answered, by one write(2) and no fsync; the fsync
/// follows within `outmail_sync_after` and at the lock. It promises less than the store does, and never stands in a
/// save's way: when the disk is full it falls behind, warns once, and is made good later. After a crash `catch_up`
/// writes anew what the file does not cover. Parcels of bundles that the store does not have (its log was lost, an
/// older store was put back) are kept beside it, outmail.kept1 and on, for the office.
///
/// Owned beside the store, on its thread; several processes may keep the same file.
class Outmail {
 public:
  /// Registers with the store, which outlives it. Nothing is kept until the store knows the office's key.
  Outmail(Store& store, std::string folder, Dice& dice);
  ~Outmail();  ///< the lock: syncs, and catches up when it is behind
  Outmail(const Outmail&) = delete;

  // For the store
  void sealed(BundleNumber number, std::string_view wire);
  void saved_in_visit(const VisitSave& save);
  void answered();  ///< verdicts are in: when nothing waits any more the file goes, with the next tending
  void office_changed();

  /// At unlocking: makes the file cover the outbox.
  void catch_up();
  /// What is due by now, and when to come again; empty when nothing is.
  std::optional<Millis> due() const;
  /// Everything unsent is in the file.
  Result<bool> covers_outbox();
  void tend();
  /// Told when verdicts made something due; may be empty.
  void on_due(std::function<void()> told) { told_ = std::move(told); }

 private:
  Result<void> append(std::string_view parcel);
  Result<void> write_anew();
  Result<void> set_aside();
  Result<FileLock> hold() const;
  Result<void> sync();
  void drop_when_sent();
  void note(const Result<void>& outcome);

  Store& store_;
  std::string folder_, path_;
  Dice& dice_;
  std::optional<ParcelSealer> sealer_;
  std::function<void()> told_;
  bool unsynced_ = false, behind_ = false, warned_ = false;
  bool answered_ = false;  ///< since the last tending
};

}  // namespace doorstep
