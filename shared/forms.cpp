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

struct Form {
  std::string_view name;
  bool (*fits)(std::string_view);
  std::string_view en, zh;
};

constexpr std::array<Form, 9> forms{{
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

Label form_words(std::string_view form) {
  const auto* known = find(form);
  return known == nullptr ? Label{"文字", "text"} : Label{std::string{known->zh}, std::string{known->en}};
}

}  // namespace doorstep
