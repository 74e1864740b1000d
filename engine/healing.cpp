#include "engine/healing.h"

#include <algorithm>
#include <array>

#include "engine/rescue.h"
#include "engine/store.h"
#include "shared/log.h"
#include "shared/set_hash.h"

namespace doorstep {
namespace {

constexpr std::array<std::string_view, 4> stage_names{"asks", "leaves", "proves", "state"};

std::uint64_t counted(Statements& sql, const char* key) {
  return static_cast<std::uint64_t>(meta_integer(sql, key, 0));
}

void count(Statements& sql, const char* key, std::uint64_t more) {
  set_meta(sql, key, static_cast<std::int64_t>(counted(sql, key) + more));
}

// Over what is shown: what is missing in it goes.
void read_state_again(Statements& sql, Community& community) {
  write_repair(sql, {community.code, Repair::Stage::state});
  community.cursor.reset();
  community.state_after.reset();
  community.state_from.reset();
  community.gained.clear();  // all of it comes
  community.held.reset();
  community.gained_after.reset();
  log_warning("store: it differs from the server's by set hash; its state is read again");
}

std::vector<std::uint64_t> own_sums(Statements& sql, Rebase& rebase, const Community& community,
                                    const std::vector<Branch>& branches) {
  SumTree tree{branches};
  const auto epoch = stored_epoch(sql);
  each_confirmed(sql, rebase, [&](const CommunityId& code, const RecordText& text) {
    if (code == community.code && tree.wants(text.id)) tree.count(text.id, elements(community.set_key, epoch, text));
  });
  return tree.sums();
}

}  // namespace

std::optional<Repair> repair_of(Statements& sql, const CommunityId& community) {
  const auto text = meta_text(sql, "healing");
  if (!text) return std::nullopt;
  const auto kept = parse_json(*text);
  // An earlier version kept the community's code: its state was being read.
  Repair out{CommunityId{*text}, Repair::Stage::state};
  if (kept && kept->is_object()) {
    out.community.value = kept->at("community").get<std::string>();
    const auto stage = std::find(stage_names.begin(), stage_names.end(), kept->at("stage").get<std::string>());
    out.stage = static_cast<Repair::Stage>(stage - stage_names.begin());
    out.leaves = kept->at("leaves").get<std::vector<Leaf>>();
    if (const auto& after = kept->at("after"); !after.is_null())
      out.after = parse_id<RecordId>(after.get<std::string>());
  }
  return out.community == community ? std::optional{std::move(out)} : std::nullopt;
}

void write_repair(Statements& sql, const Repair& repair) {
  set_meta(sql, "healing",
           canonical({{"community", repair.community.value},
                      {"stage", stage_names.at(static_cast<std::size_t>(repair.stage))},
                      {"leaves", repair.leaves},
                      {"after", repair.after ? json(text(*repair.after)) : json(nullptr)}}));
}

void end_repair(Statements& sql) { sql("DELETE FROM meta WHERE key = 'healing'").with().run(); }

Healing heal(Statements& sql, Rebase& rebase, Community& community, const Hash& expected, Instant now, bool tree) {
  Hash sum{};
  const auto epoch = stored_epoch(sql);
  each_confirmed(sql, rebase, [&](const CommunityId& code, const RecordText& text) {
    if (code == community.code) add(sum, elements(community.set_key, epoch, text));
  });
  community.set_hash = sum;
  if (sum == expected) {
    log_warning("store: the set hash was not the sum of the records, and is now");
    return Healing::sum_was_wrong;
  }
  if (const auto repair = repair_of(sql, community.code)) {  // broken off, or it was not enough
    if (tree && repair->stage == Repair::Stage::asks) return Healing::asks;
    if (!tree || repair->stage != Repair::Stage::leaves) read_state_again(sql, community);
    return Healing::begun;
  }
  const auto last = from_ms(meta_integer(sql, "healed_at", 0));
  if (last <= now && now < last + heal_again_after) return Healing::none;
  set_meta(sql, "healed_at", to_ms(now));
  count(sql, "healings", 1);
  if (!tree) {
    read_state_again(sql, community);
    return Healing::begun;
  }
  write_repair(sql, {community.code, Repair::Stage::asks});
  return Healing::asks;
}

std::vector<Branch> compare(Statements& sql, Rebase& rebase, Community& community, const Sums& theirs) {
  const auto found = differing(theirs.branches, own_sums(sql, rebase, community, theirs.branches), theirs.sums);
  if (found.empty()) {
    end_repair(sql);
    return {};
  }
  if (theirs.branches.empty()) return {found.begin(), found.end()};
  if (found.size() > repair_leaves_max) {
    read_state_again(sql, community);
    return {};
  }
  write_repair(sql, {community.code, Repair::Stage::leaves, found});
  log_warning("store: it differs from the server's by set hash; what differs is read again");
  return {};
}

void note_healed(Statements& sql, std::uint64_t records) {
  if (records > 0) count(sql, "healed_records", records);
}

HealingReport healing_report(Statements& sql) { return {counted(sql, "healings"), counted(sql, "healed_records")}; }

}  // namespace doorstep
