#include "engine/outmail.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "engine/visit.h"
#include "shared/files.h"
#include "shared/log.h"

namespace doorstep {
namespace {

constexpr std::size_t bundles_at_once = 64;
constexpr std::size_t bytes_at_once = std::size_t{4} << 20;
constexpr int kept_outmails_max = 1000;

// Not by a stream: it stands before each save's answer.
bool begins_with(const std::string& path, const std::string& head) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return false;
  std::string there(head.size(), '\0');
  const auto size = ::read(file, there.data(), there.size());
  ::close(file);
  return size == static_cast<ssize_t>(there.size()) && there == head;
}

// Positions are never given twice, so what lies above the last one this store never wrote.
Result<std::uint64_t> last_visit_save(Store& store) {
  return guarded([&]() -> Result<std::uint64_t> {
    auto& row = store.sql()("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'visit_edits'");
    row.with().step();
    const auto last = static_cast<std::uint64_t>(row.integer(0));
    row.rewind();
    return last;
  });
}

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
  auto appended = append(sealer_->seal(number.value, wire, dice_));
  if (!appended && appended.error().fault == Fault::wrong_key) appended = write_anew();
  note(appended);
}

void Outmail::saved_in_visit(const VisitSave& save) {
  if (!sealer_ || behind_) return;
  note(append(sealer_->seal(visit_parcel_bit | save.number, save.text, dice_)));
}

// While a person makes one edit after the other the file would be made and dropped for each, and each time wait for the
// disk: it is dropped once, when there is time.
void Outmail::answered() {
  answered_ = true;
  if (told_) told_();
}

void Outmail::drop_when_sent() {
  answered_ = false;
  if (!size_of_file(path_)) return;
  auto lock = hold();
  auto waiting = store_.waiting();
  auto saves = store_.visit_saves();
  if (!lock || !waiting || !waiting->empty() || !saves || !saves->empty()) return;
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
  if (auto kept = set_aside(); !kept) return note(kept);
  if (!sealer_) return;
  auto covered = covers_outbox();
  if (covered && *covered) {
    behind_ = false;
    return drop_when_sent();
  }
  note(write_anew());
}

std::optional<Millis> Outmail::due() const {
  if (behind_) return outmail_retry_after;
  if (unsynced_ || answered_) return outmail_sync_after;
  return std::nullopt;
}

void Outmail::tend() {
  if (answered_) drop_when_sent();
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
  if (size && *size > 0 && !begins_with(path_, sealer_->file_head()))
    return Error{Fault::wrong_key, "outmail: another process has written it for another office"};
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

// A store whose log was lost, or that was put back to an earlier time, does not have what stands in them. The office
// can still read it, so it is not this store's to write over.
Result<void> Outmail::set_aside() {
  if (!size_of_file(path_)) return {};
  auto lock = hold();
  if (!lock) return lock.error();
  auto text = read_file(path_, outmail_bytes_max);
  if (!text) return text.error().fault == Fault::not_found ? Result<void>{} : text.error();
  auto tip = store_.tip();  // behind the reading: whatever another process appended meanwhile is in the store
  if (!tip) return tip.error();
  auto scan = scan_outmail(*text);
  auto saved = last_visit_save(store_);
  if (!saved) return saved.error();
  auto unknown = [&](const SealedParcel& parcel) {
    return (parcel.number & visit_parcel_bit) != 0 ? (parcel.number & ~visit_parcel_bit) > *saved
                                                   : parcel.number > tip->value;
  };
  if (std::none_of(scan.parcels.begin(), scan.parcels.end(), unknown)) return {};
  for (int n = 1; n <= kept_outmails_max; ++n) {
    const auto kept = path_ + ".kept" + std::to_string(n);
    if (size_of_file(kept)) continue;
    log_warning("the outmail has work that this store does not have; it is kept for the office as " + kept);
    return rename_durably(path_, kept);
  }
  return Error{Fault::disk_full, "outmail.kept1 and on: all names are taken; hand them over to the office"};
}

Result<bool> Outmail::covers_outbox() {
  auto waiting = store_.waiting();
  if (!waiting) return waiting.error();
  auto saves = store_.visit_saves();
  if (!saves) return saves.error();
  auto text = read_file(path_, outmail_bytes_max);
  if (!text && text.error().fault == Fault::not_found) return waiting->empty() && saves->empty();
  if (!text) return text.error();
  auto scan = scan_outmail(*text);
  std::set<std::uint64_t> covered;
  for (const auto& parcel : scan.parcels) covered.insert(parcel.number);
  return scan.office == sealer_->office() && scan.spoiled_bytes == 0 &&
         scan.parcels.size() <= waiting->size() + saves->size() + outmail_stale_max &&
         std::all_of(saves->begin(), saves->end(),
                     [&](const VisitSave& save) { return covered.count(visit_parcel_bit | save.number) != 0; }) &&
         std::all_of(waiting->begin(), waiting->end(), [&](BundleNumber n) { return covered.count(n.value) != 0; });
}

// The lock is held from the first look at the outbox to the rename: what another process appends meanwhile would go
// with the old file.
Result<void> Outmail::write_anew() {
  auto lock = hold();
  if (!lock) return lock.error();
  if (auto office = store_.office_key(); office && *office != sealer_->office())
    if (auto now = ParcelSealer::to(*office, dice_)) sealer_ = std::move(now);
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
  auto saves = written ? store_.visit_saves() : Result<std::vector<VisitSave>>{written.error()};
  if (!saves) written = saves.error();
  std::string in_visit;
  for (const auto& save : saves ? *saves : std::vector<VisitSave>{})
    in_visit += sealer_->seal(visit_parcel_bit | save.number, save.text, dice_);
  if (written && !in_visit.empty()) {
    written = append_to_file(scratch, in_visit, outmail_bytes_max);
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
