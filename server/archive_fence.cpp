// What the archive owes to its fence: every fenced act stands there before it is committed here, and what stands there
// and not here is done once more. docs/store.md §Fence.
#include <algorithm>

#include "server/archive_parts.h"
#include "server/fence.h"
#include "shared/log.h"

namespace doorstep {
namespace {

[[noreturn]] void damaged(const std::string& what) { throw SqliteFailure{{Fault::store_damaged, what}}; }

void keep_line(Database& database, std::uint64_t number, const std::string& line) {
  database.prepare("INSERT INTO fence(number, line) VALUES(?, ?)").with(number, line).run();
}

std::vector<std::string> kept_lines(Database& database) {
  std::vector<std::string> out;
  auto rows = database.prepare("SELECT line FROM fence ORDER BY number");
  while (rows.step()) out.emplace_back(rows.text(0));
  return out;
}

void set_collecting(Database& database, bool collecting) {
  database.prepare("DELETE FROM meta WHERE key = 'collecting'").run();
  if (collecting) database.prepare("INSERT INTO meta VALUES('collecting', '1')").run();
}

// The login may meanwhile be somebody else's: the person is still the one whose edits come.
void bring_back_person(Database& database, Reader& in, const std::string& person) {
  const auto login = in.text("login"), name = in.text("name"), role = in.text("role");
  const auto communities = in.text("communities", 4096), buildings = in.text("buildings", 4096);
  if (in.error()) return;
  bool taken = false;
  {
    auto query = database.prepare("SELECT 1 FROM people WHERE login = ? AND id <> ?");
    taken = OneRow{query.with(login, person)}.operator bool();
  }
  database.prepare("INSERT OR IGNORE INTO people VALUES(?, ?, ?, ?, ?, ?)")
      .with(person, taken ? login + "/" + person : login, name, role, communities, buildings)
      .run();
}

void enrol_again(Database& database, Reader& in) {
  const auto chain = in.text("chain"), person = in.text("person"), device = in.text("device"), label = in.text("label");
  const auto key = in.bytes("key", 32), code = in.has("code") ? in.bytes("code", 32) : std::string{};
  const auto at = in.integer("at");
  bring_back_person(database, in, person);
  if (in.error()) damaged("fence: " + in.error()->detail);
  Bytes<32> raw_key{}, raw_code{};
  std::copy(key.begin(), key.end(), reinterpret_cast<char*>(raw_key.data()));
  std::copy(code.begin(), code.end(), reinterpret_cast<char*>(raw_code.data()));
  database
      .prepare(
          "INSERT OR IGNORE INTO chains(chain, person, device, label, key, enrolled, last, last_hash) "
          "VALUES(?, ?, ?, ?, ?, ?, 0, ?)")
      .with(chain, person, device, label, raw_key, at, Hash{})
      .run();
  if (code.empty()) return;
  // A code that was used is used, whether the archive still knew it or not.
  database
      .prepare(
          "INSERT INTO codes(hash, person, expires, used_by_key, chain) "
          "SELECT ?1, ?2, 0, ?3, n FROM chains WHERE chain = ?4 "
          "ON CONFLICT(hash) DO UPDATE SET used_by_key = excluded.used_by_key, chain = excluded.chain")
      .with(raw_code, person, raw_key, chain)
      .run();
}

void lease_again(Database& database, Reader& in) {
  const ChainId chain{in.text("chain")};
  const NumberBlock block{CommunityId{in.text("community")}, in.text("series"), in.count("first"), in.count("last")};
  const auto at = in.integer("at");
  if (in.error()) damaged("fence: " + in.error()->detail);
  keep_lease(database, chain, block, from_ms(at));
}

void grant_again(Database& database, Reader& in, bool whole_role) {
  const auto at = from_ms(in.integer("at"));
  if (!whole_role) {
    const GrantedPerson person{in.text("person"), in.text("role"), in.text("communities", 4096),
                               in.text("buildings", 4096)};
    if (in.error()) damaged("fence: " + in.error()->detail);
    return keep_grant(database, person);
  }
  auto role = Role::parse(canonical(in.object("role")));
  if (in.error() || !role) damaged("fence: a role");
  keep_role(database, *role, at);
}

// Each of them may be done a second time.
void carry_out(Database& database, const json& act) {
  Reader in{act, "fence"};
  const auto kind = in.text("act");
  if (kind == "enrolled") enrol_again(database, in);
  if (kind == "revoked") {
    const auto chain = in.text("chain");
    const auto at = in.integer("at");
    if (in.error()) damaged("fence: " + in.error()->detail);
    database.prepare("UPDATE chains SET revoked = ? WHERE chain = ? AND revoked IS NULL").with(at, chain).run();
  }
  if (kind == "leased") lease_again(database, in);
  if (kind == "erased") keep_erasure(database, in);
  if (kind == "role" || kind == "granted") grant_again(database, in, kind == "role");
  // An epoch is there to be known; acts of a later version bind only those who know them.
}

json epoch_act(const Epoch& epoch, Instant now) {
  return {{"act", "epoch"}, {"epoch", epoch.value}, {"at", to_ms(now)}};
}

// A fence for an archive that has none yet: everything that it would hold by now.
std::vector<json> founding_acts(Database& database, const Epoch& epoch, Instant now) {
  std::vector<json> out{epoch_act(epoch, now)};
  auto rows = database.prepare("SELECT chain FROM chains ORDER BY n");
  std::vector<std::string> chains;
  while (rows.step()) chains.emplace_back(rows.text(0));
  for (const auto& chain : chains) out.push_back(enrolled_act(database, ChainId{chain}));
  auto revoked = database.prepare("SELECT chain, revoked FROM chains WHERE revoked IS NOT NULL ORDER BY n");
  while (revoked.step()) out.push_back(revoked_act(ChainId{std::string{revoked.text(0)}}, from_ms(revoked.integer(1))));
  auto leases = database.prepare("SELECT chain, community, series, first, last, at FROM leases ORDER BY at, first");
  while (leases.step()) {
    const NumberBlock block{CommunityId{std::string{leases.text(1)}}, std::string{leases.text(2)},
                            static_cast<std::uint64_t>(leases.integer(3)),
                            static_cast<std::uint64_t>(leases.integer(4))};
    out.push_back(leased_act(ChainId{std::string{leases.text(0)}}, block, from_ms(leases.integer(5))));
  }
  for (auto& act : erasure_acts(database)) out.push_back(std::move(act));
  auto roles = database.prepare("SELECT text, at FROM roles ORDER BY name, version");
  while (roles.step())
    if (auto role = Role::parse(roles.text(0))) out.push_back(role_act(*role, from_ms(roles.integer(1))));
  return out;
}

bool fenced_epoch(const Fence& fence, const Epoch& epoch) {
  for (auto number = fence.size(); number > 0; --number) {
    const auto& act = fence.act(number);
    if (act.value("act", "") == "epoch") return act.value("epoch", "") == epoch.value;
  }
  return false;
}

}  // namespace

json enrolled_act(Database& database, const ChainId& chain) {
  auto query = database.prepare(
      "SELECT p.id, p.login, p.name, p.role, p.communities, p.buildings, c.device, c.label, c.key, c.enrolled, "
      "(SELECT hash FROM codes WHERE codes.chain = c.n LIMIT 1) FROM chains c JOIN people p ON p.id = c.person "
      "WHERE c.chain = ?");
  OneRow row{query.with(chain)};
  if (!row) damaged("a chain without its person");
  json act{{"act", "enrolled"},
           {"chain", chain.value},
           {"person", row->text(0)},
           {"login", row->text(1)},
           {"name", row->text(2)},
           {"role", row->text(3)},
           {"communities", row->text(4)},
           {"buildings", row->text(5)},
           {"device", row->text(6)},
           {"label", row->text(7)},
           {"key", base64(row->bytes<32>(8))},
           {"at", row->integer(9)}};
  if (!row->null(10)) act["code"] = base64(row->bytes<32>(10));
  return act;
}

json revoked_act(const ChainId& chain, Instant at) {
  return {{"act", "revoked"}, {"chain", chain.value}, {"at", to_ms(at)}};
}

namespace {

void catch_up_with(Database& database, const Fence& fence) {
  std::uint64_t have = 0;
  {
    auto query = database.prepare("SELECT COUNT(*) FROM fence");
    query.step();
    have = static_cast<std::uint64_t>(query.integer(0));
  }
  for (auto number = have + 1; number <= fence.size(); ++number) {
    carry_out(database, fence.act(number));
    keep_line(database, number, fence.lines()[number - 1]);
  }
}

}  // namespace

void ArchiveSqlite::Parts::catch_up() {
  if (fence_ahead && options.fence) catch_up_with(writer.database, *options.fence);
}

void ArchiveSqlite::Parts::caught_up() {
  if (!std::exchange(fence_ahead, false)) return;
  roles.load(writer.database);
}

Result<void> fence_in(Database& database, Fence* fence, const json& act) {
  if (fence == nullptr) return {};
  catch_up_with(database, *fence);
  if (auto appended = fence->append(act); !appended) return appended;
  keep_line(database, fence->size(), fence->lines().back());
  return {};
}

// The file knows more than the archive after a crash, and after a restore with the old folder's fence. Where it knows
// less, something was lost: nobody can tell whom the server had turned away, so it serves no one before an admin says
// so.
Result<bool> meet_fence(Database& database, Fence& fence, const Epoch& epoch, Instant now) {
  if (fence.spoiled()) {
    log_warning("the end of the fence does not open: the server collects it before it serves");
    // Known for good before the end is cut off, or a crash in between would forget it.
    Transaction first{database};
    set_collecting(database, true);
    first.commit();
    if (auto cut = fence.replace(std::vector<std::string>{fence.lines()}); !cut) return cut.error();
  }
  Transaction transaction{database};
  const auto kept = kept_lines(database);
  if (kept.empty() && fence.size() == 0) {
    if (auto founded = fence.found(founding_acts(database, epoch, now)); !founded) return founded.error();
  }
  const auto& lines = fence.lines();
  const bool behind = lines.size() < kept.size() || !std::equal(kept.begin(), kept.end(), lines.begin());
  if (behind) {
    if (auto replaced = fence.replace(kept); !replaced) return replaced.error();
    set_collecting(database, true);
  }
  catch_up_with(database, fence);
  if (!fenced_epoch(fence, epoch))
    if (auto fenced = fence_in(database, &fence, epoch_act(epoch, now)); !fenced) return fenced.error();
  auto query = database.prepare("SELECT 1 FROM meta WHERE key = 'collecting'");
  const bool collecting = OneRow{query}.operator bool();
  transaction.commit();
  return collecting;
}

Result<FencePosition> ArchiveSqlite::extend_fence(std::uint64_t behind, const std::vector<std::string>& lines) {
  return guarded([&]() -> Result<FencePosition> {
    auto* fence = parts_->options.fence.get();
    if (fence == nullptr) return FencePosition{};
    std::uint64_t fresh = 0;
    std::vector<Publication> publications;
    // While it serves, what a tablet brings is at best what the server has itself.
    if (parts_->collecting && !lines.empty()) {
      auto extended = fence->extend(behind, lines);
      if (!extended) return extended.error();
      fresh = *extended;
      Transaction transaction{parts_->writer.database};
      catch_up_with(parts_->writer.database, *fence);
      transaction.commit();
      parts_->roles.load(parts_->writer.database);
      publications = erase_what_is_due(parts_->writer, parts_->archive_template(), parts_->roles, parts_->epoch,
                                       parts_->dice, parts_->clock.wall());
    }
    return FencePosition{{fence->size(), fence->head()}, fresh, std::move(publications)};
  });
}

Result<FenceLines> ArchiveSqlite::fence_after(const FencePlace& copy) {
  FenceLines out;
  const auto* fence = parts_->options.fence.get();
  if (fence == nullptr) return out;
  const bool same = copy.number <= fence->size() && fence->head(copy.number) == copy.hash;
  out.behind = same ? copy.number : 0;
  auto upto = std::min<std::uint64_t>(fence->size(), out.behind + fence_lines_max);
  for (auto number = out.behind; number < upto; ++number) out.lines.push_back(fence->lines()[number]);
  return out;
}

Result<void> ArchiveSqlite::open_fence() {
  return guarded([&]() -> Result<void> {
    Transaction transaction{parts_->writer.database};
    set_collecting(parts_->writer.database, false);
    transaction.commit();
    parts_->collecting = false;
    return {};
  });
}

}  // namespace doorstep
