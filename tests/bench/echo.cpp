#include "tests/bench/echo.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <optional>
#include <thread>

#include "shared/tls.h"
#include "tests/bench/figure.h"

namespace doorstep::bench {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using Stream = beast::websocket::stream<beast::ssl_stream<tcp::socket>, false>;

struct Echo::Parts {
  Parts()
      : key(SigningKey::mint(dice)),
        server_tls(must(TlsContext::for_server(key), "the echo's TLS")),
        client_tls(must(TlsContext::for_client(key.public_key()), "the echo's TLS")),
        server_context(server_tls.share()),
        client_context(client_tls.share()),
        acceptor(io, tcp::endpoint{asio::ip::address_v4::loopback(), 0}),
        client(io, client_context) {}

  // Ends when the client's socket closes.
  void echo_all() {
    try {
      Stream stream{acceptor.accept(), server_context};
      stream.next_layer().next_layer().set_option(tcp::no_delay{true});
      stream.next_layer().handshake(asio::ssl::stream_base::server);
      stream.accept();
      beast::flat_buffer buffer;
      for (;;) {
        stream.read(buffer);
        stream.write(buffer.cdata());
        buffer.consume(buffer.size());
      }
    } catch (const std::exception&) {
    }
  }

  SystemDice dice;
  SigningKey key;
  TlsContext server_tls, client_tls;
  asio::ssl::context server_context, client_context;
  asio::io_context io;
  tcp::acceptor acceptor;
  Stream client;
  beast::flat_buffer answer;
  std::thread server;
};

Echo::Echo() : parts_(std::make_unique<Parts>()) {
  parts_->server = std::thread{[this] { parts_->echo_all(); }};
  auto& socket = parts_->client.next_layer().next_layer();
  socket.connect(parts_->acceptor.local_endpoint());
  socket.set_option(tcp::no_delay{true});
  parts_->client.next_layer().handshake(asio::ssl::stream_base::client);
  parts_->client.handshake("127.0.0.1", "/");
}

Echo::~Echo() {
  boost::system::error_code ignored;
  parts_->client.next_layer().next_layer().shutdown(tcp::socket::shutdown_both, ignored);
  parts_->server.join();
}

void Echo::round_trip(const std::string& frame) {
  parts_->client.write(asio::buffer(frame));
  parts_->client.read(parts_->answer);
  expect(parts_->answer.size() == frame.size(), "an echo has the size of its call");
  parts_->answer.consume(parts_->answer.size());
}

}  // namespace doorstep::bench
