#pragma once
#include <string>

#include "shared/clock.h"
#include "shared/crypto.h"
#include "shared/result.h"

namespace doorstep {

/// Who the server is: an Ed25519 key in FOLDER/identity.key (0600, the 32-byte seed). Tablets pin its public half; TLS
/// proves it at every connection. Whoever has the file is the server: it belongs in every backup and nowhere else.
class ServerIdentity {
 public:
  /// Mints one. Fault::already_exists: the folder has one, and tablets may have pinned it.
  static Result<ServerIdentity> create(const std::string& folder, Dice& dice);
  /// Fault::not_found, bad_file.
  static Result<ServerIdentity> open(const std::string& folder);

  const SigningKey& key() const { return key_; }
  std::string pin() const { return base64(key_.public_key()); }

 private:
  explicit ServerIdentity(SigningKey key) : key_(std::move(key)) {}
  SigningKey key_;
};

}  // namespace doorstep
