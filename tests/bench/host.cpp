#include "tests/bench/host.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "server/admin_socket.h"
#include "tests/bench/figure.h"

extern char** environ;

namespace doorstep::bench {
namespace {

std::string program(const std::string& name) { return std::string{BUILD_DIR} + "/bin/" + name; }

/// A child whose standard output is read line by line, or thrown away.
struct Child {
  pid_t process = 0;
  int output = -1;
};

Child start(const std::vector<std::string>& words) {
  std::array<int, 2> ends{};
  expect(::pipe2(ends.data(), O_CLOEXEC) == 0, "a pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  Child child{0, ends[0]};
  const int failed = ::posix_spawn(&child.process, words.front().c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  expect(failed == 0, words.front() + " does not start");
  return child;
}

std::string read_line(int output) {
  std::string line;
  char byte = 0;
  while (::read(output, &byte, 1) == 1 && byte != '\n') line += byte;
  return line;
}

json answer_of(const std::vector<std::string>& words) {
  auto child = start(words);
  auto line = read_line(child.output);
  ::close(child.output);
  ::waitpid(child.process, nullptr, 0);
  auto answer = must(parse_json(line), words[1]);
  expect(answer.value("ok", false), words[1] + ": " + line);
  return answer;
}

}  // namespace

void raise_file_limit() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
}

Folder::Folder() : path_(std::string{BUILD_DIR} + "/bench-" + std::to_string(::getpid())) {
  std::filesystem::create_directories(path_);
}
Folder::~Folder() {
  std::error_code ignored;  // a folder left in the build tree spoils no figure
  std::filesystem::remove_all(path_, ignored);
}

std::string quick_place(const Folder& folder, const std::string& name) {
  constexpr std::uintmax_t quick_place_bytes = std::uintmax_t{1} << 30;
  std::error_code absent;
  const auto room = std::filesystem::space("/dev/shm", absent);
  if (absent || room.available < quick_place_bytes) return folder.path(name + "-made");
  return "/dev/shm/doorstep-bench-" + std::to_string(::getpid()) + "-" + name;
}

ServerProcess::ServerProcess(const std::string& folder) : folder_(folder) {
  const auto made = answer_of({program("doorstep-server"), "init", "--data", folder, "--json"});
  pin_ = made.at("pin").get<std::string>();
  auto child = start({program("doorstep-server"), "serve", "--data", folder, "--listen", "127.0.0.1:0"});
  process_ = child.process;
  const auto line = read_line(child.output);
  ::close(child.output);
  constexpr std::string_view greeting = "listening on ";
  expect(line.starts_with(greeting), "the server does not listen: " + line);
  address_ = "wss://" + line.substr(greeting.size());
}

ServerProcess::~ServerProcess() {
  ::kill(process_, SIGTERM);
  ::waitpid(process_, nullptr, 0);
}

json ServerProcess::asked(json command) const {
  command["language"] = "en";
  auto answer = must(ask_running(folder_, command), command.at("verb").get<std::string>());
  expect(answer.has_value() && answer->value("ok", false), command.at("verb").get<std::string>());
  return std::move(*answer);
}

std::string ServerProcess::code(const std::string& login) {
  return asked({{"verb", "device code"}, {"login", login}}).at("code").get<std::string>();
}

void ServerProcess::add_person(const std::string& login, const std::string& role) {
  asked({{"verb", "person add"}, {"login", login}, {"name", login}, {"role", role}});
}

double ServerProcess::memory_kib(const std::string& line) const {
  std::ifstream status{"/proc/" + std::to_string(process_) + "/status"};
  for (std::string word; status >> word;) {
    double kib = 0;
    if (word == line && status >> kib) return kib;
  }
  throw Failure{"the server's memory cannot be read"};
}

double tablet_peak_kib(const std::vector<std::string>& words, const std::string& passphrase) {
  ::setenv("DOORSTEP_PASSPHRASE", passphrase.c_str(), 1);
  std::vector<std::string> all{program("doorstep")};
  all.insert(all.end(), words.begin(), words.end());
  auto child = start(all);
  const auto line = read_line(child.output);
  ::close(child.output);
  int status = 0;
  rusage used{};
  ::wait4(child.process, &status, 0, &used);
  expect(status == 0, "doorstep " + words.front() + ": " + line);
  return static_cast<double>(used.ru_maxrss);
}

}  // namespace doorstep::bench
