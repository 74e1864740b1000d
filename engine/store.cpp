#include "engine/store.h"

#include <algorithm>

#include "engine/estate_book.h"
#include "engine/grant.h"
#include "engine/lease_watch.h"
#include "engine/number_shelf.h"
#include "engine/outmail.h"
#include "engine/rebase.h"
#include "engine/references.h"
#include "engine/rows.h"
#include "engine/schema.h"
#include "engine/tokenizer.h"
#include "engine/visit.h"
#include "engine/word.h"
#include "shared/approval.h"
#include "shared/dates.h"
#include "shared/policy.h"
#include "shared/rights.h"
#include "shared/validators.h"
#include "shared/value.h"

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

std::optional<std::string> meta_text(Statements& sql, const char* key) {
  auto& row = sql("SELECT value FROM meta WHERE key = ?");
  if (!row.with(key).step()) return std::nullopt;
  std::string out{row.text(0)};
  row.rewind();
  return out;
}
std::int64_t meta_integer(Statements& sql, const char* key, std::int64_t fallback) {
  auto& row = sql("SELECT value FROM meta WHERE key = ?");
  if (!row.with(key).step()) return fallback;
  auto out = row.integer(0);
  row.rewind();
  return out;
}
void set_meta(Statements& sql, const char* key, std::string_view text) {
  sql("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
      .with(key, text)
      .run();
}
void set_meta(Statements& sql, const char* key, std::int64_t value) {
  sql("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
      .with(key, value)
      .run();
}

Store::Store(Database database, const SigningKey& key, Clock& clock, Dice& dice)
    : database_(std::move(database)),
      sql_(database_),
      key_(key),
      clock_(clock),
      dice_(dice),
      lease_watch_(std::make_unique<LeaseWatch>(database_, sql_, clock_, identity_)) {}

Store::~Store() = default;

EstateBook& Store::estate_book() {
  if (!estate_book_) estate_book_ = std::make_unique<EstateBook>(database_, sql_);
  return *estate_book_;
}

Result<std::unique_ptr<Store>> Store::open(const std::string& path, const DatabaseOptions& options,
                                           const SigningKey& key, Clock& clock, Dice& dice) {
  register_tokenizer();
  auto database = Database::open(path, options);
  if (!database) return database.error();
  if (auto migrated = migrate_store(*database); !migrated) return migrated.error();
  std::unique_ptr<Store> store{new Store{std::move(*database), key, clock, dice}};
  if (auto loaded = store->load(); !loaded) return loaded.error();
  return store;
}

Result<void> Store::load() {
  return guarded([&]() -> Result<void> {
    auto text = meta_text(sql_, "template");
    if (!text) {
      template_ = std::shared_ptr<const Template>(&Template::shipped(), [](const Template*) {});
    } else {
      auto parsed = Template::parse(*text);
      if (!parsed) return parsed.error();
      template_ = std::make_shared<const Template>(std::move(*parsed));
    }
    if (meta_integer(sql_, "refile", 0) != 0) {
      Transaction transaction{database_};
      file_links_and_briefs(sql_, *template_);
      sql_("DELETE FROM meta WHERE key = 'refile'").with().run();
      transaction.commit();
    }
    auto written = meta_text(sql_, "identity");
    if (!written) return {};
    auto object = parse_json(*written);
    if (!object) return Error{Fault::store_damaged, "identity"};
    Reader in{*object, "identity"};
    Identity identity{PersonId{in.text("person")}, DeviceId{in.text("device")},
                      ChainId{in.text("chain")},   in.text("name"),
                      in.text("server"),           {}};
    auto pin = in.bytes("pin", identity.pin.size());
    if (in.error()) return Error{Fault::store_damaged, in.error()->detail};
    std::copy(pin.begin(), pin.end(), reinterpret_cast<char*>(identity.pin.data()));
    identity_ = std::move(identity);
    return {};
  });
}

Result<void> Store::enrolled(const Identity& identity) {
  if (identity_) return Error{Fault::already_enrolled, {}};
  return guarded([&]() -> Result<void> {
    Transaction transaction{database_};
    write_identity(identity);
    transaction.commit();
    identity_ = identity;
    return {};
  });
}

void Store::write_identity(const Identity& identity) {
  json text = json::object();
  text["person"] = identity.person.value;
  text["device"] = identity.device.value;
  text["chain"] = identity.chain.value;
  text["name"] = identity.name;
  text["server"] = identity.server;
  text["pin"] = base64(identity.pin);
  set_meta(sql_, "identity", canonical(text));
}

std::optional<PublicKey> Store::office_key() {
  auto text = guarded([&]() -> Result<std::optional<std::string>> { return meta_text(sql_, "office_key"); });
  if (!text || !*text) return std::nullopt;
  return unbase64_exact<32>(**text);
}

Result<void> Store::learn_office_key(const PublicKey& key) {
  if (office_key() == key) return {};
  auto learnt = guarded([&]() -> Result<void> {
    Transaction transaction{database_};
    set_meta(sql_, "office_key", base64(key));
    transaction.commit();
    return {};
  });
  if (learnt && outmail_ != nullptr) outmail_->office_changed();
  return learnt;
}

Result<void> Store::revoked() {
  return guarded([&]() -> Result<void> {
    Transaction transaction{database_};
    set_meta(sql_, "revoked", std::int64_t{1});
    transaction.commit();
    return {};
  });
}

// Another process may have been told of another since.
const Role& Store::role() {
  auto text = meta_text(sql_, "role");
  if (!text) return Role::everything();
  if (!role_ || role_->text() != *text) role_ = std::make_shared<const Role>(stored(Role::parse(*text)));
  return *role_;
}

Result<void> Store::adopt_template(std::string_view text) {
  auto parsed = Template::parse(text);
  if (!parsed) return parsed.error();
  return guarded([&]() -> Result<void> {
    Transaction transaction{database_};
    set_meta(sql_, "template", parsed->text());
    if (parsed->digest() != template_->digest()) refile_rows(sql_, *parsed);
    transaction.commit();
    template_ = std::make_shared<const Template>(std::move(*parsed));
    return {};
  });
}

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

Result<std::vector<OutboxBundle>> Store::outbox(BundleNumber after, std::size_t bundles_max, std::size_t bytes_max) {
  return guarded([&]() -> Result<std::vector<OutboxBundle>> {
    auto& row = sql_(R"sql(
      SELECT number, header, bodies, signature FROM bundles WHERE state = 0 AND state < 2 AND number > ?
      ORDER BY number LIMIT ?)sql");
    row.with(after, static_cast<std::int64_t>(bundles_max));
    std::vector<OutboxBundle> out;
    std::size_t bytes = 0;
    while (row.step()) {
      auto wire = wire_text(row.text(1), row.text(2), row.bytes<64>(3));
      bytes += wire.size();
      if (!out.empty() && bytes > bytes_max) break;
      out.push_back({BundleNumber{static_cast<std::uint64_t>(row.integer(0))}, std::move(wire)});
    }
    row.rewind();
    return out;
  });
}

Result<std::vector<BundleNumber>> Store::waiting() {
  return guarded([&]() -> Result<std::vector<BundleNumber>> {
    auto& row = sql_("SELECT number FROM bundles WHERE state = 0 AND state < 2 ORDER BY number");
    row.with();
    std::vector<BundleNumber> out;
    while (row.step()) out.push_back(BundleNumber{static_cast<std::uint64_t>(row.integer(0))});
    return out;
  });
}

Result<BundleNumber> Store::tip() {
  return guarded([&]() -> Result<BundleNumber> {
    auto& row = sql_("SELECT COALESCE(MAX(number), 0) FROM bundles");
    row.with().step();
    BundleNumber out{static_cast<std::uint64_t>(row.integer(0))};
    row.rewind();
    return out;
  });
}

Result<bool> Store::outbox_empty() {
  return guarded([&]() -> Result<bool> {
    auto& row = sql_("SELECT 1 FROM bundles WHERE state < 2 LIMIT 1");
    bool any = row.with().step();
    row.rewind();
    return !any;
  });
}

}  // namespace doorstep
