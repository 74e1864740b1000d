#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "shared/frame.h"

/// What the readers of frames have in common, and those that stand in a file of their own; nobody else includes it.
/// Each kind reads straight through; the reader keeps the first fault and `finish` tells it. Records, bundles and edits
/// are moved out of the parsed frame, never copied: they are most of its bytes.
namespace doorstep::frame_reading {

inline Result<Frame> finish(const Reader& in, Frame frame) {
  if (in.error()) return *in.error();
  return frame;
}

/// An id that must be there and say something.
inline std::string name(Reader& in, const char* key) {
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
template <std::size_t N>
std::optional<Bytes<N>> bytes_if(Reader& in, const char* key) {
  if (!in.has(key)) return std::nullopt;
  return bytes<N>(in, key);
}
inline std::optional<Instant> instant_if(Reader& in, const char* key) {
  auto ms = in.integer_if(key);
  return ms ? std::optional{from_ms(*ms)} : std::nullopt;
}
inline Seq seq(Reader& in, const char* key) { return Seq{in.count(key)}; }
inline BundleNumber number(Reader& in, const char* key) { return BundleNumber{in.count(key)}; }

inline std::vector<json> take_objects(Reader& in, json& root, const char* key, std::size_t items_max) {
  const auto& list = in.array(key, items_max);
  if (!std::all_of(list.begin(), list.end(), [](const json& item) { return item.is_object(); }))
    in.wrong(key, "an entry is no object");
  if (in.error()) return {};
  return std::move(root.at(key).get_ref<json::array_t&>());
}

inline std::string place(const char* list, std::size_t index) {
  return std::string{list} + "[" + std::to_string(index) + "]";
}

// frame_decode_feed.cpp: what tablets push and ask, and what they are told.
Result<Frame> read_push(Reader& in, json& root);
Result<Frame> read_verdicts(Reader& in, json& root);
Result<Frame> read_subscribe(Reader& in, json& root);
Result<Frame> read_page(Reader& in, json& root);
Result<Frame> read_checkpoint(Reader& in, json& root);
Result<Frame> read_ask_history(Reader& in, json& root);
Result<Frame> read_history(Reader& in, json& root);
Result<Frame> read_ask_numbers(Reader& in, json& root);
Result<Frame> read_numbers(Reader& in, json& root);
Result<Frame> read_ask_sums(Reader& in, json& root);
Result<Frame> read_sums(Reader& in, json& root);

}  // namespace doorstep::frame_reading
