#include "shared/frame_reading.h"

namespace doorstep {
namespace frame_reading {
namespace {

Instant instant(Reader& in, const char* key) { return from_ms(in.integer(key)); }

/// Before anything else is read: another version's keys may be others.
std::optional<Error> other_version(Reader& in) {
  auto version = in.count("protocol");
  if (in.error()) return in.error();
  if (version != protocol_version)
    return Error{Fault::wrong_version, "protocol: this side speaks " + std::to_string(protocol_version)};
  return std::nullopt;
}

Result<Frame> read_enrol(Reader& in, json&) {
  if (auto error = other_version(in)) return *error;
  Enrol out;
  out.code = in.text("code", frame_id_bytes_max);
  out.key = bytes<32>(in, "key");
  out.label = in.text("label", frame_name_bytes_max);
  out.proof = bytes<64>(in, "proof");
  return finish(in, std::move(out));
}

Result<Frame> read_enrolled(Reader& in, json&) {
  Enrolled out;
  out.person.value = name(in, "person");
  out.device.value = name(in, "device");
  out.chain.value = name(in, "chain");
  out.name = in.text("name", frame_name_bytes_max);
  out.office_key = bytes_if<32>(in, "office_key");
  return finish(in, std::move(out));
}

FencePlace fence_place(Reader& in) {
  FencePlace out;
  out.number = in.count("number");
  out.hash = bytes<32>(in, "hash");
  return out;
}

/// As this project counts them, and such as somebody builds from it: nothing that a list of tablets could not show.
bool is_program_version(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
           c == '+';
  });
}

Result<Frame> read_hello(Reader& in, json&) {
  if (auto error = other_version(in)) return *error;
  Hello out;
  out.template_digest = in.text("template", frame_id_bytes_max);
  out.person.value = name(in, "person");
  out.tablet.value = name(in, "tablet");
  out.chain.value = name(in, "chain");
  out.grant = in.count("grant");
  out.scope = in.text("scope", frame_id_bytes_max);
  out.epoch.value = in.text("epoch", frame_id_bytes_max);
  out.pending = in.count("pending");
  Reader clocks{in.object("clocks"), "clocks"};
  if (in.error()) return *in.error();
  out.clocks.wall = instant(clocks, "wall");
  out.clocks.monotonic = Millis{clocks.integer("mono")};
  out.clocks.boot = clocks.text("boot", frame_id_bytes_max);
  out.clocks.server = instant_if(clocks, "server");
  if (const auto* fence = in.object_if("fence")) {
    Reader place{*fence, "fence"};
    out.fence = fence_place(place);
    if (place.error()) return *place.error();
  }
  out.hands_over = in.flag_or("hands_over", false);
  out.leases = in.flag_or("leases", false);
  out.program = in.text_or("program", {}, program_bytes_max);
  if (!is_program_version(out.program)) in.wrong("program", "is no version of a program");
  out.storage = in.count_or("storage", 0);
  if (in.error()) return *in.error();
  return finish(clocks, std::move(out));
}

Result<Frame> read_challenge(Reader& in, json&) { return finish(in, Challenge{bytes<32>(in, "nonce")}); }
Result<Frame> read_proof(Reader& in, json&) { return finish(in, Proof{bytes<64>(in, "signature")}); }

Result<CommunityHead> head_from(const json& object, std::string path) {
  Reader in{object, std::move(path)};
  CommunityHead out;
  out.code.value = name(in, "code");
  out.name = in.text("name", frame_name_bytes_max);
  out.head = seq(in, "head");
  out.set_key = bytes<32>(in, "set_key");
  out.kept = Seq{in.count_or("kept", 0)};
  if (in.error()) return *in.error();
  return out;
}

Result<Frame> read_welcome(Reader& in, json&) {
  Welcome out;
  out.epoch.value = name(in, "epoch");
  out.at = instant(in, "at");
  out.skew_ms = in.integer("skew");
  out.grant = in.count("grant");
  out.scope = in.text("scope", frame_id_bytes_max);
  out.office_key = bytes_if<32>(in, "office_key");
  if (const auto* role = in.object_if("role")) out.role = canonical(*role);
  const auto epochs = in.has("epochs") ? in.array("epochs", epochs_max) : lineage_json({EpochStart{out.epoch, {}}});
  const auto& communities = in.array("communities", communities_max);
  const auto& people = in.array("people", people_max);
  Reader chain{in.object("chain"), "chain"};
  Reader limits{in.object("limits"), "limits"};
  if (in.error()) return *in.error();
  out.last = number(chain, "number");
  out.last_hash = bytes<32>(chain, "hash");
  if (chain.error()) return *chain.error();
  auto lineage = lineage_from(epochs, "epochs");
  if (!lineage) return lineage.error();
  if (lineage->empty() || lineage->back().epoch != out.epoch)
    return Error{Fault::bad_frame, "epochs: does not end at the epoch"};
  out.lineage = std::move(*lineage);
  for (std::size_t i = 0; i < communities.size(); ++i) {
    auto head = head_from(communities[i], place("communities", i));
    if (!head) return head.error();
    out.communities.push_back(std::move(*head));
  }
  for (std::size_t i = 0; i < people.size(); ++i) {
    Reader one{people[i], place("people", i)};
    PersonName person{PersonId{name(one, "id")}, one.text("name", frame_name_bytes_max)};
    if (one.error()) return *one.error();
    out.people.push_back(std::move(person));
  }
  out.limits.bundles_in_flight = limits.count("bundles_in_flight");
  out.limits.bytes_in_flight = limits.count("bytes_in_flight");
  out.limits.numbers_low = limits.count_or("numbers_low", 0);
  out.limits.sums_asks = limits.count_or("sums_asks", 0);
  if (const auto* object = in.object_if("lease")) {
    auto lease = lease_from(*object, "lease");
    if (!lease) return lease.error();
    out.lease = std::move(*lease);
  }
  if (in.error()) return *in.error();
  return finish(limits, std::move(out));
}

Result<Frame> read_lease_frame(Reader&, json& root) {
  auto lease = lease_from(root, "");
  if (!lease) return lease.error();
  return Frame{LeaseFrame{std::move(*lease)}};
}

Result<Frame> read_fence(Reader& in, json&) {
  FenceLines out;
  out.behind = in.count("behind");
  for (const auto& line : in.array("lines", fence_lines_max)) {
    if (!line.is_string() || line.get_ref<const std::string&>().size() > fence_line_bytes_max)
      in.wrong("lines", "an entry is no line of a fence");
    else
      out.lines.push_back(line.get<std::string>());
  }
  return finish(in, std::move(out));
}
Result<Frame> read_collect(Reader& in, json&) { return finish(in, Collect{fence_place(in)}); }

Result<Frame> read_rescue(Reader& in, json& root) {
  Rescue out;
  out.epoch.value = name(in, "epoch");
  out.records = take_objects(in, root, "records", page_records_max);
  return finish(in, std::move(out));
}
Result<Frame> read_rescued(Reader& in, json&) { return finish(in, Rescued{in.count("count")}); }

Result<Frame> read_revoked(Reader& in, json&) { return finish(in, Revoked{bytes<32>(in, "nonce")}); }
Result<Frame> read_salvage(Reader& in, json& root) {
  Salvage out;
  out.bundles = take_objects(in, root, "bundles", push_bundles_max);
  if (!in.has("done")) in.wrong("done", "missing; expected true or false");
  out.done = in.flag_or("done", false);
  return finish(in, std::move(out));
}
Result<Frame> read_salvaged(Reader& in, json&) { return finish(in, Salvaged{in.count("edits")}); }
Result<Frame> read_shredded(Reader& in, json&) { return finish(in, Shredded{bytes<64>(in, "signature")}); }

Result<Frame> read_template(Reader& in, json&) { return finish(in, TemplateFrame{canonical(in.object("template"))}); }

Result<Frame> read_ping(Reader& in, json&) { return finish(in, Ping{}); }
Result<Frame> read_pong(Reader& in, json&) { return finish(in, Pong{instant(in, "at")}); }

Result<Frame> read_error(Reader& in, json&) {
  ErrorFrame out{{fault_of(in.text("code", frame_id_bytes_max)), in.text_or("detail", {}, error_detail_bytes_max)}, {}};
  if (in.has("retry_after")) out.retry_after = Millis{in.count("retry_after")};
  return finish(in, std::move(out));
}

Result<Frame> read_admin(Reader&, json& root) {
  auto ask = admin_ask_from(root);
  if (!ask) return ask.error();
  return Frame{std::move(*ask)};
}
Result<Frame> read_admin_answer(Reader&, json& root) {
  auto answer = admin_answer_from(root);
  if (!answer) return answer.error();
  return Frame{std::move(*answer)};
}

using Read = Result<Frame> (*)(Reader& in, json& root);
constexpr std::array<Read, frame_names.size()> reads{
    read_enrol,       read_enrolled,    read_hello,    read_challenge,   read_proof,   read_welcome,
    read_template,    read_push,        read_verdicts, read_subscribe,   read_page,    read_checkpoint,
    read_ask_history, read_history,     read_ping,     read_pong,        read_error,   read_fence,
    read_collect,     read_rescue,      read_rescued,  read_ask_numbers, read_numbers, read_revoked,
    read_salvage,     read_salvaged,    read_shredded, read_ask_sums,    read_sums,    read_lease_frame,
    read_admin,       read_admin_answer};

}  // namespace
}  // namespace frame_reading

Result<Frame> decode_frame(std::string_view text, std::uint64_t expected) {
  if (text.size() > frame_bytes_max)
    return Error{Fault::frame_too_big, "a frame has at most " + std::to_string(frame_bytes_max) + " bytes"};
  auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  auto& root = *parsed;
  Reader in{root, ""};
  auto n = in.count("n");
  auto kind = in.text("frame");
  if (in.error()) return *in.error();
  // Out of turn before anything else: nothing in such a frame is used.
  if (n != expected) return Error{Fault::replayed_frame, "n: is not " + std::to_string(expected)};
  auto found = std::find(frame_names.begin(), frame_names.end(), kind);
  if (found == frame_names.end())
    return Error{Fault::unexpected_frame, "frame: is of a kind that this version does not know"};
  return frame_reading::reads[static_cast<std::size_t>(found - frame_names.begin())](in, root);
}

}  // namespace doorstep
