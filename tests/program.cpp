#include "tests/program.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

extern char** environ;

namespace doorstep::test {
namespace {

std::vector<std::string> environment_with(const std::vector<std::string>& given) {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    std::string_view text{*entry};
    if (!text.starts_with("LC_") && !text.starts_with("LANG")) out.emplace_back(text);
  }
  out.insert(out.end(), given.begin(), given.end());
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

bool read_some(int file, std::string& into) {
  char piece[4096];
  ssize_t got = 0;
  do got = ::read(file, piece, sizeof piece);
  while (got < 0 && errno == EINTR);
  if (got <= 0) return false;
  into.append(piece, static_cast<std::size_t>(got));
  return true;
}

}  // namespace

json Ended::answer() const {
  if (!out.ends_with('\n') || out.find('\n') + 1 != out.size()) return nullptr;
  auto parsed = json::parse(out, nullptr, false);
  return parsed.is_discarded() ? json{} : parsed;
}

std::string Ended::fault() const {
  auto object = answer();
  return object.is_object() && object.contains("error") ? object.at("error").value("code", "") : "";
}

std::string program_path(const std::string& name) { return std::string{BIN_DIR} + "/" + name; }

Program::Program(const std::string& name, std::vector<std::string> words, const std::vector<std::string>& environment) {
  int pipe_ends[2], input_ends[2];
  require(::pipe2(pipe_ends, O_CLOEXEC) == 0 && ::pipe2(input_ends, O_CLOEXEC) == 0, "pipes for a program");
  // A file takes any amount of log without anybody reading it meanwhile.
  std::string log = "/tmp/doorstep-log.XXXXXX";
  err_ = ::mkostemp(log.data(), O_CLOEXEC);
  require(err_ >= 0, "a file for a program's log");
  ::unlink(log.c_str());
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, input_ends[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, pipe_ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, err_, STDERR_FILENO);
  const auto path = program_path(name);
  words.insert(words.begin(), path);
  auto variables = environment_with(environment);
  const int failed =
      ::posix_spawn(&child_, path.c_str(), &files, nullptr, pointers(words).data(), pointers(variables).data());
  posix_spawn_file_actions_destroy(&files);
  ::close(pipe_ends[1]);
  ::close(input_ends[0]);
  out_ = pipe_ends[0];
  in_ = input_ends[1];
  require(failed == 0, "the program can be started");
}

Program::~Program() {
  if (child_ > 0) {
    ::kill(child_, SIGKILL);
    wait();
  }
  if (in_ >= 0) ::close(in_);
  ::close(out_);
  ::close(err_);
}

void Program::say(const std::string& line) {
  ::signal(SIGPIPE, SIG_IGN);  // a program that was killed does not listen
  auto text = line + "\n";
  for (std::size_t written = 0; written < text.size();) {
    auto some = ::write(in_, text.data() + written, text.size() - written);
    if (some < 0 && errno != EINTR) return;
    if (some > 0) written += static_cast<std::size_t>(some);
  }
}

std::string Program::next_line() {
  while (read_.find('\n') == read_.npos)
    if (!read_some(out_, read_)) return {};
  auto end = read_.find('\n');
  auto line = read_.substr(0, end);
  read_.erase(0, end + 1);
  return line;
}

void Program::send(int signal) {
  require(child_ > 0, "a program that has ended takes no signal");
  ::kill(child_, signal);
}

Ended Program::wait() {
  Ended ended;
  if (in_ >= 0) ::close(std::exchange(in_, -1));
  while (read_some(out_, read_)) {
  }
  int status = 0;
  while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  child_ = -1;
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  ended.out = std::move(read_);
  ::lseek(err_, 0, SEEK_SET);
  while (read_some(err_, ended.err)) {
  }
  return ended;
}

Ended run_program(const std::string& name, std::vector<std::string> words,
                  const std::vector<std::string>& environment) {
  return Program{name, std::move(words), environment}.wait();
}

// Limits and ignored signals are inherited, so this process takes them on for the moment of the start.
Ended run_limited(const std::string& name, std::vector<std::string> words, std::size_t file_bytes_max) {
  rlimit before{};
  require(::getrlimit(RLIMIT_FSIZE, &before) == 0, "the limit of files can be read");
  auto limited = before;
  limited.rlim_cur = file_bytes_max;
  ::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &limited);
  Program program{name, std::move(words)};
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, SIG_DFL);
  return program.wait();
}

}  // namespace doorstep::test
