#include "server/commit.h"

#include <algorithm>
#include <array>

#include "server/audit.h"
#include "server/corrected_time.h"
#include "server/incarnation.h"
#include "server/places.h"

namespace doorstep {
namespace {

static_assert(bundle_edits_max <= 512, "edits.n keeps nine bits for the position in a bundle");

// These say nothing about the bundle at hand: going on would only fail again.
bool stops_commit(const Error& error) {
  return error.fault == Fault::disk || error.fault == Fault::disk_full || error.fault == Fault::timed_out;
}

// An edit's bodies as they travelled, salts included: what its commitments are checked against.
std::string body_text(std::map<Class, Body> bodies) {
  Bundle one;
  one.bodies.push_back(std::move(bodies));
  auto list = bodies_text(one);
  require(list.size() > 2 && list.front() == '[' && list.back() == ']', "a bundle's bodies are a list");
  return list.substr(1, list.size() - 2);
}

std::vector<EditId> ids_of(const Bundle& bundle) {
  std::vector<EditId> out;
  for (const auto& edit : bundle.edits) out.push_back(edit.id);
  return out;
}

// Of what was there before the restore: a record that another tablet will offer again, a type or field of a template
// that an admin will set again.
bool lacks_something(const TrialResult& result) {
  constexpr std::array lost{Fault::not_found, Fault::unknown_type, Fault::unknown_field};
  return std::any_of(result.edits.begin(), result.edits.end(), [&](const EditOutcome& one) {
    return one.waits && !one.kept && !one.repeated && one.verdict.outcome == EditVerdict::Outcome::rejected &&
           std::any_of(lost.begin(), lost.end(), [&](Fault fault) { return one.verdict.code == code(fault); });
  });
}

// Who was in a building and is in none is shown to everyone who reads their type; who is in another, to its people.
void nobody_comes_into_sight(Database& database, const WorkingSet& set) {
  auto goes = database.prepare(
      "SELECT 1 FROM erased WHERE record = ? AND author IS NULL AND due < 2");  // with this bundle or the next
  for (const auto& [id, standing] : set.standings()) {
    const auto* before = set.stored(id);
    const auto was = before == nullptr ? Buildings{} : buildings_in(place_in(before->header));
    const auto now = buildings_in(standing.place);
    if (was.empty() || (!now.empty() && std::includes(was.begin(), was.end(), now.begin(), now.end()))) continue;
    if (OneRow{goes.with(id)}) continue;
    throw SqliteFailure{
        {Fault::invalid_value,
         text(id) + ": 它在哪一栋只由要销毁的档案说明，请一并销毁或先登记到别处 / where it is only this tells: erase "
                    "both, or file it elsewhere first"}};
  }
}

TrialResult changing_nothing(const Trial& trial) {
  TrialResult out{{}, std::make_unique<WorkingSet>(trial.records, trial.archive_template, trial.bundle.community)};
  for (const auto& edit : trial.bundle.edits)
    out.edits.push_back({{edit.id, EditVerdict::Outcome::applied, {}, {}, {}}, true});
  return out;
}

Verdict parked_verdict(const Parcel& parcel, Fault why) {
  Verdict verdict;
  verdict.number = parcel.number;
  for (const auto& edit : parcel.edits)
    verdict.edits.push_back({edit, EditVerdict::Outcome::rejected, std::string{code(why)}, {}, {}});
  return verdict;
}

}  // namespace

Commit::Commit(ArchiveWriter& writer, const Template& archive_template, const RoleBook& roles, const Epoch& epoch,
               std::optional<Instant> patient_until)
    : writer_(writer),
      template_(archive_template),
      roles_(roles),
      epoch_(epoch),
      patient_until_(patient_until),
      transaction_(writer.database) {}

bool Commit::known_chain(const ChainId& id) { return static_cast<bool>(OneRow{writer_.chain.with(id)}); }

// The first bundle of a new incarnation, whose signature was verified by the device's key, brings its chain along.
Commit::Chain* Commit::chain(const ChainId& id) {
  auto [place, fresh] = chains_.try_emplace(id);
  if (fresh) {
    if (auto before = known_chain(id) ? std::nullopt : incarnation_before(writer_.database, id);
        before && !before->revoked)
      file_incarnation(writer_.database, id, *before);
    OneRow row{writer_.chain.with(id)};
    if (!row) return nullptr;
    auto& found = place->second.emplace();
    found.row = row->integer(0);
    found.revoked = !row->null(1);
    found.last.value = static_cast<std::uint64_t>(row->integer(2));
    found.last_hash = row->bytes<32>(3);
    if (!row->null(4)) found.last_at = from_ms(row->integer(4));
    found.role = roles_.find(row->text(5), row->text(7));
    if (found.role) found.scope = Scope::of(*found.role);
    found.communities = row->text(6);
  }
  return place->second ? &*place->second : nullptr;
}

Commit::Community* Commit::community(const CommunityId& id) {
  auto [place, fresh] = communities_.try_emplace(id);
  if (fresh) {
    {
      OneRow row{writer_.community.with(id)};
      if (!row) return nullptr;
      auto& found = place->second.emplace();
      found.seq.value = static_cast<std::uint64_t>(row->integer(0));
      found.head = row->bytes<32>(1);
      found.set_key = row->bytes<32>(2);
    }
    place->second->before = writer_.sums_of(id);
  }
  return place->second ? &*place->second : nullptr;
}

Result<std::optional<Verdict>> Commit::repeated(const Chain& chain, BundleNumber number, const Hash& hash) {
  if (number > chain.last) {
    if (number.value == chain.last.value + 1) return std::optional<Verdict>{};
    return Error{Fault::broken_chain, "expected bundle " + std::to_string(chain.last.value + 1)};
  }
  OneRow row{writer_.verdict.with(chain.row, number)};
  if (!row) return Error{Fault::store_damaged, "the verdict of bundle " + std::to_string(number.value)};
  if (row->bytes<32>(0) != hash)
    return Error{Fault::forked, "another bundle " + std::to_string(number.value) + " came before"};
  auto stored = parse_json(row->text(1));
  if (!stored) return Error{Fault::store_damaged, "the verdict of bundle " + std::to_string(number.value)};
  auto verdict = verdict_from(*stored, "verdict");
  if (!verdict) return verdict.error();
  return std::optional{std::move(*verdict)};
}

template <class Body>
Result<void> Commit::in_savepoint(Body&& body) {
  try {
    Savepoint savepoint{writer_.database};
    body();
    savepoint.keep();
    return {};
  } catch (const SqliteFailure& failure) {
    // A page that could not be read, for one: SQLite took the whole commit back, the bundles before this one with it.
    if (stops_commit(failure.error) || !writer_.database.in_transaction()) throw;
    return failure.error;
  } catch (const std::exception&) {
    // A library met something in this bundle that nobody foresaw: the others must not suffer, and it may be parked.
    return Error{Fault::internal, "the bundle could not be applied"};
  }
}

Result<Verdict> Commit::take(Submission submission) { return take(submission, Task{}); }

Result<Verdict> Commit::move(Submission submission, std::span<const RecordId> records) {
  require(!records.empty(), "a bundle that moves something");
  return take(submission, Task{records});
}

Result<Verdict> Commit::erase(Submission submission, Destroyed& destroyed, bool guards) {
  return take(submission, Task{{}, &destroyed, guards});
}

Result<Verdict> Commit::take(Submission& submission, const Task& task) {
  const auto& bundle = submission.bundle;
  auto* line = chain(bundle.chain);
  if (line == nullptr || line->revoked) return Error{Fault::device_refused, "chain"};
  auto known = repeated(*line, bundle.number, hash_of(bundle));
  if (!known) return known.error();
  if (*known) return std::move(**known);
  if (bundle.previous != line->last_hash) return Error{Fault::broken_chain, "previous is not the last bundle's hash"};
  auto* place = community(bundle.community);
  if (place == nullptr) return Error{Fault::not_found, "community"};

  Step step{*place, *line, {}, {}};
  if (auto applied = in_savepoint([&] { apply(submission, task, step); }); !applied) return applied.error();
  *place = std::move(step.community);
  *line = std::move(step.chain);
  auto& news = news_[bundle.community];
  // All residents of an archive may move at once: who follows reads of it from the archive. And what is erased must
  // not be sent any more to who is further behind.
  if (!task.tries()) news.whole = false;
  for (auto& [id, entry] : step.entries)
    if (news.whole) news.entries[id] = std::move(entry);
  news.answered[bundle.chain] = {bundle.number, line->last_hash};
  return std::move(step.verdict);
}

void Commit::apply(Submission& submission, const Task& task, Step& step) {
  auto& bundle = submission.bundle;
  require(bundle.bodies.size() == bundle.edits.size() && bundle.edits.size() <= bundle_edits_max,
          "a submission is a sealed bundle within its limits");
  std::vector<Instant> at;
  for (const auto& edit : bundle.edits) {
    step.chain.last_at =
        corrected_time(edit.made, submission.clocks, submission.hello_at, submission.received_at, step.chain.last_at);
    at.push_back(*step.chain.last_at);
  }
  end_waiting(ids_of(bundle), step.chain);
  const Seq seq{step.community.seq.value + 1};
  static const Role nobody;
  const bool here = step.chain.role && names_community(step.chain.communities, bundle.community);
  const auto& role = here ? *step.chain.role : nobody;
  const auto* made_with = writer_.template_before(bundle.template_digest, template_);
  Trial trial{writer_.records, writer_.edits, writer_.past,   template_, role, step.chain.scope,
              made_with,       bundle,        step.chain.row, seq,       at};
  auto result = task.tries() ? try_bundle(trial) : changing_nothing(trial);
  if (patient_until_ && submission.received_at < *patient_until_ && lacks_something(result))
    throw SqliteFailure{{Fault::server_busy, "its record or template is not here yet after a restore"}};

  step.verdict.number = bundle.number;
  for (const auto& edit : result.edits) step.verdict.edits.push_back(edit.verdict);
  const bool kept = result.any_kept();
  if (kept) step.verdict.seq = step.community.seq = seq;
  auto verdict_text = canonical(verdict_json(step.verdict));
  auto bundle_hash = hash_of(bundle);
  write_quarantine(bundle, result, step.chain);
  if (kept) {
    if (task.erases != nullptr) write_erasure(result, bundle, at, *task.erases, step);
    if (task.moves.empty())
      settle_places(*result.set, template_, seq);
    else
      settle_places(*result.set, template_, seq, task.moves);
    if (task.erases != nullptr && task.guards) nobody_comes_into_sight(writer_.database, *result.set);
    write_rows(*result.set, bundle.community, seq, step);
    write_journal(bundle, result, at, verdict_text, step);
  }
  writer_.insert_verdict.with(step.chain.row, bundle.number, bundle_hash, bundle.previous, verdict_text).run();
  step.chain.last = bundle.number;
  step.chain.last_hash = bundle_hash;
  step.chain.changed = true;
}

void Commit::write_rows(WorkingSet& set, const CommunityId& community, Seq seq, Step& step) {
  // A conflict's place may ask for records that are not in the set yet: they come in without having changed.
  for (const auto& [id, standing] : set.standings()) {
    const auto& record = standing.subject.record;
    if (!record) continue;
    const auto& type = record->header.type;
    auto entry = [&](RecordText text, std::string place) {
      Entry out{std::move(text), seq, type, std::move(place), {}};
      out.text.header = with_place(std::move(out.text.header), out.place);
      const auto* before = set.stored(out.text.id);
      if (before == nullptr) return out;
      out.former = set.former(out.text.id);
      for (auto& left : places_left(place_in(before->header), out.place)) out.former[std::move(left)] = seq;
      return out;
    };
    if (record->version() == seq)
      write_row(entry(encode(*record), standing.place), columns_of(template_, *record), set.stored(id), community,
                step);
    for (const auto& conflict : standing.subject.conflicts)
      if (conflict.seq == seq)
        write_row(entry(encode(conflict), place_of(set, template_, conflict)), columns_of(conflict),
                  set.stored(conflict.id), community, step);
  }
}

void Commit::write_erasure(TrialResult& result, const Bundle& bundle, const std::vector<Instant>& at,
                           Destroyed& destroyed, Step& step) {
  auto& set = *result.set;
  const auto conflicts = leave_headers(set, template_, bundle, at, step.community.seq);
  auto remove = writer_.database.prepare("DELETE FROM records WHERE id = ? RETURNING parent");
  for (const auto& id : conflicts) {
    RecordId about;
    if (OneRow row{remove.with(id)}; row) about = row->id<RecordId>(0);
    count(step.community, *set.stored(id), set.at(about).subject.record->header.type, false);
  }
  forget_values(writer_.database, set, bundle, step.community.seq);
  destroyed.records += bundle.edits.size();
  destroyed.conflicts += conflicts.size();
}

void Commit::write_row(Entry entry, const RecordColumns& columns, const RecordText* before,
                       const CommunityId& community, Step& step) {
  const auto& text = entry.text;
  auto state = static_cast<int>(columns.state);
  const auto& [basic, detail, sensitive] = text.classes;
  if (before != nullptr) {
    count(step.community, *before, entry.about, false);
    writer_.update_record
        .with(columns.parent, columns.natural, state, columns.open, columns.seq, text.header, basic, detail, sensitive,
              entry.place, former_text(entry.former), columns.beside, text.id)
        .run();
  } else {
    writer_.insert_record
        .with(text.id, community, text.type, columns.parent, columns.natural, state, columns.open, columns.seq,
              text.header, basic, detail, sensitive, entry.place, former_text(entry.former), columns.beside)
        .run();
  }
  count(step.community, text, entry.about, true);
  const auto id = text.id;
  entry.seqs = class_seqs(text);
  step.entries[id] = std::make_shared<const Entry>(std::move(entry));
}

void Commit::count(Community& community, const RecordText& text, const std::string& about, bool adds) const {
  const auto place = place_in(text.header);
  each_element(community.set_key, epoch_, text, [&](int part, const Hash& one) {
    auto [sum, fresh] = community.sums.try_emplace(SumKey{place, about, part});
    if (auto known = community.before->find(sum->first); fresh && known != community.before->end())
      sum->second = known->second;
    adds ? add(sum->second, one) : subtract(sum->second, one);
  });
}

void Commit::write_journal(Bundle& bundle, const TrialResult& result, const std::vector<Instant>& at,
                           const std::string& verdict_text, Step& step) {
  auto leaf = leaf_of(bundle);
  auto& head = step.community.head;
  head = journal_head(head, step.community.seq, leaf, verdict_text);
  writer_.insert_journal
      .with(bundle.community, step.community.seq, step.chain.row, bundle.number, leaf, head, bundle.header,
            bundle.signature)
      .run();
  auto first = writer_.database.last_row() * 512;
  for (std::size_t i = 0; i < bundle.edits.size(); ++i) {
    const auto& edit = bundle.edits[i];
    writer_.insert_edit
        .with(first + static_cast<std::int64_t>(i), edit.id, edit.record, result.edits[i].kept, to_ms(at[i]),
              result.edits[i].destroyed ? "{}" : body_text(std::move(bundle.bodies[i])))
        .run();
  }
}

void Commit::write_quarantine(const Bundle& bundle, const TrialResult& result, const Chain& chain) {
  bool made = false;  // something under what is erased
  for (std::size_t i = 0; i < result.edits.size(); ++i) {
    const auto& outcome = result.edits[i];
    if (outcome.kept || outcome.repeated) continue;
    const auto& edit = bundle.edits[i];
    const auto* state = outcome.destroyed ? "erased" : outcome.holds ? "open" : "refused";
    writer_.insert_quarantine
        .with(edit.id, chain.row, bundle.number, i, edit.record, outcome.creates, outcome.verdict.code,
              outcome.verdict.by, state, outcome.destroyed ? "null" : canonical(edit_json(edit)), bundle.community)
        .run();
    made = made || outcome.makes_erased;
  }
  if (!made) return;
  // Nobody else ever heard of it: what its author writes to it since is destroyed, too, and no more than that.
  ErasedRecords erased{writer_.edits.erased, template_, bundle.chain};
  for (const auto& edit : bundle.edits) erased.reached_by(edit);
  erased.keep_made(writer_.database);
}

Result<Verdict> Commit::park(const Parcel& parcel) {
  auto* line = chain(parcel.chain);
  if (line == nullptr || line->revoked) return Error{Fault::device_refused, "chain"};
  if (parcel.number.value > line->last.value + 1) {
    if (auto waits = in_savepoint([&] { write_waiting(parcel, *line); }); !waits) return waits.error();
    return parked_verdict(parcel, Fault::broken_chain);
  }
  auto known = repeated(*line, parcel.number, parcel.hash);
  if (!known) return known.error();
  if (*known) return std::move(**known);
  auto after = *line;
  auto verdict = parked_verdict(parcel, Fault::poison);
  if (auto parked = in_savepoint([&] { write_parcel(parcel, after, verdict); }); !parked) return parked.error();
  *line = after;
  // Nothing of it concerns a community, but its author's pages must say that it was answered.
  if (auto bundle = parse_json(parcel.raw); bundle && bundle->is_object() && bundle->contains("header")) {
    CommunityId named{Reader{bundle->at("header"), "header"}.text_or("community", {})};
    if (community(named) != nullptr) news_[named].answered[parcel.chain] = {parcel.number, parcel.hash};
  }
  return verdict;
}

std::vector<Publication> Commit::finish() {
  std::vector<Publication> out;
  for (auto& [id, news] : news_) {
    const auto& community = communities_.at(id);
    writer_.update_community.with(community->seq, community->head, id).run();
    Publication publication{id, community->seq, {}, {}, {}, news.whole};
    auto sums = std::make_shared<SetSums>(*community->before);
    for (const auto& [key, sum] : community->sums) {
      writer_.put_sum.with(id, key.place, key.type, key.part, sum).run();
      sums->insert_or_assign(key, sum);
    }
    publication.sums = std::move(sums);
    publication.answered = std::move(news.answered);
    if (news.whole)
      for (auto& [record, entry] : news.entries) publication.entries.push_back(std::move(entry));
    std::stable_sort(publication.entries.begin(), publication.entries.end(),
                     [](const SharedEntry& a, const SharedEntry& b) { return a->seq < b->seq; });
    out.push_back(std::move(publication));
  }
  for (const auto& [id, chain] : chains_) {
    if (!chain || !chain->changed) continue;
    auto& update = writer_.update_chain;
    if (chain->last_at)
      update.with(chain->last, chain->last_hash, to_ms(*chain->last_at), chain->row).run();
    else
      update.with(chain->last, chain->last_hash, nullptr, chain->row).run();
  }
  transaction_.commit();
  for (const auto& publication : out) writer_.known_sums[publication.community] = publication.sums;
  return out;
}

}  // namespace doorstep
