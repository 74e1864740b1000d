#include "engine/grant.h"

#include <algorithm>

#include "engine/schema.h"
#include "engine/store.h"
#include "shared/projection.h"
#include "shared/set_hash.h"

namespace doorstep {
namespace {

template <class Row>
std::vector<RecordId> ids_in(Row& row) {
  std::vector<RecordId> out;
  while (row.step()) out.push_back(row.template id<RecordId>(0));
  return out;
}

std::vector<CommunityId> communities_here(Statements& sql) {
  auto& row = sql("SELECT code FROM communities");
  std::vector<CommunityId> out;
  row.with();
  while (row.step()) out.push_back(CommunityId{std::string{row.text(0)}});
  return out;
}

}  // namespace

GrantChange::GrantChange(Database& database, Statements& sql, const Template& archive_template, const ChainId& chain)
    : database_(database),
      sql_(sql),
      template_(archive_template),
      rebase_(sql, archive_template, chain),
      rebasing_(rebase_, sql),
      epoch_(stored_epoch(sql)) {}

// A store from before roles was sent everything.
bool GrantChange::holds_anything() {
  for (const char* literal : {"SELECT 1 FROM records LIMIT 1",
                              "SELECT 1 FROM communities WHERE cursor IS NOT NULL OR state_from IS NOT NULL LIMIT 1"}) {
    auto& row = sql_(literal);
    const bool any = row.with().step();
    row.rewind();
    if (any) return true;
  }
  return false;
}

void GrantChange::enter(const Role& now, const std::vector<CommunityHead>& communities) {
  auto held = held_role(sql_);
  const bool known = held.has_value() || holds_anything();
  before_ = held ? *held : Role::everything();
  now_ = now;
  seen_before_ = Scope::of(before_);
  seen_now_ = Scope::of(now_);
  if (!held || held->text() != now.text()) set_meta(sql_, "role", now.text());
  if (!known) return;
  for (const auto& code : communities_here(sql_)) {
    const bool stays = std::any_of(communities.begin(), communities.end(),
                                   [&](const CommunityHead& head) { return head.code == code; });
    if (!stays) leave(code);
  }
  if (before_.scope() != now_.scope()) {
    note_gained();
    narrow();
  }
  if (lost_ != no_class) finish();
  for (const auto& [code, community] : communities_)
    if (community) write_community(sql_, *community);
}

GrantChange::Reads GrantChange::reads_of(const std::string& type) const {
  return {before_.reads(type), now_.reads(type)};
}

// Nothing of it is shown to this person any more. What was answered there leaves the outbox: no checkpoint will come.
void GrantChange::leave(const CommunityId& code) {
  lost_ = every_class;
  auto& row = sql_("SELECT id FROM records WHERE community = ? ORDER BY type = 'conflict'");
  for (const auto& id : ids_in(row.with(code))) {
    evicted_.insert(id);
    auto held = read_row(sql_, id);
    if (!held) continue;
    auto* pending = held->text.type == conflict_type ? nullptr : rebasing_.find(id);
    if (pending == nullptr) {
      delete_row(sql_, held->n);
      continue;
    }
    pending->confirmed.reset();
    pending->conflicts.clear();
    pending->edits.clear();
  }
  sql_("DELETE FROM communities WHERE code = ?").with(code).run();
  sql_("UPDATE bundles SET state = 2 WHERE state = 1 AND state < 2 AND community = ?").with(code).run();
  sql_("DELETE FROM meta WHERE key = 'community' AND value = ?").with(code).run();
  const auto left = communities_here(sql_);
  if (!left.empty() && !meta_text(sql_, "community")) set_meta(sql_, "community", left.front().value);
}

// By type the classes, and where more buildings are seen now, which of them were seen before (docs/protocol.md
// §subscribe). The first sync under way begins anew: what it brought so far lacks what is gained now.
void GrantChange::note_gained() {
  std::map<std::string, ClassMask> gained;
  for (const auto& type : template_.types()) {
    const auto reads = reads_of(type.name);
    if (const auto more = static_cast<ClassMask>(reads.now & ~reads.before); more != no_class) gained[type.name] = more;
  }
  for (const auto& code : communities_here(sql_)) {
    auto& community = communities_[code] = read_community(sql_, code);
    if (!community->cursor) {
      community->state_after.reset();
      community->state_from.reset();
      continue;
    }
    auto all = gained;
    for (const auto& [type, mask] : community->gained)
      if (const auto still = static_cast<ClassMask>(mask & now_.reads(type)); still != no_class) all[type] |= still;
    // What an earlier change still has to bring counts as not seen.
    auto seen = community->held.value_or(seen_before_).within(seen_now_);
    auto held = seen.shows_all_of(seen_now_) ? std::optional<Scope>{} : std::optional{std::move(seen)};
    if (all != community->gained || held != community->held) community->gained_after.reset();
    community->gained = std::move(all);
    community->held = std::move(held);
  }
}

std::string GrantChange::about(const RecordText& text) {
  if (text.type != conflict_type) return text.type;
  auto record = read_row(sql_, stored(decode_conflict(text)).record);
  return record ? record->text.type : std::string{};
}

// Conflicts first: what governs them is their record's type. What is foretold has no place: that stands under it.
std::vector<RecordId> GrantChange::affected() {
  auto& row = sql_(R"sql(
    SELECT id, CASE type WHEN 'conflict' THEN (SELECT p.type FROM records p WHERE p.id = records.parent) ELSE type END,
      COALESCE(rebase.header, records.header)
    FROM records LEFT JOIN rebase USING (n) ORDER BY type = 'conflict' DESC)sql");
  std::vector<RecordId> out;
  row.with();
  while (row.step())
    if (reads_of(std::string{row.text(1)}).lost() != no_class || !seen_now_.shows(place_in(row.text(2))))
      out.push_back(row.id<RecordId>(0));
  return out;
}

// Answers what is left of it to show; its elements of the set hash follow.
std::optional<RecordText> GrantChange::reduced(const RecordText& text) {
  const auto reads = reads_of(about(text)).now;
  const CommunityId code{stored(parse_json(text.header)).at("community").get<std::string>()};
  auto& community = communities_[code];
  std::optional<RecordText> left;
  if (shows(text, reads) && seen_now_.shows(place_in(text.header))) left = projected(text, reads);
  if (community) {
    subtract(community->set_hash, elements(community->set_key, epoch_, text));
    if (left) add(community->set_hash, elements(community->set_key, epoch_, *left));
  }
  return left;
}

void GrantChange::evict(const RecordId& id) {
  auto row = read_row(sql_, id);
  if (!row) return;  // a conflict that went with its record
  if (row->text.type == conflict_type) {
    const auto conflict = stored(decode_conflict(row->text));
    if (rebasing_.find(conflict.record) != nullptr) return;  // narrow() goes through what stands under a rebase
    if (!reduced(row->text)) delete_row(sql_, row->n);
    return;
  }
  evicted_.insert(id);
  if (auto* pending = rebasing_.find(id)) return evict_under_rebase(*pending);
  if (auto left = reduced(row->text))
    write_row(sql_, row->n, *left, facts_of(template_, stored(decode(*left))));
  else
    delete_row(sql_, row->n);
}

// One about several records may be hidden where the one that it is asked of is not.
void GrantChange::evict_conflicts(Pending& pending) {
  std::vector<RecordText> conflicts;
  for (const auto& conflict : pending.conflicts)
    if (auto left = reduced(conflict)) conflicts.push_back(std::move(*left));
  pending.conflicts = std::move(conflicts);
}

// Own edits stand over what is left; those of hidden fields go when the server has refused them.
void GrantChange::evict_under_rebase(Pending& pending) {
  if (pending.confirmed) pending.confirmed = reduced(*pending.confirmed);
  const bool hidden = !pending.confirmed && !pending.edits.empty() && pending.edits.front().edit.op != Op::create;
  if (hidden) pending.edits.clear();
}

void GrantChange::narrow() {
  for (const auto& type : template_.types()) lost_ |= reads_of(type.name).lost();
  if (!seen_now_.shows_all_of(seen_before_)) lost_ = every_class;
  for (const auto& id : affected()) evict(id);
  auto& asked = sql_("SELECT id FROM rebase CROSS JOIN records USING (n) WHERE conflicts <> '[]'");
  for (const auto& id : ids_in(asked.with())) evict_conflicts(*rebasing_.find(id));
}

void GrantChange::finish() {
  rebasing_.apply();
  for (auto klass : all_classes)
    if (has(lost_, klass)) renew_search_table(database_, klass);
  sql_("INSERT OR IGNORE INTO unindexed (n, fresh) SELECT n, 0 FROM records WHERE type <> 'conflict'").with().run();
  sql_("DELETE FROM history").with().run();
  sql_("DELETE FROM history_known").with().run();
  forget_drafts(sql_, evicted_);
  forget_refused_values(sql_, template_, evicted_);
  make_scrub_due(sql_);
}

}  // namespace doorstep
