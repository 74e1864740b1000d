#include "tests/wire/estate.h"

#include <gtest/gtest.h>
#include <signal.h>

#include "engine/engine.h"
#include "engine/lease_watch.h"
#include "engine/rekey.h"
#include "engine/sealed_store.h"
#include "server/sealed_folder.h"

namespace doorstep::test {

Estate::Estate() {
  auto made = run_program("doorstep-server", {"init", "--data", scratch_.path("server"), "--json"}).answer();
  pin_ = made.value("pin", "");
  admin_code_ = made.value("code", "");
}

void Estate::start_server() {
  server_ = std::make_unique<Program>(
      "doorstep-server",
      std::vector<std::string>{"serve", "--data", scratch_.path(folder_), "--listen", "127.0.0.1:" + port_});
  auto line = server_->next_line();
  ASSERT_TRUE(line.starts_with("listening on 127.0.0.1:")) << line;
  port_ = line.substr(line.rfind(':') + 1);
}

void Estate::kill_server() {
  server_->send(SIGKILL);
  server_->wait();
  server_.reset();
}

Ended Estate::stop_server() {
  server_->send(SIGTERM);
  auto ended = server_->wait();
  EXPECT_EQ(ended.code, 0) << ended.err;
  server_.reset();
  return ended;
}

void Estate::move_server_to(const std::string& folder, const std::function<void(const std::string&)>& make) {
  folder_ = folder;
  make(scratch_.path(folder));
  start_server();
}

Ended Estate::server_says(std::vector<std::string> words) const {
  words.insert(words.end(), {"--data", scratch_.path(folder_), "--json"});
  return run_program("doorstep-server", std::move(words));
}

json Estate::server(std::vector<std::string> words) const {
  auto ended = server_says(std::move(words));
  EXPECT_EQ(ended.code, 0) << ended.out << ended.err;
  auto answer = ended.answer();
  return answer.is_object() ? answer : json::object();
}

std::string Estate::code_for(const std::string& login) {
  if (login == "admin") return admin_code_;
  server({"person", "add", "--login", login, "--name", login});
  return server({"device", "code", "--login", login}).value("code", "");
}

Ended Estate::enroll_with(const std::string& name, const std::string& pin, const std::string& code) {
  return tablet(name, {"enroll", "--server", url(), "--pin", pin, "--code", code});
}

void Estate::enroll(const std::string& name) {
  start_crypto();
  auto enrolled =
      Engine::enroll({scratch_.path(name), secret_words, url(), pin_, code_for(name), name, KdfCost{1, 8192}});
  ASSERT_TRUE(enrolled) << code(enrolled.error().fault) << " " << enrolled.error().detail;
}

void Estate::keep_lease(const std::string& name, Clock& clock, Millis left) {
  SystemDice dice;
  auto unlocked = unlock_store(scratch_.path(name), secret_words, clock, dice);
  ASSERT_TRUE(unlocked) << unlocked.error().detail;
  auto opened = SealedStore::open(scratch_.path(name), unlocked->vault, clock, dice);
  ASSERT_TRUE(opened) << opened.error().detail;
  auto folder = ServerFolder::named(scratch_.path(folder_));
  ASSERT_TRUE(folder);
  auto sealed = SealedFolder::with_key(*folder, std::nullopt);
  ASSERT_TRUE(sealed) << sealed.error().detail;
  auto identity = (*sealed)->open_identity(dice);
  ASSERT_TRUE(identity) << identity.error().detail;
  const auto now = clock.wall();
  const auto& holder = *opened->store->identity();
  const Lease lease{holder.person, holder.device, 1, {CommunityId{"main"}}, {}, now + left - lease_default, now + left};
  auto& store = *opened->store;
  auto kept = guarded([&]() -> Result<void> {
    Transaction transaction{store.database()};
    if (auto given = store.lease_watch().keep(sign_lease(identity->key(), lease), now); !given) return given.error();
    transaction.commit();
    return {};
  });
  ASSERT_TRUE(kept) << kept.error().detail;
}

void Estate::lease_of(const std::string& name, Millis left) {
  SystemClock clock;
  keep_lease(name, clock, left);
}

void Estate::set_clock_back(const std::string& name, Millis by) {
  struct Fast final : Clock {
    Millis ahead{};
    SystemClock clock;
    Instant wall() override { return clock.wall() + ahead; }
    Millis monotonic() override { return clock.monotonic(); }
    std::string boot() override { return clock.boot(); }
  } fast;
  fast.ahead = by;
  keep_lease(name, fast, lease_default);
}

Ended Estate::tablet(const std::string& name, std::vector<std::string> words) const {
  words.insert(words.end(), {"--store", scratch_.path(name), "--json"});
  return run_program("doorstep", std::move(words), passphrase);
}

json Estate::done(const std::string& name, std::vector<std::string> words) const {
  auto verb = words.front();
  auto ended = tablet(name, std::move(words));
  EXPECT_EQ(ended.code, 0) << verb << ": " << ended.out << ended.err;
  auto answer = ended.answer();
  EXPECT_TRUE(answer.is_object() && answer.value("ok", false)) << verb << ": " << ended.out;
  return answer.is_object() ? answer : json::object();
}

std::unique_ptr<Program> Estate::batch(const std::string& name) const {
  return std::make_unique<Program>(
      "doorstep", std::vector<std::string>{"batch", "--store", scratch_.path(name), "--json"}, passphrase);
}
std::unique_ptr<Program> Estate::watch(const std::string& name) const {
  return std::make_unique<Program>(
      "doorstep", std::vector<std::string>{"watch", "--store", scratch_.path(name), "--json"}, passphrase);
}

}  // namespace doorstep::test
