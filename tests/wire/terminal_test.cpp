// What a person types at a terminal: nothing of it shows, and a new passphrase is asked for twice.
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <thread>

#include "tests/program.h"
#include "tests/scratch.h"
#include "tests/wire/estate.h"

namespace doorstep::test {
namespace {

constexpr int patience_ms = 30'000;
constexpr auto end_max = std::chrono::seconds{30};

/// A program at a terminal of its own.
class AtTerminal {
 public:
  explicit AtTerminal(std::vector<std::string> words) {
    auto program = program_path("doorstep");
    words.insert(words.begin(), program);
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    child_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
    if (child_ == 0) {
      for (const char* name : {"DOORSTEP_PASSPHRASE", "LC_ALL", "LC_MESSAGES", "LANG"}) ::unsetenv(name);
      ::execv(program.c_str(), arguments.data());
      ::_exit(127);
    }
  }
  ~AtTerminal() {
    if (child_ > 0) ::kill(child_, SIGKILL), ::waitpid(child_, nullptr, 0);
    ::close(terminal_);
  }
  AtTerminal(const AtTerminal&) = delete;

  /// Reads on until this stands on the screen; false when it never comes.
  bool shows(const std::string& words) {
    while (screen_.find(words) == std::string::npos)
      if (!read_some()) return false;
    return true;
  }
  void types(const std::string& line) {
    const auto whole = line + "\n";
    ASSERT_EQ(::write(terminal_, whole.data(), whole.size()), static_cast<ssize_t>(whole.size()));
  }
  /// -1: a signal ended it, or it did not end.
  int exit_code() {
    while (read_some()) {
    }
    int status = 0;
    const auto until = std::chrono::steady_clock::now() + end_max;
    while (::waitpid(child_, &status, WNOHANG) == 0) {
      if (std::chrono::steady_clock::now() > until) return -1;
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  const std::string& screen() const { return screen_; }

 private:
  bool read_some() {
    pollfd wait{terminal_, POLLIN, 0};
    if (::poll(&wait, 1, patience_ms) <= 0) return false;
    char piece[512];
    const auto got = ::read(terminal_, piece, sizeof piece);
    if (got <= 0) return false;
    screen_.append(piece, static_cast<std::size_t>(got));
    return true;
  }
  int terminal_ = -1;
  pid_t child_ = -1;
  std::string screen_;
};

std::vector<std::string> enrolment(const Scratch& scratch) {
  return {"enroll",
          "--store",
          scratch.path("store"),
          "--server",
          "wss://127.0.0.1:9",
          "--pin",
          "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
          "--code",
          "7KQ2M-9X4TD-0ABCD-EFGHJ-KM123-4"};
}

TEST(Terminal, a_new_passphrase_is_asked_for_twice_and_never_shown) {
  Scratch scratch;
  AtTerminal tablet{enrolment(scratch)};
  ASSERT_TRUE(tablet.shows("New passphrase: "));
  tablet.types("long enough for a tablet 1");
  ASSERT_TRUE(tablet.shows("again: "));
  tablet.types("long enough for a tablet 1");
  EXPECT_EQ(tablet.exit_code(), 3) << "nobody answers there: " << tablet.screen();
  EXPECT_EQ(tablet.screen().find("long enough"), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(scratch.path("store")));
}

TEST(Terminal, two_passphrases_that_differ_make_nothing) {
  Scratch scratch;
  AtTerminal tablet{enrolment(scratch)};
  ASSERT_TRUE(tablet.shows("New passphrase: "));
  tablet.types("long enough for a tablet 1");
  ASSERT_TRUE(tablet.shows("again: "));
  tablet.types("long enough for a tablet 2");
  EXPECT_EQ(tablet.exit_code(), 2) << tablet.screen();
  EXPECT_NE(tablet.screen().find("not the same"), std::string::npos) << tablet.screen();
  EXPECT_EQ(tablet.screen().find("long enough"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(scratch.path("store")));
}

TEST(Terminal, both_lines_pasted_at_the_first_question_answer_both) {
  Scratch scratch;
  AtTerminal tablet{enrolment(scratch)};
  ASSERT_TRUE(tablet.shows("New passphrase: "));
  tablet.types("long enough for a tablet 1\nlong enough for a tablet 2");
  EXPECT_EQ(tablet.exit_code(), 2) << tablet.screen();
  EXPECT_NE(tablet.screen().find("not the same"), std::string::npos) << tablet.screen();
  EXPECT_EQ(tablet.screen().find("long enough"), std::string::npos);
}

TEST(Terminal, an_export_and_an_import_tell_how_far_they_are) {
  Estate estate;
  estate.start_server();
  estate.enroll("admin");
  estate.done("admin", {"new", "resident", "name=王芳", "archive_no=A1"});
  const auto store = estate.scratch().path("admin"), file = estate.scratch().path("residents.csv");
  for (const char* verb : {"export", "import"}) {
    AtTerminal terminal{{verb, "--type", "resident", file, "--store", store}};
    ASSERT_TRUE(terminal.shows("assphrase"));
    terminal.types(secret_words);
    EXPECT_TRUE(terminal.shows("100%  1 …")) << verb;
    EXPECT_EQ(terminal.exit_code(), 0) << verb;
  }
}

}  // namespace
}  // namespace doorstep::test
