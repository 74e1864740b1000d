#include "tests/server/pushing.h"

#include <algorithm>

#include "shared/set_hash.h"

namespace doorstep::test {

PushingTablet::PushingTablet(Archive& archive, const std::string& login, Clock& clock, Dice& dice)
    : archive_(archive), clock_(clock), dice_(dice), key_(SigningKey::mint(dice)) {
  auto code = archive.mint_code(login, clock.wall()).value();
  chain_ = archive.enrol(code.code, key_.public_key(), "tablet", clock.wall()).value().chain;
}

Edit PushingTablet::create(const std::string& type, json set) {
  auto edit = named(Op::create, mint_record(clock_, dice_), type);
  for (const auto& [name, value] : set.items()) edit.base[name] = nullptr;
  for (const auto& group : archive_.archive_template().type(type)->groups) {
    bool touched =
        std::any_of(group.fields.begin(), group.fields.end(), [&](const auto& f) { return set.contains(f); });
    if (!touched) continue;
    for (const auto& member : group.fields) edit.base[member] = nullptr;
  }
  edit.set = std::move(set);
  return edit;
}

Edit PushingTablet::change(const RecordId& record, const std::string& type, json base, json set) {
  auto edit = named(Op::change, record, type);
  edit.base = std::move(base);
  edit.set = std::move(set);
  return edit;
}

Edit PushingTablet::long_notes(const RecordId& resident) {
  std::string words;
  for (int i = 0; i < 2000; ++i) words += "长";
  json notes = json::array();
  for (int i = 0; i < 40; ++i) {
    Bytes<16> id{};
    dice_.fill(id);
    notes.push_back({{"id", base64(id)}, {"text", words}});
  }
  return change(resident, "resident", {{"notes", json::array()}}, {{"notes", std::move(notes)}});
}

Edit PushingTablet::named(Op op, const RecordId& record, const std::string& type) {
  Edit edit;
  edit.id = mint_edit(dice_);
  edit.record = record;
  edit.type = type;
  edit.op = op;
  edit.made = {clock_.wall(), clock_.monotonic(), clock_.boot(), {}};
  return edit;
}

Submission PushingTablet::bundle(std::vector<Edit> edits, const CommunityId& community) {
  Bundle bundle;
  bundle.community = community;
  bundle.chain = chain_;
  bundle.number.value = line_.last.value + 1;
  bundle.previous = line_.hash;
  bundle.template_digest = archive_.archive_template().digest();
  bundle.edits = std::move(edits);
  seal(bundle, archive_.archive_template(), key_, dice_);
  line_ = {bundle.number, hash_of(bundle)};
  auto now = clock_.wall();
  return {std::move(bundle), {now, clock_.monotonic(), clock_.boot(), {}}, now, now};
}

std::map<RecordId, SharedEntry> everything(Archive& archive, const CommunityId& community) {
  std::map<RecordId, SharedEntry> out;
  PageRequest request{community, {}, PageKind::state, {}, {}, {}};
  std::optional<Seq> from;
  for (bool done = false; !done;) {
    auto page = archive.page(request).value();
    if (!from) from = page.read;
    for (const auto& entry : page.entries) out[entry->text.id] = entry;
    if (!page.entries.empty()) request.after = page.entries.back()->text.id;
    done = page.done;
  }
  request = {community, {}, PageKind::tail, {}, *from, {}};
  for (bool done = false; !done;) {
    auto page = archive.page(request).value();
    for (const auto& entry : page.entries) out[entry->text.id] = entry;
    request.inside = page.goes_on;
    if (!page.goes_on) request.cursor = page.to;
    done = page.done;
  }
  return out;
}

std::vector<Conflict> open_conflicts(Archive& archive) {
  std::vector<Conflict> out;
  for (const auto& [id, entry] : everything(archive)) {
    if (entry->text.type != conflict_type) continue;
    auto conflict = decode_conflict(entry->text).value();
    if (conflict.state == ConflictState::open) out.push_back(std::move(conflict));
  }
  return out;
}

std::optional<Record> find_record(Archive& archive, const RecordId& id) {
  auto all = everything(archive);
  auto found = all.find(id);
  if (found == all.end()) return std::nullopt;
  return decode(found->second->text).value();
}

Hash recomputed_set_hash(Archive& archive, const ChainId& chain) {
  auto device = archive.device(chain).value();
  auto home = std::find_if(device.communities.begin(), device.communities.end(),
                           [](const CommunityHead& one) { return one.code.value == "main"; });
  Hash sum{};
  for (const auto& [id, entry] : everything(archive)) add(sum, elements(home->set_key, device.epoch, entry->text));
  return sum;
}

}  // namespace doorstep::test
