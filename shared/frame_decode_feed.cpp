#include "shared/frame_reading.h"
#include "shared/scope.h"

namespace doorstep::frame_reading {
namespace {

/// Null and absent both say "none".
bool given(const json& object, const char* key) {
  auto found = object.find(key);
  return found != object.end() && !found->is_null();
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

std::string series(Reader& in) {
  auto out = in.text("series", series_length_max);
  if (!is_series(out)) in.wrong("series", "is no series");
  return out;
}

}  // namespace

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
  out.last_own_hash = bytes_if<32>(in, "last_own_hash");
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
  out.last_own_hash = bytes_if<32>(in, "last_own_hash");
  return finish(in, std::move(out));
}

Result<Frame> read_ask_history(Reader& in, json&) {
  AskHistory out{in.id<RecordId>("record")};
  if (in.has("before")) out.before = in.id<EditId>("before");
  return finish(in, std::move(out));
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

}  // namespace doorstep::frame_reading
