#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "server/archive.h"

namespace doorstep::test {

/// An archive that holds nothing: one known device, and a commit that waits as long as the test likes.
class StubArchive final : public Archive {
 public:
  Device known;
  Template const& words = Template::shipped();
  std::vector<std::size_t> commits;  ///< sizes of the groups; read after the writer has ended
  std::function<void()> before_commit = [] {};
  std::string enrolled_with;
  std::optional<Error> fails;  ///< what committing answers instead

  Result<Accepted> accept(std::vector<Submission> submissions) override {
    before_commit();
    if (fails) return *fails;
    commits.push_back(submissions.size());
    Accepted out;
    Publication publication;
    publication.community = CommunityId{"main"};
    publication.head = Seq{commits.size()};
    out.publications.push_back(publication);
    for (const auto& one : submissions) {
      Verdict verdict;
      verdict.number = one.bundle.number;
      out.verdicts.emplace_back(verdict);
    }
    return out;
  }
  Result<Accepted> park(const ChainId&, BundleNumber, const Hash&, std::string, std::vector<EditId>) override {
    return nothing();
  }
  Result<Enrolled> enrol(std::string_view code, const PublicKey&, std::string_view, Instant) override {
    enrolled_with = code;
    return Error{Fault::code_unknown, "stub"};
  }
  Result<PersonId> add_person(const NewPerson&) override { return nothing(); }
  Result<Code> mint_code(std::string_view, Instant) override { return nothing(); }
  Result<int> revoke(std::string_view, const std::optional<DeviceId>&) override { return nothing(); }
  Result<void> discard(const EditId&, std::string_view) override { return nothing(); }
  Result<FencePosition> extend_fence(std::uint64_t, const std::vector<std::string>&) override { return nothing(); }
  Result<void> open_fence() override { return nothing(); }
  Result<void> note_contact(const ChainId&, const Contact&, Instant) override { return nothing(); }
  Result<void> note_access(const Access&, Instant) override { return nothing(); }
  Result<json> audit(const AuditQuery&) override { return nothing(); }
  Result<FenceLines> fence_after(const FencePlace&) override { return nothing(); }
  Result<Rescued> take_rescue(const ChainId&, const Rescue&, Instant) override { return nothing(); }
  Result<std::vector<RescuedText>> rescued() override { return nothing(); }
  Result<Numbers> lease(const ChainId&, const AskNumbers&, Instant) override { return nothing(); }
  Result<void> note_backup(const std::map<CommunityId, Seq>&, std::uint64_t, Instant) override { return nothing(); }
  Result<Device> device(const ChainId& chain) override {
    if (chain == known.chain) return known;
    return nothing();
  }
  Result<ArchivePage> page(const PageRequest&) override { return nothing(); }
  Result<Sums> sums(const SumsRequest&) override { return nothing(); }
  Result<History> history(const AskHistory&, const Onlooker&) override { return nothing(); }
  Result<AdminAnswer> answer_admin(const ChainId&, const AdminAsk&) override { return nothing(); }
  Result<AdminAct> act_for(const ChainId&, const AdminAsk&, Instant) override { return nothing(); }
  Result<Accepted> apply_quarantined(const EditId&, Instant) override { return nothing(); }
  Result<Salvaged> salvage(const ChainId&, const std::vector<json>&) override { return nothing(); }
  Result<void> keep_receipt(const ChainId&, const ShredReceipt&, Instant) override { return nothing(); }
  Result<std::vector<SharedRole>> roles() override { return nothing(); }
  Result<SharedRole> set_role(std::string_view, Instant) override { return nothing(); }
  Result<PersonId> set_person(const PersonGrant&, Instant) override { return nothing(); }
  Result<json> devices() override { return nothing(); }
  Result<json> ask_erasure(const ErasureRequest&, Instant) override { return nothing(); }
  Result<ErasureDone> approve_erasure(const std::string&, std::string_view, Instant) override { return nothing(); }
  Result<void> refuse_erasure(const std::string&, std::string_view, Instant) override { return nothing(); }
  Result<json> erasures() override { return nothing(); }
  Result<json> erasure(const std::string&) override { return nothing(); }
  Result<std::vector<QuarantineItem>> quarantine() override { return nothing(); }
  Result<TemplateSince> set_template(std::string_view, Instant) override { return nothing(); }
  Result<TemplateSince> template_since() override { return nothing(); }
  Result<ArchiveStatus> status() override { return nothing(); }
  Result<ArchiveCheck> verify(std::stop_token) override { return nothing(); }
  Result<void> copy_to(const std::string&) override { return nothing(); }
  const Template& archive_template() const override { return words; }

 private:
  static Error nothing() { return Error{Fault::not_found, "stub"}; }
};

/// Holds a thread up until the test lets it go.
class Gate {
 public:
  void pass() {
    std::unique_lock lock{mutex_};
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  void wait_for_someone() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return waiting_ > 0; });
  }
  void open() {
    std::lock_guard lock{mutex_};
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

}  // namespace doorstep::test
