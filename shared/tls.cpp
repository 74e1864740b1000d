#include "shared/tls.h"

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>

namespace doorstep {
namespace {

constexpr std::string_view exporter_label = "EXPORTER-doorstep";
// Nobody looks at the dates: the pin is the identity, and a certificate lives as long as the process that made it.
constexpr long valid_before_s = 24 * 3600;
constexpr long valid_after_s = 10L * 366 * 24 * 3600;

struct FreeOpenssl {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeOpenssl>;
using Certificate = std::unique_ptr<X509, FreeOpenssl>;

Certificate self_signed(EVP_PKEY* key) {
  Certificate certificate{X509_new()};
  std::array<unsigned char, 8> serial{};
  if (!certificate || RAND_bytes(serial.data(), static_cast<int>(serial.size())) != 1) return {};
  std::uint64_t number = 0;
  for (auto byte : serial) number = number << 8 | byte;
  X509_NAME* name = X509_get_subject_name(certificate.get());
  const auto* common_name = reinterpret_cast<const unsigned char*>("doorstep");
  const bool made = X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
                    ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), number >> 1 | 1) == 1 &&
                    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -valid_before_s) != nullptr &&
                    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), valid_after_s) != nullptr &&
                    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common_name, -1, -1, 0) == 1 &&
                    X509_set_issuer_name(certificate.get(), name) == 1 &&
                    X509_set_pubkey(certificate.get(), key) == 1 && X509_sign(certificate.get(), key, nullptr) > 0;
  return made ? std::move(certificate) : Certificate{};
}

// Stands in the place of OpenSSL's whole chain verification. That the peer holds the key is proven by the handshake
// itself (CertificateVerify); this decides only whether it is the right key.
int leaf_is_pinned(X509_STORE_CTX* store, void* argument) {
  const auto& pin = *static_cast<const PublicKey*>(argument);
  PublicKey raw{};
  std::size_t size = raw.size();
  X509* leaf = X509_STORE_CTX_get0_cert(store);
  EVP_PKEY* key = leaf == nullptr ? nullptr : X509_get0_pubkey(leaf);
  const bool same = key != nullptr && EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519 &&
                    EVP_PKEY_get_raw_public_key(key, raw.data(), &size) == 1 && size == raw.size() && raw == pin;
  X509_STORE_CTX_set_error(store, same ? X509_V_OK : X509_V_ERR_CERT_REJECTED);
  return same ? 1 : 0;
}

}  // namespace

void TlsContext::Free::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

Result<TlsContext> TlsContext::fresh(bool server) {
  TlsContext out;
  out.context_.reset(SSL_CTX_new(server ? TLS_server_method() : TLS_client_method()));
  if (!out.context_ || SSL_CTX_set_min_proto_version(out.context_.get(), TLS1_3_VERSION) != 1 ||
      SSL_CTX_set_num_tickets(out.context_.get(), 0) != 1) {
    return Error{Fault::internal, "OpenSSL makes no TLS 1.3 context"};
  }
  SSL_CTX_set_options(out.context_.get(), SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_session_cache_mode(out.context_.get(), SSL_SESS_CACHE_OFF);
  // An idle connection then holds no record buffers of 16 KiB each.
  SSL_CTX_set_mode(out.context_.get(), SSL_MODE_RELEASE_BUFFERS);
  return out;
}

Result<TlsContext> TlsContext::for_server(const SigningKey& identity) {
  auto out = fresh(true);
  if (!out) return out;
  Key key{EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, identity.seed().data(), identity.seed().size())};
  auto certificate = key ? self_signed(key.get()) : Certificate{};
  if (!certificate || SSL_CTX_use_certificate(out->context_.get(), certificate.get()) != 1 ||
      SSL_CTX_use_PrivateKey(out->context_.get(), key.get()) != 1) {
    return Error{Fault::internal, "OpenSSL makes no certificate for the server's identity"};
  }
  return out;
}

Result<TlsContext> TlsContext::for_client(const PublicKey& pin) {
  auto out = fresh(false);
  if (!out) return out;
  out->pin_ = std::make_unique<PublicKey>(pin);
  SSL_CTX_set_verify(out->context_.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(out->context_.get(), &leaf_is_pinned, out->pin_.get());
  return out;
}

ssl_ctx_st* TlsContext::share() const {
  require(SSL_CTX_up_ref(context_.get()) == 1, "a TLS context counts its references");
  return context_.get();
}

Result<Binding> binding_of(ssl_st* connection) {
  Binding out{};
  if (SSL_export_keying_material(connection, out.data(), out.size(), exporter_label.data(), exporter_label.size(),
                                 nullptr, 0, 0) != 1) {
    return Error{Fault::internal, "the TLS connection exports no key"};
  }
  return out;
}

bool refused_by_pin(ssl_st* connection) { return SSL_get_verify_result(connection) == X509_V_ERR_CERT_REJECTED; }

}  // namespace doorstep
