#include "tests/world/killer.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "engine/desk.h"
#include "engine/healing.h"
#include "tests/replicas.h"
#include "tests/world/crowd.h"
#include "tests/world/leaks.h"
#include "tests/world/ledger.h"

namespace doorstep::test {
namespace {

constexpr std::size_t creates_a_save = 250, resolves_a_save = 100;
constexpr Millis a_day{86'400'000};

struct Spot {
  RecordId record;
  std::string type, field;
};

const std::map<std::string, std::vector<std::string>> fields_edited{
    {"resident", {"name", "birth_date", "occupation", "interests", "notes"}},
    {"request", {"assignee", "urges", "text", "status"}},
    {"unit", {"area_build", "tags", "layout"}}};

class Killer {
 public:
  Killer(const KillerSize& size, const std::function<void(const std::string&)>& progress)
      : size_(size), progress_(progress), crowd_(7'919 * size.seed) {
    for (std::size_t i = 0; i < size.tablets; ++i) {
      auto& tablet = crowd_.join("person" + std::to_string(i), 7'919 * size.seed + 100 + i);
      if (i % 7 == 3) tablet.clock().skew = a_day * 365 * (i % 2 == 0 ? 4 : -6);
    }
    // What a narrowing or a hand-over took from a tablet, and a restore then from the server, nobody has any more
    // (docs/security.md): so these come back before the backup that is restored, or after the restore.
    revoked_ = size.tablets - 1;
    for (auto index : {std::size_t{2}, size.tablets - 2})
      if (index < first_half() || index >= before_restore()) narrowed_.insert(index);
    report_.narrowed = narrowed_.size();
  }

  KillerReport run() {
    live();
    broken(crowd_.report().stopped);
    report_.talk = crowd_.report();
    return report_;
  }

 private:
  void live() {
    progress_("the archive is written, and everybody fetches it");
    write_archive();
    if (!crowd_.deliver_all()) return;
    progress_("a week without a network");
    choose_hot_fields();
    for (int day = 0; day < 7; ++day) live_through_a_day(day);
    progress_("everybody comes back, and the server is restored from a backup meanwhile");
    come_back();
    if (!crowd_.deliver_all() || !judge_rights()) return;
    give_roles("manager");
    if (!crowd_.deliver_all() || !judge()) return;
    progress_("every conflict is decided");
    resolve_all();
    if (crowd_.deliver_all() && judge()) count_what_is_left();
  }

  // What people do

  void write_archive() {
    std::vector<Intent> intents;
    std::vector<Act> acts;
    auto& office = crowd_[0];
    for (std::size_t i = 0; i < size_.records; ++i) {
      Intent one;
      one.op = Op::create;
      one.record = mint_record(office.clock(), dice_);
      one.type = i % 10 < 4 ? "resident" : i % 10 < 7 ? "request" : "unit";
      if (one.type == "resident") one.set = {{"name", word()}};
      if (one.type == "request") one.set = {{"text", word()}};
      if (one.type == "unit")
        one.set = {{"building", std::to_string(1 + i / 1000)}, {"room_no", std::to_string(101 + i % 1000)}};
      for (const auto& field : fields_edited.at(one.type)) spots_.push_back({*one.record, one.type, field});
      Act act;
      act.op = Op::create;
      act.record = *one.record;
      act.set = one.set;
      intents.push_back(std::move(one));
      acts.push_back(std::move(act));
      if (intents.size() == creates_a_save || i + 1 == size_.records) save(office, intents, acts);
    }
  }

  void choose_hot_fields() {
    std::set<std::size_t> chosen;
    while (chosen.size() < std::max<std::size_t>(1, size_.edits / 100)) chosen.insert(dice_.below(spots_.size()));
    for (auto place : chosen) hot_.push_back(spots_[place]);
    report_.hot_fields = hot_.size();
  }

  void live_through_a_day(int day) {
    crowd_.time().now += a_day;
    for (std::size_t i = 0; day == 3 && i < size_.copied; ++i) {
      crowd_.copy(i + 1, 7'919 * size_.seed + 5'000 + i);
    }
    if (day == 2) give_roles("front_desk");
    if (day == 4) revoke();
    const auto today = size_.edits / 7 + (day == 0 ? size_.edits % 7 : 0);
    for (std::size_t done = 0; done < today;) {
      const auto index = dice_.below(crowd_.size());
      crowd_.time().now += Millis{1 + static_cast<std::int64_t>(dice_.below(2'000))};
      done += edit_some(index, std::min<std::size_t>(today - done, dice_.below(10) < 3 ? 5 : 1));
    }
  }

  // Most of it in one's own part of the archive; some where everybody is.
  std::size_t edit_some(std::size_t index, std::size_t many) {
    auto& tablet = crowd_[index];
    std::vector<Intent> intents;
    std::vector<Act> acts;
    std::set<RecordId> met;
    for (std::size_t i = 0; i < many; ++i) {
      const bool hot = dice_.below(100) < size_.hot_per_cent;
      const auto mine = spots_.size() / crowd_.size();
      const auto& spot = hot ? hot_[dice_.below(hot_.size())] : spots_[index * mine + dice_.below(mine)];
      if (!met.insert(spot.record).second) continue;
      auto shown = show(tablet.store(), spot.record);
      require(shown.has_value(), "nobody has removed anything");
      const auto now = shown->fields.value(spot.field, json{});
      const auto& field = *tablet.store().archive_template().type(spot.type)->field(spot.field);
      auto value = value_for(field, now);
      if (value.is_null() || value == now) continue;
      Intent one;
      one.record = spot.record;
      one.set[spot.field] = value;
      Act act;
      act.record = spot.record;
      act.set = one.set;
      if (field.policy == Policy::append) act.set[spot.field] = json::array({value.back()});  // an entry travels alone
      if (field.policy == Policy::sum)
        act.counted[spot.field] = value.get<std::int64_t>() - (now.is_null() ? 0 : now.get<std::int64_t>());
      intents.push_back(std::move(one));
      acts.push_back(std::move(act));
    }
    const auto saved = intents.size();
    if (saved > 0) save(tablet, intents, acts);
    report_.edits += saved;
    return saved;
  }

  json value_for(const Field& field, const json& now) {
    const auto pick = [&](const auto& list) { return list[dice_.below(list.size())]; };
    switch (field.kind) {
      case Kind::date:
        return std::to_string(1930 + dice_.below(80)) + "-0" + std::to_string(1 + dice_.below(9)) + "-1" +
               std::to_string(dice_.below(10));
      case Kind::number:
        return (now.is_null() ? 0 : now.get<std::int64_t>()) + 1 + static_cast<std::int64_t>(dice_.below(3));
      case Kind::decimal:
        return 5'000 + static_cast<std::int64_t>(dice_.below(9'000));
      case Kind::choices: {
        json list = now.is_array() ? now : json::array();
        if (!list.empty() && dice_.below(3) == 0)
          list.erase(dice_.below(list.size()));
        else
          list.push_back(word());
        return list;
      }
      case Kind::entries: {
        json list = now.is_array() ? now : json::array();
        list.push_back({{"id", text(mint_edit(dice_))}, {"text", "记下了第十个字以后的事" + word()}});
        return list;
      }
      case Kind::choice: {
        auto next = now.is_string() ? field.steps.find(now.get<std::string>()) : field.steps.end();
        if (!now.is_string()) return pick(field.choices).name;
        return next == field.steps.end() || next->second.empty() ? json{} : json(pick(next->second));
      }
      default:
        return word();
    }
  }

  std::string word() {
    std::string out = "词";
    for (auto rest = ++words_; rest > 0; rest /= 26) out += static_cast<char>('a' + rest % 26);
    return out;
  }

  void save(PartyTablet& tablet, std::vector<Intent>& intents, std::vector<Act>& acts) {
    for (auto& act : acts) act.chain = tablet.store().identity()->chain;
    tablet.does(std::exchange(intents, {}));
    for (auto& act : std::exchange(acts, {})) ledger_.saved(std::move(act));
  }

  // Meanwhile, in the office

  void give_roles(const std::string& role) {
    for (auto index : narrowed_) {
      auto given = crowd_.server().archive().set_person({"person" + std::to_string(index), role},
                                                        crowd_.server().clock().wall());
      if (!given) broken("NOT GIVEN: " + given.error().detail);
    }
  }

  void revoke() {
    const auto device = device_of(crowd_[revoked_].store().identity()->chain);
    if (!crowd_.server().archive().revoke("person" + std::to_string(revoked_), device)) broken("NOT REVOKED");
  }

  // The first half delivers, the server is backed up; the next quarter delivers what the restore then loses.
  std::size_t all() const { return size_.tablets + size_.copied; }
  std::size_t first_half() const { return all() / 2; }
  std::size_t before_restore() const { return first_half() + all() / 4; }

  void come_back() {
    crowd_.converse(0, first_half());
    const auto backup = crowd_.server().back_up();
    if (backup.empty()) return broken("NO BACKUP: it cannot be made");
    const auto head = crowd_.head();
    crowd_.converse(first_half(), before_restore());
    report_.lost_by_restore = crowd_.head().value - head.value;
    if (auto restored = crowd_.server().restore(backup); !restored)
      return broken("NOT RESTORED: " + restored.error().detail);
  }

  void resolve_all() {
    auto& office = crowd_[0];
    auto& store = office.store();
    auto open = conflicts(store);
    if (!open) return broken("conflicts cannot be listed");
    report_.conflicts = open->size();
    std::vector<Intent> intents;
    std::vector<Act> acts;
    for (const auto& view : *open) {
      const auto& conflict = view.conflict;
      Intent one;
      one.record = conflict.record;
      one.resolves = naming_of(conflict);
      if (conflict.kind == ConflictKind::duplicate) {
        one.op = Op::distinct;
      } else if (conflict.kind == ConflictKind::delete_edit) {
        one.op = Op::keep;
      } else {
        const auto& taken = conflict.candidates[dice_.below(conflict.candidates.size())];
        auto set = set_of(*store.archive_template().type(view.type), conflict.field, taken.value);
        if (!set) return broken("a conflict has no decision: " + set.error().detail);
        one.set = std::move(*set);
      }
      Act act;
      act.op = one.op;
      act.record = conflict.record;
      act.set = one.set;
      intents.push_back(std::move(one));
      acts.push_back(std::move(act));
      if (intents.size() == resolves_a_save) save(office, intents, acts);
    }
    if (!intents.empty()) save(office, intents, acts);
  }

  // The end

  void broken(const std::string& what) {
    if (report_.broken.empty()) report_.broken = what;
  }

  // Who has a lesser role holds no more than it reads, on either machine; the revoked tablet is gone.
  bool judge_rights() {
    progress_("judged: what is held by people with a lesser role, and by the revoked tablet");
    if (!crowd_[revoked_].shredded) broken("STILL THERE: the revoked tablet");
    for (std::size_t i = 0; i < crowd_.size(); ++i) {
      if (crowd_[i].shredded) continue;
      auto& store = crowd_[i].store();
      const bool narrowed = narrowed_.contains(i < size_.tablets ? i : i - size_.tablets + 1);
      if (narrowed != (store.role().name() == "front_desk")) broken("NOT TOLD: " + crowd_[i].name());
      const auto held = held_beyond_its_role(store);
      if (!held || !held->empty()) broken("LEAK: " + crowd_[i].name() + ": " + (held ? *held : held.error().detail));
    }
    return report_.broken.empty();
  }

  // In quarantine is what was forbidden and what was handed over, and its authors are told.
  void judge_quarantine() {
    auto& archive = crowd_.server().archive();
    std::set<DeviceId> forbidden;
    std::map<DeviceId, std::set<EditId>> listed;
    const auto gone = device_of(crowd_[revoked_].store().identity()->chain);
    for (std::size_t i = 0; i < crowd_.size(); ++i) {
      const auto device = device_of(crowd_[i].store().identity()->chain);
      if (narrowed_.contains(i)) forbidden.insert(device);
      if (device == gone) continue;
      const auto refused = refusals(crowd_[i].store());
      if (!refused) return broken("a list of refusals cannot be read");
      for (const auto& one : *refused) listed[device].insert(one.edit);
    }
    report_.refused = report_.handed_over = 0;
    for (const auto& item : *archive.quarantine()) {
      const auto device = device_of(item.chain);
      ++(device == gone ? report_.handed_over : report_.refused);
      if (device != gone && !forbidden.contains(device)) broken("REFUSED: something that nobody forbade");
    }
    for (const auto& [device, edits] : listed) broken(ledger_.judge_refusals(archive, device, edits, {}));
  }

  bool judge() {
    progress_("judged: what people saved against what is there, and every replica against the archive");
    auto& archive = crowd_.server().archive();
    if (auto whole = archive.verify(); !whole) broken("the archive does not verify: " + whole.error().detail);
    const auto theirs = replica_of(archive);
    for (std::size_t i = 0; i < crowd_.size(); ++i) {
      if (crowd_[i].shredded) continue;
      auto& store = crowd_[i].store();
      if (auto differs = difference(replica_of(store), theirs); !differs.empty())
        broken("DIVERGED: " + crowd_[i].name() + ": " + differs);
      if (!status(store)->agrees || healing_report(store.sql()).begun > 0)
        broken("DIVERGED: " + crowd_[i].name() + " by set hash");
      if (auto sound = verify(store); !sound) broken(crowd_[i].name() + ": " + sound.error().detail);
    }
    judge_quarantine();
    broken(ledger_.judge(archive));
    return report_.broken.empty();
  }

  void count_what_is_left() {
    report_.open_at_end = conflicts(crowd_[0].store())->size();
    report_.resolved = report_.conflicts - std::min(report_.open_at_end, report_.conflicts);
    if (report_.open_at_end > 0) broken("UNDECIDED: a conflict stays open after its decision");
    for (const auto& [path, bytes] : crowd_.server().disk().files())
      if (path.starts_with("archive")) report_.server_bytes += bytes.size();
  }

  KillerSize size_;
  const std::function<void(const std::string&)>& progress_;
  KillerReport report_;
  Crowd crowd_;
  Dice& dice_ = crowd_.dice();
  std::vector<Spot> spots_, hot_;
  std::set<std::size_t> narrowed_;  ///< by index: people who are given a lesser role
  std::size_t revoked_ = 0;
  std::uint64_t words_ = 0;
  Ledger ledger_;
};

}  // namespace

KillerReport run_killer(const KillerSize& size, const std::function<void(const std::string&)>& progress) {
  return Killer{size, progress}.run();
}

}  // namespace doorstep::test
