#pragma once
#include <vector>

#include "shared/json.h"

namespace doorstep::test {

/// What parse_json is held to: the library's own parser, made as strict as we are by refusing in its events.
class StrictBuilder {
 public:
  bool null() { return put(nullptr); }
  bool boolean(bool value) { return put(value); }
  bool number_integer(json::number_integer_t value) { return value >= -safe_integer_max ? put(value) : bad(); }
  bool number_unsigned(json::number_unsigned_t value) {
    return value <= static_cast<json::number_unsigned_t>(safe_integer_max) ? put(static_cast<std::int64_t>(value))
                                                                           : bad();
  }
  bool number_float(json::number_float_t, const std::string&) { return bad(); }
  bool string(std::string& value) { return put(std::move(value)); }
  bool binary(json::binary_t&) { return bad(); }
  bool start_object(std::size_t) { return open(json::object()); }
  bool start_array(std::size_t) { return open(json::array()); }
  bool key(std::string& name) {
    auto [slot, fresh] = stack_.back()->get_ref<json::object_t&>().try_emplace(std::move(name));
    slot_ = &slot->second;
    return fresh || refuse(Fault::duplicate_key);
  }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t, const std::string&, const json::exception& why) {
    bool encoding = std::string_view{why.what()}.find("UTF-8") != std::string_view::npos;
    return refuse(encoding ? Fault::bad_encoding : Fault::bad_frame);
  }

  json root;
  std::optional<Fault> fault;

 private:
  json* place(json value) {
    if (stack_.empty()) return &(root = std::move(value));
    auto& parent = *stack_.back();
    if (parent.is_array()) return &parent.get_ref<json::array_t&>().emplace_back(std::move(value));
    *slot_ = std::move(value);
    return slot_;
  }
  bool put(json value) { return place(std::move(value)) != nullptr; }
  bool open(json container) {
    if (stack_.size() >= json_depth_max) return refuse(Fault::frame_too_deep);
    stack_.push_back(place(std::move(container)));
    return true;
  }
  bool close() {
    stack_.pop_back();
    return true;
  }
  bool bad() { return refuse(Fault::bad_frame); }
  bool refuse(Fault why) {
    if (!fault) fault = why;
    return false;
  }

  std::vector<json*> stack_;
  json* slot_ = nullptr;
};

/// Empty when `parse_json` and `canonical` do with the text what the library does; else what differs.
inline std::string difference_from_library(std::string_view text) {
  StrictBuilder reference;
  bool good = text.find('\0') == text.npos && json::sax_parse(text.begin(), text.end(), &reference);
  auto ours = parse_json(text);
  if (ours.has_value() != good) return good ? "refused what the library takes" : "took what the library refuses";
  // Where two things are wrong at one place (a broken text that may not stand there at all) either may be named.
  auto named = [](Fault fault) { return fault == Fault::bad_encoding ? Fault::bad_frame : fault; };
  if (!good && named(ours.error().fault) != named(reference.fault.value_or(Fault::bad_frame))) return "another fault";
  if (!good) return {};
  if (*ours != reference.root || ours->type() != reference.root.type()) return "another value";
  return canonical(*ours) == reference.root.dump() ? "" : "another text";
}

}  // namespace doorstep::test
