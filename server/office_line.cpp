#include "server/office_line.h"

#include <algorithm>

#include "server/archive_rows.h"
#include "shared/role.h"

namespace doorstep {
namespace {

// A login with a blank is nobody else's.
constexpr const char* office_login = "the office";
constexpr const char* office_seed = "office_seed";
constexpr const char* office_label = "quarantine";

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
      .with(chain, person, device, office_label, key, to_ms(now), Hash{})
      .run();
  return chain;
}

}  // namespace

OfficeLine::OfficeLine(Database& database, Dice& dice, Instant now)
    : dice_(dice), key_(office_key(database, dice)), chain_(office_chain(database, key_.public_key(), dice, now)) {
  auto query = database.prepare("SELECT last, last_hash FROM chains WHERE chain = ?");
  OneRow row{query.with(chain_)};
  if (!row) throw SqliteFailure{{Fault::store_damaged, "the office's own line"}};
  last_.value = static_cast<std::uint64_t>(row->integer(0));
  last_hash_ = row->bytes<32>(1);
}

void OfficeLine::go_back() {
  --last_.value;
  last_hash_ = before_last_;
}

Submission OfficeLine::next(const CommunityId& community, const Template& archive_template, std::vector<Edit> edits,
                            Instant now) {
  Bundle bundle;
  bundle.community = community;
  bundle.chain = chain_;
  bundle.number.value = ++last_.value;
  before_last_ = last_hash_;
  bundle.previous = last_hash_;
  bundle.template_digest = archive_template.digest();
  bundle.edits = std::move(edits);
  seal(bundle, archive_template, key_, dice_);
  last_hash_ = hash_of(bundle);
  return {std::move(bundle), Clocks{now, Millis{0}, {}, std::nullopt}, now, now};
}

}  // namespace doorstep
