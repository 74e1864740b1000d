#pragma once
#include <string>

#include "shared/clock.h"
#include "shared/crypto.h"
#include "shared/result.h"

namespace doorstep {

/// Who the server is: an Ed25519 key in FOLDER/identity.key (0600), sealed under the server's key. Tablets pin its
/// public half; TLS proves it at every connection. `SealedFolder` says which one is its archive's.
class ServerIdentity {
 public:
  /// Mints one. Fault::already_exists: the folder has one, and tablets may have pinned it.
  static Result<ServerIdentity> create(const std::string& folder, const Secret& key, Dice& dice);
  /// The one with this seed (32 bytes), as a backup carries it. bad_file.
  static Result<ServerIdentity> of_seed(std::string_view seed);
  /// Fault::not_found, wrong_key, bad_file. Earlier versions left it in the clear: `sealed` tells.
  static Result<ServerIdentity> open(const std::string& folder, const Secret& key);

  /// Writes the folder's file, sealed, over what is there.
  Result<void> keep(const std::string& folder, const Secret& key, Dice& dice) const;

  const SigningKey& key() const { return key_; }
  std::string pin() const { return base64(key_.public_key()); }
  bool sealed() const { return sealed_; }

 private:
  explicit ServerIdentity(SigningKey key) : key_(std::move(key)) {}
  SigningKey key_;
  bool sealed_ = true;
};

}  // namespace doorstep
