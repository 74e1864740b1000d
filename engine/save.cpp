#include <algorithm>

#include "engine/grant.h"
#include "engine/lease_watch.h"
#include "engine/number_shelf.h"
#include "engine/outmail.h"
#include "engine/rebase.h"
#include "engine/references.h"
#include "engine/rows.h"
#include "engine/store.h"
#include "engine/visit.h"
#include "engine/word.h"
#include "shared/approval.h"
#include "shared/dates.h"
#include "shared/policy.h"
#include "shared/rights.h"
#include "shared/validators.h"
#include "shared/value.h"

// What becomes of a person's save: a bundle of one signed edit for each intent, merged at once into what they see.
namespace doorstep {
namespace {

json shown_or_null(const Subject& subject, const std::string& field) {
  const auto* value = subject.record ? subject.record->value(field) : nullptr;
  return value == nullptr ? json{} : *value;
}

// Entries join by their id and none is taken out (docs/merge.md P5): only the new ones travel, or a list would end
// where an edit is full.
void keep_new_entries(const Type& type, const Subject& subject, json& set) {
  for (auto& [name, value] : set.items()) {
    const auto* field = type.field(name);
    if (field == nullptr || field->policy != Policy::append || !value.is_array()) continue;
    const auto shown = shown_or_null(subject, name);
    json fresh = json::array();
    for (auto& entry : value)
      if (std::find(shown.begin(), shown.end(), entry) == shown.end()) fresh.push_back(std::move(entry));
    value = std::move(fresh);
  }
}

// Groups travel whole, so that a pair is never mixed.
void add_bases(const Type& type, const Role& role, const Subject& subject, Edit& edit) {
  for (const auto& [name, value] : edit.set.items()) {
    const auto* field = type.field(name);
    const bool joins = field != nullptr && field->policy == Policy::append;
    edit.base[name] = joins ? json{} : shown_or_null(subject, name);
    if (field == nullptr || field->group.empty()) continue;
    for (const auto& member : type.group(field->group)->fields) edit.base[member] = shown_or_null(subject, member);
  }
  // And so do fields that can only be judged together: who wrote one had the others before them, but for hidden ones.
  for (const auto& validator : type.validators) {
    bool written = std::any_of(validator.fields.begin(), validator.fields.end(),
                               [&](const std::string& field) { return edit.set.contains(field); });
    if (!written) continue;
    for (const auto& field : validator.fields)
      if (!edit.base.contains(field) && role.reads(type.name, type.field(field)->klass))
        edit.base[field] = shown_or_null(subject, field);
  }
}

// Refused at once, while the person still stands at the door; the server would flag it, not refuse it.
Result<void> validate_written(const Type& type, const Subject& subject, const json& set, std::string_view today) {
  auto lookup = [&](const std::string& name) -> const json* {
    auto written = set.find(name);
    if (written != set.end()) return &*written;
    return subject.record ? subject.record->value(name) : nullptr;
  };
  for (const auto& finding : validate(type, lookup, today)) {
    bool concerns =
        std::any_of(finding.fields.begin(), finding.fields.end(), [&](const auto& name) { return set.contains(name); });
    if (concerns)
      return Error{Fault::invalid_value,
                   type.name + "." + finding.fields.front() + ": " + finding.label.zh + " / " + finding.label.en};
  }
  return {};
}

struct Tip {
  BundleNumber number;
  Hash hash{};
};

Tip tip_of(Statements& sql) {
  auto& row = sql("SELECT number, hash FROM bundles ORDER BY number DESC LIMIT 1");
  Tip tip;
  if (!row.with().step()) return tip;
  tip.number.value = static_cast<std::uint64_t>(row.integer(0));
  tip.hash = row.bytes<32>(1);
  row.rewind();
  return tip;
}

}  // namespace

Bundle Store::next_bundle() {
  auto tip = tip_of(sql_);
  Bundle bundle;
  bundle.community = CommunityId{meta_text(sql_, "community").value_or("main")};
  bundle.chain = identity_->chain;
  bundle.number.value = tip.number.value + 1;
  bundle.previous = tip.hash;
  bundle.template_digest = template_->digest();
  return bundle;
}

Result<std::vector<RecordId>> Store::save_all(Bundle& bundle, std::vector<Intent> intents) {
  std::vector<RecordId> records;
  for (auto& intent : intents) {
    if (intent.record && intent.op != Op::create && !writes_no_fields(intent.op))
      intent.record = root_of(sql_, *intent.record);  // an alias is what it stands for
    auto id = intent.record ? *intent.record : mint_record(clock_, dice_);
    auto saved = save(bundle, id, std::move(intent));
    if (!saved) return saved.error();
    records.push_back(id);
  }
  return records;
}

Result<void> Store::file(Bundle& bundle) {
  seal(bundle, *template_, key_, dice_);
  if (auto fits = within_limits(bundle); !fits) return fits.error();
  sql_(
      "INSERT INTO bundles (number, hash, state, community, edits, header, bodies, signature) VALUES (?, ?, 0, ?, ?, "
      "?, ?, ?)")
      .with(bundle.number, hash_of(bundle), bundle.community, static_cast<std::int64_t>(bundle.edits.size()),
            bundle.header, bodies_text(bundle), bundle.signature)
      .run();
  return {};
}

Result<std::vector<RecordId>> Store::edit(std::vector<Intent> intents) {
  require(!intents.empty() && intents.size() <= bundle_edits_max, "a bundle holds 1 to bundle_edits_max edits");
  if (!identity_) return Error{Fault::not_enrolled, {}};
  if (auto may = lease_watch_->may_write(); !may) return may.error();
  return guarded([&]() -> Result<std::vector<RecordId>> {
    Transaction transaction{database_};
    if (meta_integer(sql_, "revoked", 0) != 0)
      return Error{Fault::device_refused, "this device was revoked; all that it held was handed over"};
    auto joins = VisitShelf{sql_}.takes(intents);
    if (!joins) return joins.error();
    if (*joins) {
      VisitSave save;
      auto records = save_in_visit(std::move(intents), save);
      if (!records) return records;
      transaction.commit();
      if (outmail_ != nullptr && save.number != 0) outmail_->saved_in_visit(save);
      return records;
    }
    auto bundle = next_bundle();
    auto records = save_all(bundle, std::move(intents));
    if (!records || bundle.edits.empty()) return records;
    Rebase{sql_, *template_, identity_->chain}.show_folded(bundle.edits);
    if (auto filed = file(bundle); !filed) return filed.error();
    transaction.commit();
    if (outmail_ != nullptr) outmail_->sealed(bundle.number, wire_text(bundle));
    return records;
  });
}

// A register brings its own numbers, or has none.
void Store::give_numbers(const Type& type, const CommunityId& community, Intent& intent) {
  if (intent.source == "import") return;
  for (const auto& field : type.fields) {
    if (field.series.empty() || !intent.set.value(field.name, json{}).is_null()) continue;
    if (auto number = NumberShelf{sql_, identity_->chain}.take(community, field.series))
      intent.set[field.name] = std::move(*number);
  }
}

// One intent becomes one edit: base and version from what the person sees, merged at once into what the person sees
// next.
Result<void> Store::save(Bundle& bundle, const RecordId& id, Intent intent) {
  if (intent.op == Op::discuss) return save_talk(bundle, id, std::move(intent));
  if (writes_no_fields(intent.op)) return save_pair(bundle, id, std::move(intent));
  auto shown = read_row(sql_, id);
  Subject subject;
  if (shown) {
    if (shown->text.type == conflict_type) return Error{Fault::not_found, "a conflict is resolved, not edited"};
    subject = read_subject(sql_, shown->text);
  }
  if (subject.record && subject.record->header.state == State::erased) return Error{Fault::erased, text(id)};
  if (intent.op != Op::create &&
      (!subject.record || (subject.record->header.state != State::live && intent.op != Op::keep)))
    return Error{Fault::not_found, text(id)};
  const auto& type_name = intent.op == Op::create ? intent.type : subject.record->header.type;
  const auto* type = template_->type(type_name);
  if (type == nullptr) return Error{Fault::unknown_type, type_name};
  if (intent.op == Op::create) give_numbers(*type, bundle.community, intent);
  if (auto valid = validate_written(*type, subject, intent.set, date_of(clock_.wall())); !valid) return valid.error();
  if (auto meant = check_references(sql_, *template_, *type, intent.set); !meant) return meant.error();
  keep_new_entries(*type, subject, intent.set);
  std::set<std::string> takes_back;
  if (!intent.resolves && intent.op == Op::change) {
    const Speaker speaker{role(), identity_->person, intent.source};
    for (auto field = intent.set.begin(); field != intent.set.end();) {
      const auto word = word_of(speaker, *type, subject, field.key(), *field);
      if (word == Word::takes_back) takes_back.insert(unit_of(*type, field.key())->name);
      field = word == Word::nothing ? intent.set.erase(field) : std::next(field);
    }
    if (intent.set.empty()) return {};
  }
  if (intent.takes_back)
    for (const auto& [field, value] : intent.set.items())
      if (auto unit = unit_of(*type, field)) takes_back.insert(unit->name);

  const auto* before = subject.record ? &*subject.record : nullptr;
  const auto visit = intent.visit;
  auto edit = start_edit(id, before, std::move(intent));
  edit.type = type->name;
  if (visit && *visit != id && may_name_visit(*type, before, edit)) edit.visit = visit;
  add_bases(*type, role(), subject, edit);
  if (edit.op == Op::remove || edit.op == Op::archive) edit.saw = seen_digests(subject);

  if (auto may = check_rights(role(), *template_, edit); !may) return may.error();
  if (auto may = check_places(sql_, role(), *template_, edit); !may) return may.error();
  edit.proposes = std::move(takes_back);
  edit.proposes = proposed_by(role(), *template_, subject, edit);
  if (auto may = check_decision(role(), *template_, subject, edit, identity_->person); !may) return may.error();
  auto merged =
      merge(*template_, std::move(subject), edit, Arrival{bundle.community, bundle.chain, Seq{}, edit.made.wall});
  if (!merged) return merged.error();
  Rebase rebase{sql_, *template_, identity_->chain};
  auto pending = rebase.find(id);
  if (!pending) pending = rebase.begin(id, shown);
  const auto& record = *merged->subject.record;
  pending->n =
      write_row(sql_, shown ? std::optional{shown->n} : std::nullopt, encode(record), facts_of(*template_, record));
  rebase.show_conflicts(merged->subject.conflicts, id);
  pending->insert({bundle.number, edit});
  rebase.write(*pending);
  if (pending->edits.back().edit.id != edit.id) rebase.apply(*pending);  // it goes before what the open visit holds
  bundle.edits.push_back(std::move(edit));
  return {};
}

Edit Store::start_edit(const RecordId& id, const Record* seen, Intent intent) {
  Edit edit;
  edit.id = mint_edit(dice_);
  edit.record = id;
  edit.op = intent.op;
  if (seen != nullptr) {
    edit.type = seen->header.type;
    edit.version = seen->version();
  }
  edit.set = std::move(intent.set);
  edit.resolves = std::move(intent.resolves);
  edit.source = std::move(intent.source);
  edit.into = intent.into;
  edit.made = {clock_.wall(), clock_.monotonic(), clock_.boot(), std::nullopt};
  if (auto server = meta_integer(sql_, "server_time", 0); server > 0) edit.made.server = from_ms(server);
  return edit;
}

}  // namespace doorstep
