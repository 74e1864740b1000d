// What a finder of the disks sees after days of work and kill -9 at random moments: none of two hundred marked words,
// in no file of tablet or server, as UTF-8, UTF-16 or base64.
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "shared/crypto.h"
#include "shared/seeded_dice.h"
#include "tests/wire/estate.h"

namespace doorstep {
namespace {

using test::Estate;

constexpr int canaries = 200;

std::uint64_t kills_wanted() {
  const char* given = std::getenv("DOORSTEP_KILLS");
  return given == nullptr ? 6 : std::strtoull(given, nullptr, 10);
}

// Letters only: names have no digits. Long enough that noise does not hold one by chance.
std::string canary(int number) {
  std::string out = "Kanarienvogel";
  for (int place = 0; place < 6; ++place, number /= 3) out += static_cast<char>('A' + number % 3);
  return out;
}

std::string utf16(std::string_view ascii, bool big) {
  std::string out;
  for (char byte : ascii) {
    if (big) out += '\0';
    out += byte;
    if (!big) out += '\0';
  }
  return out;
}

/// The word in the forms in which it could lie in a file; base64 in its three alignments, without the characters that
/// depend on what stands beside it.
std::vector<std::string> forms_of(const std::string& word) {
  std::vector<std::string> out{word, utf16(word, false), utf16(word, true)};
  for (std::size_t before = 0; before < 3; ++before) {
    auto text = base64(bytes_of(std::string(before, 'x') + word));
    out.push_back(text.substr(before == 0 ? 0 : 4, text.size() - (before == 0 ? 4 : 8)));
  }
  return out;
}

TEST(Canary, no_marked_word_is_in_any_file_after_work_and_kills) {
  Estate estate;
  estate.start_server();
  estate.enroll("field");
  SeededDice dice{7};
  int next = 0;
  for (std::uint64_t kill = 0; kill <= kills_wanted(); ++kill) {
    auto tablet = estate.batch("field");
    int until = std::min<int>(canaries, next + canaries / 4);
    for (; next < until; ++next) {
      tablet->say("new resident name=" + canary(next) + " occupation=" + canary(next));
      if (next % 10 == 9) tablet->say("sync");
    }
    if (next == canaries) next = canaries / 2;  // later rounds write some of them again
    std::this_thread::sleep_for(std::chrono::milliseconds(200 + dice.below(600)));
    if (kill == kills_wanted()) {
      tablet->wait();
    } else if (kill % 3 == 2) {
      estate.kill_server();
      tablet->wait();
      estate.start_server();
    } else {
      tablet->send(SIGKILL);
      tablet->wait();
    }
  }
  EXPECT_GE(estate.done("field", {"find", "Kanarienvogel", "--limit", "1000"}).at("records").size(), 20u);
  estate.done("field", {"sync"});
  EXPECT_GE(estate.server({"verify"}).value("records", 0u), 20u);

  std::vector<std::string> wanted;
  for (int number = 0; number < canaries; ++number)
    for (auto& form : forms_of(canary(number))) wanted.push_back(std::move(form));
  // Every canary begins alike, in every form: its beginning in a file already tells.
  const auto beginnings = forms_of("Kanarienvogel");
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{estate.scratch().path("")}) {
    if (!entry.is_regular_file()) continue;
    ++files;
    std::ifstream file{entry.path(), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    for (const auto& form : beginnings) EXPECT_EQ(bytes.find(form), std::string::npos) << entry.path();
    for (const auto& form : wanted) ASSERT_EQ(bytes.find(form), std::string::npos) << entry.path();
  }
  EXPECT_GT(files, 8u);
  estate.stop_server();
}

}  // namespace
}  // namespace doorstep
