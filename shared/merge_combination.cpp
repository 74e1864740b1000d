#include "shared/merge_combination.h"

#include <algorithm>

#include "shared/dates.h"
#include "shared/merge_conflict.h"
#include "shared/validators.h"

namespace doorstep {
namespace {

// All its fields' values as one; of those that are not there, null.
template <class ValueOfField>
json together(const Validator& validator, ValueOfField value_of) {
  json out = json::object();
  for (const auto& field : validator.fields) {
    const json* value = value_of(field);
    out[field] = value == nullptr ? json{} : *value;
  }
  return out;
}

json in_record(const Validator& validator, const Record& record) {
  return together(validator, [&](const std::string& field) { return record.value(field); });
}

json in_edit(const Validator& validator, const Edit& edit, bool mine) {
  return together(validator, [&](const std::string& field) -> const json* {
    if (mine && edit.set.contains(field)) return &edit.set.at(field);
    auto base = edit.base.find(field);
    return base == edit.base.end() ? nullptr : &*base;
  });
}

/// One edit before the validators of its record's type.
class Combining {
 public:
  Combining(const Type& type, Subject& subject, const Record& before, const Edit& edit, const Arrival& arrival,
            std::set<Class>& touched)
      : type_(type),
        subject_(subject),
        before_(before),
        edit_(edit),
        arrival_(arrival),
        touched_(touched),
        today_(date_of(arrival.at.value_or(edit.made.wall))) {}

  std::vector<RecordId> run() {
    for (const auto& validator : type_.validators) {
      bool written = std::any_of(validator.fields.begin(), validator.fields.end(),
                                 [&](const std::string& field) { return edit_.set.contains(field); });
      if (validator.fields.size() > 1 && written) look_at(validator);
    }
    return std::move(told_);
  }

 private:
  bool breaks(const Validator& validator, const json& values) const {
    auto found = validate(
        type_,
        [&](const std::string& field) -> const json* {
          auto one = values.find(field);
          return one == values.end() ? nullptr : &*one;
        },
        today_);
    return std::any_of(found.begin(), found.end(), [&](const Finding& one) { return one.validator == validator.name; });
  }

  Conflict* asked_about(const Validator& validator) {
    for (auto& conflict : subject_.conflicts)
      if (conflict.kind == ConflictKind::combination && conflict.field == validator.name) return &conflict;
    return nullptr;
  }

  void look_at(const Validator& validator) {
    auto* asked = asked_about(validator);
    const auto now = in_record(validator, *subject_.record);
    if (asked != nullptr && has_met(*asked, edit_.id)) {  // it came before, and is parked already
      if (asked->state == ConflictState::open && breaks(validator, now) && knew_all(validator)) take_back(validator);
      return;
    }
    const bool names = asked != nullptr && edit_.resolves && edit_.resolves->conflict == asked->id;
    if (names) return decide(*asked, now);
    if (breaks(validator, now) && unseen(validator) && !breaks(validator, in_record(validator, before_)) &&
        !breaks(validator, in_edit(validator, edit_, true)))
      return park(validator, asked);
    if (asked != nullptr && asked->state == ConflictState::open) withdraw(*asked, now);
  }

  // What somebody else wrote since, of the fields that this edit leaves alone.
  bool unseen(const Validator& validator) const {
    return std::any_of(validator.fields.begin(), validator.fields.end(), [&](const std::string& field) {
      if (edit_.set.contains(field)) return false;
      const auto* stamp = subject_.record->stamp(field);
      return stamp != nullptr && stamp->seq > edit_.version && stamp->chain != arrival_.chain;
    });
  }

  // Its author knew every field that the rule reads. Where one was hidden from them nothing is taken back.
  bool knew_all(const Validator& validator) const {
    return std::all_of(validator.fields.begin(), validator.fields.end(),
                       [&](const std::string& field) { return edit_.base.contains(field); });
  }

  void take_back(const Validator& validator) {
    for (const auto& field : validator.fields) {
      const auto* stamp = subject_.record->stamp(field);
      if (stamp == nullptr || stamp->edit != edit_.id) continue;
      const auto klass = type_.field(field)->klass;
      const auto* value = before_.value(field);
      if (value == nullptr)
        subject_.record->erase(field);
      else
        subject_.record->put(field, klass, *value, *before_.stamp(field));
      touched_.insert(klass);
    }
  }

  Class highest_class(const Validator& validator) const {
    auto out = Class::basic;
    for (const auto& field : validator.fields) out = std::max(out, type_.field(field)->klass);
    return out;
  }

  // This chain's own wish, when the edit writes all that it was about: who only goes on with another of the fields has
  // not taken it back.
  bool goes_over(const Candidate& one) const {
    if (one.stamp.chain != arrival_.chain || !one.base) return false;
    for (const auto& [field, value] : one.value.items())
      if (one.base->value(field, json{}) != value && !edit_.set.contains(field)) return false;
    return true;
  }

  Candidate standing(const Validator& validator) const {
    Candidate out{in_record(validator, *subject_.record), std::nullopt, {}};
    for (const auto& field : validator.fields) {
      const auto* stamp = subject_.record->stamp(field);
      if (stamp != nullptr && stamp->edit != edit_.id && stamp->seq >= out.stamp.seq) out.stamp = *stamp;
    }
    return out;
  }

  void park(const Validator& validator, Conflict* asked) {
    const auto mine = candidate_of(edit_, stamp_of(edit_, arrival_), in_edit(validator, edit_, true),
                                   in_edit(validator, edit_, false));
    if (knew_all(validator)) take_back(validator);
    if (asked == nullptr || asked->state != ConflictState::open) {
      Conflict fresh;
      fresh.id = conflict_id(subject_.record->id, validator.name, edit_.id);
      fresh.record = subject_.record->id;
      fresh.community = subject_.record->header.community;
      fresh.field = validator.name;
      fresh.klass = highest_class(validator);
      fresh.kind = ConflictKind::combination;
      fresh.base = in_edit(validator, edit_, false);
      fresh.candidates = {standing(validator), mine};
      fresh.opened = arrival_.at;
      subject_.conflicts.push_back(std::move(fresh));
      asked = &subject_.conflicts.back();
    } else {
      auto own = std::find_if(asked->candidates.begin() + 1, asked->candidates.end(),
                              [&](const Candidate& one) { return goes_over(one); });
      if (own == asked->candidates.end())
        asked->candidates.push_back(mine);
      else
        *own = mine;
      asked->candidates.front() = standing(validator);
    }
    count_once(asked->seq, asked->count, arrival_);
    told_.push_back(asked->id);
  }

  // A decision stands, whatever the rule says of it: a person has looked. What they had not seen is asked further.
  void decide(Conflict& asked, const json& now) {
    const auto stamp = stamp_of(edit_, arrival_);
    std::vector<Candidate> open{candidate_of(edit_, stamp, now, std::nullopt)};
    if (asked.state == ConflictState::open)
      for (const auto& one : asked.candidates)
        if (!had_seen(*edit_.resolves, one.stamp, arrival_.chain) && one.value != now) open.push_back(one);
    if (open.size() > 1 || asked.resolution) keep_people(asked);
    if (open.size() == 1) {
      asked.state = ConflictState::resolved;
      asked.resolution = open.front();
    } else {
      asked.candidates = std::move(open);
      told_.push_back(asked.id);
    }
    count_once(asked.seq, asked.count, arrival_);
  }

  // Its author went on to something that can stand: their wish of before is no question any more.
  void withdraw(Conflict& asked, const json& now) {
    auto& candidates = asked.candidates;
    auto gone =
        std::remove_if(candidates.begin() + 1, candidates.end(), [&](const Candidate& one) { return goes_over(one); });
    const bool any = gone != candidates.end();
    candidates.erase(gone, candidates.end());
    if (candidates.front().value != now) candidates.front() = {now, std::nullopt, stamp_of(edit_, arrival_)};
    if (candidates.size() == 1) asked.state = ConflictState::closed;
    count_once(asked.seq, asked.count, arrival_);
    if (!any || asked.state == ConflictState::open) told_.push_back(asked.id);
  }

  const Type& type_;
  Subject& subject_;
  const Record& before_;
  const Edit& edit_;
  const Arrival& arrival_;
  std::set<Class>& touched_;
  std::string today_;
  std::vector<RecordId> told_;
};

}  // namespace

std::vector<RecordId> check_combinations(const Type& type, Subject& subject, const Record& before, const Edit& edit,
                                         const Arrival& arrival, std::set<Class>& touched) {
  return Combining{type, subject, before, edit, arrival, touched}.run();
}

}  // namespace doorstep
