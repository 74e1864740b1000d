#include "shared/lease.h"

#include <gtest/gtest.h>

#include "shared/json.h"
#include "shared/seeded_dice.h"

namespace doorstep::test {
namespace {

struct Signed {
  SeededDice dice{1};
  SigningKey server = (start_crypto(), SigningKey::mint(dice));
  Lease lease{PersonId{"w7a2m9q4xtd0k"},
              DeviceId{"t1b2c3d4e5f6g"},
              3,
              {CommunityId{"main"}},
              Scope::parse("3,5").value(),
              from_ms(1'764'000'000'000),
              from_ms(1'764'000'000'000) + lease_default};
};

TEST(Lease, says_to_whom_for_what_and_until_when_it_was_given) {
  Signed one;
  const auto read = open_lease(sign_lease(one.server, one.lease), one.server.public_key()).value();
  EXPECT_EQ(read.person, one.lease.person);
  EXPECT_EQ(read.tablet, one.lease.tablet);
  EXPECT_EQ(read.grant, 3u);
  EXPECT_EQ(read.communities, one.lease.communities);
  EXPECT_EQ(read.buildings, one.lease.buildings);
  EXPECT_EQ(read.issued, one.lease.issued);
  EXPECT_EQ(read.not_after, one.lease.not_after);
  one.lease.buildings = {};
  EXPECT_TRUE(open_lease(sign_lease(one.server, one.lease), one.server.public_key())->buildings.everywhere());
}

TEST(Lease, with_any_byte_changed_or_from_another_server_is_none) {
  Signed one;
  const auto good = sign_lease(one.server, one.lease);
  for (std::size_t i = 0; i < good.text.size(); ++i) {
    auto bent = good;
    bent.text[i] = static_cast<char>(bent.text[i] ^ 1);
    EXPECT_EQ(open_lease(bent, one.server.public_key()).error().fault, Fault::broken_signature) << i;
  }
  auto bent = good;
  bent.signature[7] ^= 1;
  EXPECT_FALSE(open_lease(bent, one.server.public_key()));
  EXPECT_FALSE(open_lease(good, SigningKey::mint(one.dice).public_key()));
  // Nor is anything else that the server's key has signed.
  bent.signature = one.server.sign("doorstep proof 1", good.text);
  EXPECT_EQ(open_lease(bent, one.server.public_key()).error().fault, Fault::broken_signature);
}

TEST(Lease, that_lacks_something_or_lasts_too_long_is_refused_by_its_place) {
  Signed one;
  const auto good = parse_json(sign_lease(one.server, one.lease).text).value();
  const auto wrong = [&](const char* key, json value) {
    auto bent = good;
    if (value.is_discarded())
      bent.erase(key);
    else
      bent[key] = std::move(value);
    const auto read = read_lease(canonical(bent));
    EXPECT_FALSE(read) << key;
    EXPECT_NE(read ? std::string::npos : read.error().detail.find(key), std::string::npos) << key;
  };
  for (const char* key : {"v", "person", "tablet", "grant", "communities", "issued", "not_after"})
    wrong(key, json(json::value_t::discarded));
  wrong("v", 2);
  wrong("person", std::string(65, 'x'));
  wrong("communities", {""});
  wrong("communities", {3});
  wrong("buildings", "3");
  wrong("not_after", to_ms(one.lease.issued) - 1);
  wrong("not_after", to_ms(one.lease.issued + lease_max) + 1);
  EXPECT_FALSE(read_lease("[]"));
  EXPECT_FALSE(read_lease(std::string(lease_bytes_max + 1, ' ')));
}

}  // namespace
}  // namespace doorstep::test
