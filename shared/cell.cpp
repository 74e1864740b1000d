#include "shared/value.h"

namespace doorstep {
namespace {

std::string joined(const json& list, std::string_view between, auto&& words_of_item) {
  std::string out;
  for (const auto& item : list) {
    if (!out.empty()) out += between;
    out += words_of_item(item);
  }
  return out;
}

std::string plain_list(const Field& field, const json& list) {
  if (field.kind == Kind::choices) return joined(list, ";", [](const json& item) { return item.get<std::string>(); });
  const auto between = "\n" + std::string{entry_rule} + "\n";
  return joined(list, between, [](const json& item) { return item.value("text", std::string{}); });
}

/// Do both say the same to a reader? An entry that is nothing but text may get another id.
bool says_the_same(const Field& field, const json& value, const json& back) {
  if (field.kind != Kind::entries || !back.is_array() || back.size() != value.size()) return back == value;
  for (std::size_t i = 0; i < value.size(); ++i)
    if (value[i].size() != 2 || value[i].at("text") != back[i].at("text")) return false;
  return true;
}

}  // namespace

std::string cell_text(const Field& field, const json& value) {
  if (value.is_null()) return {};
  if (field.kind == Kind::time_range)
    return value.at("from").get<std::string>() + "-" + value.at("to").get<std::string>();
  if (field.kind == Kind::choices || field.kind == Kind::entries) {
    // What people read, where it says all there is.
    auto plain = plain_list(field, value);
    auto back = parse_value(field, plain);
    return back && says_the_same(field, value, *back) ? plain : canonical(value);
  }
  auto plain = shown(field, value);
  return plain.is_string() ? plain.get<std::string>() : canonical(plain);
}

}  // namespace doorstep
