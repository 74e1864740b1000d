#pragma once
#include <memory>

#include "shared/crypto.h"
#include "shared/frame.h"
#include "shared/result.h"

struct ssl_st;
struct ssl_ctx_st;

namespace doorstep {

/// OpenSSL's settings for both ends, behind one pair of files: TLS 1.3 only, no tickets and no resumption, so that
/// every connection proves the server's identity afresh. Sockets are elsewhere. A context is built on one thread and
/// must outlive the connections made with it.
class TlsContext {
 public:
  /// Presents a fresh self-signed certificate whose key is the identity itself; a certificate is never kept.
  static Result<TlsContext> for_server(const SigningKey& identity);
  /// Accepts a peer only if its leaf certificate's raw public key is `pin`; names, dates and issuers say nothing here.
  static Result<TlsContext> for_client(const PublicKey& pin);

  /// One more reference, for a library that frees what it is given.
  ssl_ctx_st* share() const;

 private:
  struct Free {
    void operator()(ssl_ctx_st* context) const;
  };
  static Result<TlsContext> fresh(bool server);

  std::unique_ptr<ssl_ctx_st, Free> context_;
  std::unique_ptr<PublicKey> pin_;  ///< the verification's argument: its address must stay
};

/// What a proof is bound to (RFC 8446 §7.5, label EXPORTER-doorstep, no context). Fault::internal before the handshake
/// is done.
Result<Binding> binding_of(ssl_st* connection);
/// Whether a failed handshake failed because the peer is not the pinned one.
bool refused_by_pin(ssl_st* connection);

}  // namespace doorstep
