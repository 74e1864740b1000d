// An admin decides that a quarantined edit is to count after all. docs/security.md §Quarantine.
#include <algorithm>

#include "server/commit.h"
#include "server/quarantine_view.h"

namespace doorstep {
namespace {

// The archive has a line of its own for this: whoever reads the history sees that the office took the edit in, and
// nobody's signature stands under what they did not send. A login with a blank is nobody else's.
constexpr const char* office_login = "the office";
constexpr const char* office_seed = "office_seed";
constexpr const char* office_source = "quarantine";

struct Held {
  Edit edit;
  std::string state;
};

Result<Held> held_edit(Database& database, const EditId& id) {
  auto query = database.prepare("SELECT body, state FROM quarantine WHERE edit = ?");
  OneRow row{query.with(id)};
  if (!row) return Error{Fault::not_found, "quarantine " + text(id)};
  auto body = parse_json(row->text(0));
  if (!body || body->is_null()) return Error{Fault::invalid_value, "a parcel that nobody could read cannot be applied"};
  auto edit = edit_from(*body, "quarantine");
  if (!edit) return Error{Fault::store_damaged, edit.error().detail};
  return Held{std::move(*edit), std::string{row->text(1)}};
}

Result<void> may_be_applied(const std::string& state) {
  if (state == "open" || state == "refused") return {};
  if (state == "waiting")
    return Error{Fault::already_exists, "it waits for the bundles before it, and then comes by itself"};
  return Error{Fault::already_exists, "it was " + state + " already"};
}

SigningKey office_key(Database& database, Dice& dice) {
  {
    auto query = database.prepare("SELECT value FROM meta WHERE key = ?");
    OneRow row{query.with(office_seed)};
    if (row) {
      auto seed = unbase64_exact<32>(row->text(0));
      if (!seed) throw SqliteFailure{{Fault::store_damaged, "meta.office_seed"}};
      return SigningKey::from_seed(*seed);
    }
  }
  auto key = SigningKey::mint(dice);
  Bytes<32> seed{};
  std::copy_n(key.seed().begin(), seed.size(), seed.begin());
  database.prepare("INSERT INTO meta VALUES(?, ?)").with(office_seed, base64(seed)).run();
  return key;
}

ChainId office_chain(Database& database, const PublicKey& key, Dice& dice, Instant now) {
  {
    auto query = database.prepare("SELECT c.chain FROM chains c JOIN people p ON p.id = c.person WHERE p.login = ?");
    OneRow row{query.with(office_login)};
    if (row) return ChainId{std::string{row->text(0)}};
  }
  const PersonId person{mint_name(dice)};
  const DeviceId device{mint_name(dice)};
  const auto chain = chain_of(person, device, 1);
  database.prepare("INSERT INTO people VALUES(?, ?, ?, ?, '', '')")
      .with(person, office_login, office_login, Role::everything().name())
      .run();
  database
      .prepare(
          "INSERT INTO chains(chain, person, device, label, key, enrolled, last, last_hash) "
          "VALUES(?, ?, ?, ?, ?, ?, 0, ?)")
      .with(chain, person, device, office_source, key, to_ms(now), Hash{})
      .run();
  return chain;
}

// Where the record is; of one that is still to be created, where its author's bundle was or said that it was, or the
// archive's only community. Never a guess: people of another community would be shown it.
Result<CommunityId> community_for(Database& database, const EditId& quarantined, const RecordId& record) {
  auto query = database.prepare(R"sql(
    SELECT community, 1, '' FROM records WHERE id = ?1
    UNION ALL SELECT j.community, 2, '' FROM quarantine q JOIN journal j ON j.chain = q.chain AND j.number = q.number
      WHERE q.edit = ?2
    UNION ALL SELECT q.community, 3, p.communities FROM quarantine q JOIN chains c ON c.n = q.chain
      JOIN people p ON p.id = c.person JOIN communities m ON m.code = q.community WHERE q.edit = ?2
    UNION ALL SELECT code, 4, '' FROM communities WHERE (SELECT COUNT(*) FROM communities) = 1
    ORDER BY 2)sql");
  query.with(record, quarantined);
  while (query.step()) {
    CommunityId found{std::string{query.text(0)}};
    if (!names_community(query.text(2), found)) continue;  // nobody brings anything where they never were
    query.rewind();
    return found;
  }
  return Error{Fault::invalid_value, "which community it belongs to is not known / 不知道它属于哪个小区"};
}

void add_place_in_line(Database& database, Bundle& bundle) {
  auto query = database.prepare("SELECT last, last_hash FROM chains WHERE chain = ?");
  OneRow row{query.with(bundle.chain)};
  if (!row) throw SqliteFailure{{Fault::store_damaged, "the office's own line"}};
  bundle.number.value = static_cast<std::uint64_t>(row->integer(0)) + 1;
  bundle.previous = row->bytes<32>(1);
}

}  // namespace

Result<Accepted> ArchiveSqlite::apply_quarantined(const EditId& id, Instant now) {
  return apply_quarantined(id, now, std::nullopt);
}

Result<Accepted> ArchiveSqlite::apply_quarantined(const EditId& id, Instant now, const std::optional<ChainId>& by) {
  return guarded([&]() -> Result<Accepted> {
    auto& database = parts_->writer.database;
    auto held = held_edit(database, id);
    if (!held) return held.error();
    if (auto may = may_be_applied(held->state); !may) return may.error();
    auto community = community_for(database, id, held->edit.record);
    if (!community) return community.error();

    Bundle bundle;
    std::optional<SigningKey> key;
    {
      Transaction transaction{database};
      key.emplace(office_key(database, parts_->dice));
      bundle.chain = office_chain(database, key->public_key(), parts_->dice, now);
      transaction.commit();
    }
    bundle.community = *community;
    add_place_in_line(database, bundle);
    bundle.template_digest = parts_->archive_template().digest();
    // Its own id stays with the verdict that its author was given.
    held->edit.id = mint_edit(parts_->dice);
    held->edit.source = office_source;
    const auto applied_as = held->edit.id;
    bundle.edits.push_back(std::move(held->edit));
    seal(bundle, parts_->archive_template(), *key, parts_->dice);

    Commit commit{parts_->writer, parts_->archive_template(), parts_->roles, parts_->epoch};
    auto acting = parts_->acting(now);
    acting.by = by;
    if (by)
      if (auto may = may_apply(acting, parts_->archive_template(), id); !may) return may.error();
    auto verdict = commit.take({std::move(bundle), Clocks{now, Millis{0}, {}, std::nullopt}, now, now});
    if (!verdict) return verdict.error();
    const auto& outcome = verdict->edits.front();
    // Not committed: it stays where it is, and why it cannot be applied is the answer.
    if (outcome.outcome == EditVerdict::Outcome::rejected || outcome.outcome == EditVerdict::Outcome::held)
      return Error{fault_of(outcome.code), "the archive as it stands refuses it"};
    database.prepare("UPDATE quarantine SET state = 'applied', reason = ? WHERE edit = ?")
        .with(text(applied_as), id)
        .run();
    keep_act(acting, {{"act", "applied"}, {"at", to_ms(now)}, {"edit", text(id)}, {"as", text(applied_as)}});
    Accepted accepted;
    accepted.verdicts.push_back(std::move(*verdict));
    accepted.publications = commit.finish();
    return accepted;
  });
}

}  // namespace doorstep
