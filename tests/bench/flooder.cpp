#include "tests/bench/flooder.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <future>

#include "tests/bench/enrolling.h"
#include "tests/bench/figure.h"

namespace doorstep::bench {
namespace {

constexpr std::size_t frame_bundles = 16, in_flight_max = 32;

std::size_t verdicts_in(std::string_view frame) {
  constexpr std::string_view each = R"("number":)";
  std::size_t out = 0;
  for (auto at = frame.find(each); at != frame.npos; at = frame.find(each, at + each.size())) ++out;
  return out;
}

}  // namespace

Flooder::Flooder(ServerProcess& server, std::size_t bundles)
    : line_(Template::shipped(), clock_, dice_), target_(must(parse_target(server.address(), server.pin()), "target")) {
  server.add_person("flooder", "front_desk");
  line_.chain = enrol(line_.key(), server.code("flooder"), target_).chain;
  for (std::size_t i = 0; i < bundles; ++i)
    bundles_.push_back(wire_text(
        line_.bundle({line_.create("special_need", {{"kind", "allergy"}, {"text", std::string(400, 'x')}})})));
  connect();
  thread_ = std::thread{[this] {
    auto work = boost::asio::make_work_guard(io_);
    try {
      io_.run();
    } catch (const std::exception&) {
      broken_ = true;
    }
  }};
}

Flooder::~Flooder() {
  io_.stop();
  thread_.join();
}

void Flooder::connect() {
  ConnectionEvents events;
  events.opened = [this](const Binding& binding) {
    binding_ = binding;
    Hello hello;
    hello.template_digest = Template::shipped().digest();
    hello.person = person_of(line_.chain);
    hello.tablet = device_of(line_.chain);
    hello.chain = line_.chain;
    hello.clocks.boot = "bench";
    send(hello);
  };
  events.received = [this](std::string_view frame) { received(frame); };
  events.closed = [this](const std::optional<Error>&) { broken_ = true; };
  connection_ = std::make_unique<Connection>(io_, target_, std::move(events));
}

void Flooder::received(std::string_view frame) {
  ++received_;
  if (frame.starts_with(R"({"frame":"challenge")")) {
    auto challenge = must(decode_frame(frame, received_), "a challenge");
    const auto message = proof_message(target_.pin, std::get<Challenge>(challenge).nonce, binding_, line_.chain);
    return send(Proof{line_.key().sign(proof_context, message)});
  }
  if (frame.starts_with(R"({"frame":"welcome")")) {
    welcome_ = true;
  } else if (frame.starts_with(R"({"frame":"verdicts")")) {
    const auto count = verdicts_in(frame);
    answered_ += count;
    in_flight_ -= std::min(count, in_flight_);
  }
  if (welcome_ && flooding_ && per_second_ == 0) push();
}

void Flooder::push() {
  if (in_flight_ + frame_bundles > in_flight_max) return;
  std::vector<std::string> texts;
  // When all are used up, the last ones again: a bundle that is known repeats its verdict.
  for (std::size_t i = 0; i < frame_bundles; ++i)
    texts.push_back(bundles_[next_ < bundles_.size() ? next_++ : bundles_.size() - frame_bundles + i]);
  in_flight_ += frame_bundles;
  connection_->send(push_frame(texts, ++sent_));
  send(AskHistory{});
  send(Ping{});
}

void Flooder::send(const Frame& frame) { connection_->send(encode(frame, ++sent_)); }

void Flooder::paced() {
  if (!flooding_ || per_second_ == 0) return;
  if (welcome_) push();
  pace_.expires_after(std::chrono::microseconds{1'000'000 * frame_bundles / per_second_});
  pace_.async_wait([this](const boost::system::error_code& ended) {
    if (!ended) paced();
  });
}

void Flooder::begin(std::size_t per_second) {
  boost::asio::post(io_, [this, per_second] {
    flooding_ = true;
    per_second_ = per_second;
    if (per_second == 0) return push();
    paced();
  });
}

void Flooder::pause() {
  std::promise<void> done;
  boost::asio::post(io_, [&] {
    flooding_ = false;
    done.set_value();
  });
  done.get_future().wait();
  expect(!broken_, "the flooder was cut off");
}

}  // namespace doorstep::bench
