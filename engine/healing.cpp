#include "engine/healing.h"

#include "engine/rescue.h"
#include "engine/store.h"
#include "shared/log.h"
#include "shared/set_hash.h"

namespace doorstep {
namespace {

std::uint64_t counted(Statements& sql, const char* key) {
  return static_cast<std::uint64_t>(meta_integer(sql, key, 0));
}

void count(Statements& sql, const char* key, std::uint64_t more) {
  set_meta(sql, key, static_cast<std::int64_t>(counted(sql, key) + more));
}

}  // namespace

Healing heal(Statements& sql, Rebase& rebase, Community& community, const Hash& expected, Instant now) {
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
  const auto last = from_ms(meta_integer(sql, "healed_at", 0));
  if (last <= now && now < last + heal_again_after) return Healing::none;
  set_meta(sql, "healed_at", to_ms(now));
  set_meta(sql, "healing", community.code.value);
  count(sql, "healings", 1);
  community.cursor.reset();
  community.state_after.reset();
  community.state_from.reset();
  community.gained.clear();  // all of it comes
  community.held.reset();
  community.gained_after.reset();
  log_warning("store: it differs from the server's by set hash; its state is read again");
  return Healing::begun;
}

bool heals(Statements& sql, const CommunityId& community) { return meta_text(sql, "healing") == community.value; }

void note_healed(Statements& sql, std::uint64_t records, bool done) {
  if (records > 0) count(sql, "healed_records", records);
  if (done) sql("DELETE FROM meta WHERE key = 'healing'").with().run();
}

HealingReport healing_report(Statements& sql) { return {counted(sql, "healings"), counted(sql, "healed_records")}; }

}  // namespace doorstep
