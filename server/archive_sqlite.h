#pragma once
#include <filesystem>
#include <memory>

#include "server/archive.h"
#include "shared/clock.h"
#include "shared/sqlite.h"

namespace doorstep {

struct ArchiveOptions {
  std::string path;          ///< of the database file
  DatabaseOptions database;  ///< the VFS slips in here
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
  ~ArchiveSqlite() override;

  Result<Accepted> accept(std::vector<Submission> submissions) override;
  Result<Accepted> park(const ChainId& chain, BundleNumber number, const Hash& bundle_hash, std::string raw,
                        std::vector<EditId> edits) override;
  Result<Enrolled> enrol(std::string_view code, const PublicKey& key, std::string_view label, Instant now) override;
  Result<PersonId> add_person(const NewPerson& person) override;
  Result<Code> mint_code(std::string_view login, Instant now) override;
  Result<int> revoke(std::string_view login, const std::optional<DeviceId>& device) override;
  Result<void> discard(const EditId& quarantined, std::string_view reason) override;
  Result<Device> device(const ChainId& chain) override;
  Result<ArchivePage> page(const PageRequest& request) override;
  Result<History> history(const RecordId& record) override;
  Result<json> devices() override;
  Result<std::vector<QuarantineItem>> quarantine() override;
  Result<ArchiveStatus> status() override;
  Result<ArchiveCheck> verify(std::stop_token stop = {}) override;
  const Template& archive_template() const override;

 private:
  struct Parts;
  explicit ArchiveSqlite(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace doorstep
