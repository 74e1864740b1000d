#include "engine/ask_passphrase.h"

#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>

#include "engine/passphrase.h"

namespace doorstep {
namespace {

/// Nothing that is typed meanwhile shows on the screen. Begins before the prompt: what was typed earlier is thrown
/// away, and what answers the prompt must be neither thrown away nor shown.
class Unseen {
 public:
  Unseen() {
    ::tcgetattr(STDIN_FILENO, &before_);
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~Unseen() { ::tcsetattr(STDIN_FILENO, TCSANOW, &before_); }
  Unseen(const Unseen&) = delete;

 private:
  termios before_{};
};

Error too_long() {
  return {Fault::usage, "a passphrase has at most " + std::to_string(passphrase_bytes_max) + " bytes"};
}

// Not by a stream: its buffer would keep a copy.
Result<Secret> typed_line() {
  Secret line{passphrase_bytes_max};
  std::size_t size = 0;
  for (;;) {
    std::uint8_t byte = 0;
    auto got = ::read(STDIN_FILENO, &byte, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0 || byte == '\n') break;
    if (size == line.bytes().size()) return too_long();
    line.bytes()[size++] = byte;
  }
  return Secret::copy_of(view(line.bytes().first(size)));
}

Result<Secret> answer_to(std::string_view prompt) {
  std::fwrite(prompt.data(), 1, prompt.size(), stderr);
  auto line = typed_line();
  std::fputc('\n', stderr);
  return line;
}

// Given by the environment, and wiped there; nothing: to be typed.
Result<std::optional<Secret>> given_or_to_type(const char* name) {
  if (char* given = std::getenv(name)) {
    auto size = std::strlen(given);
    if (size > passphrase_bytes_max) return too_long();
    auto secret = Secret::copy_of({given, size});
    std::fill(given, given + size, '\0');
    return secret;
  }
  if (::isatty(STDIN_FILENO) == 0)
    return Error{Fault::usage, std::string{"no passphrase: set "} + name + " or run it at a terminal"};
  return std::optional<Secret>{};
}

}  // namespace

Result<Secret> ask_passphrase(const char* name, std::string_view prompt) {
  auto given = given_or_to_type(name);
  if (!given) return given.error();
  if (*given) return std::move(**given);
  Unseen unseen;
  return answer_to(prompt);
}

Result<Secret> ask_new_passphrase(const char* name, std::string_view prompt, std::string_view again) {
  auto given = given_or_to_type(name);
  if (!given) return given.error();
  if (*given) return std::move(**given);
  Unseen unseen;
  auto first = answer_to(prompt);
  if (!first) return first;
  auto second = answer_to(again);
  if (!second) return second;
  if (view(first->bytes()) != view(second->bytes()))
    return Error{Fault::usage, "the two are not the same / 两次输入不一致"};
  return first;
}

}  // namespace doorstep
