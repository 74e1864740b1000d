#include "shared/lease.h"

#include <algorithm>

#include "shared/json.h"

namespace doorstep {
namespace {

constexpr std::string_view lease_context = "doorstep lease 1";
constexpr std::uint64_t lease_version = 1;
constexpr std::size_t communities_max = 1000, lease_name_bytes_max = 64;

std::string lease_text(const Lease& lease) {
  json communities = json::array();
  for (const auto& community : lease.communities) communities.push_back(community.value);
  json out{{"v", lease_version},
           {"person", lease.person.value},
           {"tablet", lease.tablet.value},
           {"grant", lease.grant},
           {"communities", std::move(communities)},
           {"issued", to_ms(lease.issued)},
           {"not_after", to_ms(lease.not_after)}};
  if (!lease.buildings.everywhere()) out["buildings"] = parse_json(lease.buildings.text()).value();
  return canonical(out);
}

bool all_names(const json& list) {
  return std::all_of(list.begin(), list.end(), [](const json& one) {
    const auto* name = one.get_ptr<const std::string*>();
    return name != nullptr && !name->empty() && name->size() <= lease_name_bytes_max;
  });
}

}  // namespace

SignedLease sign_lease(const SigningKey& server, const Lease& lease) {
  SignedLease out{lease_text(lease), {}};
  out.signature = server.sign(lease_context, out.text);
  return out;
}

Result<Lease> read_lease(std::string_view text) {
  if (text.size() > lease_bytes_max) return Error{Fault::bad_frame, "lease: is too long"};
  auto parsed = parse_json(text);
  if (!parsed) return Error{Fault::bad_frame, "lease: " + parsed.error().detail};
  if (!parsed->is_object()) return Error{Fault::bad_frame, "lease: is no object"};
  Reader in{*parsed, "lease"};
  if (in.count("v") != lease_version) in.wrong("v", "is of a version that this one does not know");
  Lease out;
  out.person.value = in.text("person", lease_name_bytes_max);
  out.tablet.value = in.text("tablet", lease_name_bytes_max);
  out.grant = in.count("grant");
  const auto& communities = in.array("communities", communities_max);
  if (!all_names(communities)) in.wrong("communities", "is no list of communities");
  if (in.has("buildings")) {
    const auto& buildings = in.array("buildings", buildings_max);
    if (!all_names(buildings)) in.wrong("buildings", "is no list of buildings");
    if (!in.error()) out.buildings = Scope::from(canonical(buildings));
  }
  out.issued = from_ms(in.integer("issued"));
  out.not_after = from_ms(in.integer("not_after"));
  if (out.not_after < out.issued || out.not_after - out.issued > lease_max)
    in.wrong("not_after", "is no end of a lease that begins there");
  if (in.error()) return *in.error();
  for (const auto& community : communities) out.communities.push_back(CommunityId{community.get<std::string>()});
  return out;
}

Result<Lease> open_lease(const SignedLease& signed_lease, const PublicKey& server) {
  if (!verify(server, lease_context, signed_lease.text, signed_lease.signature))
    return Error{Fault::broken_signature, "lease"};
  return read_lease(signed_lease.text);
}

json lease_json(const SignedLease& signed_lease) {
  auto lease = parse_json(signed_lease.text);
  require(lease.has_value(), "a lease's text is JSON");
  return {{"lease", std::move(*lease)}, {"signature", base64(signed_lease.signature)}};
}

Result<SignedLease> lease_from(const json& object, const std::string& path) {
  Reader in{object, path};
  SignedLease out;
  const auto& lease = in.object("lease");
  if (!in.error()) out.text = canonical(lease);
  if (out.text.size() > lease_bytes_max) in.wrong("lease", "is too long");
  const auto signature = in.bytes("signature", out.signature.size());
  if (in.error()) return *in.error();
  std::copy(signature.begin(), signature.end(), out.signature.begin());
  return out;
}

}  // namespace doorstep
