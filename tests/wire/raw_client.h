#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "shared/frame.h"

struct ssl_st;

namespace doorstep::test {

/// A websocket client written by hand on OpenSSL, blocking, without manners: a second opinion on the wire, and the only
/// one that can misbehave. A read that gets nothing for `patience` counts as the connection's end.
class RawClient {
 public:
  static constexpr int patience_s = 30;

  /// Empty when the server refused the handshake.
  static std::unique_ptr<RawClient> connect(std::uint16_t port, int newest_tls = 0);
  ~RawClient();

  std::string get(std::string_view path);  ///< a plain HTTP request; the whole answer
  bool upgrade();                          ///< to a websocket
  /// The server's answer to such a request with these header lines more.
  std::string upgrade_answer(std::string_view more);
  bool write(std::string_view bytes) { return write_all(bytes); }  ///< as they are
  bool send(std::string_view payload, int opcode = 1, bool last = true);
  struct Message {
    int opcode = 0;
    std::string payload;  ///< of a close frame: behind the number
    int close_code = 0;
  };
  std::optional<Message> read();  ///< one whole message; empty: the connection ended
  /// Reads to the close frame or the end; what it said.
  Message last_word();

  Binding binding() const;
  std::string certificate() const;  ///< DER
  PublicKey key() const;            ///< of the certificate

 private:
  RawClient() = default;
  bool write_all(std::string_view bytes);
  bool read_exactly(std::size_t size, std::string& into);

  int socket_ = -1;
  ssl_st* tls_ = nullptr;
};

/// A TCP connection to 127.0.0.1, for those who never come to TLS.
int connect_tcp(std::uint16_t port);

}  // namespace doorstep::test
