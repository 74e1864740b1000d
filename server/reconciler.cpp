#include "server/reconciler.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "shared/rights.h"

namespace doorstep {
namespace {

constexpr Millis handshake_timeout{10'000};
constexpr Millis silence_max{60'000};  ///< a tablet pings after 20 s
constexpr Millis tick_every{15'000};
constexpr Millis busy_retry_after{1'000};
constexpr Millis note_contact_every = std::chrono::minutes{15};  ///< of a tablet that stays
/// Of one conversation: each question reads the community from end to end, and two find every difference.
constexpr std::uint64_t sums_asks_max = 4;
constexpr std::uint64_t pending_told_max = 1'000'000'000;  ///< more bundles wait on no tablet, whatever it says
/// A larger push is asked about in parts, so that others have their turn between them (server/fair_queue.h).
constexpr std::size_t ask_bundles_max = 8;

template <class T, class Variant>
struct is_one_of;
template <class T, class... Options>
struct is_one_of<T, std::variant<Options...>> : std::disjunction<std::is_same<T, Options>...> {};

using FromTablet = std::variant<Enrol, Hello, Proof, Push, Subscribe, AskHistory, FenceLines, Rescue, AskNumbers,
                                Salvage, Shredded, Ping, AskSums, AdminAsk>;

}  // namespace

Reconciler::Reconciler(ReconcilerContext context) : context_(context) {}

const std::optional<ChainId>& Reconciler::chain() const { return chain_; }

ServerEffects Reconciler::opened(const Binding& binding, std::string address) {
  binding_ = binding;
  address_ = std::move(address);
  opened_at_ = heard_at_ = context_.clock.wall();
  return {Wake{handshake_timeout}};
}

ServerEffects Reconciler::received(std::string_view text) {
  if (stage_ == Stage::closed) return {};
  auto frame = decode_frame(text, received_ + 1);
  if (!frame) return close(frame.error());
  ++received_;
  heard_at_ = context_.clock.wall();
  return std::visit(
      [&](auto&& one) -> ServerEffects {
        if constexpr (is_one_of<std::decay_t<decltype(one)>, FromTablet>::value) {
          return on(std::forward<decltype(one)>(one));
        } else if constexpr (std::is_same_v<std::decay_t<decltype(one)>, ErrorFrame>) {
          return close(Error{Fault::server_closing, "the tablet ended the conversation"});
        } else {
          return close(Error{Fault::unexpected_frame, "a frame that only a server sends"});
        }
      },
      std::move(*frame));
}

ServerEffects Reconciler::answered(Answer given) {
  if (stage_ == Stage::closed) return {};
  return std::visit([&](auto&& one) { return answer(std::forward<decltype(one)>(one)); }, std::move(given));
}

ServerEffects Reconciler::ticked(Instant now) {
  if (stage_ == Stage::closed) return {};
  // A clock that was set back must not make silence endless.
  heard_at_ = std::min(heard_at_, now);
  opened_at_ = std::min(opened_at_, now);
  const auto known = proven();
  if (now - (known ? heard_at_ : opened_at_) > (known ? silence_max : handshake_timeout))
    return close(
        Error{Fault::timed_out, known ? "the tablet went silent" : "the tablet did not identify itself in time"});
  ServerEffects effects;
  advance(effects);  // a page that could not be read is tried again
  if (stage_ == Stage::welcomed) {
    renew_lease(effects);
    noted_at_ = std::min(noted_at_, now);
    if (now - noted_at_ >= note_contact_every) note_contact(effects);
    log_looks(effects);
  }
  effects.push_back(Wake{tick_every});
  return effects;
}

ServerEffects Reconciler::flushed() {
  pages_unflushed_ = 0;
  ServerEffects effects;
  if (stage_ == Stage::welcomed) advance(effects);
  return effects;
}

ServerEffects Reconciler::rung(const CommunityId&) {
  ServerEffects effects;
  if (stage_ == Stage::welcomed) advance(effects);
  return effects;
}

ServerEffects Reconciler::stopping() {
  if (stage_ == Stage::closed) return {};
  return close(Error{Fault::server_closing, "the server is stopping"});
}

ServerEffects Reconciler::on(Enrol frame) {
  if (stage_ != Stage::fresh) return close(Error{Fault::unexpected_frame, "enrol is a first frame"});
  if (!verify(frame.key, enrol_context, enrol_message(binding_, frame.code), frame.proof))
    return close(Error{Fault::broken_signature, "enrol.proof"});
  if (context_.gate != nullptr && !context_.gate->open(address_, context_.clock.wall()))
    return close(Error{Fault::server_busy, "too many wrong enrolment codes from this address; wait ten minutes"});
  stage_ = Stage::asked_enrol;
  return {Ask{AskEnrol{std::move(frame.code), frame.key, std::move(frame.label)}}};
}

ServerEffects Reconciler::answer(Result<Enrolled> enrolled) {
  if (!enrolled) {
    const auto fault = enrolled.error().fault;
    const bool guessed = fault == Fault::code_unknown || fault == Fault::code_used || fault == Fault::code_expired;
    if (guessed && context_.gate != nullptr) context_.gate->failed(address_, context_.clock.wall());
    return guessed ? refuse(AccessKind::wrong_code, enrolled.error()) : close(enrolled.error());
  }
  ServerEffects effects;
  enrolled->office_key = context_.office_key;
  send(effects, *enrolled);
  return effects;  // the tablet stores it, hangs up and says hello; silence is ended by the handshake timeout
}

ServerEffects Reconciler::on(Hello frame) {
  if (stage_ != Stage::fresh) return close(Error{Fault::unexpected_frame, "hello is a first frame"});
  if (person_of(frame.chain) != frame.person || device_of(frame.chain) != frame.tablet)
    return close(Error{Fault::bad_frame, "hello.chain does not name this person and tablet"});
  hello_ = std::move(frame);
  hello_at_ = context_.clock.wall();
  stage_ = Stage::asked_device;
  return {Ask{AskDevice{hello_.chain}}};
}

ServerEffects Reconciler::answer(Result<Device> device) {
  if (!device && device.error().fault == Fault::server_collecting && hello_.fence) {
    stage_ = Stage::collecting;
    return {Ask{AskExtendFence{}}};
  }
  const Error refused{Fault::device_refused, "not an enrolled device"};
  if (!device && (device.error().fault == Fault::not_found || device.error().fault == Fault::device_refused))
    return refuse(AccessKind::unknown_device, refused);
  if (!device) return close(device.error());
  if (device->revoked && !hello_.hands_over) {
    device_ = std::move(*device);
    return refuse(AccessKind::revoked_device, refused);
  }
  device_ = std::move(*device);
  role_ = device_.role ? device_.role : std::make_shared<const Role>();
  scope_ = Scope::of(*role_);
  context_.dice.fill(nonce_);
  stage_ = Stage::challenged;
  ServerEffects effects;
  send(effects, Challenge{nonce_});
  return effects;
}

ServerEffects Reconciler::on(const Proof& frame) {
  if (stage_ != Stage::challenged) return close(Error{Fault::unexpected_frame, "proof answers a challenge"});
  if (!verify(device_.key, proof_context, proof_message(context_.server_key, nonce_, binding_, hello_.chain),
              frame.signature))
    return refuse(AccessKind::wrong_proof, {Fault::device_refused, "the proof does not fit the device's key"});
  chain_ = hello_.chain;
  if (device_.revoked) {
    stage_ = Stage::revoked;
    ServerEffects effects;
    log(effects, AccessKind::revoked_device);
    send(effects, Revoked{nonce_});
    effects.push_back(Wake{tick_every});
    return effects;
  }
  stage_ = Stage::welcomed;
  Welcome welcome;
  welcome.epoch = device_.epoch;
  welcome.at = context_.clock.wall();
  welcome.skew_ms = to_ms(hello_.clocks.wall) - to_ms(hello_at_);
  welcome.grant = role_->version();
  welcome.scope = role_->scope();
  if (!role_->text().empty()) welcome.role = role_->text();
  welcome.last = device_.last;
  welcome.last_hash = device_.last_hash;
  welcome.communities = device_.communities;
  welcome.people = device_.people;
  welcome.office_key = context_.office_key;
  welcome.lineage = device_.lineage;
  welcome.limits.numbers_low = numbers_low;
  welcome.limits.sums_asks = sums_asks_max;
  welcome.lease = lease_now();
  ServerEffects effects;
  send(effects, welcome);
  if (hello_.template_digest != context_.archive_template->digest())
    send(effects, TemplateFrame{context_.archive_template->text()});
  effects.push_back(Wake{tick_every});
  if (hello_.fence) effects.push_back(Ask{AskFence{*hello_.fence}});
  note_contact(effects);
  return effects;
}

// What it says of itself is for the list of tablets only.
void Reconciler::note_contact(ServerEffects& effects) {
  noted_at_ = context_.clock.wall();
  const BundleNumber tip{device_.last.value + std::min(hello_.pending, pending_told_max)};
  effects.push_back(Ask{AskContact{*chain_, {hello_.program, protocol_version, tip, hello_.storage, heard_}}});
}

ServerEffects Reconciler::answer(Result<Noted>) { return {}; }

Result<Bundle> Reconciler::open_pushed(const json& wire) const {
  auto bundle = open_bundle(wire);
  if (!bundle) return bundle;
  if (bundle->chain != *chain_) return Error{Fault::broken_chain, "a bundle of another chain"};
  if (!verify(*bundle, device_.key)) return Error{Fault::broken_signature, "a bundle's signature"};
  return bundle;
}

ServerEffects Reconciler::on(Push frame) {
  if (stage_ != Stage::welcomed) return close(Error{Fault::unexpected_frame, "push before the welcome"});
  std::size_t in_flight = frame.bundles.size();
  for (const auto& asked : pushes_asked_) in_flight += asked.size();
  if (in_flight > push_bundles_max)
    return close(Error{Fault::unexpected_frame, "more bundles in flight than the limits allow"});
  unopened_.assign(std::make_move_iterator(frame.bundles.begin()), std::make_move_iterator(frame.bundles.end()));
  return go_on();
}

ServerEffects Reconciler::go_on() {
  ServerEffects effects;
  for (std::size_t count = 0; count < context_.opens_at_once && !unopened_.empty(); ++count) {
    const auto wire = std::move(unopened_.front());
    unopened_.pop_front();
    auto bundle = open_pushed(wire);
    if (bundle && !context_.tries.enough(*chain_, bundle->number)) {
      opened_.submissions.push_back({std::move(*bundle), hello_.clocks, hello_at_, heard_at_});
      if (opened_.submissions.size() == ask_bundles_max) ask_for_those_opened(effects);
      continue;
    }
    ask_for_those_opened(effects);  // what came before it is good
    auto parcel = parcel_of(wire, bundle ? std::nullopt : std::optional{bundle.error()});
    if (!parcel) {
      auto last = close(parcel.error());
      effects.insert(effects.end(), std::make_move_iterator(last.begin()), std::make_move_iterator(last.end()));
      return effects;
    }
    pushes_asked_.push_back({parcel->number});
    effects.push_back(Ask{std::move(*parcel)});
  }
  if (unopened_.empty()) ask_for_those_opened(effects);
  return effects;
}

void Reconciler::ask_for_those_opened(ServerEffects& effects) {
  if (opened_.submissions.empty()) return;
  auto& numbers = pushes_asked_.emplace_back();
  for (const auto& one : opened_.submissions) numbers.push_back(one.bundle.number);
  effects.push_back(Ask{std::exchange(opened_, {})});
}

// A spoilt bundle ends the connection; when it has failed often enough it is parked instead, raw, and its chain goes
// on.
Result<AskPark> Reconciler::parcel_of(const json& wire, const std::optional<Error>& spoilt) {
  if (spoilt && (spoilt->fault == Fault::broken_chain || !wire.is_object() || !wire.contains("header") ||
                 !wire.at("header").is_object()))
    return *spoilt;
  const auto& header = wire.at("header");
  Reader in{header, "header"};
  BundleNumber number{in.count("number")};
  std::vector<EditId> edits;
  for (const auto& one : in.array("edits", bundle_edits_max)) edits.push_back(Reader{one, "edit"}.id<EditId>("id"));
  if (in.error()) return *in.error();
  if (spoilt) context_.tries.failed(*chain_, number);
  if (!context_.tries.enough(*chain_, number)) return *spoilt;
  context_.tries.forget(*chain_, number);
  return AskPark{*chain_, number, hash(canonical(header)), canonical(wire), std::move(edits)};
}

// To be sent again: the archive could not try it now, or failed at it (which is counted), or it follows one of those.
bool Reconciler::put_off(const Error& error, BundleNumber number) {
  bool failed = error.fault == Fault::internal || error.fault == Fault::not_found;
  if (failed) context_.tries.failed(*chain_, number);
  if (failed || remedy(error.fault) == Remedy::retry) put_off_ = true;
  return failed || remedy(error.fault) == Remedy::retry || (put_off_ && error.fault == Fault::broken_chain);
}

ServerEffects Reconciler::answer(Result<std::vector<Result<Verdict>>> verdicts) {
  require(!pushes_asked_.empty(), "verdicts answer a push");
  auto numbers = std::move(pushes_asked_.front());
  pushes_asked_.pop_front();
  Verdicts out;
  std::optional<Error> fatal;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    std::optional<Error> error;
    if (!verdicts)
      error = verdicts.error();
    else if (!(*verdicts)[i])
      error = (*verdicts)[i].error();
    if (!error) {
      out.verdicts.push_back(std::move(*(*verdicts)[i]));
    } else if (put_off(*error, numbers[i])) {
      out.verdicts.push_back({numbers[i], std::nullopt, true, {}});
    } else if (!fatal) {
      fatal = std::move(error);  // the chain is broken here, so whatever follows it fails alike
    }
  }
  ServerEffects effects;
  if (!out.verdicts.empty()) send(effects, out);
  // What is not in the feed brings no news of it either; a checkpoint says that it is answered. A page that is being
  // read may be of before.
  if (std::any_of(out.verdicts.begin(), out.verdicts.end(), [](const Verdict& one) { return !one.retry && !one.seq; }))
    for (auto& [community, subscription] : subscriptions_) {
      subscription.checkpointed.reset();
      subscription.overtaken = subscription.asked;
    }
  if (fatal) {
    auto last = close(std::move(*fatal));
    effects.insert(effects.end(), std::make_move_iterator(last.begin()), std::make_move_iterator(last.end()));
  }
  return effects;
}

ServerEffects Reconciler::on(const AskHistory& frame) {
  if (stage_ != Stage::welcomed) return close(Error{Fault::unexpected_frame, "ask_history before the welcome"});
  if (++histories_asked_ > histories_in_flight_max)
    return close(Error{Fault::unexpected_frame, "too many histories asked at once"});
  if (!role_->may(Right::history)) {
    --histories_asked_;
    ServerEffects effects;
    send(effects, History{frame.record, false, {}});
    return effects;
  }
  std::vector<CommunityId> communities;
  for (const auto& community : device_.communities) communities.push_back(community.code);
  return {Ask{AskRecordHistory{frame, {role_, std::move(communities)}}}};
}

ServerEffects Reconciler::answer(Result<History> history) {
  --histories_asked_;
  if (!history) return close(history.error());
  ServerEffects effects;
  const auto type = history->entries.empty() ? std::string{} : history->entries.front().edit.value("type", "");
  if (reads_sensitive(type) && !history->entries.empty()) {
    log(effects, AccessKind::history, text(history->record));
    logs_asked_.back() = std::move(*history);
  } else {
    send(effects, *history);
  }
  return effects;
}

bool Reconciler::looks_at(const CommunityId& community) const {
  return std::any_of(device_.communities.begin(), device_.communities.end(),
                     [&](const CommunityHead& one) { return one.code == community; });
}

ServerEffects Reconciler::on(AskNumbers frame) {
  if (stage_ != Stage::welcomed || std::exchange(numbers_asked_, true))
    return close(Error{Fault::unexpected_frame, "numbers before the welcome, or asked twice at once"});
  // Only where this person may create what the numbers are for.
  std::erase_if(frame.left, [&](const NumbersLeft& one) {
    return !looks_at(one.community) || !may_number(*role_, *context_.archive_template, one.series);
  });
  return {Ask{AskLease{*chain_, std::move(frame)}}};
}

// A tablet that gets none now asks again when it comes back.
ServerEffects Reconciler::answer(Result<Numbers> numbers) {
  numbers_asked_ = false;
  ServerEffects effects;
  send(effects, numbers ? *numbers : Numbers{});
  return effects;
}

ServerEffects Reconciler::on(AskSums frame) {
  if (stage_ != Stage::welcomed || ++sums_asked_ > sums_asks_max)
    return close(Error{Fault::unexpected_frame, "sums before the welcome, or asked too often"});
  if (!looks_at(frame.community)) return close(Error{Fault::not_found, "ask_sums.community"});
  return {Ask{AskTreeSums{{std::move(frame), *chain_, role_, device_.grant}}}};
}

ServerEffects Reconciler::answer(Result<Sums> sums) {
  if (!sums) return close(sums.error());
  ServerEffects effects;
  send(effects, *sums);
  return effects;
}

// What they may is asked again inside the archive; who has no such right at all costs it nothing.
ServerEffects Reconciler::on(AdminAsk frame) {
  if (stage_ != Stage::welcomed || admin_asked_.size() >= admin_asks_in_flight_max)
    return close(Error{Fault::unexpected_frame, "admin before the welcome, or too much asked at once"});
  const bool any = role_->may(Right::people) || role_->may(Right::devices) || role_->may(Right::quarantine);
  if (!any) {
    ServerEffects effects;
    send(effects, AdminAnswer{frame.ask, Error{Fault::not_allowed, {}}});
    return effects;
  }
  admin_asked_.push_back(frame.ask);
  ServerEffects effects;
  // What waits there shows residents' data. A log that cannot be written ends the conversation.
  if (frame.ask == AdminVerb::quarantine || frame.ask == AdminVerb::apply) log(effects, AccessKind::quarantine);
  effects.push_back(Ask{AskAdmin{*chain_, std::move(frame)}});
  return effects;
}

ServerEffects Reconciler::answer(Result<AdminAnswer> found) {
  require(!admin_asked_.empty(), "an admin asked");
  const auto ask = admin_asked_.front();
  admin_asked_.pop_front();
  ServerEffects effects;
  send(effects, found ? std::move(*found) : AdminAnswer{ask, found.error()});
  return effects;
}

ServerEffects Reconciler::on(const Ping&) {
  ServerEffects effects;
  send(effects, Pong{context_.clock.wall()});
  return effects;
}

void Reconciler::send(ServerEffects& effects, const Frame& frame) { effects.push_back(Send{encode(frame, ++sent_)}); }

ServerEffects Reconciler::close(Error error) {
  stage_ = Stage::closed;
  ServerEffects effects;
  std::optional<Millis> retry_after;
  if (error.fault == Fault::server_busy) retry_after = busy_retry_after;
  send(effects, ErrorFrame{error, retry_after});
  effects.push_back(Close{std::move(error)});
  return effects;
}

}  // namespace doorstep
