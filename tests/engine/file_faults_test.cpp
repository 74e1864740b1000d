// The tool that cuts off whole commands: a power cut takes what was not synced, by lot, and nothing else.
#include "tests/file_faults.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <set>

#include "shared/files.h"
#include "tests/scratch.h"

namespace doorstep::test {
namespace {

constexpr std::uint64_t never = 1'000;  // and many lots: each number draws its own

std::set<std::string> left_by(const std::function<bool(const std::string&)>& scenario) {
  std::set<std::string> out;
  for (auto n = never; n < never + 60; ++n) {
    Scratch scratch;
    const auto path = scratch.file("file", std::string(1024, 'o'));
    EXPECT_FALSE(file_faults::loses_power_at(n, [&] { return scenario(path); }));
    out.insert(read_file(path, 10'000).value());
  }
  return out;
}

TEST(FileFaults, what_was_synced_survives_a_power_cut) {
  const std::string fresh(1024, 'n');
  EXPECT_EQ(left_by([&](const std::string& path) { return write_file_durably(path, fresh).has_value(); }),
            std::set{fresh});
}

TEST(FileFaults, what_was_not_synced_is_there_torn_or_gone) {
  const std::string o(512, 'o'), n(512, 'n');
  EXPECT_EQ(left_by([&](const std::string& path) {
              const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
              const auto written = ::pwrite(file, (n + n).data(), 1024, 0);
              ::close(file);
              return written == 1024;
            }),
            (std::set{o + o, o + n, n + o, n + n}));
}

TEST(FileFaults, a_name_in_a_folder_that_was_not_synced_is_the_old_files_or_the_new_ones) {
  const std::string old(1024, 'o'), fresh(1024, 'n');
  EXPECT_EQ(left_by([&](const std::string& path) {
              return write_file_durably(path + ".other", fresh) &&
                     ::rename((path + ".other").c_str(), path.c_str()) == 0;
            }),
            (std::set{old, fresh}));
}

}  // namespace
}  // namespace doorstep::test
