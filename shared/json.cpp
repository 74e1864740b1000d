#include "shared/json.h"

#include "shared/crypto.h"

namespace doorstep {

Reader::Reader(const json& object, std::string path) : object_(&object), path_(std::move(path)) {
  static const json empty = json::object();
  if (!object.is_object()) {
    error_ = Error{Fault::bad_frame, path_ + ": is no object"};
    object_ = &empty;
  }
}

void Reader::wrong(const std::string& key, const std::string& why) {
  if (!error_) error_ = Error{Fault::bad_frame, (path_.empty() ? key : path_ + "." + key) + ": " + why};
}

bool Reader::has(const char* key) const { return object_->contains(key); }

const json* Reader::find(const char* key, bool required, const char* expected) {
  auto found = object_->find(key);
  if (found != object_->end()) return &*found;
  if (required) wrong(key, std::string{"missing; expected "} + expected);
  return nullptr;
}

std::string Reader::text(const char* key, std::size_t bytes_max) {
  const auto* value = find(key, true, "text");
  if (value == nullptr) return {};
  if (!value->is_string()) return wrong(key, "is no text"), std::string{};
  const auto& out = value->get_ref<const std::string&>();
  if (out.size() > bytes_max) return wrong(key, "is too long"), std::string{};
  return out;
}
std::string Reader::text_or(const char* key, std::string fallback, std::size_t bytes_max) {
  return has(key) ? text(key, bytes_max) : fallback;
}
std::int64_t Reader::integer(const char* key) {
  const auto* value = find(key, true, "a whole number");
  if (value == nullptr) return 0;
  if (!value->is_number_integer()) return wrong(key, "is no whole number"), 0;
  return value->get<std::int64_t>();
}
std::optional<std::int64_t> Reader::integer_if(const char* key) {
  return has(key) ? std::optional{integer(key)} : std::nullopt;
}
std::uint64_t Reader::count(const char* key, std::uint64_t max) {
  auto value = integer(key);
  if (value < 0 || static_cast<std::uint64_t>(value) > max) return wrong(key, "is out of range"), 0;
  return static_cast<std::uint64_t>(value);
}
std::uint64_t Reader::count_or(const char* key, std::uint64_t fallback) { return has(key) ? count(key) : fallback; }
bool Reader::flag_or(const char* key, bool fallback) {
  const auto* value = find(key, false, "");
  if (value == nullptr) return fallback;
  if (!value->is_boolean()) return wrong(key, "is neither true nor false"), fallback;
  return value->get<bool>();
}
const json* Reader::object_if(const char* key) {
  const auto* value = find(key, false, "");
  if (value != nullptr && !value->is_object()) return wrong(key, "is no object"), nullptr;
  return value;
}
const json& Reader::object(const char* key) {
  static const json empty = json::object();
  const auto* value = find(key, true, "an object");
  if (value == nullptr) return empty;
  if (!value->is_object()) return wrong(key, "is no object"), empty;
  return *value;
}
const json& Reader::array(const char* key, std::size_t items_max) {
  static const json empty = json::array();
  const auto* value = find(key, true, "a list");
  if (value == nullptr) return empty;
  if (!value->is_array()) return wrong(key, "is no list"), empty;
  if (value->size() > items_max) return wrong(key, "has too many entries"), empty;
  return *value;
}
std::string Reader::bytes(const char* key, std::size_t size) {
  auto raw = unbase64(text(key, size * 4 / 3 + 4));
  if (error_) return std::string(size, '\0');
  if (!raw || raw->size() != size)
    return wrong(key, "is not " + std::to_string(size) + " bytes of base64url"), std::string(size, '\0');
  return *raw;
}

}  // namespace doorstep
