#include "tests/party_tablet.h"

#include "tests/page_key.h"

namespace doorstep::test {
namespace {

// What a fresh store is on the disk, made once: nothing of it is drawn by lot.
const std::map<std::string, std::string>& fresh_store() {
  static const auto files = [] {
    const std::string name = "a fresh store's disk";
    FlakyVfs disk{name, 1};
    CipherVfs cipher{page_key(), name};
    SeededDice dice{1};
    const auto key = SigningKey::mint(dice);
    TrueTime time;
    MachineClock clock{time, name};
    DatabaseOptions options;
    options.vfs = cipher.name();
    require(Store::open("store", options, key, clock, dice).has_value(), "a fresh store can be made");
    return disk.files();
  }();
  return files;
}

// Made before any other disk of a run: each seeds SQLite's own dice.
std::string next_tablet_disk() {
  static std::uint64_t count = 0;
  (void)fresh_store();
  return "party tablet " + std::to_string(++count);
}

}  // namespace

PartyTablet::PartyTablet(const TrueTime& time, std::string name, std::uint64_t seed, Pages pages)
    : name_(std::move(name)),
      disk_name_(next_tablet_disk()),
      pages_(pages),
      dice_(seed),
      disk_(disk_name_, seed),
      clock_(time, name_),
      key_((start_crypto(), SigningKey::mint(dice_))) {
  if (pages == Pages::sealed)
    for (const auto& [path, bytes] : fresh_store()) disk_.put(path, bytes);
  require(start().has_value(), "a fresh store opens");
}

PartyTablet::PartyTablet(const TrueTime& time, std::string name, std::uint64_t seed, const PartyTablet& original)
    : name_(std::move(name)),
      disk_name_(next_tablet_disk()),
      pages_(original.pages_),
      dice_(seed),
      disk_(disk_name_, seed),
      clock_(time, name_),
      key_(SigningKey::from_seed(original.key_.seed())) {
  for (const auto& [path, bytes] : original.disk_.files()) disk_.put(path, bytes);
  require(start().has_value(), "a copied store opens");
}

void PartyTablet::enrolled(const Enrolled& as, const PublicKey& server) {
  auto kept = store_->enrolled(Identity{as.person, as.device, as.chain, as.name, "wss://server:1", server});
  require(kept.has_value(), "a fresh store takes an identity");
}

std::vector<std::string> PartyTablet::opened(const Binding& binding) {
  ended.reset();
  talk_ = std::make_unique<Replicator>(*store_, key_, clock_);
  histories_asked_ = 0;
  return carry_out(talk_->opened(binding));
}

std::vector<std::string> PartyTablet::received(std::string_view frame) {
  if (histories_asked_ > 0 && frame.starts_with(R"({"frame":"history")")) --histories_asked_;
  return talk_ ? carry_out(talk_->received(frame)) : std::vector<std::string>{};
}

std::vector<std::string> PartyTablet::ticked() {
  return talk_ ? carry_out(talk_->ticked(clock_.wall())) : std::vector<std::string>{};
}

std::vector<std::string> PartyTablet::nudged() {
  return talk_ ? carry_out(talk_->nudged()) : std::vector<std::string>{};
}

std::vector<std::string> PartyTablet::asks_history(const RecordId& record) {
  if (!talk_ || histories_asked_ == histories_in_flight_max) return {};
  const auto known = history(*store_, record);
  auto frames = carry_out(talk_->ask_history(record, known ? known->older : std::nullopt));
  histories_asked_ += frames.size();
  return frames;
}

std::vector<std::string> PartyTablet::asks_admin(const AdminAsk& ask) {
  return talk_ && talk_->progress().welcomed ? carry_out(talk_->ask_admin(ask)) : std::vector<std::string>{};
}

std::vector<std::string> PartyTablet::carry_out(TabletEffects effects) {
  std::vector<std::string> frames;
  for (auto& effect : effects) {
    if (auto* one = std::get_if<Send>(&effect)) frames.push_back(std::move(one->frame));
    if (auto* one = std::get_if<Answered>(&effect)) told.push_back(std::move(one->answer));
    shredded = shredded || std::holds_alternative<Shred>(effect);
    if (auto* close = std::get_if<Close>(&effect)) ended = std::move(close->error);
  }
  return frames;
}

void PartyTablet::crash() {
  if (disk_.crashes() == crashes_) disk_.crash();
  talk_.reset();
  store_.reset();
  cipher_.reset();
}

Result<void> PartyTablet::start() {
  crashes_ = disk_.crashes();
  store_.reset();
  cipher_ = std::make_unique<CipherVfs>(page_key(), disk_name_);
  DatabaseOptions options;
  options.vfs = pages_ == Pages::sealed ? cipher_->name() : disk_name_;
  options.cache_kib = 1024;
  auto opened = Store::open("store", options, key_, clock_, dice_);
  if (!opened) return opened.error();
  store_ = std::move(*opened);
  return {};
}

RecordId PartyTablet::creates(const std::string& type, json set) {
  Intent intent;
  intent.op = Op::create;
  intent.type = type;
  intent.set = std::move(set);
  return does({std::move(intent)}).front();
}

void PartyTablet::edits(const RecordId& record, json set) {
  Intent intent;
  intent.record = record;
  intent.set = std::move(set);
  does({std::move(intent)});
}

void PartyTablet::removes(const RecordId& record) {
  Intent intent;
  intent.op = Op::remove;
  intent.record = record;
  does({std::move(intent)});
}

void PartyTablet::resolves(const Conflict& conflict, const json& value) {
  Intent intent;
  intent.record = conflict.record;
  intent.set = value.is_object() ? value : json{{conflict.field, value}};
  intent.resolves = Naming{conflict.id, {}};
  for (const auto& candidate : conflict.candidates) intent.resolves->seen.push_back(candidate.stamp.edit);
  does({std::move(intent)});
}

std::vector<RecordId> PartyTablet::does(std::vector<Intent> intents) {
  auto saved = store_->edit(std::move(intents));
  if (!saved) broken_invariant(("a test's edit is saved: " + saved.error().detail).c_str());
  return std::move(*saved);
}

json PartyTablet::value(const RecordId& record, const std::string& field) {
  auto shown = show(*store_, record);
  return shown && shown->fields.contains(field) ? shown->fields.at(field) : json{};
}

std::vector<Conflict> PartyTablet::open_conflicts() {
  auto found = conflicts(*store_);
  require(found.has_value(), "conflicts can be listed");
  std::vector<Conflict> out;
  for (auto& one : *found) out.push_back(std::move(one.conflict));
  return out;
}

}  // namespace doorstep::test
