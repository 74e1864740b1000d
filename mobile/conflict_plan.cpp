// Many decisions at once on the desk: what they would be is shown, then written as it was shown.
#include <algorithm>

#include "mobile/conflicts.h"
#include "mobile/disputed_value.h"
#include "shared/unit_value.h"

namespace doorstep {
namespace {

constexpr int lines_shown_max = 200;

// The two people of a conflict between just two.
// What was decided by mistake and taken back is no third voice.
std::optional<std::pair<PersonId, PersonId>> pair_of(const Conflict& conflict) {
  const auto voices = voices_in(conflict);
  if (conflict.field.empty() || voices.size() != 2) return std::nullopt;
  auto one = person_of(voices[0]->stamp.chain), other = person_of(voices[1]->stamp.chain);
  if (one.value.empty() || other.value.empty() || one == other) return std::nullopt;
  return one < other ? std::pair{one, other} : std::pair{other, one};
}

// A rule names one source: of all that speaks for a value, what says most.
std::string strongest(const ConflictView& view, const Candidate& candidate) {
  for (const char* evidence : {"document", "visit", "phone"})
    if (view.speaks_for(candidate, evidence)) return evidence;
  return candidate.stamp.source;
}

std::optional<RecordId> id_from(const QString& text) { return parse_id<RecordId>(text.toStdString()); }

}  // namespace

// What the same two people disagree about in the same field has the same key; empty: nothing is like it.
std::string Conflicts::alike_key(const ConflictView& view) const {
  const auto pair = pair_of(view.conflict);
  const auto* type = session()->archive_template().type(view.type);
  if (!pair || type == nullptr || !unit_named(*type, view.conflict.field)) return {};
  return view.type + "." + view.conflict.field + " " + pair->first.value + " " + pair->second.value;
}

void Conflicts::count_alike() {
  alike_.clear();
  for (const auto& view : views_)
    if (!decided_.contains(qs(view.conflict.id))) ++alike_[alike_key(view)];
}

QString Conflicts::words_of(const DeskRule& rule) const {
  const auto words = app().words();
  const auto* type = session()->archive_template().type(rule.about);
  auto of = words.type_name(session()->archive_template(), rule.about);
  if (type != nullptr) {
    if (const auto* field = type->field(rule.field)) of = words.label(field->label);
    if (const auto* group = type->group(rule.field)) of = words.label(group->label);
  }
  const auto* rules = session()->archive_template().type(desk_rule_type);
  auto source = [&](const char* field, const std::string& name) {
    const auto* known = rules == nullptr ? nullptr : rules->field(field);
    return known == nullptr ? qs(name) : words.value(*known, name);
  };
  if (rule.kind == DeskRule::Kind::later)
    return rule.better.empty() ? tr("%1: the later one").arg(of)
                               : tr("%1: the later “%2”").arg(of, source("better", rule.better));
  return rule.over.empty()
             ? tr("%1: “%2” before all else").arg(of, source("better", rule.better))
             : tr("%1: “%2” before “%3”").arg(of, source("better", rule.better), source("over", rule.over));
}

// How a candidate came by its value, where that was not one person's word about one record.
QString Conflicts::decided_by(const std::string& source) const {
  if (!is_mark(source)) return {};
  if (source.starts_with("batch_")) return tr("decided with others");
  for (const auto& rule : known_rules_)
    if (rule.mark == source) return tr("by the rule %1").arg(words_of(rule));
  return tr("by a rule");
}

// The author of this value knew better than the others: they saw a paper where the others were told on the phone.
std::optional<DeskRule> Conflicts::rule_for(const ConflictView& view, std::size_t taken) const {
  const auto* rules = session()->archive_template().type(desk_rule_type);
  const auto& candidates = view.conflict.candidates;
  if (rules == nullptr || taken >= candidates.size()) return std::nullopt;
  DeskRule out;
  out.about = view.type;
  out.field = view.conflict.field;
  out.better = strongest(view, candidates[taken]);
  for (const auto& one : candidates)
    if (one.value != candidates[taken].value) out.over = strongest(view, one);
  auto known = [&](const std::string& source) {
    const auto& choices = rules->field("better")->choices;
    return std::any_of(choices.begin(), choices.end(), [&](const Choice& one) { return one.name == source; });
  };
  const bool there = std::any_of(known_rules_.begin(), known_rules_.end(), [&](const DeskRule& rule) {
    return rule.kind == DeskRule::Kind::evidence && rule.about == out.about && rule.better == out.better &&
           (rule.field.empty() || rule.field == out.field) && (rule.over.empty() || rule.over == out.over);
  });
  if (there || !known(out.better) || !known(out.over) || prevailing(out, view) == nullptr) return std::nullopt;
  return out;
}

QString Conflicts::ruleOf(const QString& conflict, int number) const {
  const auto* view = view_of(conflict);
  if (view == nullptr || !session() || number < 1) return {};
  const auto rule = rule_for(*view, static_cast<std::size_t>(number - 1));
  return rule ? words_of(*rule) : QString{};
}

Engine::Then<DecisionPlan> Conflicts::planned(Title title) {
  return session()->to<DecisionPlan>(this, [this, title = std::move(title)](Result<DecisionPlan> plan) {
    if (!session()) return;
    if (!plan) return Q_EMIT wrong(app().words().sentence(plan.error()));
    plan_ = std::move(*plan);
    plan_title_ = title;
    show_plan();
  });
}

void Conflicts::planAlike(const QString& conflict, int number) {
  const auto* view = view_of(conflict);
  if (view == nullptr || !session() || !pair_of(view->conflict)) return;
  const auto& candidates = view->conflict.candidates;
  if (number < 1 || static_cast<std::size_t>(number) > candidates.size()) return;
  const auto* chosen = &candidates[static_cast<std::size_t>(number - 1)];
  const auto voices = voices_in(view->conflict);
  if (std::find(voices.begin(), voices.end(), chosen) == voices.end()) return;
  const auto taken = chosen->stamp.chain;
  const auto other = voices[voices[0] == chosen ? 1 : 0]->stamp.chain;
  auto title = [this, view = *view, taken, other] {
    const auto* type = session()->archive_template().type(view.type);
    return tr("%1: what %2 said, not %3")
        .arg(disputed_name(type, view, app().words()), qs(view.name_of(taken)), qs(view.name_of(other)));
  };
  session()->engine().bulk_plan({view->type, view->conflict.field, person_of(taken), person_of(other)},
                                planned(std::move(title)));
}

Conflicts::Title Conflicts::by_rule(DeskRule rule) const {
  return [this, rule = std::move(rule)] { return tr("By the rule %1").arg(words_of(rule)); };
}

void Conflicts::planByRule(const QString& rule) {
  const auto known =
      std::find_if(known_rules_.begin(), known_rules_.end(), [&](const DeskRule& one) { return qs(one.id) == rule; });
  if (known != known_rules_.end() && session()) session()->engine().plan_by_rule(known->id, planned(by_rule(*known)));
}

void Conflicts::saveRule(const QString& conflict, int number) {
  const auto* view = view_of(conflict);
  if (view == nullptr || !session() || number < 1) return;
  const auto rule = rule_for(*view, static_cast<std::size_t>(number - 1));
  if (!rule) return;
  auto told = session()->to<DeskRule>(this, [this](Result<DeskRule> saved) {
    if (!session()) return;
    if (!saved) return Q_EMIT wrong(app().words().sentence(saved.error()));
    app().saved();
    ask_rules();
    session()->engine().plan_by_rule(saved->id, planned(by_rule(*saved)));
  });
  session()->engine().save_rule(*rule, std::move(told));
}

void Conflicts::ask_rules() {
  auto told = session()->to<std::vector<DeskRule>>(this, [this](Result<std::vector<DeskRule>> rules) {
    if (!rules || !session()) return;
    known_rules_ = std::move(*rules);
    rules_.clear();
    for (const auto& one : known_rules_)
      rules_ << QVariantMap{
          {"rule", qs(one.id)}, {"words", words_of(one)}, {"by", qs(one.author)}, {"fits", static_cast<int>(one.fits)}};
    Q_EMIT rulesChanged();
  });
  session()->engine().desk_rules(std::move(told));
}

// Of very many the first are listed; the count says how many there are.
void Conflicts::show_plan() {
  if (!plan_title_) return;
  const auto words = app().words();
  QVariantList lines;
  for (const auto& one : plan_.decisions) {
    if (lines.size() == lines_shown_max) break;
    const auto* type = session()->archive_template().type(one.view.type);
    auto subject = subject_of(one.view);
    lines << QVariantMap{{"heading", subject.isEmpty() ? disputed_name(type, one.view, words) : subject},
                         {"was", disputed_words(type, one.view, one.view.current, words)},
                         {"value", disputed_words(type, one.view, one.value, words)}};
  }
  plan_words_ = {{"title", plan_title_()},
                 {"count", static_cast<int>(plan_.decisions.size())},
                 {"left", static_cast<int>(plan_.left)},
                 {"lines", lines}};
  Q_EMIT planChanged();
}

void Conflicts::dropPlan() {
  plan_ = {};
  plan_title_ = nullptr;
  plan_words_.clear();
  Q_EMIT planChanged();
}

void Conflicts::carryOut() {
  if (!session() || plan_.decisions.empty()) return;
  auto told = session()->to<PlanOutcome>(this, [this, mark = plan_.mark](Result<PlanOutcome> done) {
    if (!session()) return;
    if (!done) return Q_EMIT wrong(app().words().sentence(done.error()));
    auto said = tr("%n decided.", "", static_cast<int>(done->decided.size()));
    if (const auto open = done->kept_open + done->over; open > 0)
      said += ' ' + tr("%n changed meanwhile and left alone.", "", static_cast<int>(open));
    app().saved();
    ask_soon();
    // A rule may have decided others long ago: they are not what was done just now.
    say(said,
        [this, mark, conflicts = done->decided] { session()->engine().take_back(mark, conflicts, taken_back()); });
    Q_EMIT decided();
  });
  session()->engine().carry_out(plan_, std::move(told));
  dropPlan();
}

Engine::Then<std::size_t> Conflicts::taken_back() {
  return session()->to<std::size_t>(this, [this](Result<std::size_t> count) {
    if (!session()) return;
    if (!count) return Q_EMIT wrong(app().words().sentence(count.error()));
    app().saved();
    ask_soon();
    say(tr("%n asked about anew.", "", static_cast<int>(*count)), nullptr);
  });
}

void Conflicts::take_back(const std::string& mark) { session()->engine().take_back(mark, taken_back()); }

void Conflicts::takeBackRule(const QString& rule) {
  if (const auto id = id_from(rule); id && session()) take_back(mark_of("rule", *id));
}

void Conflicts::dropRule(const QString& rule) {
  const auto id = id_from(rule);
  if (!id || !session()) return;
  auto told = session()->to<RecordId>(this, [this](Result<RecordId> gone) {
    if (!session()) return;
    if (!gone) return Q_EMIT wrong(app().words().sentence(gone.error()));
    app().saved();
    ask_rules();
  });
  session()->engine().drop_rule(*id, std::move(told));
}

}  // namespace doorstep
