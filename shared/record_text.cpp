#include "shared/record.h"

#include <algorithm>
#include <charconv>
#include <tuple>

namespace doorstep {
namespace {

constexpr std::array<std::string_view, 4> state_names{"live", "archived", "removed", "merged"};

// Programs of before know no erased record: they read one that was removed, and has nothing in it.
std::string_view word_for(State state) {
  return state_names[static_cast<std::size_t>(state == State::erased ? State::removed : state)];
}
constexpr std::string_view default_source = "form";

// The texts are written straight down, keys in byte order, because the server writes them by the ten thousand; values
// that need escaping or are not flat take the library's road, so that both always agree.

template <class Number>
void write_number(std::string& out, Number number) {
  std::array<char, 24> digits;
  auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; });
}

void write_text(std::string& out, std::string_view text) {
  if (!is_plain(text)) {
    out += canonical(json(text));
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

void write_value(std::string& out, const json& value) {
  const auto* text = value.get_ptr<const std::string*>();
  if (text != nullptr && is_plain(*text)) {
    write_text(out, *text);
  } else {
    out += canonical(value);
  }
}

using FieldNames = std::vector<const std::string*>;

void write_stamp(std::string& out, const Stamp& stamp, const FieldNames& fields) {
  out += '{';
  if (stamp.at) {
    out += R"("at":)";
    write_number(out, to_ms(*stamp.at));
    out += ',';
  }
  out += R"("chain":)";
  write_text(out, stamp.chain.value);
  out += R"(,"edit":")";
  out += text(stamp.edit);
  out += '"';
  for (const auto* field : fields) {
    out += field == fields.front() ? R"(,"fields":[")" : R"(",")";
    out += *field;
  }
  if (!fields.empty()) out += R"("])";
  out += R"(,"seq":)";
  write_number(out, stamp.seq.value);
  if (stamp.source != default_source) {
    out += R"(,"source":)";
    write_text(out, stamp.source);
  }
  if (stamp.visit) {
    out += R"(,"visit":")";
    out += text(*stamp.visit);
    out += '"';
  }
  out += '}';
}

auto rank(const Stamp& stamp) {
  return std::tie(stamp.seq, stamp.edit, stamp.chain, stamp.at, stamp.source, stamp.visit);
}

void write_stamps(std::string& out, const std::map<std::string, Stamp>& stamps) {
  std::vector<const std::pair<const std::string, Stamp>*> order;
  order.reserve(stamps.size());
  for (const auto& entry : stamps) order.push_back(&entry);
  std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return std::tuple_cat(rank(a->second), std::tie(a->first)) < std::tuple_cat(rank(b->second), std::tie(b->first));
  });
  FieldNames fields;
  for (auto at = order.begin(); at != order.end();) {
    const auto& stamp = (*at)->second;
    bool first = at == order.begin();
    fields.clear();
    for (; at != order.end() && (*at)->second == stamp; ++at) {
      if (!first) fields.push_back(&(*at)->first);
    }
    if (!first) out += ',';
    write_stamp(out, stamp, fields);
  }
}

std::string part_text(const Part& part) {
  require(std::equal(part.values.begin(), part.values.end(), part.stamps.begin(), part.stamps.end(),
                     [](const auto& value, const auto& stamp) { return value.first == stamp.first; }),
          "every value of a record has its stamp");
  std::string out;
  out.reserve(256 + 48 * part.values.size());
  out += R"({"count":)";
  write_number(out, part.count);
  out += R"(,"seq":)";
  write_number(out, part.seq.value);
  out += R"(,"stamps":[)";
  write_stamps(out, part.stamps);
  out += R"(],"values":{)";
  bool first = true;
  for (const auto& [name, value] : part.values) {
    if (!first) out += ',';
    first = false;
    write_text(out, name);
    out += ':';
    write_value(out, value);
  }
  out += "}}";
  return out;
}

std::string header_text(const Header& header) {
  std::string out = R"({"community":)";
  write_text(out, header.community.value);
  out += R"(,"count":)";
  write_number(out, header.count);
  if (header.state == State::erased) out += R"(,"erased":true)";
  if (header.into) {
    out += R"(,"into":")";
    out += text(*header.into);
    out += '"';
  }
  if (header.moved) {
    out += R"(,"moved":)";
    write_stamp(out, *header.moved, {});
  }
  out += R"(,"seq":)";
  write_number(out, header.seq.value);
  if (header.state != State::live) {
    out += R"(,"state":)";
    write_text(out, word_for(header.state));
  }
  out += R"(,"type":)";
  write_text(out, header.type);
  out += '}';
  return out;
}

// The names in a peer's text may be anything, a resident's data too: errors give places, never the name itself.

Result<void> read_values(const json& object, Part& part, const std::string& path) {
  const auto& values = object.at("values").get_ref<const json::object_t&>();
  if (values.size() > fields_max) return Error{Fault::bad_frame, path + ".values: has too many fields"};
  for (const auto& [name, value] : values) {
    if (!is_field_name(name)) return Error{Fault::bad_frame, path + ".values: a field's name is not valid"};
    part.values.emplace_hint(part.values.end(), name, value);
  }
  return {};
}

Result<void> read_stamps(const json& stamps, Part& part, const std::string& path) {
  std::optional<Stamp> common;
  for (std::size_t i = 0; i < stamps.size(); ++i) {
    auto place = path + ".stamps[" + std::to_string(i) + "]";
    auto stamp = stamp_from(stamps[i], place);
    if (!stamp) return stamp.error();
    if (i == 0) {
      if (stamps[i].contains("fields")) return Error{Fault::bad_frame, place + ".fields: the first stamp names none"};
      common = std::move(*stamp);
      continue;
    }
    Reader reader{stamps[i], place};
    const auto& fields = reader.array("fields", fields_max);
    if (!reader.error() && fields.empty()) reader.wrong("fields", "is empty");
    for (const auto& field : fields) {
      const auto* name = field.get_ptr<const std::string*>();
      if (name == nullptr || !part.values.contains(*name)) {
        reader.wrong("fields", "names a field without a value");
      } else if (!part.stamps.try_emplace(*name, *stamp).second) {
        reader.wrong("fields", "names a field twice");
      }
    }
    if (reader.error()) return *reader.error();
  }
  if (common.has_value() == (part.stamps.size() == part.values.size())) {
    return Error{Fault::bad_frame, path + ".stamps: the first stamp does not cover what the others leave"};
  }
  for (const auto& [name, value] : part.values) part.stamps.try_emplace(name, *common);
  return {};
}

Result<Part> read_part(const json& object, const std::string& path) {
  Reader reader{object, path};
  Part part;
  part.seq = Seq{reader.count("seq")};
  part.count = reader.count("count");
  reader.object("values");
  const auto& stamps = reader.array("stamps", fields_max);
  if (reader.error()) return *reader.error();
  if (auto read = read_values(object, part, path); !read) return read.error();
  if (auto read = read_stamps(stamps, part, path); !read) return read.error();
  return part;
}

Result<Header> read_header(const json& object) {
  Reader reader{object, "header"};
  Header header;
  header.type = reader.text("type");
  if (!is_field_name(header.type)) reader.wrong("type", "is no type's name");
  header.community = CommunityId{reader.text("community", name_bytes_max)};
  if (header.community.value.empty()) reader.wrong("community", "is empty");
  header.seq = Seq{reader.count("seq")};
  header.count = reader.count("count");
  auto state = std::find(state_names.begin(), state_names.end(), reader.text_or("state", "live"));
  if (state == state_names.end()) {
    reader.wrong("state", "is no state");
  } else {
    header.state = static_cast<State>(state - state_names.begin());
  }
  if (reader.flag_or("erased", false)) {
    if (header.state != State::removed) reader.wrong("erased", "stands in a record that is gone, and in no other");
    header.state = State::erased;
  }
  if (reader.has("into")) header.into = reader.id<RecordId>("into");
  if (header.into.has_value() != (header.state == State::merged))
    reader.wrong("into", "is named by a merged record, and by no other");
  if (const auto* moved = reader.object_if("moved"); moved != nullptr) {
    auto stamp = stamp_from(*moved, "header.moved");
    if (!stamp) return stamp.error();
    header.moved = std::move(*stamp);
  }
  if (reader.error()) return *reader.error();
  return header;
}

}  // namespace

RecordText encode(const Record& record) {
  RecordText out{record.id, record.header.type, header_text(record.header), {}};
  for (auto klass : all_classes) {
    if (const auto& held = record.part(klass)) out.classes[static_cast<std::size_t>(klass)] = part_text(*held);
  }
  return out;
}

Result<Record> decode(const RecordId& id, const json& header, const std::array<const json*, 3>& classes) {
  auto head = read_header(header);
  if (!head) return head.error();
  Record record{id, std::move(*head), {}};
  for (auto klass : all_classes) {
    const auto* object = classes[static_cast<std::size_t>(klass)];
    if (object == nullptr) continue;
    if (record.header.state == State::erased) return Error{Fault::bad_frame, "an erased record with something in it"};
    auto held = read_part(*object, std::string{name_of(klass)});
    if (!held) return held.error();
    for (const auto& [name, value] : held->values) {
      if (record.value(name) != nullptr) return Error{Fault::bad_frame, "a field stands in two classes"};
    }
    record.part(klass) = std::move(*held);
  }
  return record;
}

Result<Record> decode(const RecordText& text) {
  auto objects = parse(text);
  if (!objects) return objects.error();
  return decode(text.id, objects->header, objects->classes());
}

std::array<const json*, 3> RecordObjects::classes() const {
  std::array<const json*, 3> out{};
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = held[i] ? &*held[i] : nullptr;
  return out;
}

Result<RecordObjects> parse(const RecordText& text) {
  auto header = parse_json(text.header);
  if (!header) return header.error();
  RecordObjects out{std::move(*header), {}};
  for (std::size_t i = 0; i < out.held.size(); ++i) {
    if (!text.classes[i]) continue;
    auto object = parse_json(*text.classes[i]);
    if (!object) return object.error();
    out.held[i].emplace(std::move(*object));
  }
  return out;
}

json stamp_json(const Stamp& stamp) {
  json out{{"chain", stamp.chain.value}, {"edit", text(stamp.edit)}, {"seq", stamp.seq.value}};
  if (stamp.at) out["at"] = to_ms(*stamp.at);
  if (stamp.source != default_source) out["source"] = stamp.source;
  if (stamp.visit) out["visit"] = text(*stamp.visit);
  return out;
}

Result<Stamp> stamp_from(const json& object, const std::string& path) {
  Reader reader{object, path};
  Stamp stamp;
  stamp.seq = Seq{reader.count("seq")};
  stamp.chain = ChainId{reader.text("chain", name_bytes_max)};
  if (stamp.chain.value.empty()) reader.wrong("chain", "is empty");
  stamp.edit = reader.id<EditId>("edit");
  if (auto at = reader.integer_if("at")) stamp.at = from_ms(*at);
  stamp.source = reader.text_or("source", std::string{default_source});
  if (!is_field_name(stamp.source)) reader.wrong("source", "is no source");
  if (reader.has("visit")) stamp.visit = reader.id<RecordId>("visit");
  if (reader.error()) return *reader.error();
  return stamp;
}

}  // namespace doorstep
