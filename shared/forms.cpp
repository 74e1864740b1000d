#include "shared/forms.h"

#include <algorithm>
#include <array>

#include "shared/phone.h"
#include "shared/unicode.h"
#include "shared/value.h"

namespace doorstep {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alnum(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_full_name(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '\n'; });
}

bool is_archive_no(std::string_view text) {
  return !text.empty() && is_alnum(text[0]) && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alnum(c) || std::string_view{"-/._"}.find(c) != std::string_view::npos;
  });
}

/// Stock phrases tell the next visitor nothing, however often they are repeated.
bool is_structured(std::string_view text) {
  constexpr std::array<std::string_view, 5> stock{"已处理", "已完成", "已解决", "。", "、"};
  auto rest = nfkc(text);  // brings most punctuation into ASCII
  for (auto phrase : stock)
    for (auto at = rest.find(phrase); at != std::string::npos; at = rest.find(phrase)) rest.erase(at, phrase.size());
  // From byte 0xE3 on begin kana and Chinese characters.
  bool says_more = std::any_of(rest.begin(), rest.end(),
                               [](char c) { return is_alnum(c) || static_cast<unsigned char>(c) >= 0xE3; });
  return length_of(text) >= 10 && says_more;
}

bool is_landline(std::string_view text) {
  auto kind = phone_kind(text);
  return kind == PhoneKind::landline || kind == PhoneKind::service;
}

bool is_email(std::string_view text) {
  auto at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos) return false;
  auto domain = text.substr(at + 1);
  auto dot = domain.rfind('.');
  return dot != std::string_view::npos && dot > 0 && dot + 2 < domain.size() &&
         domain.find("..") == std::string_view::npos && text.find_first_of(" \n,;<>") == std::string_view::npos;
}

bool is_wechat(std::string_view text) {
  return text.size() >= 6 && text.size() <= 20 && is_alnum(text[0]) && !is_digit(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_alnum(c) || c == '-' || c == '_'; });
}

bool is_passport(std::string_view text) {
  return text.size() >= 5 && text.size() <= 17 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); });
}

/// No day in it is refused as future: a form is timeless; `not in future` asks the calendar.
bool is_resident_id(std::string_view text) {
  auto verdict = check_id_number(text, "9999-12-31");
  return verdict.valid && verdict.normal == text;
}

/// A province's character, a letter, then five letters and digits, or six on new-energy plates; 学, 警, 港, 澳, 挂 may
/// stand last.
bool is_plate(std::string_view text) {
  if (length_of(text) < 7 || length_of(text) > 8) return false;
  constexpr std::u32string_view provinces = U"京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领";
  constexpr std::u32string_view last_words = U"学警港澳挂领使";
  if (provinces.find(take_code_point(text)) == provinces.npos) return false;
  if (const auto letter = take_code_point(text); letter < U'A' || letter > U'Z') return false;
  while (!text.empty()) {
    const auto point = take_code_point(text);
    const bool plain = (point >= U'A' && point <= U'Z') || (point >= U'0' && point <= U'9');
    if (!plain && !(text.empty() && last_words.find(point) != last_words.npos)) return false;
  }
  return true;
}

/// Points as x,y with blanks between them, strokes divided by semicolons: "12,30 13,31;40,8".
bool is_strokes(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == ',' || c == ' ' || c == ';'; });
}

struct Form {
  std::string_view name;
  bool (*fits)(std::string_view);
  std::string_view en, zh;
};

constexpr std::array<Form, 11> forms{{
    {"full_name", is_full_name, "a name without digits", "不含数字的姓名"},
    {"archive_no", is_archive_no, "letters, digits and - / . _ without blanks", "字母、数字和 - / . _，不含空格"},
    {"structured", is_structured, "at least ten characters that say what was done", "至少十个字，写明做了什么"},
    {"mobile", [](std::string_view text) { return phone_kind(text) == PhoneKind::mobile; },
     "a mobile number: 11 digits, or 00852- or 00853- and 8", "手机号码：11 位，港澳为 00852- 或 00853- 加 8 位"},
    {"landline", is_landline, "a landline number with its area code, or a 400 number", "带区号的固定电话或 400 号码"},
    {"email", is_email, "an e-mail address", "电子邮箱地址"},
    {"wechat", is_wechat, "a WeChat ID of 6 to 20 letters, digits, - and _ that begins with a letter",
     "微信号：6 到 20 位字母、数字、- 或 _，以字母开头"},
    {"resident_id", is_resident_id, "a valid resident ID number", "有效的居民身份证号码"},
    {"passport", is_passport, "5 to 17 capital letters and digits", "5 到 17 位大写字母和数字"},
    {"plate", is_plate, "a number plate like 浙A12345, new-energy ones with eight characters",
     "车牌号码，例如 浙A12345，新能源车为八位"},
    {"strokes", is_strokes, "a handwritten signature", "手写签名"},
}};

const Form* find(std::string_view name) {
  const auto* found = std::find_if(forms.begin(), forms.end(), [&](const Form& form) { return form.name == name; });
  return found == forms.end() ? nullptr : found;
}

}  // namespace

bool is_form(std::string_view name) { return find(name) != nullptr; }

bool has_form(std::string_view form, std::string_view text) {
  const auto* known = find(form);
  return known == nullptr || known->fits(text);
}

std::string plate_form(std::string_view text) {
  constexpr std::u32string_view dropped = U" -·•‧・.";
  const auto capitals = upper(text);
  std::string out;
  for (std::string_view rest{capitals}; !rest.empty();) {
    const auto point = take_code_point(rest);
    if (dropped.find(point) == dropped.npos) append_code_point(out, point);
  }
  return out;
}

Label form_words(std::string_view form) {
  const auto* known = find(form);
  return known == nullptr ? Label{"文字", "text"} : Label{std::string{known->zh}, std::string{known->en}};
}

}  // namespace doorstep
