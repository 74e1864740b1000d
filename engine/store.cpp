#include "engine/store.h"

#include <algorithm>

#include "engine/erased.h"
#include "engine/estate_book.h"
#include "engine/lease_watch.h"
#include "engine/outmail.h"
#include "engine/rows.h"
#include "engine/schema.h"
#include "engine/tokenizer.h"

namespace doorstep {

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
    if (meta_integer(sql_, "reforget", 0) != 0) {
      Transaction transaction{database_};
      forget_erased(sql_, *template_, all_erased(sql_));
      sql_("DELETE FROM meta WHERE key = 'reforget'").with().run();
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
