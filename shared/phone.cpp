#include "shared/phone.h"

#include <algorithm>
#include <array>
#include <vector>

#include "shared/unicode.h"

namespace doorstep {
namespace {

bool is_mobile(std::string_view digits) {
  return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3' && all_digits(digits);
}

bool is_service(std::string_view digits) {
  return digits.size() == 10 && digits.starts_with("400") && all_digits(digits);
}

/// Only Beijing (010) and the 02x cities have three digits.
std::size_t area_size(std::string_view digits) { return digits.starts_with("010") || digits.starts_with("02") ? 3 : 4; }

bool is_landline(std::string_view digits) {
  if (digits.size() < 10 || digits[0] != '0' || !all_digits(digits)) return false;
  auto local = digits.size() - area_size(digits);
  return local == 7 || local == 8;
}

/// "00852-51234567": eight digits behind the region's code; empty when `local` is no number there.
std::optional<std::string> regional(std::string_view code, std::string_view local) {
  if (local.size() != 8 || !all_digits(local)) return std::nullopt;
  bool good = code == "852" ? local[0] >= '2' : local[0] == '2' || local[0] == '6' || local[0] == '8';
  if (!good) return std::nullopt;
  return "00" + std::string{code} + "-" + std::string{local};
}

/// What Hong Kong gives mobile telephones begins with 4 to 9 (2 and 3 are lines in houses), in Macau with 6.
bool is_regional_mobile(std::string_view normal) {
  return normal.starts_with("00852-") ? normal[6] >= '4' : normal.starts_with("00853-6");
}

/// The region's code and what follows it: "+852 5123 4567", "00853-…", "(852) …", "852-…".
std::optional<std::string> read_regional(std::string_view text) {
  auto plain = folded(nfkc(text), false);
  std::string_view rest = plain;
  bool named = rest.starts_with('+') || rest.starts_with("00");
  if (named) rest.remove_prefix(rest.front() == '+' ? 1 : 2);
  if (rest.starts_with('(')) rest.remove_prefix(1);
  const auto code = rest.substr(0, 3);
  if (code != "852" && code != "853") return std::nullopt;
  rest.remove_prefix(3);
  if (!named && (rest.empty() || std::string_view{" -)"}.find(rest.front()) == std::string_view::npos))
    return std::nullopt;
  std::string local;
  for (char c : rest) {
    if (c >= '0' && c <= '9')
      local += c;
    else if (std::string_view{" -()"}.find(c) == std::string_view::npos)
      return std::nullopt;
  }
  return regional(code, local);
}

struct Dialled {
  std::vector<std::string> groups{1};  ///< digits between hyphens
  std::string extension;
  bool abroad_prefix = false;
};

/// Splits off an extension that is named as such ("转123", "ext 123", "#123").
std::string_view before_extension(std::string_view text, std::string& extension) {
  constexpr std::array<std::string_view, 4> marks{"转", "ext.", "ext", "#"};
  for (auto mark : marks) {
    auto at = text.find(mark);
    if (at == std::string_view::npos) continue;
    extension = text.substr(at + mark.size());
    std::erase_if(extension, [](char c) { return c == ' '; });
    return text.substr(0, at);
  }
  return text;
}

std::optional<Dialled> read(std::string_view text) {
  Dialled out;
  auto plain = lower(folded(nfkc(text), false));
  auto rest = before_extension(plain, out.extension);
  if (rest.size() != plain.size() && out.extension.empty()) return std::nullopt;
  if (rest.starts_with('+')) {
    if (!rest.starts_with("+86")) return std::nullopt;
    rest.remove_prefix(3);
    out.abroad_prefix = true;
  } else if (rest.starts_with("0086")) {
    rest.remove_prefix(4);
    out.abroad_prefix = true;
  }
  for (char c : rest) {
    if (c >= '0' && c <= '9')
      out.groups.back() += c;
    else if (c == '-')
      out.groups.emplace_back();
    else if (c != ' ' && c != '(' && c != ')')
      return std::nullopt;
  }
  std::erase_if(out.groups, [](const std::string& group) { return group.empty(); });
  return out;
}

}  // namespace

std::optional<std::string> phone_number(std::string_view text) {
  if (is_mobile(text)) return std::string{text};
  if (auto outside = read_regional(text)) return outside;
  auto dialled = read(text);
  if (!dialled || dialled->groups.empty()) return std::nullopt;
  auto& groups = dialled->groups;
  // "0571-88886666-123": a third group is an extension only after a whole number; "010-8888-6666" is one number.
  auto& extension = dialled->extension;
  if (extension.empty() && groups.size() == 3 && groups[1].size() >= 7) {
    extension = groups[2];
    groups.pop_back();
  }
  std::string digits;
  for (const auto& group : groups) digits += group;
  if (digits.size() == 13 && digits.starts_with("86") && is_mobile(std::string_view{digits}.substr(2)))
    digits.erase(0, 2);
  if (extension.empty() && is_mobile(digits)) return digits;
  if (extension.empty() && is_service(digits))
    return digits.substr(0, 3) + "-" + digits.substr(3, 3) + "-" + digits.substr(6);
  // From abroad the area code is dialled without its zero.
  if (dialled->abroad_prefix && !digits.starts_with('0')) digits.insert(0, "0");
  if (!is_landline(digits) || extension.size() > 6 || !all_digits(extension)) return std::nullopt;
  auto out = digits.substr(0, area_size(digits)) + "-" + digits.substr(area_size(digits));
  return extension.empty() ? out : out + "-" + extension;
}

std::optional<PhoneKind> phone_kind(std::string_view text) {
  if (is_mobile(text)) return PhoneKind::mobile;
  if (phone_number(text) != text) return std::nullopt;
  if (text.starts_with("00")) return is_regional_mobile(text) ? PhoneKind::mobile : PhoneKind::landline;
  return text.starts_with("400") ? PhoneKind::service : PhoneKind::landline;
}

}  // namespace doorstep
