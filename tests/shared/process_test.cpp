#include "shared/process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace doorstep::test {
namespace {

// In a child, whose standard output is closed as `>&-` closes it: 0 when no file of ours can take its place.
int with_output_closed() {
  ::close(STDOUT_FILENO);
  hold_standard_streams();
  if (::write(STDOUT_FILENO, "x", 1) != -1) return 1;
  return ::open("/dev/null", O_RDONLY) > STDERR_FILENO ? 0 : 2;
}

TEST(Process, with_standard_output_closed_no_answer_ends_in_a_file_of_the_store) {
  const auto child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) ::_exit(with_output_closed());
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace doorstep::test
