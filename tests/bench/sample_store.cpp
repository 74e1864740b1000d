#include "tests/bench/sample_store.h"

#include <filesystem>
#include <map>

#include "engine/importer.h"
#include "engine/sealed_store.h"
#include "server/archive_sqlite.h"
#include "server/sample.h"
#include "shared/files.h"
#include "shared/seeded_dice.h"
#include "tests/bench/figure.h"
#include "tests/page_key.h"

namespace doorstep::bench {
namespace {

SigningKey same_key() {
  start_crypto();
  SeededDice dice{1};
  return SigningKey::mint(dice);
}

/// The office's import and the server's feed, without wire and processes.
class Office {
 public:
  explicit Office(const std::string& folder) : key_(SigningKey::mint(dice_)) {
    const ArchiveOptions options{.path = folder + "/archive.db", .database = {}};
    must(ArchiveSqlite::create(options, {{}, {{CommunityId{"main"}, "样例小区"}}}, clock_, dice_), "an archive");
    archive_ = must(ArchiveSqlite::open(options, clock_, dice_), "an archive");
  }

  Enrolled enrol(const std::string& login, const PublicKey& key) {
    must(archive_->add_person({login, login}), "a person");
    const auto code = must(archive_->mint_code(login, clock_.wall()), "a code");
    return must(archive_->enrol(code.code, key, login, clock_.wall()), "enrolment");
  }

  void import(const SampleFile& file) {
    chain_ = chain_.value.empty() ? enrol("office", key_.public_key()).chain : chain_;
    ImportTarget target;
    target.find = [](const auto& keys) { return std::vector<std::optional<Existing>>(keys.size()); };
    target.find_alike = [](const auto&) { return std::optional<Existing>{}; };
    target.resolve = [&](const Lookup& lookup) -> Result<std::optional<RecordId>> {
      auto found = known_.find(lookup.type + canonical(json(lookup.where)));
      return found == known_.end() ? std::nullopt : std::optional{found->second};
    };
    target.save = [&](const std::vector<RowEdit>& batch) { return save(file.type, batch); };
    const ImportOptions options{.file = file.csv,
                                .type = file.type,
                                .map = must(read_file(file.map, map_bytes_max), "a map"),
                                .errors = {},
                                .progress = {}};
    auto counts = must(import_register(archive_->archive_template(), options, target), "import");
    expect(counts.created == file.rows, "every row of the sample is a record");
  }

  /// The whole first sync.
  void deliver(Store& store, const ChainId& chain) {
    const auto device = must(archive_->device(chain), "the device");
    Welcome welcome;
    welcome.epoch = device.epoch;
    welcome.at = clock_.wall();
    welcome.communities = device.communities;
    welcome.people = device.people;
    welcome.lineage = device.lineage;
    must(store.adopt(welcome), "the welcome");
    PageRequest ask{CommunityId{"main"}, chain, PageKind::state, {}, {}, {}};
    for (bool done = false; !done;) {
      const auto page = must(archive_->page(ask), "a page");
      done = page.done;
      Page head{ask.community, PageKind::state, {}, {}, page.read, page.last_own.number, page.done, false, {}};
      std::vector<Shown> texts;
      for (const auto& entry : page.entries) texts.push_back(&entry->text);
      if (!page.entries.empty()) ask.after = page.entries.back()->text.id;
      auto frame = must(decode_frame(page_frame(head, texts, 1), 1), "a page's frame");
      must(store.adopt(std::get<Page>(frame)), "a page");
      if (done)
        must(
            store.adopt(Checkpoint{ask.community, page.read, shown_sum(*page.sums, Role::everything()), page.last_own.number}),
            "the checkpoint");
    }
  }

 private:
  Result<std::vector<RowRefusal>> save(const std::string& type, const std::vector<RowEdit>& batch) {
    Bundle bundle;
    bundle.community = CommunityId{"main"};
    bundle.chain = chain_;
    bundle.number = BundleNumber{++number_};
    bundle.previous = previous_;
    bundle.template_digest = archive_->archive_template().digest();
    for (const auto& row : batch) {
      Edit edit;
      edit.id = mint_edit(dice_);
      edit.record = mint_record(clock_, dice_);
      edit.type = type;
      edit.op = Op::create;
      const auto& known_type = *archive_->archive_template().type(type);
      for (const auto& [field, value] : row.set) {
        edit.set[field] = value;
        edit.base[field] = nullptr;
        if (const auto* group = known_type.group(known_type.field(field)->group))  // groups travel whole
          for (const auto& member : group->fields) edit.base[member] = nullptr;
      }
      edit.made = {clock_.wall(), clock_.monotonic(), clock_.boot(), std::nullopt};
      edit.source = "import";
      remember(type, edit);
      bundle.edits.push_back(std::move(edit));
    }
    seal(bundle, archive_->archive_template(), key_, dice_);
    previous_ = hash_of(bundle);
    std::vector<Submission> submissions;
    submissions.push_back({std::move(bundle), {clock_.wall(), {}, "b", {}}, clock_.wall(), clock_.wall()});
    auto accepted = archive_->accept(std::move(submissions));
    if (!accepted) return accepted.error();
    for (const auto& edit : must(std::move(accepted->verdicts.front()), "a verdict").edits)
      expect(edit.outcome == EditVerdict::Outcome::applied, "the sample has no conflicts");
    return std::vector<RowRefusal>{};
  }

  // By what the sample's registers name homes and people.
  void remember(const std::string& type, const Edit& edit) {
    std::map<std::string, json> by;
    for (const char* field : {"building", "unit_no", "room_no", "archive_no"})
      if (edit.set.contains(field)) by[field] = edit.set.at(field);
    if (type == "unit" || type == "resident") known_.emplace(type + canonical(json(by)), edit.record);
  }

  SystemClock clock_;
  SystemDice dice_;
  SigningKey key_;
  std::unique_ptr<ArchiveSqlite> archive_;
  ChainId chain_;
  std::uint64_t number_ = 0;
  Hash previous_{};
  std::map<std::string, RecordId> known_;
};

}  // namespace

SampleStore::SampleStore(std::string path) : path_(std::move(path)), cipher_(test::page_key()), key_(same_key()) {
  reopen();
}

void SampleStore::reopen() {
  store_.reset();
  store_ =
      must(Store::open(path_, {.vfs = cipher_.name(), .cache_kib = store_cache_kib}, key_, clock_, dice_), "the store");
}

std::unique_ptr<SampleStore> SampleStore::open(const std::string& folder, std::uint64_t households) {
  std::filesystem::create_directories(folder);
  const auto path = folder + "/store.db";
  const bool there = std::filesystem::exists(path);
  std::unique_ptr<SampleStore> out{new SampleStore{path}};
  if (there) return out;
  const auto files = must(write_sample(7, households, folder + "/sample"), "the sample");
  Office office{folder};
  for (const auto& file : files) office.import(file);
  const auto enrolled = office.enrol("tablet", out->key_.public_key());
  must(out->store_->enrolled({enrolled.person, enrolled.device, enrolled.chain, enrolled.name, "", {}}), "enrol");
  office.deliver(*out->store_, enrolled.chain);
  return out;
}

}  // namespace doorstep::bench
