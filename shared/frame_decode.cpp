#include <algorithm>

#include "shared/frame.h"
#include "shared/scope.h"

namespace doorstep {
namespace {

// Each kind reads straight through; the reader keeps the first fault and `finish` tells it. Records, bundles and edits
// are moved out of the parsed frame, never copied: they are most of its bytes.

Result<Frame> finish(const Reader& in, Frame frame) {
  if (in.error()) return *in.error();
  return frame;
}

/// An id that must be there and say something.
std::string name(Reader& in, const char* key) {
  auto value = in.text(key, frame_id_bytes_max);
  if (value.empty()) in.wrong(key, "is empty");
  return value;
}
template <std::size_t N>
Bytes<N> bytes(Reader& in, const char* key) {
  auto raw = in.bytes(key, N);
  Bytes<N> out;
  std::copy(raw.begin(), raw.end(), out.begin());
  return out;
}
std::optional<PublicKey> key_if(Reader& in, const char* key) {
  if (!in.has(key)) return std::nullopt;
  return bytes<32>(in, key);
}
Instant instant(Reader& in, const char* key) { return from_ms(in.integer(key)); }
std::optional<Instant> instant_if(Reader& in, const char* key) {
  auto ms = in.integer_if(key);
  return ms ? std::optional{from_ms(*ms)} : std::nullopt;
}
Seq seq(Reader& in, const char* key) { return Seq{in.count(key)}; }
BundleNumber number(Reader& in, const char* key) { return BundleNumber{in.count(key)}; }

/// Null and absent both say "none".
bool given(const json& object, const char* key) {
  auto found = object.find(key);
  return found != object.end() && !found->is_null();
}

std::vector<json> take_objects(Reader& in, json& root, const char* key, std::size_t items_max) {
  const auto& list = in.array(key, items_max);
  if (!std::all_of(list.begin(), list.end(), [](const json& item) { return item.is_object(); }))
    in.wrong(key, "an entry is no object");
  if (in.error()) return {};
  return std::move(root.at(key).get_ref<json::array_t&>());
}

std::string place(const char* list, std::size_t index) { return std::string{list} + "[" + std::to_string(index) + "]"; }

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
  out.office_key = key_if(in, "office_key");
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
  out.office_key = key_if(in, "office_key");
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

Result<Frame> read_push(Reader& in, json& root) {
  return finish(in, Push{take_objects(in, root, "bundles", push_bundles_max)});
}

Result<Frame> read_verdicts(Reader& in, json&) {
  Verdicts out;
  const auto& verdicts = in.array("verdicts", push_bundles_max);
  out.verdicts.reserve(verdicts.size());
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    auto verdict = verdict_from(verdicts[i], place("verdicts", i));
    if (!verdict) return verdict.error();
    out.verdicts.push_back(std::move(*verdict));
  }
  return finish(in, std::move(out));
}

// By type the classes that were gained, and which buildings were seen before, where more are seen now.
void read_part(Reader& in, const json& part, Subscribe& out) {
  Reader reader{part, "part"};
  if (given(part, "after")) out.after = reader.id<RecordId>("after");
  const auto& classes = reader.object("classes");
  if (reader.has("held")) {
    const auto& buildings = reader.array("held", buildings_max);
    if (!std::all_of(buildings.begin(), buildings.end(), [](const json& one) { return one.is_string(); }))
      return in.wrong("part.held", "is no list of buildings");
    out.held = Scope::from(canonical(buildings));
  }
  if (reader.error() || (classes.empty() && !out.held) || classes.size() > role_types_max)
    return in.wrong("part", "is not classes by type, held buildings, and after");
  for (const auto& [type, names] : classes.items()) {
    ClassMask mask = no_class;
    if (!is_field_name(type) || !names.is_array() || names.size() > all_classes.size())
      return in.wrong("part.classes", "is not a list of classes for each type");
    for (const auto& name : names) {
      auto klass = name.is_string() ? class_named(name.get_ref<const std::string&>()) : std::nullopt;
      if (!klass) return in.wrong("part.classes", "names something that is no class");
      mask |= mask_of(*klass);
    }
    out.gained.emplace(type, mask);
  }
}

// Numbers below `bound`, ascending.
template <class Number>
std::vector<Number> ascending(Reader& in, const char* key, std::size_t items_max, std::int64_t bound) {
  std::vector<Number> out;
  for (const auto& entry : in.array(key, items_max)) {
    const auto* number = entry.get_ptr<const json::number_integer_t*>();
    if (number == nullptr || *number < 0 || *number >= bound || (!out.empty() && *number <= out.back()))
      in.wrong(key, "is no ascending list of numbers below " + std::to_string(bound));
    else
      out.push_back(static_cast<Number>(*number));
  }
  return out;
}

void read_repair(Reader& in, const json& repair, Subscribe& out) {
  Reader reader{repair, "repair"};
  if (given(repair, "after")) out.after = reader.id<RecordId>("after");
  out.leaves = ascending<Leaf>(reader, "leaves", repair_leaves_max, tree_branches * branch_leaves);
  if (reader.error() || out.leaves.empty() || !out.gained.empty())
    in.wrong("repair", "is not leaves and after, or stands beside a part");
}

Result<Frame> read_subscribe(Reader& in, json&) {
  Subscribe out;
  out.community.value = name(in, "community");
  if (in.has("cursor")) {
    out.cursor = seq(in, "cursor");
    if (in.has("state")) in.wrong("state", "stands beside cursor");
    out.complete = Seq{in.count_or("complete", 0)};
    if (out.complete > *out.cursor) in.wrong("complete", "is ahead of the cursor");
    if (const auto* part = in.object_if("part")) read_part(in, *part, out);
    if (const auto* repair = in.object_if("repair")) read_repair(in, *repair, out);
    return finish(in, std::move(out));
  }
  if (!in.has("state")) in.wrong("cursor", "missing; expected it or state");
  const auto& object = in.object("state");
  if (in.error()) return *in.error();
  Reader state{object, "state"};
  if (given(object, "after")) out.after = state.id<RecordId>("after");
  if (given(object, "from")) out.from = seq(state, "from");
  return finish(state, std::move(out));
}

Result<Frame> read_page(Reader& in, json& root) {
  Page out;
  out.community.value = name(in, "community");
  auto kind = in.text("kind", frame_id_bytes_max);
  if (kind == "tail") {
    out.kind = PageKind::tail;
    out.from = seq(in, "from");
    out.to = seq(in, "to");
    if (out.to < out.from) in.wrong("to", "is before from");
    out.more = in.flag_or("more", false);
  } else if (kind == "part") {
    out.kind = PageKind::part;
  } else if (kind == "leaves") {
    out.kind = PageKind::leaves;
  } else if (kind != "state") {
    in.wrong("kind", "is none of state, part, leaves and tail");
  }
  out.read = seq(in, "read");
  out.last_own = number(in, "last_own");
  if (!in.has("done")) in.wrong("done", "missing; expected true or false");
  out.done = in.flag_or("done", false);
  out.records = take_objects(in, root, "records", page_records_max);
  return finish(in, std::move(out));
}

Result<Frame> read_checkpoint(Reader& in, json&) {
  Checkpoint out;
  out.community.value = name(in, "community");
  out.seq = seq(in, "seq");
  out.hash = bytes<32>(in, "hash");
  out.last_own = number(in, "last_own");
  return finish(in, std::move(out));
}

Result<Frame> read_ask_history(Reader& in, json&) {
  AskHistory out{in.id<RecordId>("record")};
  if (in.has("before")) out.before = in.id<EditId>("before");
  return finish(in, std::move(out));
}

Result<HistoryEntry> entry_from(json& object, std::string path) {
  Reader in{object, std::move(path)};
  HistoryEntry out;
  out.seq = seq(in, "seq");
  out.by = in.text("by", frame_name_bytes_max);
  out.chain.value = name(in, "chain");
  out.at = instant_if(in, "at");
  in.object("edit");
  if (in.error()) return *in.error();
  out.edit = std::move(object.at("edit"));
  return out;
}

Result<Frame> read_history(Reader& in, json& root) {
  History out;
  out.record = in.id<RecordId>("record");
  if (!in.has("complete")) in.wrong("complete", "missing; expected true or false");
  out.complete = in.flag_or("complete", false);
  if (in.has("before")) out.before = in.id<EditId>("before");
  if (in.has("read")) out.read = seq(in, "read");
  in.array("entries", history_entries_max);
  if (in.error()) return *in.error();
  auto& entries = root.at("entries");
  out.entries.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto entry = entry_from(entries[i], place("entries", i));
    if (!entry) return entry.error();
    out.entries.push_back(std::move(*entry));
  }
  return Frame{std::move(out)};
}

std::string series(Reader& in) {
  auto out = in.text("series", series_length_max);
  if (!is_series(out)) in.wrong("series", "is no series");
  return out;
}

Result<Frame> read_ask_numbers(Reader& in, json&) {
  AskNumbers out;
  const auto& left = in.array("left", number_blocks_max);
  for (std::size_t i = 0; i < left.size(); ++i) {
    Reader one{left[i], place("left", i)};
    NumbersLeft here{CommunityId{name(one, "community")}, series(one), one.count("left")};
    if (one.error()) return *one.error();
    out.left.push_back(std::move(here));
  }
  return finish(in, std::move(out));
}

Result<Frame> read_numbers(Reader& in, json&) {
  Numbers out;
  const auto& blocks = in.array("blocks", number_blocks_max);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    Reader one{blocks[i], place("blocks", i)};
    NumberBlock block{CommunityId{name(one, "community")}, series(one), one.count("first"), one.count("last")};
    if (block.first == 0 || block.last < block.first || block.last > number_max)
      one.wrong("last", "is no end of a block that begins there");
    if (one.error()) return *one.error();
    out.blocks.push_back(std::move(block));
  }
  return finish(in, std::move(out));
}

Result<Frame> read_ask_sums(Reader& in, json&) {
  AskSums out{CommunityId{name(in, "community")}};
  if (in.has("branches")) out.branches = ascending<Branch>(in, "branches", tree_branches, tree_branches);
  if (in.has("branches") && out.branches.empty()) in.wrong("branches", "is empty");
  return finish(in, std::move(out));
}
Result<Frame> read_sums(Reader& in, json&) {
  Sums out{CommunityId{name(in, "community")}};
  if (in.has("branches")) out.branches = ascending<Branch>(in, "branches", tree_branches, tree_branches);
  out.sums.resize(out.branches.empty() ? tree_branches : out.branches.size() * branch_leaves);
  const auto places = ascending<Leaf>(in, "of", out.sums.size(), tree_branches * branch_leaves);
  const auto bytes = in.bytes("sums", places.size() * sum_bytes);
  if (in.error()) return *in.error();
  std::size_t at = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    while (at < out.sums.size() && place_of_sum(out.branches, at) != places[i]) ++at;
    if (at == out.sums.size()) return Error{Fault::bad_frame, "of: names what was not asked for"};
    for (std::size_t byte = 0; byte < sum_bytes; ++byte)
      out.sums[at] |= std::uint64_t{static_cast<std::uint8_t>(bytes[i * sum_bytes + byte])} << (8 * byte);
  }
  return Frame{std::move(out)};
}

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
    read_enrol,       read_enrolled, read_hello,    read_challenge,   read_proof,   read_welcome,
    read_template,    read_push,     read_verdicts, read_subscribe,   read_page,    read_checkpoint,
    read_ask_history, read_history,  read_ping,     read_pong,        read_error,   read_fence,
    read_collect,     read_rescue,   read_rescued,  read_ask_numbers, read_numbers, read_revoked,
    read_salvage,     read_salvaged, read_shredded, read_ask_sums,    read_sums,    read_lease_frame,
    read_admin,       read_admin_answer};

}  // namespace

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
  return reads[static_cast<std::size_t>(found - frame_names.begin())](in, root);
}

}  // namespace doorstep
