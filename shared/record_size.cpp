#include "shared/conflict.h"
#include "shared/record.h"

// Asked at every merge, so the usual record is only walked over; near the limit it is written out and measured.
namespace doorstep {
namespace {

// Beyond its content a text has escapes, at most six bytes for one, and names and punctuation.
constexpr std::size_t surely_fits = record_bytes_max / 8;
constexpr std::size_t stamp_bytes = 300;

std::size_t roughly(const json& value) {
  std::size_t bytes = 8;
  if (const auto* text = value.get_ptr<const std::string*>()) return bytes + text->size();
  if (value.is_object())
    for (const auto& [key, item] : value.items()) bytes += key.size() + roughly(item);
  if (value.is_array())
    for (const auto& item : value) bytes += roughly(item);
  return value.is_number() ? bytes + 16 : bytes;
}

std::size_t roughly(const Candidate& candidate) {
  return stamp_bytes + roughly(candidate.value) + (candidate.base ? roughly(*candidate.base) : 0);
}

}  // namespace

std::size_t bytes_in(const RecordText& text) {
  auto bytes = text.header.size();
  for (const auto& part : text.classes) bytes += part ? part->size() : 0;
  return bytes;
}

bool within_limits(const Record& record) {
  std::size_t bytes = stamp_bytes;
  for (const auto& part : record.parts) {
    if (!part) continue;
    for (const auto& [name, value] : part->values) bytes += name.size() + roughly(value);
    bytes += part->stamps.size() * stamp_bytes;
  }
  return bytes <= surely_fits || bytes_in(encode(record)) <= record_bytes_max;
}

bool within_limits(const Conflict& conflict) {
  if (conflict.candidates.size() > candidates_max) return false;
  auto bytes = stamp_bytes + roughly(conflict.base);
  for (const auto& candidate : conflict.candidates) bytes += roughly(candidate);
  if (conflict.resolution) bytes += roughly(*conflict.resolution);
  return bytes <= surely_fits || bytes_in(encode(conflict)) <= record_bytes_max;
}

}  // namespace doorstep
