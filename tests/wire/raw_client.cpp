#include "tests/wire/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>

#include "shared/tls.h"

namespace doorstep::test {

int connect_tcp(std::uint16_t port) {
  const int out = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{RawClient::patience_s, 0};
  ::setsockopt(out, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(out, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const int at_once = 1;
  ::setsockopt(out, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(out, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return out;
  ::close(out);
  return -1;
}

std::unique_ptr<RawClient> RawClient::connect(std::uint16_t port, int newest_tls) {
  ::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to the bare socket, and the server may hang up at any moment
  std::unique_ptr<RawClient> out{new RawClient};
  out->socket_ = connect_tcp(port);
  if (out->socket_ < 0) return nullptr;
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  if (newest_tls != 0) SSL_CTX_set_max_proto_version(context, newest_tls);
  out->tls_ = SSL_new(context);
  SSL_CTX_free(context);
  SSL_set_fd(out->tls_, out->socket_);
  return SSL_connect(out->tls_) == 1 ? std::move(out) : nullptr;
}

RawClient::~RawClient() {
  SSL_free(tls_);
  if (socket_ >= 0) ::close(socket_);
}

bool RawClient::write_all(std::string_view bytes) {
  std::size_t written = 0;
  return SSL_write_ex(tls_, bytes.data(), bytes.size(), &written) == 1 && written == bytes.size();
}

bool RawClient::read_exactly(std::size_t size, std::string& into) {
  into.resize(size);
  for (std::size_t at = 0; at < size;) {
    std::size_t read = 0;
    if (SSL_read_ex(tls_, into.data() + at, size - at, &read) != 1) return false;
    at += read;
  }
  return true;
}

std::string RawClient::get(std::string_view path) {
  std::string answer;
  if (!write_all("GET " + std::string{path} + " HTTP/1.1\r\nHost: x\r\n\r\n")) return answer;
  for (std::string byte; read_exactly(1, byte);) answer += byte;
  return answer;
}

std::string RawClient::upgrade_answer(std::string_view more) {
  const auto asked = write_all("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
                               std::string{more} + "\r\n");
  std::string answer;
  for (std::string byte; asked && !answer.ends_with("\r\n\r\n") && read_exactly(1, byte);) answer += byte;
  return answer;
}

bool RawClient::upgrade() {
  const auto answer = upgrade_answer({});
  // The answer to the key of RFC 6455 §1.3.
  return answer.starts_with("HTTP/1.1 101") && answer.find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") != std::string::npos;
}

bool RawClient::send(std::string_view payload, int opcode, bool last) {
  std::string frame;
  frame += static_cast<char>((last ? 0x80 : 0) | opcode);
  const std::size_t size = payload.size();
  const int length_bytes = size < 126 ? 0 : size < 65536 ? 2 : 8;
  const std::size_t length_word = size < 126 ? size : size < 65536 ? 126 : 127;
  frame += static_cast<char>(0x80 | length_word);
  for (int i = length_bytes - 1; i >= 0; --i) frame += static_cast<char>(size >> (8 * i) & 0xff);
  frame.append(4, '\0');  // a mask of zeros is a mask
  frame += payload;
  return write_all(frame);
}

std::optional<RawClient::Message> RawClient::read() {
  Message out;
  for (bool last = false; !last;) {
    std::string head, payload;
    if (!read_exactly(2, head)) return std::nullopt;
    last = (head[0] & 0x80) != 0;
    const int opcode = head[0] & 0x0f;
    std::size_t size = head[1] & 0x7f;
    if (size > 125) {
      std::string length;
      if (!read_exactly(size == 126 ? 2 : 8, length)) return std::nullopt;
      size = 0;
      for (char byte : length) size = size << 8 | static_cast<unsigned char>(byte);
    }
    if (!read_exactly(size, payload)) return std::nullopt;
    if (opcode != 0) out.opcode = opcode;
    out.payload += payload;
  }
  if (out.opcode == 8 && out.payload.size() >= 2) {
    out.close_code = static_cast<unsigned char>(out.payload[0]) << 8 | static_cast<unsigned char>(out.payload[1]);
    out.payload.erase(0, 2);
  }
  return out;
}

RawClient::Message RawClient::last_word() {
  for (auto message = read(); message; message = read())
    if (message->opcode == 8) return *message;
  return {};
}

Binding RawClient::binding() const { return binding_of(tls_).value(); }

std::string RawClient::certificate() const {
  unsigned char* der = nullptr;
  const int size = i2d_X509(SSL_get0_peer_certificate(tls_), &der);
  std::string out{reinterpret_cast<char*>(der), static_cast<std::size_t>(size)};
  OPENSSL_free(der);
  return out;
}

PublicKey RawClient::key() const {
  PublicKey out{};
  std::size_t size = out.size();
  EVP_PKEY_get_raw_public_key(X509_get0_pubkey(SSL_get0_peer_certificate(tls_)), out.data(), &size);
  return out;
}

}  // namespace doorstep::test
