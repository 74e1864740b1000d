#pragma once
#include <filesystem>
#include <functional>
#include <memory>

#include "server/archive.h"
#include "shared/clock.h"
#include "shared/sqlite.h"

namespace doorstep {

class Fence;

struct ArchiveOptions {
  std::string path;          ///< of the database file
  DatabaseOptions database;  ///< the VFS slips in here
  /// After a restore: for so long an edit of a record that is not there is put off, because the tablet that made the
  /// record will offer it again. Later it is refused like any other.
  Millis restore_patience{24 * 3600 * 1000};
  std::shared_ptr<Fence> fence = {};  ///< none: nothing is fenced (tests, a backup that is looked at)
  /// Checks every page of a database file and answers their number, where pages carry something to check.
  std::function<Result<std::uint64_t>(const std::string& path)> check_pages = {};
};
struct NewArchive {
  std::string template_text;                                     ///< empty: the shipped one
  std::vector<std::pair<CommunityId, std::string>> communities;  ///< code and name
};

/// The embedded home of the archive (docs/store.md §Server). One writer connection, a few reader connections.
class ArchiveSqlite final : public Archive {
 public:
  static Result<void> create(const ArchiveOptions& options, const NewArchive& fresh, Clock& clock, Dice& dice);
  static Result<std::unique_ptr<ArchiveSqlite>> open(const ArchiveOptions& options, Clock& clock, Dice& dice);
  /// Makes a restored copy an archive of its own: it gets a new epoch, which begins at its heads, and its set hashes
  /// are those of that epoch. One transaction.
  static Result<Epoch> renew(const ArchiveOptions& options, Clock& clock, Dice& dice);
  ~ArchiveSqlite() override;

  Result<Accepted> accept(std::vector<Submission> submissions) override;
  Result<Accepted> park(const ChainId& chain, BundleNumber number, const Hash& bundle_hash, std::string raw,
                        std::vector<EditId> edits) override;
  Result<Enrolled> enrol(std::string_view code, const PublicKey& key, std::string_view label, Instant now) override;
  Result<PersonId> add_person(const NewPerson& person) override;
  Result<SharedRole> set_role(std::string_view text, Instant now) override;
  Result<PersonId> set_person(const PersonGrant& given, Instant now) override;
  Result<Code> mint_code(std::string_view login, Instant now) override;
  Result<int> revoke(std::string_view login, const std::optional<DeviceId>& device) override;
  Result<Salvaged> salvage(const ChainId& chain, const std::vector<json>& bundles) override;
  Result<void> keep_receipt(const ChainId& chain, const ShredReceipt& receipt, Instant now) override;
  Result<Accepted> apply_quarantined(const EditId& quarantined, Instant now) override;
  Result<void> discard(const EditId& quarantined, std::string_view reason) override;
  Result<json> ask_erasure(const ErasureRequest& request, Instant now) override;
  Result<ErasureDone> approve_erasure(const std::string& erasure, std::string_view login, Instant now) override;
  Result<void> refuse_erasure(const std::string& erasure, std::string_view login, Instant now) override;
  Result<json> erasures() override;
  Result<json> erasure(const std::string& erasure) override;
  Result<AdminAnswer> answer_admin(const ChainId& asker, const AdminAsk& ask) override;
  Result<AdminAct> act_for(const ChainId& asker, const AdminAsk& ask, Instant now) override;
  Result<FencePosition> extend_fence(std::uint64_t behind, const std::vector<std::string>& lines) override;
  Result<void> open_fence() override;
  Result<void> note_contact(const ChainId& chain, const Contact& contact, Instant now) override;
  Result<void> note_access(const Access& access, Instant now) override;
  Result<FenceLines> fence_after(const FencePlace& copy) override;
  Result<Rescued> take_rescue(const ChainId& chain, const Rescue& rescue, Instant now) override;
  Result<Numbers> lease(const ChainId& chain, const AskNumbers& asked, Instant now) override;
  Result<void> note_backup(const std::map<CommunityId, Seq>& heads, std::uint64_t kept, Instant now) override;
  Result<Device> device(const ChainId& chain) override;
  Result<ArchivePage> page(const PageRequest& request) override;
  Result<Sums> sums(const SumsRequest& request) override;
  using Archive::history;
  Result<History> history(const AskHistory& asked, const Onlooker& reader) override;
  Result<std::vector<SharedRole>> roles() override;
  Result<json> devices() override;
  Result<json> audit(const AuditQuery& query) override;
  Result<std::vector<QuarantineItem>> quarantine() override;
  Result<std::vector<RescuedText>> rescued() override;
  Result<TemplateSince> set_template(std::string_view text, Instant now) override;
  Result<TemplateSince> template_since() override;
  Result<ArchiveStatus> status() override;
  Result<ArchiveCheck> verify(std::stop_token stop = {}) override;
  Result<void> copy_to(const std::string& path) override;
  const Template& archive_template() const override;

 private:
  struct Parts;
  Result<Accepted> apply_quarantined(const EditId& quarantined, Instant now, const std::optional<ChainId>& by);
  AdminAct decide(const ChainId& asker, const AdminAsk& ask, Instant now);
  explicit ArchiveSqlite(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace doorstep
