#include "shared/json.h"

#include <vector>

#include "shared/crypto.h"

namespace doorstep {
namespace {

/// Builds a value while refusing what we never accept. A hand-written SAX target, because the library's own parser
/// keeps the last of two equal keys and nests without limit.
class StrictBuilder {
 public:
  bool null() { return put(nullptr); }
  bool boolean(bool value) { return put(value); }
  bool number_integer(json::number_integer_t value) {
    return value >= -safe_integer_max ? put(value) : refuse(Fault::bad_frame, "a number is out of range");
  }
  bool number_unsigned(json::number_unsigned_t value) {
    return value <= static_cast<json::number_unsigned_t>(safe_integer_max)
               ? put(static_cast<std::int64_t>(value))
               : refuse(Fault::bad_frame, "a number is out of range");
  }
  bool number_float(json::number_float_t, const std::string&) {
    return refuse(Fault::bad_frame, "a number has a fraction");
  }
  bool string(std::string& value) { return put(std::move(value)); }
  bool binary(json::binary_t&) { return refuse(Fault::bad_frame, "binary value"); }
  bool start_object(std::size_t) { return open(json::object()); }
  bool start_array(std::size_t) { return open(json::array()); }
  bool key(std::string& name) {
    auto [slot, fresh] = stack_.back()->get_ref<json::object_t&>().try_emplace(std::move(name));
    slot_ = &slot->second;
    return fresh || refuse(Fault::duplicate_key, "a key stands twice in one object");
  }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t position, const std::string&, const json::exception& why) {
    // The library's message quotes the input around the fault, which may be a resident's data: only the place is kept.
    bool encoding = std::string_view{why.what()}.find("UTF-8") != std::string_view::npos;
    return refuse(encoding ? Fault::bad_encoding : Fault::bad_frame,
                  "not valid JSON at byte " + std::to_string(position));
  }

  json root;
  std::optional<Error> error;

 private:
  template <class Value>
  json* place(Value&& value) {
    if (stack_.empty()) {
      root = std::forward<Value>(value);
      return &root;
    }
    auto& parent = *stack_.back();
    if (parent.is_array()) return &parent.get_ref<json::array_t&>().emplace_back(std::forward<Value>(value));
    *slot_ = std::forward<Value>(value);
    return slot_;
  }
  template <class Value>
  bool put(Value&& value) {
    place(std::forward<Value>(value));
    return true;
  }
  bool open(json container) {
    if (stack_.size() >= json_depth_max) return refuse(Fault::frame_too_deep, "nested too deeply");
    stack_.push_back(place(std::move(container)));
    return true;
  }
  bool close() {
    stack_.pop_back();
    return true;
  }
  bool refuse(Fault fault, std::string why) {
    if (!error) error = Error{fault, std::move(why)};
    return false;
  }

  std::vector<json*> stack_;
  json* slot_ = nullptr;
};

}  // namespace

Result<json> parse_json(std::string_view text) {
  // The library takes a zero byte for the end and would let anything follow it.
  if (auto zero = text.find('\0'); zero != text.npos)
    return Error{Fault::bad_frame, "not valid JSON at byte " + std::to_string(zero + 1)};
  StrictBuilder builder;
  bool whole = json::sax_parse(text.begin(), text.end(), &builder);
  if (builder.error) return *builder.error;
  if (!whole) return Error{Fault::bad_frame, "not valid JSON"};
  return value_result(std::move(builder.root));
}

std::string canonical(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::strict); }

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
