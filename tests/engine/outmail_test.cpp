#include "engine/outmail.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <set>

#include "shared/files.h"
#include "tests/engine/one_tablet.h"
#include "tests/file_faults.h"
#include "tests/scratch.h"

namespace doorstep::test {
namespace {

class OutmailFile : public ::testing::Test {
 protected:
  void SetUp() override { tablet.store().learn_office_key(office.public_key).value(); }

  std::unique_ptr<Outmail> unlock() {
    auto mail = std::make_unique<Outmail>(tablet.store(), folder, tablet.dice);
    mail->catch_up();
    return mail;
  }
  std::string file() const { return folder + "/outmail"; }
  // The edits that the office finds in it.
  std::set<EditId> found() const {
    std::set<EditId> out;
    auto text = read_file(file(), outmail_bytes_max);
    if (!text) return out;
    for (const auto& parcel : scan_outmail(*text).parcels) {
      auto plain = open_parcel(parcel, office);
      if (!plain) continue;
      auto bundle = open_bundle(parse_json(view(plain->bytes())).value()).value();
      EXPECT_TRUE(verify(bundle, tablet.key().public_key()));
      for (const auto& edit : bundle.edits) out.insert(edit.id);
    }
    return out;
  }
  std::set<EditId> unsent() {
    std::set<EditId> out;
    for (const auto& edit : tablet.waiting_edits()) out.insert(edit.id);
    return out;
  }

  Scratch scratch;
  std::string folder = (std::filesystem::create_directories(scratch.path("store")), scratch.path("store"));
  OneTablet tablet;
  SystemDice dice;
  BoxKeys office = mint_box(dice);
};

TEST_F(OutmailFile, the_program_hung_at_an_outmail_that_is_a_pipe_and_now_writes_a_file_in_its_place) {
  tablet.creates("resident", {{"name", "王芳"}});
  ASSERT_EQ(::mkfifo(file().c_str(), 0600), 0);
  {
    auto mail = unlock();
    tablet.creates("resident", {{"name", "李强"}});
  }
  EXPECT_EQ(found(), unsent());
}

TEST_F(OutmailFile, every_save_is_in_it_before_it_is_answered) {
  auto mail = unlock();
  EXPECT_FALSE(std::filesystem::exists(file())) << "nothing waits";
  auto id = tablet.creates("resident", {{"name", "王芳"}});
  EXPECT_EQ(found(), unsent());
  tablet.changes(id, {{"occupation", "医生"}});
  EXPECT_EQ(found(), unsent());
  EXPECT_EQ(found().size(), 2U);
  EXPECT_EQ(mail->due(), outmail_sync_after);
  mail->tend();
  EXPECT_EQ(mail->due(), std::nullopt);
  auto text = read_file(file(), outmail_bytes_max).value();
  EXPECT_EQ(text.find("王芳"), std::string::npos);
  EXPECT_EQ(std::filesystem::status(file()).permissions() & std::filesystem::perms::all,
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(OutmailFile, a_save_pays_for_no_second_fsync) {
  auto mail = unlock();
  auto id = tablet.creates("resident", {{"name", "王芳"}});
  file_faults::heal();
  tablet.changes(id, {{"occupation", "医生"}});
  EXPECT_EQ(file_faults::operations(), 1U) << "one write; the store itself is in memory here";
}

TEST_F(OutmailFile, when_the_server_has_answered_everything_the_file_goes) {
  auto mail = unlock();
  FarSide server;
  tablet.creates("resident", {{"name", "王芳"}});
  ASSERT_TRUE(std::filesystem::exists(file()));
  bool told = false;
  mail->on_due([&] { told = true; });
  tablet.meets(server);
  EXPECT_TRUE(told);
  EXPECT_EQ(mail->due(), outmail_sync_after);
  mail->tend();
  EXPECT_FALSE(std::filesystem::exists(file()));
  EXPECT_EQ(mail->due(), std::nullopt);
  tablet.creates("resident", {{"name", "李强"}});
  EXPECT_EQ(found(), unsent());
}

TEST_F(OutmailFile, what_is_saved_between_the_answer_and_the_tending_stays_in_it) {
  auto mail = unlock();
  FarSide server;
  tablet.creates("resident", {{"name", "王芳"}});
  tablet.meets(server);
  tablet.creates("resident", {{"name", "李强"}});
  mail->tend();
  const auto covered = found(), needed = unsent();
  EXPECT_TRUE(std::includes(covered.begin(), covered.end(), needed.begin(), needed.end()));
  EXPECT_EQ(needed.size(), 1U);
}

TEST_F(OutmailFile, unlocking_makes_it_whole_whatever_a_crash_left) {
  unlock();
  for (int i = 0; i < 3; ++i) tablet.creates("resident", {{"name", "王芳"}});  // nobody kept the outmail
  for (const std::string left : {"", "doorstep outmail 1\n", "rubbish", "DSPLDSPLDSPL"}) {
    ASSERT_TRUE(write_file_durably(file(), left));
    unlock();
    EXPECT_EQ(found(), unsent()) << left;
  }
  auto whole = read_file(file(), outmail_bytes_max).value();
  for (std::size_t size = 0; size < whole.size(); size += 37) {
    ASSERT_TRUE(write_file_durably(file(), whole.substr(0, size)));
    unlock();
    EXPECT_EQ(found(), unsent()) << "torn at " << size;
  }
  auto kept = read_file(file(), outmail_bytes_max).value();
  unlock();
  EXPECT_EQ(read_file(file(), outmail_bytes_max).value(), kept) << "what covers everything is left as it is";
}

TEST_F(OutmailFile, a_new_office_key_seals_everything_anew) {
  auto mail = unlock();
  tablet.creates("resident", {{"name", "王芳"}});
  auto newer = mint_box(dice);
  tablet.store().learn_office_key(newer.public_key).value();
  EXPECT_TRUE(found().empty()) << "the old key opens nothing any more";
  office = std::move(newer);
  EXPECT_EQ(found(), unsent());
}

TEST_F(OutmailFile, without_an_office_key_nothing_is_written) {
  OneTablet other;
  Outmail mail{other.store(), folder, other.dice};
  mail.catch_up();
  other.creates("resident", {{"name", "王芳"}});
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(OutmailFile, a_full_disk_never_refuses_a_save_and_is_made_good_when_there_is_room) {
  auto mail = unlock();
  tablet.creates("resident", {{"name", "王芳"}});
  auto before = found();
  file_faults::fail_at(1, ENOSPC, true);
  for (int i = 0; i < 3; ++i) tablet.creates("resident", {{"name", "李强"}});  // throws if it were refused
  EXPECT_EQ(mail->due(), outmail_retry_after);
  mail->tend();
  EXPECT_EQ(mail->due(), outmail_retry_after) << "still full";
  file_faults::heal();
  EXPECT_EQ(found(), before) << "what was there is there";
  tablet.creates("resident", {{"name", "张三"}});
  mail->tend();
  EXPECT_EQ(mail->due(), std::nullopt);
  EXPECT_EQ(found(), unsent());
  EXPECT_EQ(found().size(), 5U);
}

TEST_F(OutmailFile, the_lock_makes_good_what_was_behind) {
  auto mail = unlock();
  file_faults::fail_at(1, ENOSPC, true);
  tablet.creates("resident", {{"name", "王芳"}});
  file_faults::heal();
  EXPECT_TRUE(found().empty());
  mail.reset();
  EXPECT_EQ(found(), unsent());
}

TEST_F(OutmailFile, cut_off_at_any_step_it_never_holds_less_than_before) {
  auto mail = unlock();
  tablet.creates("resident", {{"name", "王芳"}});
  tablet.creates("resident", {{"name", "李强"}});
  mail.reset();
  const auto before = unsent();
  // Written anew, because its end is torn: the office must find at every moment what it would have found before.
  auto whole = read_file(file(), outmail_bytes_max).value();
  for (auto* ends : file_faults::endings)
    for (std::uint64_t n = 1;; ++n) {
      ASSERT_TRUE(write_file_durably(file(), whole + "torn"));
      bool cut = ends(n, [&] { return unlock() != nullptr; });
      EXPECT_EQ(found(), before) << n;
      if (!cut) break;
      ASSERT_LT(n, 1000U);
    }
}

TEST_F(OutmailFile, an_outmail_that_knows_more_than_the_store_is_kept) {
  {
    auto mail = unlock();
    tablet.creates("resident", {{"name", "王芳"}});
    tablet.creates("resident", {{"name", "李强"}});
  }
  const auto there = read_file(file(), outmail_bytes_max).value();
  OneTablet older;  // the same person's store, as it was before these saves
  for (const bool knows_office : {false, true}) {
    if (knows_office) older.store().learn_office_key(office.public_key).value();
    ASSERT_TRUE(write_file_durably(file(), there));
    Outmail mail{older.store(), folder, older.dice};
    mail.catch_up();
    mail.answered();
    mail.tend();
    EXPECT_FALSE(std::filesystem::exists(file()));
    EXPECT_EQ(read_file(file() + (knows_office ? ".kept2" : ".kept1"), outmail_bytes_max).value(), there);
  }
}

TEST_F(OutmailFile, a_parcel_is_never_appended_under_another_offices_head) {
  auto mail = unlock();
  tablet.creates("resident", {{"name", "王芳"}});
  office = mint_box(dice);
  tablet.store().keep(nullptr);  // another process hears of the new key
  tablet.store().learn_office_key(office.public_key).value();
  {
    Outmail other{tablet.store(), folder, tablet.dice};
    other.catch_up();
  }
  tablet.store().keep(mail.get());
  tablet.creates("resident", {{"name", "李强"}});
  EXPECT_EQ(found(), unsent());
  EXPECT_EQ(found().size(), 2U);
}

}  // namespace
}  // namespace doorstep::test
