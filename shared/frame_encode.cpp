#include <algorithm>

#include "shared/frame.h"

namespace doorstep {
namespace {

/// `frame` and `n` stand first, so that a person who reads along sees at once what it is.
std::string opening(std::string_view kind, std::uint64_t n) {
  std::string out = R"({"frame":")";
  out += kind;
  out += R"(","n":)";
  out += std::to_string(n);
  return out;
}

/// Puts the members of an object behind what is already there.
void append_members(std::string& out, const json& object) {
  if (object.empty()) return;
  auto members = canonical(object);
  out += ',';
  out.append(members, 1, members.size() - 2);
}

template <std::size_t N>
json binary(const Bytes<N>& bytes) {
  return base64(bytes);
}
template <class Value, class Write>
json or_null(const std::optional<Value>& value, Write write) {
  return value ? json(write(*value)) : json(nullptr);
}

json body(const Enrol& frame) {
  return {{"protocol", protocol_version},
          {"code", frame.code},
          {"key", binary(frame.key)},
          {"label", frame.label},
          {"proof", binary(frame.proof)}};
}
json body(const Enrolled& frame) {
  json out = {{"person", frame.person.value},
              {"device", frame.device.value},
              {"chain", frame.chain.value},
              {"name", frame.name}};
  if (frame.office_key) out["office_key"] = binary(*frame.office_key);
  return out;
}
json place_json(const FencePlace& place) { return {{"number", place.number}, {"hash", binary(place.hash)}}; }
json body(const Hello& frame) {
  json clocks = {
      {"wall", to_ms(frame.clocks.wall)}, {"mono", frame.clocks.monotonic.count()}, {"boot", frame.clocks.boot}};
  if (frame.clocks.server) clocks["server"] = to_ms(*frame.clocks.server);
  json out{{"protocol", protocol_version}, {"template", frame.template_digest}, {"person", frame.person.value},
           {"tablet", frame.tablet.value}, {"chain", frame.chain.value},        {"grant", frame.grant},
           {"scope", frame.scope},         {"epoch", frame.epoch.value},        {"pending", frame.pending},
           {"clocks", std::move(clocks)}};
  if (frame.fence) out["fence"] = place_json(*frame.fence);
  if (frame.hands_over) out["hands_over"] = true;
  if (frame.leases) out["leases"] = true;
  if (!frame.program.empty()) out["program"] = frame.program;
  if (frame.storage != 0) out["storage"] = frame.storage;
  return out;
}
json body(const Challenge& frame) { return {{"nonce", binary(frame.nonce)}}; }
json body(const Proof& frame) { return {{"signature", binary(frame.signature)}}; }
json body(const Welcome& frame) {
  json communities = json::array();
  for (const auto& community : frame.communities) {
    communities.push_back({{"code", community.code.value},
                           {"name", community.name},
                           {"head", community.head.value},
                           {"kept", community.kept.value},
                           {"set_key", binary(community.set_key)}});
  }
  json people = json::array();
  for (const auto& person : frame.people) people.push_back({{"id", person.id.value}, {"name", person.name}});
  json out = {{"epoch", frame.epoch.value},
              {"epochs", lineage_json(frame.lineage.empty() ? Lineage{EpochStart{frame.epoch, {}}} : frame.lineage)},
              {"at", to_ms(frame.at)},
              {"skew", frame.skew_ms},
              {"grant", frame.grant},
              {"scope", frame.scope},
              {"chain", {{"number", frame.last.value}, {"hash", binary(frame.last_hash)}}},
              {"communities", std::move(communities)},
              {"people", std::move(people)},
              {"limits",
               {{"bundles_in_flight", frame.limits.bundles_in_flight},
                {"bytes_in_flight", frame.limits.bytes_in_flight},
                {"numbers_low", frame.limits.numbers_low},
                {"sums_asks", frame.limits.sums_asks}}}};
  if (frame.office_key) out["office_key"] = binary(*frame.office_key);
  if (frame.role) {
    auto role = parse_json(*frame.role);
    require(role.has_value(), "a role's text is JSON");
    out["role"] = std::move(*role);
  }
  if (frame.lease) out["lease"] = lease_json(*frame.lease);
  return out;
}
json body(const Push& frame) { return {{"bundles", frame.bundles}}; }
json body(const Verdicts& frame) {
  json verdicts = json::array();
  for (const auto& verdict : frame.verdicts) verdicts.push_back(verdict_json(verdict));
  return {{"verdicts", std::move(verdicts)}};
}
json class_names_json(ClassMask mask) {
  json out = json::array();
  for (auto klass : all_classes)
    if (has(mask, klass)) out.push_back(name_of(klass));
  return out;
}
json body(const Subscribe& frame) {
  json out = {{"community", frame.community.value}};
  if (frame.cursor) {
    out["cursor"] = frame.cursor->value;
    out["complete"] = frame.complete.value;
    if (frame.gains()) {
      out["part"] = {{"classes", json::object()},
                     {"after", or_null(frame.after, [](const RecordId& id) { return text(id); })}};
      for (const auto& [type, mask] : frame.gained) out["part"]["classes"][type] = class_names_json(mask);
      if (frame.held && !frame.held->everywhere()) out["part"]["held"] = parse_json(frame.held->text()).value();
    }
    if (!frame.leaves.empty())
      out["repair"] = {{"leaves", frame.leaves},
                       {"after", or_null(frame.after, [](const RecordId& id) { return text(id); })}};
  } else {
    out["state"] = {{"after", or_null(frame.after, [](const RecordId& id) { return text(id); })},
                    {"from", or_null(frame.from, [](Seq seq) { return seq.value; })}};
  }
  return out;
}
constexpr std::array<std::string_view, 4> page_kind_names{"state", "tail", "part", "leaves"};
/// Everything of a page but its records.
json page_head(const Page& page) {
  json out = {{"community", page.community.value},
              {"kind", page_kind_names.at(static_cast<std::size_t>(page.kind))},
              {"read", page.read.value},
              {"last_own", page.last_own.value},
              {"done", page.done}};
  if (page.last_own_hash) out["last_own_hash"] = binary(*page.last_own_hash);
  if (page.kind == PageKind::tail) {
    out["from"] = page.from.value;
    out["to"] = page.to.value;
    if (page.more) out["more"] = true;
  }
  return out;
}
json body(const Page& frame) {
  auto out = page_head(frame);
  out["records"] = frame.records;
  return out;
}
json body(const Checkpoint& frame) {
  json out = {{"community", frame.community.value},
              {"seq", frame.seq.value},
              {"hash", binary(frame.hash)},
              {"last_own", frame.last_own.value}};
  if (frame.last_own_hash) out["last_own_hash"] = binary(*frame.last_own_hash);
  return out;
}
json body(const AskHistory& frame) {
  json out{{"record", text(frame.record)}};
  if (frame.before) out["before"] = text(*frame.before);
  return out;
}
json body(const History& frame) {
  json entries = json::array();
  for (const auto& entry : frame.entries) {
    json out = {{"seq", entry.seq.value}, {"by", entry.by}, {"chain", entry.chain.value}, {"edit", entry.edit}};
    if (entry.at) out["at"] = to_ms(*entry.at);
    entries.push_back(std::move(out));
  }
  json out{{"record", text(frame.record)}, {"complete", frame.complete}, {"entries", std::move(entries)}};
  if (frame.before) out["before"] = text(*frame.before);
  if (frame.read) out["read"] = frame.read->value;
  return out;
}
json body(const Ping&) { return json::object(); }
json body(const Pong& frame) { return {{"at", to_ms(frame.at)}}; }
json body(const ErrorFrame& frame) {
  // Cut between characters: half of one would make the whole frame unreadable.
  auto size = std::min(frame.error.detail.size(), error_detail_bytes_max);
  while (size > 0 && size < frame.error.detail.size() && (frame.error.detail[size] & 0xc0) == 0x80) --size;
  json out = {{"code", code(frame.error.fault)}, {"detail", frame.error.detail.substr(0, size)}};
  if (frame.retry_after) out["retry_after"] = frame.retry_after->count();
  return out;
}

json body(const FenceLines& frame) { return {{"behind", frame.behind}, {"lines", frame.lines}}; }
json body(const Collect& frame) { return place_json(frame.held); }
json body(const Rescue& frame) { return {{"epoch", frame.epoch.value}, {"records", frame.records}}; }
json body(const Rescued& frame) { return {{"count", frame.count}}; }

json body(const AskNumbers& frame) {
  json left = json::array();
  for (const auto& one : frame.left)
    left.push_back({{"community", one.community.value}, {"series", one.series}, {"left", one.left}});
  return {{"left", std::move(left)}};
}
json body(const Numbers& frame) {
  json blocks = json::array();
  for (const auto& one : frame.blocks)
    blocks.push_back(
        {{"community", one.community.value}, {"series", one.series}, {"first", one.first}, {"last", one.last}});
  return {{"blocks", std::move(blocks)}};
}

json body(const Revoked& frame) { return {{"nonce", binary(frame.nonce)}}; }
json body(const Salvage& frame) { return {{"bundles", frame.bundles}, {"done", frame.done}}; }
json body(const Salvaged& frame) { return {{"edits", frame.edits}}; }
json body(const Shredded& frame) { return {{"signature", binary(frame.signature)}}; }
json body(const LeaseFrame& frame) { return lease_json(frame.lease); }

json body(const AskSums& frame) {
  json out = {{"community", frame.community.value}};
  if (!frame.branches.empty()) out["branches"] = frame.branches;
  return out;
}
json body(const Sums& frame) {
  json out = {{"community", frame.community.value}};
  if (!frame.branches.empty()) out["branches"] = frame.branches;
  json places = json::array();
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < frame.sums.size(); ++i) {
    if (frame.sums[i] == 0) continue;
    places.push_back(place_of_sum(frame.branches, i));
    for (std::size_t byte = 0; byte < sum_bytes; ++byte)
      bytes.push_back(static_cast<std::uint8_t>(frame.sums[i] >> (8 * byte)));
  }
  out["of"] = std::move(places);
  out["sums"] = base64(bytes);
  return out;
}
json body(const AdminAsk& frame) { return admin_json(frame); }
json body(const AdminAnswer& frame) { return admin_json(frame); }

void append_record(std::string& out, const Shown& shown) {
  const auto& record = *shown.text;
  out += R"({"id":")";
  out += text(record.id);
  if (shown.classes == no_class) {  // it is somewhere else by now: whoever had it lets it go
    out += R"(","gone":true})";
    return;
  }
  out += R"(","header":)";
  out += record.header;
  for (auto klass : all_classes) {
    const auto& part = record.classes[static_cast<std::size_t>(klass)];
    if (!part || !has(shown.classes, klass)) continue;
    out += ",\"";
    out += name_of(klass);
    out += "\":";
    out += *part;
  }
  out += '}';
}

constexpr std::size_t record_frame_bytes = 128;  // id, keys and punctuation around one record's texts, at most
static_assert(std::max(record_bytes_max, page_bytes_max) + page_records_max * record_frame_bytes < frame_bytes_max,
              "a page is a frame");

}  // namespace

std::string encode(const Frame& frame, std::uint64_t n) {
  auto out = opening(name_of(frame), n);
  if (const auto* archive_template = std::get_if<TemplateFrame>(&frame)) {
    out += R"(,"template":)";
    out += archive_template->text;
  } else {
    std::visit(
        [&](const auto& kind) {
          if constexpr (!std::is_same_v<std::decay_t<decltype(kind)>, TemplateFrame>) append_members(out, body(kind));
        },
        frame);
  }
  out += '}';
  return out;
}

std::string push_frame(const std::vector<std::string>& bundle_texts, std::uint64_t n) {
  auto out = opening("push", n);
  auto bytes = out.size() + 16 + bundle_texts.size();
  for (const auto& text : bundle_texts) bytes += text.size();
  out.reserve(bytes);
  out += R"(,"bundles":[)";
  bool first = true;
  for (const auto& text : bundle_texts) {
    if (!first) out += ',';
    first = false;
    out += text;
  }
  out += "]}";
  return out;
}

std::string page_frame(const Page& head, const std::vector<Shown>& records, std::uint64_t n) {
  auto out = opening("page", n);
  append_members(out, page_head(head));
  auto bytes = out.size() + 16;
  for (const auto& record : records) bytes += record_frame_bytes + bytes_in(*record.text);
  out.reserve(bytes);
  out += R"(,"records":[)";
  bool first = true;
  for (const auto& record : records) {
    if (!first) out += ',';
    first = false;
    append_record(out, record);
  }
  out += "]}";
  return out;
}

Hash fence_head(const Hash& before, std::string_view line) {
  std::string chained{view(before)};
  chained += line;
  return hash(chained);
}

std::string shred_message(const Bytes<32>& nonce, const ChainId& chain, std::uint64_t edits) {
  return std::string{view(nonce)} + chain.value + "/" + std::to_string(edits);
}
std::string enrol_message(const Binding& binding, std::string_view code) {
  std::string out{view(binding)};
  out += code;
  return out;
}
std::string proof_message(const PublicKey& server, const Bytes<32>& nonce, const Binding& binding,
                          const ChainId& chain) {
  std::string out{view(server)};
  out += view(nonce);
  out += view(binding);
  out += chain.value;
  return out;
}

}  // namespace doorstep
