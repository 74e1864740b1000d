#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <future>
#include <thread>

#include "server/admin_socket.h"
#include "server/folder_lock.h"
#include "server/identity.h"
#include "tests/wire/served.h"

namespace doorstep::test {
namespace {

/// A folder of the test's own; its path is too long for a socket's address, as a real one may be.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "doorstep-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
    path = (std::filesystem::path{root_} / std::string(120, 'd')).string();
    std::filesystem::create_directory(path);
  }
  ~Folder() { std::filesystem::remove_all(root_); }
  mode_t mode(const std::string& name) const {
    struct stat about {};
    return ::stat((path + "/" + name).c_str(), &about) == 0 ? about.st_mode & 0777 : 0;
  }
  std::string path;

 private:
  std::string root_;
};

TEST(AdminSocket, carries_one_request_and_one_answer) {
  Folder folder;
  Served server;
  const auto io_thread_asks = std::this_thread::get_id();
  auto serving = server.service->serve_admin(folder.path, [&](const json& request) {
    EXPECT_NE(std::this_thread::get_id(), io_thread_asks);
    return json{{"ok", true}, {"echo", request.at("say")}, {"connections", server.service->connections()}};
  });
  ASSERT_TRUE(serving) << serving.error().detail;
  EXPECT_EQ(folder.mode("admin.sock"), 0600u);

  auto answer = ask_running(folder.path, {{"say", "你好"}});
  ASSERT_TRUE(answer && answer->has_value());
  EXPECT_EQ(**answer, (json{{"ok", true}, {"echo", "你好"}, {"connections", 0}}));
}

TEST(AdminSocket, refuses_what_it_cannot_read_and_lives) {
  Folder folder;
  Served server;
  ASSERT_TRUE(server.service->serve_admin(folder.path, [](const json& request) {
    return json{{"ok", true}, {"answer", std::string(request.at("size").get<std::size_t>(), 'x')}};
  }));
  auto too_long = ask_running(folder.path, {{"say", std::string(admin_request_bytes_max, 'x')}});
  ASSERT_TRUE(too_long && too_long->has_value());
  EXPECT_EQ((**too_long)["error"]["code"], "frame_too_big");
  auto odd = ask_running(folder.path, {{"nothing", "known"}});
  ASSERT_TRUE(odd && odd->has_value());
  EXPECT_EQ((**odd)["error"]["code"], "internal");
  auto big = ask_running(folder.path, {{"size", 200'000}});  // an answer may be longer than a request
  ASSERT_TRUE(big && big->has_value());
  EXPECT_EQ((**big)["answer"].get<std::string>().size(), 200'000u);
}

TEST(AdminSocket, a_long_verify_holds_up_no_other_command) {
  Folder folder;
  Served server;
  std::promise<void> begun, finish;
  ASSERT_TRUE(server.service->serve_admin(folder.path, [&](const json& request) {
    if (request.at("verb") == "verify") {
      begun.set_value();
      finish.get_future().wait();
    }
    return json{{"ok", true}, {"verb", request.at("verb")}};
  }));
  auto verified = std::async(std::launch::async, [&] { return ask_running(folder.path, {{"verb", "verify"}}); });
  begun.get_future().wait();
  auto status = ask_running(folder.path, {{"verb", "status"}});
  finish.set_value();
  ASSERT_TRUE(status && status->has_value()) << status.error().detail;
  EXPECT_EQ((**status)["verb"], "status");
  auto answer = verified.get();
  ASSERT_TRUE(answer && answer->has_value());
  EXPECT_EQ((**answer)["verb"], "verify");
}

TEST(AdminSocket, no_server_and_a_dead_servers_socket_are_the_same) {
  Folder folder;
  auto none = ask_running(folder.path, {{"say", 1}});
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->has_value());
  auto no_folder = ask_running(folder.path + "/missing", {{"say", 1}});
  ASSERT_TRUE(no_folder);
  EXPECT_FALSE(no_folder->has_value());

  // Bound and gone without unlinking, as after kill -9.
  const int dead = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto here = std::filesystem::current_path();
  std::filesystem::current_path(folder.path);
  std::string{"admin.sock"}.copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  std::filesystem::current_path(here);
  ::close(dead);
  none = ask_running(folder.path, {{"say", 1}});
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->has_value());

  Served server;
  ASSERT_TRUE(server.service->serve_admin(folder.path, [](const json&) { return json{{"ok", true}}; }));
  auto answer = ask_running(folder.path, {{"say", 1}});
  EXPECT_TRUE(answer && answer->has_value());
  server.service->stop();
  EXPECT_EQ(folder.mode("admin.sock"), 0u);
}

TEST(FolderLock, lets_one_server_work_in_a_folder) {
  Folder folder;
  {
    auto first = FolderLock::take(folder.path);
    ASSERT_TRUE(first);
    auto second = FolderLock::take(folder.path);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().fault, Fault::in_use);
  }
  EXPECT_TRUE(FolderLock::take(folder.path));
  EXPECT_EQ(FolderLock::take(folder.path + "/missing").error().fault, Fault::not_found);
}

TEST(ServerIdentity, is_minted_once_and_found_again) {
  start_crypto();
  Folder folder;
  SystemDice dice;
  const auto key = Secret::copy_of(std::string(32, 'k')), other = Secret::copy_of(std::string(32, 'o'));
  EXPECT_EQ(ServerIdentity::open(folder.path, key).error().fault, Fault::not_found);
  auto minted = ServerIdentity::create(folder.path, key, dice);
  ASSERT_TRUE(minted);
  EXPECT_EQ(folder.mode("identity.key"), 0600u);
  EXPECT_EQ(ServerIdentity::create(folder.path, key, dice).error().fault, Fault::already_exists);
  auto found = ServerIdentity::open(folder.path, key);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->pin(), minted->pin());
  EXPECT_EQ(found->pin(), base64(found->key().public_key()));
  EXPECT_EQ(ServerIdentity::open(folder.path, other).error().fault, Fault::wrong_key);
  for (off_t bytes : {90, 31, 0}) {
    ASSERT_EQ(::truncate((folder.path + "/identity.key").c_str(), bytes), 0);
    EXPECT_FALSE(ServerIdentity::open(folder.path, key)) << bytes;
  }
}

}  // namespace
}  // namespace doorstep::test
