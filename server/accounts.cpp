#include <algorithm>
#include <array>

#include "server/acts.h"
#include "server/archive_parts.h"
#include "shared/relaxed_transaction.h"
#include "shared/unicode.h"

namespace doorstep {
namespace {

constexpr auto code_life = std::chrono::minutes{10};
constexpr std::size_t code_characters = 26;  // 5 bits each: 130 bits cannot be guessed
constexpr std::size_t code_group = 5;
constexpr std::string_view code_digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford's base32

std::string mint_code_text(Dice& dice) {
  std::array<std::uint8_t, code_characters> raw{};
  dice.fill(raw);
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (i > 0 && i % code_group == 0) out += '-';
    out += code_digits[raw[i] & 31];
  }
  return out;
}

// As a person types it off a slip of paper: any case, dashes or spaces anywhere, O for 0 and I or L for 1.
Hash hash_of_code(std::string_view typed) {
  std::string plain;
  for (char c : typed) {
    if (c == '-' || c == ' ') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    plain += c;
  }
  return hash("doorstep code 1 " + plain);
}

Result<Enrolled> enrolled_chain(Database& database, std::int64_t chain) {
  auto query = database.prepare(
      "SELECT c.person, c.device, c.chain, p.name, c.revoked FROM chains c "
      "JOIN people p ON p.id = c.person WHERE c.n = ?");
  OneRow row{query.with(chain)};
  if (!row) return Error{Fault::store_damaged, "a used code without its chain"};
  if (!row->null(4)) return Error{Fault::device_refused, "this device was revoked"};
  return Enrolled{PersonId{std::string{row->text(0)}}, DeviceId{std::string{row->text(1)}},
                  ChainId{std::string{row->text(2)}}, std::string{row->text(3)}};
}

std::vector<ChainId> chains_to_revoke(Database& database, const std::string& person,
                                      const std::optional<DeviceId>& device) {
  auto rows = database.prepare(
      "SELECT chain FROM chains WHERE person = ?1 AND revoked IS NULL AND (?2 IS NULL OR device = ?2) ORDER BY n");
  rows.with(person, device);
  std::vector<ChainId> out;
  while (rows.step()) out.push_back(ChainId{std::string{rows.text(0)}});
  return out;
}

// Separated by commas.
std::vector<std::string_view> codes_in(std::string_view list) {
  std::vector<std::string_view> out;
  while (!list.empty()) {
    out.push_back(list.substr(0, list.find(',')));
    list.remove_prefix(std::min(list.size(), out.back().size() + 1));
  }
  return out;
}

}  // namespace

Result<void> check_communities(Database& database, std::string_view list) {
  auto query = database.prepare("SELECT 1 FROM communities WHERE code = ?");
  for (const auto code : codes_in(list))
    if (!OneRow{query.with(code)}) return Error{Fault::not_found, "a community of that code"};
  return {};
}

bool names_community(std::string_view list, const CommunityId& community) {
  const auto codes = codes_in(list);
  return codes.empty() || std::find(codes.begin(), codes.end(), community.value) != codes.end();
}

Result<GrantedPerson> person_with_login(Database& database, std::string_view login) {
  auto query = database.prepare("SELECT id, role, communities, buildings FROM people WHERE login = ? AND role <> ?");
  OneRow row{query.with(login, Role::everything().name())};
  if (!row) return Error{Fault::not_found, "login"};
  return GrantedPerson{std::string{row->text(0)}, std::string{row->text(1)}, std::string{row->text(2)},
                       std::string{row->text(3)}};
}

Result<PersonId> add_person(const Acting& acting, const NewPerson& person) {
  if (person.login.empty() || person.name.empty()) return Error{Fault::invalid_value, "login and name are needed"};
  if (person.login.size() > frame_name_bytes_max || has_controls(person.login, false) ||
      person.login.find(' ') != std::string::npos)
    return Error{Fault::invalid_value, "login: a word without blanks"};
  if (person.name.size() > frame_name_bytes_max || has_controls(person.name, false))
    return Error{Fault::invalid_value, "name: one line of at most 256 bytes"};
  if (!acting.roles.knows(person.role)) return Error{Fault::invalid_value, "role: no such role"};
  auto& database = acting.database;
  {
    auto query = database.prepare("SELECT 1 FROM people WHERE login = ?");
    if (OneRow{query.with(person.login)}) return Error{Fault::already_exists, "login"};
  }
  if (auto known = check_communities(database, person.communities); !known) return known.error();
  if (auto scope = Scope::parse(person.buildings); !scope) return scope.error();
  PersonId id{mint_name(acting.dice)};
  database.prepare("INSERT INTO people VALUES(?, ?, ?, ?, ?, ?)")
      .with(id, person.login, person.name, person.role, person.communities, person.buildings)
      .run();
  keep_act(acting, granted_act({id.value, person.role, person.communities, person.buildings}, acting.now));
  return id;
}

Result<PersonId> ArchiveSqlite::add_person(const NewPerson& person) {
  return guarded([&]() -> Result<PersonId> {
    Transaction transaction{parts_->writer.database};
    auto added = doorstep::add_person(parts_->acting(parts_->clock.wall()), person);
    if (added) transaction.commit();
    return added;
  });
}

Result<Code> mint_code(const Acting& acting, const GrantedPerson& person) {
  Code code{mint_code_text(acting.dice), acting.now + code_life};
  // Only its hash is kept: who reads the archive cannot enrol with it.
  acting.database.prepare("INSERT INTO codes VALUES(?, ?, ?, NULL, NULL)")
      .with(hash_of_code(code.code), person.id, to_ms(code.expires))
      .run();
  return code;
}

Result<Code> ArchiveSqlite::mint_code(std::string_view login, Instant now) {
  return guarded([&]() -> Result<Code> {
    Transaction transaction{parts_->writer.database};
    auto person = person_with_login(parts_->writer.database, login);
    if (!person) return person.error();
    auto code = doorstep::mint_code(parts_->acting(now), *person);
    if (code) transaction.commit();
    return code;
  });
}

Result<Enrolled> ArchiveSqlite::enrol(std::string_view code, const PublicKey& key, std::string_view label,
                                      Instant now) {
  if (parts_->collecting) return Error{Fault::server_collecting, "restored, and not yet opened"};
  return guarded([&]() -> Result<Enrolled> {
    auto& database = parts_->writer.database;
    Transaction transaction{database};
    auto hashed = hash_of_code(code);
    PersonId person;
    {
      auto query = database.prepare("SELECT person, expires, used_by_key, chain FROM codes WHERE hash = ?");
      OneRow row{query.with(hashed)};
      if (!row) return Error{Fault::code_unknown, "code"};
      if (!row->null(2)) {
        // A lost answer costs nothing: the same tablet asks again and is told the same.
        if (row->bytes<32>(2) != key) return Error{Fault::code_used, "code"};
        return enrolled_chain(database, row->integer(3));
      }
      if (to_ms(now) > row->integer(1)) return Error{Fault::code_expired, "code"};
      person.value = row->text(0);
    }
    DeviceId device{mint_name(parts_->dice)};
    database
        .prepare(
            "INSERT INTO chains(chain, person, device, label, key, enrolled, last, last_hash) "
            "VALUES(?, ?, ?, ?, ?, ?, 0, ?)")
        .with(chain_of(person, device, 1), person, device, label, key, to_ms(now), Hash{})
        .run();
    auto chain = database.last_row();
    database.prepare("UPDATE codes SET used_by_key = ?, chain = ? WHERE hash = ?").with(key, chain, hashed).run();
    auto enrolled = enrolled_chain(database, chain);
    if (!enrolled) return enrolled;
    auto fenced = fence_in(database, parts_->options.fence.get(), enrolled_act(database, enrolled->chain));
    if (!fenced) return fenced.error();
    transaction.commit();
    return enrolled;
  });
}

Result<std::vector<ChainId>> revoke(const Acting& acting, const GrantedPerson& person,
                                    const std::optional<DeviceId>& device) {
  auto& database = acting.database;
  if (device) {
    auto query = database.prepare("SELECT 1 FROM chains WHERE person = ? AND device = ?");
    if (!OneRow{query.with(person.id, *device)}) return Error{Fault::not_found, "device"};
  }
  auto chains = chains_to_revoke(database, person.id, device);
  for (const auto& chain : chains) {
    // First where a restore finds it again.
    auto fenced = fence_in(database, acting.fence, revoked_act(chain, acting.now));
    if (!fenced) return fenced.error();
    database.prepare("UPDATE chains SET revoked = ? WHERE chain = ?").with(to_ms(acting.now), chain).run();
    keep_act(acting, revoked_act(chain, acting.now));
  }
  return chains;
}

Result<int> ArchiveSqlite::revoke(std::string_view login, const std::optional<DeviceId>& device) {
  return guarded([&]() -> Result<int> {
    Transaction transaction{parts_->writer.database};
    auto person = person_with_login(parts_->writer.database, login);
    if (!person) return person.error();
    auto chains = doorstep::revoke(parts_->acting(parts_->clock.wall()), *person, device);
    if (!chains) return chains.error();
    transaction.commit();
    return static_cast<int>(chains->size());
  });
}

Result<void> ArchiveSqlite::note_contact(const ChainId& chain, const Contact& contact, Instant now) {
  return guarded([&]() -> Result<void> {
    auto& database = parts_->writer.database;
    RelaxedTransaction transaction{database};
    database.prepare("INSERT OR REPLACE INTO contacts VALUES(?, ?, ?, ?, ?, ?, ?)")
        .with(device_of(chain), chain, to_ms(now), contact.program, contact.protocol, contact.tip, contact.storage)
        .run();
    auto heard = database.prepare("INSERT OR REPLACE INTO heard VALUES(?, ?, ?, ?)");
    for (const auto& [community, seq] : contact.heard) heard.with(device_of(chain), community, seq, to_ms(now)).run();
    transaction.commit();
    return {};
  });
}

Result<void> ArchiveSqlite::note_access(const Access& access, Instant now) {
  return guarded([&]() -> Result<void> {
    keep_access(parts_->writer.database, access, now);
    return {};
  });
}

Result<json> ArchiveSqlite::audit(const AuditQuery& query) {
  return guarded([&]() -> Result<json> {
    ReaderPool::Loan reader{parts_->readers};
    Transaction view{reader->database, Transaction::Mode::read};
    return read_audit(reader->database, query);
  });
}

}  // namespace doorstep
