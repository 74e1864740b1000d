#include "shared/answer.h"

#include <algorithm>
#include <cstdlib>

#include "shared/unicode.h"

namespace doorstep {

namespace {

// Some details are written for people, "where: 中文 / English": one of the two is enough.
std::string in_language(const std::string& detail, std::string_view language) {
  const auto at = detail.find(" / ");
  if (at == detail.npos) return detail;
  const auto ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  const auto zh = detail.substr(0, at), en = detail.substr(at + 3);
  const auto begins = std::find_if_not(zh.begin(), zh.end(), ascii);
  if (begins == zh.end() || !std::all_of(en.begin(), en.end(), ascii)) return detail;
  if (language.starts_with("zh")) return zh;
  return std::string{zh.begin(), begins}.ends_with(": ") ? std::string{zh.begin(), begins} + en : en;
}

}  // namespace

json failure_answer(const Error& error, std::string_view language) {
  std::string message{sentence(error.fault, language)};
  // A path may hold any bytes; an answer is UTF-8.
  if (!error.detail.empty() && is_utf8(error.detail)) {
    const auto detail = in_language(error.detail, language);
    message += language.starts_with("zh") ? "（" + detail + "）" : " (" + detail + ")";
  }
  json out = json::object();
  out["ok"] = false;
  out["error"] = json::object();
  out["error"]["code"] = code(error.fault);
  out["error"]["message"] = std::move(message);
  return out;
}

std::string iso_time(Instant at) {
  auto day = std::chrono::floor<std::chrono::days>(at);
  std::chrono::year_month_day date{day};
  std::chrono::hh_mm_ss time{at - day};
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
  return text;
}

std::string user_language() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return std::string_view{value}.starts_with("zh") ? "zh-CN" : "en";
  }
  return "en";
}

bool put_out(std::string_view text, std::FILE* stream) {
  bool whole = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
  whole = std::fflush(stream) == 0 && whole;
  if (!whole) std::fputs("The answer could not be written. / 结果写不出来。\n", stderr);
  return whole;
}

int exit_code(Fault fault) {
  switch (fault) {
    case Fault::usage:
      return 2;
    case Fault::unreachable:
    case Fault::timed_out:
    case Fault::server_busy:
    case Fault::server_closing:
      return 3;
    case Fault::wrong_server:
    case Fault::device_refused:
    case Fault::code_unknown:
    case Fault::code_used:
    case Fault::code_expired:
    case Fault::wrong_passphrase:
    case Fault::too_many_tries:
    case Fault::lease_expired:
    case Fault::clock_set_back:
      return 4;
    default:
      return 1;
  }
}

int exit_code(const json& answer) {
  if (answer.value("ok", false)) return 0;
  auto error = answer.find("error");
  if (error == answer.end() || !error->is_object()) return 1;
  return exit_code(fault_of(error->value("code", "")));
}

}  // namespace doorstep
