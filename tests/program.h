#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

#include "shared/json.h"

namespace doorstep::test {

/// What a program left behind. `code` is 128 + the signal when one ended it.
struct Ended {
  int code = 0;
  std::string out, err;

  /// The one line of JSON on standard output; null when it is anything else.
  json answer() const;
  /// Its error's code; empty when there is none.
  std::string fault() const;
};

/// One of the build's programs as a process of its own, its standard output in a pipe. English, unless `environment`
/// ("NAME=value") says otherwise. Killed when it is still there at the end.
class Program {
 public:
  Program(const std::string& name, std::vector<std::string> words, const std::vector<std::string>& environment = {});
  ~Program();
  Program(const Program&) = delete;

  /// Blocks until it has written a line, without the line break; empty when it has ended.
  std::string next_line();
  /// A line to its standard input; lost when the program is no more.
  void say(const std::string& line);
  void send(int signal);
  pid_t process() const { return child_; }
  /// Ends its standard input and blocks until it has ended. `out` is what `next_line` did not take.
  Ended wait();

 private:
  pid_t child_ = -1;
  int in_ = -1;
  int out_ = -1;
  int err_ = -1;
  std::string read_;
};

/// The same for a program that may make no file longer than `file_bytes_max`: to it the disk is full there.
Ended run_limited(const std::string& name, std::vector<std::string> words, std::size_t file_bytes_max);

/// Where the build put it.
std::string program_path(const std::string& name);

Ended run_program(const std::string& name, std::vector<std::string> words,
                  const std::vector<std::string>& environment = {});

}  // namespace doorstep::test
