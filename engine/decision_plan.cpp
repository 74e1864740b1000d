#include "engine/decision_plan.h"

#include <algorithm>

#include "engine/planning.h"
#include "engine/rows.h"
#include "engine/store.h"
#include "shared/discussion.h"
#include "shared/rights.h"
#include "shared/unit_value.h"

namespace doorstep {
namespace {

constexpr const char* plan_prefix = "plan/";
constexpr const char* behind_plans = "plan0";  // the sign behind '/'

bool names(const Naming& naming, const EditId& edit) {
  return std::find(naming.seen.begin(), naming.seen.end(), edit) != naming.seen.end();
}

// A slip of the pen would find nothing, and look as if there was nothing to decide.
Result<void> check_names(const Template& archive_template, const BulkQuery& query) {
  if (!query.type.empty() && archive_template.type(query.type) == nullptr)
    return Error{Fault::unknown_type, query.type};
  const auto& types = archive_template.types();
  const bool known = std::any_of(types.begin(), types.end(), [&](const Type& type) {
    return (query.type.empty() || type.name == query.type) && unit_named(type, query.field);
  });
  if (!known) return Error{Fault::unknown_field, query.field};
  return {};
}

// A fault of one decision, not of the disk or the tablet: the others can be written all the same.
bool is_its_own(Fault fault) {
  using enum Fault;
  return fault == not_found || fault == invalid_value || fault == out_of_range || fault == not_allowed ||
         fault == own_proposal;
}

// In bundles, cut smaller where one does not fit, until what cannot be written stands alone and is left out. Answers
// the conflicts that were written about.
Result<std::vector<RecordId>> save_in_bundles(Store& store, const std::vector<Intent>& intents) {
  std::vector<RecordId> out;
  for (std::size_t at = 0; at < intents.size();) {
    auto size = std::min(decisions_in_a_bundle_max, intents.size() - at);
    for (;; size = (size + 1) / 2) {
      const auto from = intents.begin() + static_cast<std::ptrdiff_t>(at);
      const auto behind = from + static_cast<std::ptrdiff_t>(size);
      auto saved = store.edit({from, behind});
      if (!saved && !is_its_own(saved.error().fault)) return saved.error();
      if (saved)
        std::transform(from, behind, std::back_inserter(out), [](auto& one) { return one.resolves->conflict; });
      if (saved || size == 1) break;
    }
    at += size;
  }
  return out;
}

json plan_line(const PlannedDecision& decision) {
  json seen = json::array();
  for (const auto& edit : decision.intent.resolves->seen) seen.push_back(text(edit));
  return {{"conflict", text(decision.view.conflict.id)},
          {"set", decision.intent.set},
          {"value", decision.value},
          {"seen", std::move(seen)}};
}

// A batch is named by what it would decide, and when it was planned.
void name_it(Store& store, DecisionPlan& plan) {
  json lines = json::array();
  lines.push_back(to_ms(store.clock().wall()));
  for (const auto& one : plan.decisions) lines.push_back(plan_line(one));
  plan.mark = mark_of("batch", RecordId{short_hash(canonical(lines))});
  for (auto& one : plan.decisions) one.intent.source = plan.mark;
}

Result<PlannedDecision> decision_from(Store& store, const json& line, const std::string& mark) {
  const auto id = parse_id<RecordId>(line.at("conflict").get<std::string>());
  if (!id) return Error{Fault::store_damaged, "a kept plan"};
  auto view = conflict(store, *id);
  if (!view) return view.error();
  PlannedDecision out{std::move(*view), line.at("value"), {}};
  out.intent.record = out.view.conflict.record;
  out.intent.set = line.at("set");
  out.intent.source = mark;
  out.intent.resolves = Naming{*id, {}};
  for (const auto& edit : line.at("seen"))
    if (auto seen = parse_id<EditId>(edit.get<std::string>())) out.intent.resolves->seen.push_back(*seen);
  return out;
}

}  // namespace

std::vector<const Candidate*> voices_in(const Conflict& conflict) {
  std::vector<const Candidate*> own, decided;
  for (const auto& one : conflict.candidates) (is_mark(one.stamp.source) ? decided : own).push_back(&one);
  auto out = own;
  for (const auto* one : decided)
    if (std::none_of(own.begin(), own.end(), [&](const Candidate* other) { return other->value == one->value; }))
      out.push_back(one);
  return out;
}

Planning::Planning(Store& store, std::string mark) : store_(store) { plan_.mark = std::move(mark); }

// A bundle is refused whole: what one may not decide is left out of it.
bool Planning::may(const Type& type, const Intent& intent) const {
  Edit edit;
  edit.record = *intent.record;
  edit.type = type.name;
  edit.set = intent.set;
  edit.resolves = intent.resolves;
  return check_rights(store_.role(), store_.archive_template(), edit).has_value();
}

Result<void> Planning::decide(ConflictView view, std::size_t taken) {
  const auto* type = store_.archive_template().type(view.type);
  if (type == nullptr || !unit_named(*type, view.conflict.field)) return {};  // could not be asked about anew
  auto value = taken_value(*type, view, view.conflict.candidates.at(taken));
  auto set = set_of(*type, view.conflict.field, value);
  if (!set) return set.error();
  Intent intent;
  intent.record = view.conflict.record;
  intent.set = std::move(*set);
  intent.resolves = naming_of(view.conflict);
  intent.source = plan_.mark;
  const bool barred = taken < view.barred.size() && view.barred[taken].has_value();
  if (plan_.decisions.size() == decisions_at_once_max || barred || !may(*type, intent))
    ++plan_.left;
  else
    plan_.decisions.push_back({std::move(view), std::move(value), std::move(intent)});
  return {};
}

Result<DecisionPlan> bulk_plan(Store& store, const BulkQuery& query) {
  if (auto known = check_names(store.archive_template(), query); !known) return known.error();
  auto open = conflicts(store);
  if (!open) return open.error();
  Planning planning{store, {}};
  for (auto& view : *open) {
    const auto& conflict = view.conflict;
    if (conflict.field != query.field || (!query.type.empty() && view.type != query.type)) continue;
    std::optional<std::size_t> taken;
    const auto voices = voices_in(conflict);
    bool just_these = voices.size() == 2;
    bool other = false;
    for (const auto* voice : voices) {
      const auto person = person_of(voice->stamp.chain);
      if (person == query.taken) taken = static_cast<std::size_t>(voice - conflict.candidates.data());
      other = other || person == query.other;
      just_these = just_these && (person == query.taken || person == query.other);
    }
    if (!taken || !other || !just_these) continue;
    if (auto added = planning.decide(std::move(view), *taken); !added) return added.error();
  }
  auto plan = planning.done();
  name_it(store, plan);
  return plan;
}

Result<PlanOutcome> carry_out(Store& store, const DecisionPlan& plan) {
  PlanOutcome out;
  std::vector<Intent> intents;
  for (const auto& decision : plan.decisions) {
    auto now = conflict(store, decision.view.conflict.id);
    if (!now || now->conflict.state != ConflictState::open) {
      ++out.over;
      continue;
    }
    const auto& candidates = now->conflict.candidates;
    const bool shown = std::all_of(candidates.begin(), candidates.end(), [&](const Candidate& one) {
      return names(*decision.intent.resolves, one.stamp.edit);
    });
    if (shown)
      intents.push_back(decision.intent);
    else
      ++out.kept_open;
  }
  auto saved = save_in_bundles(store, intents);
  if (!saved) return saved.error();
  out.over += intents.size() - saved->size();
  out.decided = std::move(*saved);
  return out;
}

Result<void> keep_plan(Store& store, const DecisionPlan& plan) {
  return guarded([&]() -> Result<void> {
    Transaction transaction{store.database()};
    auto& sql = store.sql();
    sql("DELETE FROM drafts WHERE key >= ? AND key < ?").with(plan_prefix, behind_plans).run();
    for (std::size_t i = 0; i < plan.decisions.size(); ++i) {
      const auto& decision = plan.decisions[i];
      // In order; and the record stands last: a role that loses it takes the line along (engine/grant.cpp).
      const auto place = std::to_string(decisions_at_once_max + i);
      const auto key = plan_prefix + plan.mark + "/" + place + "/" + text(decision.view.conflict.record);
      sql("INSERT INTO drafts (key, at, body) VALUES (?, ?, ?)")
          .with(key, to_ms(store.clock().wall()), canonical(plan_line(decision)))
          .run();
    }
    transaction.commit();
    return {};
  });
}

Result<DecisionPlan> kept_plan(Store& store, const std::string& mark) {
  return guarded([&]() -> Result<DecisionPlan> {
    const auto prefix = plan_prefix + mark + "/";
    auto& row = store.sql()("SELECT body FROM drafts WHERE key >= ? AND key < ? ORDER BY key");
    std::vector<json> lines;
    row.with(prefix, prefix + "\x7f");
    while (row.step()) lines.push_back(stored(parse_json(row.text(0))));
    if (lines.empty())
      return Error{Fault::not_found,
                   "这份方案不是这台设备上最近预览的那份 / this plan was not the last one that was shown here"};
    DecisionPlan out;
    out.mark = mark;
    for (const auto& line : lines)
      if (auto decision = decision_from(store, line, mark)) out.decisions.push_back(std::move(*decision));
    return out;
  });
}

Result<std::vector<ConflictView>> decided_under(Store& store, const std::string& mark) {
  return guarded([&]() -> Result<std::vector<ConflictView>> {
    if (!is_mark(mark))
      return Error{Fault::usage, "批次写作 batch_…，规则写作 rule_… / a batch is named batch_..., a rule rule_..."};
    std::vector<RecordId> ids;
    auto& row = store.sql()(
        "SELECT id FROM records WHERE type = 'conflict' AND state = 1 AND instr(coalesce(basic, detail, sensitive), ?) "
        "ORDER BY n");
    row.with(mark);
    while (row.step()) ids.push_back(row.id<RecordId>(0));
    std::vector<ConflictView> out;
    for (const auto& id : ids) {
      auto view = conflict(store, id);
      if (!view || view->conflict.state != ConflictState::resolved || !view->conflict.resolution) continue;
      if (root_of(store.sql(), view->conflict.record) != view->conflict.record) continue;  // its winner is asked
      if (view->conflict.resolution->stamp.source == mark) out.push_back(std::move(*view));
    }
    return out;
  });
}

Result<std::size_t> ask_anew(Store& store, const std::vector<ConflictView>& decided) {
  std::vector<Intent> intents;
  for (const auto& view : decided) {
    auto words = talk_about(store, view.conflict.id, json{{reopen_word, true}});
    if (!words) return words.error();
    intents.push_back(std::move(*words));
  }
  auto saved = save_in_bundles(store, intents);
  if (!saved) return saved.error();
  return saved->size();
}

Result<std::size_t> take_back(Store& store, const std::string& mark) {
  auto decided = decided_under(store, mark);
  if (!decided) return decided.error();
  return ask_anew(store, *decided);
}

std::string mark_of(std::string_view kind, const RecordId& id) {
  auto out = std::string{kind} + "_" + text(id);
  std::erase(out, '-');
  return out;
}

bool is_mark(std::string_view source) { return source.starts_with("batch_") || source.starts_with("rule_"); }

}  // namespace doorstep
