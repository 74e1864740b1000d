#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "shared/clock.h"
#include "shared/crypto.h"
#include "shared/ids.h"
#include "shared/scope.h"

namespace doorstep {

/// How long a store may be used without meeting its server, signed by the server (docs/security.md §The lease). Times
/// are the server's.
struct Lease {
  PersonId person;
  DeviceId tablet;
  std::uint64_t grant = 0;  ///< version of the role that the person had,
  std::vector<CommunityId> communities;
  Scope buildings;  ///< and where it held
  Instant issued{}, not_after{};
};

inline constexpr Millis lease_default = std::chrono::hours{72};
inline constexpr Millis lease_max = std::chrono::days{14};
inline constexpr std::size_t lease_bytes_max = std::size_t{128} << 10;  ///< of its text: a thousand communities

/// What travels and is kept: the text as it was signed.
struct SignedLease {
  std::string text;  ///< canonical JSON
  Signature signature{};
};

SignedLease sign_lease(const SigningKey& server, const Lease& lease);
/// The signature first, in context `doorstep lease 1`; then the text. broken_signature, bad_frame.
Result<Lease> open_lease(const SignedLease& signed_lease, const PublicKey& server);
/// The text alone, whoever wrote it. bad_frame.
Result<Lease> read_lease(std::string_view text);

/// {"lease":{…},"signature":…}, in frames.
json lease_json(const SignedLease& signed_lease);
Result<SignedLease> lease_from(const json& object, const std::string& path);

}  // namespace doorstep
