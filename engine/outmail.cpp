#include "engine/outmail.h"

#include <algorithm>
#include <set>

#include "shared/files.h"
#include "shared/log.h"

namespace doorstep {
namespace {

constexpr std::size_t bundles_at_once = 64;
constexpr std::size_t bytes_at_once = std::size_t{4} << 20;

}  // namespace

Outmail::Outmail(Store& store, std::string folder, Dice& dice)
    : store_(store), folder_(std::move(folder)), path_(folder_ + "/outmail"), dice_(dice) {
  if (auto office = store_.office_key()) sealer_ = ParcelSealer::to(*office, dice_);
  store_.keep(this);
}

Outmail::~Outmail() {
  store_.keep(nullptr);
  tend();
}

void Outmail::sealed(BundleNumber number, std::string_view wire) {
  // Once behind, what is missing comes with the whole: a gap is never papered over.
  if (!sealer_ || behind_) return;
  note(append(sealer_->seal(number.value, wire, dice_)));
}

void Outmail::answered() {
  if (!size_of_file(path_)) return;
  auto lock = hold();
  auto waiting = store_.waiting();
  if (!lock || !waiting || !waiting->empty()) return;
  // Its name may come back after a crash; then it goes at the next unlocking.
  auto removed = remove_durably(path_);
  if (!removed) log_warning("outmail: " + removed.error().detail);
  if (removed) unsynced_ = behind_ = false;
}

void Outmail::office_changed() {
  sealer_.reset();
  if (auto office = store_.office_key()) sealer_ = ParcelSealer::to(*office, dice_);
  if (!sealer_) log_warning("outmail: the office's key is no key");
  catch_up();
}

void Outmail::catch_up() {
  if (!sealer_) return;
  auto covered = covers_outbox();
  if (covered && *covered) {
    behind_ = false;
    return answered();
  }
  note(write_anew());
}

std::optional<Millis> Outmail::due() const {
  if (behind_) return outmail_retry_after;
  if (unsynced_) return outmail_sync_after;
  return std::nullopt;
}

void Outmail::tend() {
  if (!sealer_) return;
  if (behind_) return note(write_anew());
  if (unsynced_) note(sync());
}

Result<FileLock> Outmail::hold() const {
  return FileLock::take(folder_ + "/outmail.lock", FileLock::Hold::alone, FileLock::Patience::waits);
}

Result<void> Outmail::append(std::string_view parcel) {
  auto lock = hold();
  if (!lock) return lock.error();
  auto size = size_of_file(path_);
  auto appended = size && *size > 0
                      ? append_to_file(path_, parcel, outmail_bytes_max)
                      : append_to_file(path_, sealer_->file_head() + std::string{parcel}, outmail_bytes_max);
  if (appended) unsynced_ = true;
  return appended;
}

Result<void> Outmail::sync() {
  auto synced = sync_file(path_);
  if (!synced && synced.error().fault != Fault::not_found) return synced;
  unsynced_ = false;  // not found: another process has sent everything
  return {};
}

Result<bool> Outmail::covers_outbox() {
  auto waiting = store_.waiting();
  if (!waiting) return waiting.error();
  auto text = read_file(path_, outmail_bytes_max);
  if (!text && text.error().fault == Fault::not_found) return waiting->empty();
  if (!text) return text.error();
  auto scan = scan_outmail(*text);
  std::set<std::uint64_t> covered;
  for (const auto& parcel : scan.parcels) covered.insert(parcel.number);
  return scan.office == sealer_->office() && scan.spoiled_bytes == 0 &&
         scan.parcels.size() <= waiting->size() + outmail_stale_max &&
         std::all_of(waiting->begin(), waiting->end(), [&](BundleNumber n) { return covered.count(n.value) != 0; });
}

// The lock is held from the first look at the outbox to the rename: what another process appends meanwhile would go
// with the old file.
Result<void> Outmail::write_anew() {
  auto lock = hold();
  if (!lock) return lock.error();
  const auto scratch = path_ + ".new";
  if (auto cleared = remove_durably(scratch); !cleared) return cleared;
  auto written = append_to_file(scratch, sealer_->file_head(), outmail_bytes_max);
  BundleNumber after;
  bool any = false;
  while (written) {
    auto some = store_.outbox(after, bundles_at_once, bytes_at_once);
    if (!some) return some.error();
    if (some->empty()) break;
    std::string parcels;
    for (const auto& bundle : *some) parcels += sealer_->seal(bundle.number.value, bundle.wire, dice_);
    written = append_to_file(scratch, parcels, outmail_bytes_max);
    after = some->back().number;
    any = true;
  }
  if (written) written = any ? rename_durably(scratch, path_) : remove_durably(path_);
  if (!written || !any) {
    if (auto cleared = remove_durably(scratch); !cleared) log_warning("outmail: " + cleared.error().detail);
  }
  if (written) unsynced_ = false;
  return written;
}

// Never a fault of the save that it belongs to: the store has it, and the office gets it when there is room again.
void Outmail::note(const Result<void>& outcome) {
  behind_ = !outcome;
  if (!outcome && !warned_)
    log_warning("unsent work is kept, but not yet sealed for the office: " + std::string{code(outcome.error().fault)} +
                " " + outcome.error().detail);
  warned_ = !outcome;
}

}  // namespace doorstep
