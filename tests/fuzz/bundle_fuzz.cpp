#include <cstddef>
#include <cstdint>

#include "shared/conflict.h"
#include "shared/edit.h"
#include "shared/record.h"

namespace doorstep {
namespace {

/// Writes commitments that fit the bodies: hashing would stop nearly every input before the checks behind it.
void commit(json& wire) {
  if (!wire.is_object() || !wire.contains("header") || !wire["header"].is_object() || !wire.contains("bodies")) return;
  auto& header = wire["header"];
  if (!header.contains("edits") || !header["edits"].is_array() || !wire["bodies"].is_array()) return;
  for (std::size_t i = 0; i < header["edits"].size() && i < wire["bodies"].size(); ++i) {
    if (!header["edits"][i].is_object() || !wire["bodies"][i].is_object()) continue;
    auto& commitments = header["edits"][i]["commitments"] = json::object();
    for (const auto& [klass, body] : wire["bodies"][i].items()) {
      if (!body.is_object() || !body.contains("salt") || !body["salt"].is_string()) continue;
      auto salt = unbase64(body["salt"].get_ref<const std::string&>());
      if (!salt || !body.contains("base") || !body.contains("set")) continue;
      commitments[klass] = base64(hash(*salt + canonical({{"base", body["base"]}, {"set", body["set"]}})));
    }
  }
}

void try_bundle(json& wire) {
  commit(wire);
  auto bundle = open_bundle(wire);
  if (!bundle) return;
  auto again = open_bundle(bundle->header, bodies_text(*bundle), bundle->signature);
  require(again.has_value(), "an opened bundle opens again from its stored texts");
  require(wire_text(*again) == wire_text(*bundle), "and is the same");
  for (const auto& edit : bundle->edits) {
    auto read = edit_from(edit_json(edit), "edit");
    require(read.has_value() && edit_json(*read) == edit_json(edit), "an edit reads back as it was");
  }
}

template <class Decoded>
void expect_stable(const Decoded& decoded, const RecordText& text, auto decode_text) {
  auto again = decode_text(text);
  require(again.has_value(), "what we write we can read");
  auto second = encode(*again);
  require(second.header == text.header && second.classes == text.classes, "encode after decode changes nothing");
  require(again->id == decoded.id, "the id is kept");
}

void try_record(const json& object) {
  if (!object.is_object() || !object.contains("header")) return;
  std::array<const json*, 3> classes{};
  for (auto klass : all_classes) {
    auto held = object.find(std::string{name_of(klass)});
    if (held != object.end()) classes[static_cast<std::size_t>(klass)] = &*held;
  }
  if (auto record = decode(RecordId{}, object["header"], classes)) {
    expect_stable(*record, encode(*record), [](const RecordText& text) { return decode(text); });
  }
  if (auto conflict = decode_conflict(RecordId{}, object["header"], classes)) {
    expect_stable(*conflict, encode(*conflict), [](const RecordText& text) { return decode_conflict(text); });
  }
}

}  // namespace
}  // namespace doorstep

/// A peer's bytes as a bundle, as a record and as a conflict: refused, or the same after writing and reading again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto value = doorstep::parse_json({reinterpret_cast<const char*>(data), size});
  if (!value) return 0;
  doorstep::try_record(*value);
  doorstep::try_bundle(*value);
  return 0;
}
