#include "tests/world/ledger.h"

#include <algorithm>
#include <array>

#include "shared/edit.h"
#include "shared/numbers.h"
#include "tests/replicas.h"
#include "tests/world/sight.h"

namespace doorstep::test {
namespace {

/// A number that a tablet gave by itself, of whatever series.
bool is_given(const json& value) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  return number_in(std::string_view{text}.substr(0, text.find('-')), text).has_value();
}

// By person and device: a store that was put back goes on under another chain, and what it sends again stands once.
// Nobody typed the numbers that a new record gets.
std::string key_of(const ChainId& chain, const RecordId& record, const json& op, const json& set) {
  json typed = json::object();
  for (const auto& [field, value] : set.items())
    if (!is_given(value)) typed[field] = value;
  return person_of(chain).value + "/" + device_of(chain).value + " " + text(record) + " " + op.dump() + " " +
         typed.dump();
}

json op_name(Op op) { return edit_head_json(Edit{{}, {}, "x", op, {}, {}, {}, {}, {}, {}, {}}).at("op"); }

std::map<RecordId, std::vector<RecordText>> all_texts(Archive& archive) {
  std::map<RecordId, std::vector<RecordText>> out;
  PageRequest request{CommunityId{"main"}, ChainId{"nobody/nothing/1"}, PageKind::state, std::nullopt, {}, {}};
  for (bool done = false; !done;) {
    auto page = archive.page(request);
    require(page.has_value(), "the archive's state can be read");
    for (const auto& entry : page->entries) {
      auto about = entry->text.id;
      if (entry->text.type == conflict_type) about = decode_conflict(entry->text)->record;
      out[about].push_back(entry->text);
    }
    if (!page->entries.empty()) request.after = page->entries.back()->text.id;
    done = page->done;
  }
  return out;
}

}  // namespace

void Ledger::saved(Act act) {
  auto key = key_of(act.chain, act.record, op_name(act.op), act.set);
  acts_.push_back({std::move(act), true, std::move(key)});
}

void Ledger::perhaps_saved(Act act) {
  auto key = key_of(act.chain, act.record, op_name(act.op), act.set);
  acts_.push_back({std::move(act), false, std::move(key)});
}

std::string Ledger::read_lives(Archive& archive, const std::vector<Entry>& acts, Lives& lives) {
  for (const auto& [about, texts] : all_texts(archive)) {
    auto& life = lives[about];
    for (const auto& one : texts) {
      if (one.type == conflict_type)
        life.conflicts.push_back(*decode_conflict(one));
      else
        life.record = *decode(one);
    }
  }
  for (const auto& entry : acts) lives[entry.act.record];
  for (const auto& [id, life] : lives) {
    auto root = id;
    while (lives.contains(root) && lives.at(root).record && lives.at(root).record->header.into)
      root = *lives.at(root).record->header.into;
    if (root == id) continue;
    if (!lives.contains(root)) return text(id) + " was merged into one that is not there";
    lives[root].aliases.push_back(id);
  }
  for (auto& [id, life] : lives) {
    auto history = archive.history(id);
    if (!history) return "the history of " + text(id) + " cannot be read: " + history.error().detail;
    if (!history->complete) return "the history of " + text(id) + " is too long for this test";
    life.history = std::move(*history);
  }
  return {};
}

std::string Ledger::judge(Archive& archive, bool restored) {
  Lives lives;
  if (auto wrong = read_lives(archive, acts_, lives); !wrong.empty()) return wrong;
  if (auto wrong = count_all(lives, archive); !wrong.empty()) return wrong;
  if (auto lost = find_all(); !lost.empty()) return lost;
  if (auto overtaken = judge_lanes(); !overtaken.empty()) return overtaken;
  if (auto doubled = judge_keys(archive.archive_template(), lives); !doubled.empty()) return doubled;
  if (auto unheard = judge_talk(lives); !unheard.empty()) return unheard;
  count_what_happened(archive, lives);
  for (const auto& [id, life] : lives)
    if (auto wrong = judge_fields(archive.archive_template(), id, lives, restored); !wrong.empty()) return wrong;
  return {};
}

std::string Ledger::count_all(Archive& archive) {
  Lives lives;
  if (auto wrong = read_lives(archive, acts_, lives); !wrong.empty()) return wrong;
  return count_all(lives, archive);
}

std::string Ledger::before_restore(Archive& archive) {
  auto wrong = count_all(archive);
  before_ = kept_;
  for (const auto& [key, count] : refused_) before_[key] += count;
  return wrong;
}

std::string Ledger::narrowed(Archive& archive, const std::set<DeviceId>& devices) {
  if (auto wrong = count_all(archive); !wrong.empty()) return wrong;
  // The same words may have been said twice, and the backup have one of them.
  auto lacks = std::exchange(before_, {});
  for (auto& [key, count] : lacks) count -= kept_[key] + refused_[key];
  for (auto& entry : acts_)
    if (entry.sure && devices.contains(device_of(entry.act.chain)) && lacks[entry.key]-- > 0) entry.sure = false;
  return {};
}

std::string Ledger::gone(Archive& archive, const DeviceId& device) {
  if (auto wrong = count_all(archive); !wrong.empty()) return wrong;
  std::map<std::string, int> found;
  for (auto& entry : acts_) {
    if (device_of(entry.act.chain) != device) continue;
    const auto [count, first] = found.emplace(entry.key, 0);
    if (first) count->second = kept_[entry.key] + refused_[entry.key];
    entry.sure = entry.sure && count->second-- > 0;
  }
  return {};
}

std::string Ledger::count_all(const Lives& lives, Archive& archive) {
  kept_.clear();
  given_.clear();
  given_again_ = 0;
  refused_.clear();
  forbidden_.clear();
  erased_.merge(erased_in(archive));
  unclear_.clear();
  for (const auto& [id, life] : lives) {
    if (!life.history.entries.empty() && !life.record) return text(id) + " has a history but is not there";
    for (const auto& entry : life.history.entries) {
      if (entry.edit.at("record") != text(id)) continue;  // addressed to what was merged into it
      if (entry.edit.value("source", "form") == "erasure") continue;  // the archive parts what it is about to erase
      const auto& set = entry.edit.at("set");
      ++kept_[key_of(entry.chain, id, entry.edit.at("op"), set)];
      for (const auto& [field, value] : set.items())
        if (entry.edit.at("op") == "create" && is_given(value))
          if (auto wrong = judge_number(value, {id, device_of(entry.chain)}, lives, archive.archive_template());
              !wrong.empty())
            return wrong;
    }
  }
  auto quarantine = archive.quarantine();
  if (!quarantine) return "the quarantine cannot be read";
  for (const auto& item : *quarantine) {
    if (item.state == "erased") {
      ++counts_["edit destroyed with a receipt"];
      if (erased_.contains(item.record)) continue;
      // Made under one that was destroyed: a restored archive has forgotten that.
      const auto life = lives.find(item.record);
      if (life == lives.end() || !life->second.record) {
        erased_.insert(item.record);
        continue;
      }
      // Merged into one that was destroyed, or parted from it: the receipt does not say which.
      for (auto op : {Op::merge, Op::unmerge})
        unclear_.insert(key_of(item.chain, item.record, op_name(op), json::object()));
      continue;
    }
    if (item.body.is_object() && item.body.value("source", "form") == "erasure") continue;
    if (item.body.is_null()) continue;  // its parcel was told with the first of it
    if (item.body.contains("bundle")) {
      auto parked = open_bundle(item.body.at("bundle"));
      if (!parked) return "a parked bundle cannot be read: " + parked.error().detail;
      for (const auto& edit : parked->edits)
        if (!edit.erased && !erased_.contains(edit.record))
          ++refused_[key_of(item.chain, edit.record, op_name(edit.op), edit.set)];
      continue;
    }
    if (!item.body.contains("set")) return "a quarantined edit has no body";
    const auto key = key_of(item.chain, item.record, item.body.at("op"), item.body.at("set"));
    ++refused_[key];
    if (item.state == "refused") forbidden_.insert(key);
  }
  return {};
}

// Each act stands exactly once in history or quarantine, and nothing stands there that nobody did.
std::string Ledger::find_all() {
  std::map<std::string, std::pair<int, int>> told;  // sure, perhaps
  // Of what was made under an erased record others may have known, before a restore.
  const auto of_erased = [&](const std::string& key) {
    const auto at = key.find(' ');
    const auto id = parse_id<RecordId>(std::string_view{key}.substr(at + 1, key.find(' ', at + 1) - at - 1));
    return id && erased_.contains(*id);
  };
  for (const auto& entry : acts_)
    if (!erased_.contains(entry.act.record) && !unclear_.contains(entry.key))
      ++(entry.sure ? told[entry.key].first : told[entry.key].second);
  auto count_in = [](const std::map<std::string, int>& counts, const std::string& key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
  };
  for (const auto& [key, count] : told) {
    ++counts_["law: lost, twice"];
    const int found = count_in(kept_, key) + count_in(refused_, key);
    if (found < count.first) return "LOST: saved, but neither in history nor in quarantine: " + key;
    if (found > count.first + count.second) return "TWICE: stands more often than it was saved: " + key;
  }
  for (const auto* found : {&kept_, &refused_})
    for (const auto& [key, count] : *found)
      if (count > 0 && !told.contains(key) && !unclear_.contains(key) && !of_erased(key))
        return "nobody did this: " + key;
  return {};
}

// What was refused holds back what its author did to the same record behind it. (A store that was put back or copied
// has two lines; what was done in the same words twice cannot be told apart from outside.)
std::string Ledger::judge_lanes() {
  std::map<std::string, int> told;
  std::set<DeviceId> doubled;
  for (const auto& entry : acts_) {
    ++told[entry.key];
    if (entry.act.astray) doubled.insert(device_of(entry.act.chain));
  }
  auto is_in = [&](const std::map<std::string, int>& found, const Entry& entry) {
    auto place = found.find(entry.key);
    return place != found.end() && place->second > 0;
  };
  std::map<std::pair<ChainId, RecordId>, std::string> stopped;
  for (const auto& entry : acts_) {
    if (!entry.sure || told[entry.key] > 1 || doubled.contains(device_of(entry.act.chain))) continue;
    const std::pair lane{entry.act.chain, entry.act.record};
    // What a role forbids is refused for itself alone.
    const auto by = stopped.find(lane);
    if (by != stopped.end()) ++counts_["law: overtaken"];
    if (is_in(refused_, entry) && !forbidden_.contains(entry.key))
      stopped.emplace(lane, entry.key);
    else if (by != stopped.end() && is_in(kept_, entry))
      return "OVERTAKEN: " + entry.key +
             " was accepted, though what its author did before it was refused: " + by->second;
  }
  return {};
}

// No number is given twice, but for one case: a store that was put back or copied gives its own once more until it is
// told. Then people are asked about the two, unless one of them was gone, or another register's number told it apart.
std::string Ledger::judge_number(const std::string& number, const Giver& giver, const Lives& lives,
                                 const Template& archive_template) {
  const auto [first, fresh] = given_.emplace(number, giver);
  if (fresh || first->second.record == giver.record) return {};
  const auto twice = "GIVEN TWICE: two records were given " + number;
  if (first->second.device != giver.device) return twice + " by two tablets";
  const std::array both{first->second.record, giver.record};
  auto is_one = [&](const RecordId& id) { return id == both[0] || id == both[1]; };
  if (std::none_of(acts_.begin(), acts_.end(), [&](const Entry& entry) {
        return entry.act.astray && entry.act.op == Op::create && is_one(entry.act.record);
      }))
    return twice + " by a tablet that knew of both";
  ++given_again_;
  const json key = json::array({number});
  for (const auto& [id, life] : lives)
    for (const auto& conflict : life.conflicts)
      if (conflict.kind == ConflictKind::duplicate && conflict.base == key) return {};
  for (const auto& id : both) {
    const auto& record = *lives.at(id).record;
    const auto* type = archive_template.type(record.header.type);
    if (record.header.state != State::live || natural_key(*type, record) != canonical(key)) return {};
  }
  return twice + ", and nobody is asked about it";
}

std::string Ledger::judge_fields(const Template& archive_template, const RecordId& id, const Lives& lives,
                                 bool restored) {
  const auto& life = lives.at(id);
  if (erased_.contains(id)) return {};
  if (!life.record || life.record->header.state == State::merged) return {};  // judged with what stands for it
  std::vector<Sight::Behind> behind;
  for (const auto& alias : life.aliases) behind.push_back({*lives.at(alias).record, lives.at(alias).conflicts});
  const auto* type = archive_template.type(life.record->header.type);
  if (type == nullptr) return text(id) + " is of no type";
  Sight sight{*life.record, life.conflicts, life.history, std::move(behind), &counts_};
  std::set<std::string> seen;
  for (const auto& field : type->fields) {
    const auto& unit = field.group.empty() ? field.name : field.group;
    if (!seen.insert(unit).second) continue;
    auto wrong = field.policy == Policy::sum ? judge_count(field.name, id, life) : sight.judge(*type, unit);
    if (!wrong.empty()) return text(id) + "." + unit + ": " + wrong;
  }
  auto wrong = sight.judge_removals();
  if (wrong.empty()) wrong = sight.judge_quarrels();
  if (wrong.empty()) wrong = sight.judge_decisions();
  if (wrong.empty()) wrong = sight.judge_questions_behind();
  if (wrong.empty()) wrong = sight.judge_gone(*type, restored);
  if (wrong.empty()) wrong = sight.judge_approvals(*type);
  if (wrong.empty() && moments_ != nullptr) wrong = sight.judge_order(*type, *moments_);
  return wrong.empty() ? wrong : text(id) + ": " + wrong;
}

// What the record counts is what people added, in plain arithmetic.
std::string Ledger::judge_count(const std::string& field, const RecordId& id, const Life& life) {
  std::int64_t expected = 0;
  for (const auto& entry : acts_) {
    const bool its = entry.act.record == id ||
                     std::find(life.aliases.begin(), life.aliases.end(), entry.act.record) != life.aliases.end();
    if (!its) continue;
    auto counted = entry.act.counted.find(field);
    if (counted == entry.act.counted.end()) continue;
    auto kept = kept_.find(entry.key), refused = refused_.find(entry.key);
    bool is_kept = kept != kept_.end() && kept->second > 0,
         is_refused = refused != refused_.end() && refused->second > 0;
    // The same words kept once and refused once: which of the two counted cannot be told from outside.
    if (is_kept && is_refused) return {};
    if (is_kept && !entry.sure &&
        kept->second != static_cast<int>(std::count_if(acts_.begin(), acts_.end(),
                                                       [&](const Entry& one) { return one.key == entry.key; })))
      return {};
    if (is_kept) expected += counted->second;
  }
  const auto* value = life.record->value(field);
  auto found = value == nullptr || value->is_null() ? 0 : value->get<std::int64_t>();
  if (found != 0 || expected != 0) ++counts_["law: count"];
  if (found == expected) return {};
  auto out = "COUNT: people added " + std::to_string(expected) + ", it says " + std::to_string(found);
  for (const auto& entry : life.history.entries) {
    const auto& edit = entry.edit;
    const auto op = edit.at("op").get<std::string>();
    if (!edit.at("set").contains(field) && op != "merge" && op != "unmerge") continue;
    out += "\n  seq " + std::to_string(entry.seq.value) + " " + device_of(entry.chain).value + " " + op + " " +
           edit.at("record").get<std::string>() + " " + edit.value("into", std::string{}) +
           edit.at("base").value(field, json{}).dump() + " -> " + edit.at("set").value(field, json{}).dump();
  }
  return out;
}

std::string Ledger::judge_refusals(Archive& archive, const DeviceId& device, const std::set<EditId>& listed,
                                   const std::set<EditId>& destroyed) {
  auto quarantine = archive.quarantine();
  if (!quarantine) return "the quarantine cannot be read";
  std::set<EditId> refused;
  for (const auto& item : *quarantine) {
    if (device_of(item.chain) != device) continue;
    refused.insert(item.edit);
    ++counts_["law: a refusal is listed"];
    if (!listed.contains(item.edit)) return "a refused edit is not in its author's list: " + text(item.edit);
  }
  for (const auto& one : listed)
    if (!refused.contains(one) && !destroyed.contains(one))
      return "an author's list holds an edit that the archive did not refuse: " + text(one);
  return {};
}

}  // namespace doorstep::test
