#include "server/archive_sqlite.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "server/archive_schema.h"
#include "shared/cipher_vfs.h"
#include "tests/page_key.h"
#include "tests/server/archive_home.h"
#include "tests/source_files.h"

/// What only the SQLite home can show: its file is altered behind its back, its disk fails.

namespace doorstep::test {
namespace {

class ArchiveFile : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { start_crypto(); }
  ArchiveFile() { home_.found({"", {{CommunityId{"main"}, "花园小区"}}}, clock_, dice_); }

  std::unique_ptr<Archive> open() { return home_.open(clock_, dice_); }
  Database raw() { return std::move(*Database::open(home_.options().path, home_.options().database)); }

  // A small archive with a bit of everything in it.
  void fill() {
    auto archive = open();
    archive->add_person({"wang", "王芳"}).value();
    PushingTablet wang{*archive, "wang", clock_, dice_};
    for (int i = 0; i < 4; ++i) {
      std::vector<Submission> one;
      auto unit = wang.create("unit", {{"building", "3"}, {"room_no", std::to_string(i / 2)}});
      one.push_back(wang.bundle({unit, wang.change(unit.record, "unit", {{"nonsense", 0}}, {{"nonsense", 1}})}));
      ASSERT_TRUE(archive->accept(std::move(one)));
    }
    ASSERT_TRUE(archive->verify());
  }
  std::string finding_after(const std::string& sql) {
    {
      auto database = raw();
      database.run("PRAGMA foreign_keys = OFF");
      database.run(sql);
      EXPECT_GT(database.changes(), 0) << sql;
    }
    auto found = open()->verify();
    if (found) return "nothing";
    EXPECT_EQ(found.error().fault, Fault::store_damaged);
    return found.error().detail;
  }

  SetClock clock_;
  SeededDice dice_{42};
  SqliteHome home_;
};

struct Tampering {
  const char* name;
  const char* sql;
  const char* finding;
};

class TamperedArchive : public ArchiveFile, public ::testing::WithParamInterface<Tampering> {};

TEST_P(TamperedArchive, is_found_by_verify) {
  fill();
  auto finding = finding_after(GetParam().sql);
  EXPECT_NE(finding.find(GetParam().finding), std::string::npos) << finding;
}

INSTANTIATE_TEST_SUITE_P(
    Everything, TamperedArchive,
    ::testing::Values(
        Tampering{"missing_seq", "DELETE FROM journal WHERE seq = 2", "journal main:2: a seq is missing"},
        Tampering{"missing_end", "DELETE FROM journal WHERE seq = 4", "journal main: its end is missing"},
        Tampering{"leaf", "UPDATE journal SET leaf = zeroblob(32) WHERE seq = 3", "journal main:3: its leaf"},
        Tampering{"head", "UPDATE journal SET head = zeroblob(32) WHERE seq = 3", "journal main:3: the chain of heads"},
        Tampering{"header", "UPDATE journal SET header = replace(header, '\"mono\":1', '\"mono\":2') WHERE seq = 3",
                  "journal main:3: its leaf"},
        Tampering{"body", "UPDATE edits SET body = replace(body, '\"3\"', '\"4\"') WHERE n = 2 * 512",
                  "journal main:2: "},
        Tampering{"edit_taken_out", "DELETE FROM edits WHERE n = 2 * 512", "journal main:2: "},
        Tampering{"edit_filed_elsewhere", "UPDATE edits SET record = zeroblob(16) WHERE n = 2 * 512", "other names"},
        Tampering{"signature", "UPDATE journal SET signature = zeroblob(64) WHERE seq = 1", "its signature"},
        Tampering{"verdict", "UPDATE verdicts SET verdict = replace(verdict, 'applied', 'merged') WHERE number = 1",
                  "journal main:1: the chain of heads"},
        Tampering{"verdict_taken_out", "DELETE FROM verdicts WHERE number = 4", "journal main:4: its verdict"},
        Tampering{"quarantine", "DELETE FROM quarantine WHERE n = 1", "is kept nowhere"},
        Tampering{"record_text", "UPDATE records SET basic = replace(basic, '\"3\"', '\"4\"') WHERE type = 'unit'",
                  "filed under another natural key"},
        Tampering{"record_text_beside_the_key",
                  "UPDATE records SET basic = replace(basic, '\"at\":17', '\"at\":16') WHERE n = 1",
                  "set hash of main.unit"},
        Tampering{"record_taken_out", "DELETE FROM records WHERE n = 1", "set hash of main.unit"},
        Tampering{"unreadable_text", "UPDATE records SET basic = '{' WHERE n = 1", "record 0"},
        Tampering{"natural_key", "UPDATE records SET natural = NULL WHERE n = 1", "filed under another natural key"},
        Tampering{"conflict_closed", "UPDATE records SET open = 0 WHERE open = 1", "filed under another state"},
        Tampering{"seq_of_a_row", "UPDATE records SET seq = 4 WHERE n = 1", "filed under another seq"},
        Tampering{"place", "UPDATE records SET place = '5' WHERE n = 1", "filed under another place"},
        Tampering{"place_of_a_header",
                  "UPDATE records SET place = '5', header = replace(header, '\"place\":\"3\"', '\"place\":\"5\"') "
                  "WHERE n = 1",
                  "filed under another place"},
        Tampering{"beside", "UPDATE records SET beside = zeroblob(16) WHERE n = 1", "filed beside another record"},
        Tampering{"body_gone", "UPDATE edits SET body = '{}' WHERE n = 2 * 512", "and its record was not erased"},
        Tampering{"erased_by_nobody", "INSERT INTO erased(record, erasure, due) SELECT id, 'x', 0 FROM records LIMIT 1",
                  "was erased: "},
        Tampering{"set_hash", "DELETE FROM set_hash WHERE class = 0", "a type's sum is missing"}),
    [](const auto& tampering) { return std::string{tampering.param.name}; });

TEST_F(ArchiveFile, of_a_later_program_is_left_alone) {
  raw().run("PRAGMA user_version = 99");
  EXPECT_EQ(ArchiveSqlite::open(home_.options(), clock_, dice_).error().fault, Fault::store_newer);
}

class OlderArchiveFile : public ArchiveFile, public testing::WithParamInterface<int> {};

TEST_P(OlderArchiveFile, is_brought_up_to_date_whenever_the_power_goes) {
  const auto older = test::source_text("tests/server/archive_version_" + std::to_string(GetParam()) + ".db");
  for (std::uint64_t n = 1;; ++n) {
    home_.disk().heal();
    home_.disk().put(home_.options().path, older);
    home_.disk().put(home_.options().path + "-wal", "");
    const auto crashes = home_.disk().crashes();
    home_.disk().fail_at(home_.disk().operations() + n, FlakyVfs::Failure::power);
    auto opened = ArchiveSqlite::open(home_.options(), clock_, dice_);
    const bool untouched = home_.disk().crashes() == crashes;
    if (opened) opened->reset();
    home_.disk().heal();
    auto archive = open();
    auto check = archive->verify();
    ASSERT_TRUE(check) << "power cut at " << n << ": " << check.error().detail;
    ASSERT_EQ(check->edits, 6U);
    ASSERT_EQ(check->records, 3U);
    auto status = archive->status();
    ASSERT_TRUE(status);
    ASSERT_EQ(status->lineage.size(), 1U);
    EXPECT_EQ(status->lineage.front().epoch, status->epoch);
    if (untouched) break;
  }
}

INSTANTIATE_TEST_SUITE_P(Version, OlderArchiveFile, testing::Range(1, int{archive_schema_version}),
                         testing::PrintToStringParamName());

TEST_F(ArchiveFile, of_a_version_that_did_not_tell_requests_apart_by_their_numbers_does_so_now) {
  {
    auto archive = open();
    archive->add_person({"wang", "王芳"}).value();
    PushingTablet wang{*archive, "wang", clock_, dice_};
    std::vector<Submission> one;
    one.push_back(wang.bundle({wang.create("request", {{"text", "漏水"}, {"request_no", "R-00000015"}})}));
    ASSERT_TRUE(archive->accept(std::move(one)));
  }
  raw().run(  // of later
      "UPDATE records SET natural = NULL; DROP TABLE roles; DROP TABLE receipts; DROP TABLE acts;"
      "ALTER TABLE records DROP COLUMN place; ALTER TABLE records DROP COLUMN former;"
      "DROP TABLE contacts; DROP TABLE access; ALTER TABLE quarantine DROP COLUMN community;"
      "DROP INDEX records_beside; ALTER TABLE records DROP COLUMN beside;"
      "DROP TABLE erasures; DROP TABLE erased; DROP TABLE heard; DROP INDEX edits_not_kept_by_record;"
      "DROP INDEX quarantine_by_record");
  raw().run("PRAGMA user_version = 3");
  auto check = open()->verify();
  EXPECT_TRUE(check) << check.error().detail;
}

TEST_F(ArchiveFile, what_an_admin_does_in_the_app_is_written_down_with_who_did_it) {
  std::string chain;
  {
    auto archive = open();
    archive->add_person({"wang", "王芳"}).value();
    archive->add_person({"li", "李强"}).value();
    PushingTablet wang{*archive, "wang", clock_, dice_}, li{*archive, "li", clock_, dice_};
    chain = wang.chain().value;
    AdminAsk ask{AdminVerb::set_person};
    ask.login = "li";
    ask.role = "field";
    ASSERT_TRUE(archive->act_for(wang.chain(), ask, clock_.wall()));
    ask.ask = AdminVerb::invite;
    ASSERT_TRUE(archive->act_for(wang.chain(), ask, clock_.wall()));
    ask.ask = AdminVerb::revoke;
    ask.device = device_of(li.chain());
    ASSERT_TRUE(archive->act_for(wang.chain(), ask, clock_.wall()));
  }
  auto database = raw();
  auto acts = database.prepare("SELECT json_extract(act, '$.act') FROM acts WHERE json_extract(act, '$.by') = ?");
  acts.with(chain);
  std::vector<std::string> done;
  while (acts.step()) done.emplace_back(acts.text(0));
  EXPECT_EQ(done, (std::vector<std::string>{"granted", "invited", "revoked"}));
  EXPECT_TRUE(open()->verify());
}

TEST_F(ArchiveFile, a_copy_that_fails_harms_nothing_and_the_next_one_is_whole) {
  fill();
  auto archive = open();
  for (auto failure : {FlakyVfs::Failure::io, FlakyVfs::Failure::full}) {
    for (std::uint64_t n = 1;; ++n) {
      const auto name = "copy " + std::to_string(static_cast<int>(failure)) + " " + std::to_string(n);
      home_.disk().fail_at(home_.disk().operations() + n, failure);
      auto copied = archive->copy_to(name);
      home_.disk().heal();
      ASSERT_TRUE(archive->verify()) << n;
      if (!copied) {
        EXPECT_TRUE(copied.error().fault == Fault::disk || copied.error().fault == Fault::disk_full)
            << code(copied.error().fault);
        continue;
      }
      // What closing a copy could not bring to an end is done by whoever opens it next.
      auto options = home_.options();
      options.path = name;
      auto copy = ArchiveSqlite::open(options, clock_, dice_);
      ASSERT_TRUE(copy) << copy.error().detail;
      EXPECT_EQ((*copy)->verify()->heads, archive->verify()->heads);
      ASSERT_GT(n, 1U) << "nothing ever failed";
      break;
    }
  }
  EXPECT_EQ(archive->copy_to(home_.options().path).error().fault, Fault::already_exists);
}

TEST_F(ArchiveFile, a_copy_is_of_one_moment_while_others_write) {
  fill();
  auto archive = open();
  PushingTablet li{*archive, "wang", clock_, dice_};
  std::atomic<bool> done = false;
  std::thread writer{[&] {
    while (!done) {
      std::vector<Submission> one;
      one.push_back(li.bundle({li.create("resident", {{"name", "李四"}})}));
      if (!archive->accept(std::move(one))) done = true;
    }
  }};
  for (int i = 0; i < 5; ++i) {
    const auto name = "copy " + std::to_string(i);
    ASSERT_TRUE(archive->copy_to(name));
    auto options = home_.options();
    options.path = name;
    auto copy = ArchiveSqlite::open(options, clock_, dice_);
    ASSERT_TRUE(copy);
    auto check = (*copy)->verify();
    EXPECT_TRUE(check) << check.error().detail;
  }
  EXPECT_FALSE(done.exchange(true)) << "a commit failed";
  writer.join();
}

TEST_F(ArchiveFile, is_founded_once) {
  auto again = ArchiveSqlite::create(home_.options(), {"", {}}, clock_, dice_);
  EXPECT_EQ(again.error().fault, Fault::already_exists);
  auto options = home_.options();
  options.path = "other.db";
  EXPECT_EQ(ArchiveSqlite::open(options, clock_, dice_).error().fault, Fault::not_found);
  EXPECT_EQ(ArchiveSqlite::create(options, {"{}", {}}, clock_, dice_).error().fault, Fault::bad_template);
}

TEST_F(ArchiveFile, a_power_cut_loses_nothing_that_was_answered) {
  std::map<EditId, Seq> answered;
  {
    auto archive = open();
    archive->add_person({"wang", "王芳"}).value();
  }
  for (std::uint64_t cut = 1; cut <= 60; ++cut) {
    auto archive = open();
    PushingTablet wang{*archive, "wang", clock_, dice_};
    home_.disk().fail_at(home_.disk().operations() + cut, FlakyVfs::Failure::power);
    auto crashes = home_.disk().crashes();
    for (int i = 0; i < 20 && home_.disk().crashes() == crashes; ++i) {
      auto edit = wang.create("resident", {{"name", "张三"}});
      std::vector<Submission> one;
      one.push_back(wang.bundle({edit}));
      auto accepted = archive->accept(std::move(one));
      if (accepted) answered[edit.id] = accepted->verdicts.at(0)->seq.value();
    }
    home_.disk().heal();
    archive = open();
    auto check = archive->verify();
    ASSERT_TRUE(check) << "after cut " << cut << ": " << check.error().detail;
    ASSERT_GE(check->edits, answered.size());
    std::map<EditId, Seq> kept;
    for (const auto& [id, entry] : everything(*archive)) {
      auto stamp = *decode(entry->text)->stamp("name");
      kept[stamp.edit] = stamp.seq;
    }
    for (const auto& [edit, seq] : answered) ASSERT_EQ(kept[edit], seq) << "after cut " << cut;
  }
}

TEST_F(ArchiveFile, a_full_disk_answers_an_error_and_the_next_try_is_whole) {
  auto archive = open();
  archive->add_person({"wang", "王芳"}).value();
  PushingTablet wang{*archive, "wang", clock_, dice_};
  auto submission = wang.bundle({wang.create("resident", {{"name", "张三"}})});
  for (std::uint64_t n = 1;; ++n) {
    home_.disk().fail_at(home_.disk().operations() + n, FlakyVfs::Failure::full, true);
    auto accepted = archive->accept({submission});
    home_.disk().heal();
    if (accepted) {
      EXPECT_EQ(accepted->verdicts.at(0)->seq, Seq{1});
      ASSERT_GT(n, 1u) << "nothing ever failed";
      break;
    }
    EXPECT_TRUE(accepted.error().fault == Fault::disk_full || accepted.error().fault == Fault::disk);
  }
  EXPECT_TRUE(archive->verify());
}

// SQLite then takes back the whole commit, the bundles before it too, and what came behind stood alone: a tablet's line
// was said to go on where it did not (World, seed 51124).
TEST_F(ArchiveFile, a_page_that_cannot_be_read_in_the_midst_of_a_commit_takes_nothing_from_the_other_bundles) {
  FlakyVfs disk{"disk that misreads", 11};
  CipherVfs cipher{page_key(), "disk that misreads"};
  const ArchiveOptions options{"archive.db", {.vfs = cipher.name()}};
  ASSERT_TRUE(ArchiveSqlite::create(options, {"", {{CommunityId{"main"}, "花园小区"}}}, clock_, dice_));
  const auto first_opened = ArchiveSqlite::open(options, clock_, dice_).value();
  for (const char* login : {"wang", "li"}) first_opened->add_person({login, login}).value();
  PushingTablet wang{*first_opened, "wang", clock_, dice_}, li{*first_opened, "li", clock_, dice_};
  std::vector<Edit> residents;  // on many pages, so that each bundle reads some that those before it did not
  for (int i = 0; i < 300; ++i) residents.push_back(wang.create("resident", {{"name", "张三"}}));
  ASSERT_TRUE(first_opened->accept({wang.bundle(residents)}));
  std::uint64_t failed = 0;
  for (std::uint64_t read = 1;; ++read) {
    std::vector<Submission> group;
    for (auto* tablet : {&wang, &li, &wang, &li}) {
      const auto& known = residents[(read * 4 + group.size()) * 61 % residents.size()].record;
      group.push_back(
          tablet->bundle({tablet->change(known, "resident", {{"employer", nullptr}}, {{"employer", "医院"}})}));
    }
    // Another connection, which has read nothing yet.
    auto archive = ArchiveSqlite::open(options, clock_, dice_).value();
    const auto before = disk.misreads();
    disk.misread_after(read);
    const auto first = archive->accept(std::vector<Submission>{group});
    disk.misread_after(0);
    if (disk.misreads() == before) break;
    failed += first ? 0 : 1;
    archive.reset();
    archive = ArchiveSqlite::open(options, clock_, dice_).value();
    const auto again = archive->accept(std::move(group));
    ASSERT_TRUE(again) << "after read " << read << ": " << again.error().detail;
    for (const auto& verdict : again->verdicts)
      ASSERT_TRUE(verdict) << "after read " << read << ": " << verdict.error().detail;
    const auto whole = archive->verify();
    ASSERT_TRUE(whole) << "after read " << read << ": " << whole.error().detail;
  }
  EXPECT_GT(failed, 0U);
}

TEST_F(ArchiveFile, is_read_by_many_while_one_writes) {
  auto archive = open();
  archive->add_person({"wang", "王芳"}).value();
  PushingTablet wang{*archive, "wang", clock_, dice_};
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> readers;
  for (std::size_t i = 0; i < std::size_t{6}; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        auto page = archive->page({CommunityId{"main"}, wang.chain(), PageKind::tail, {}, Seq{0}, {}});
        // One record a bundle: a page that holds another number than its head has seen half a commit.
        if (!page || page->entries.size() != page->read.value || page->last_own.number.value != page->read.value)
          ++wrong;
      }
    });
  }
  for (int i = 0; i < 50; ++i) {
    std::vector<Submission> one;
    one.push_back(wang.bundle({wang.create("resident", {{"name", "张三"}})}));
    ASSERT_TRUE(archive->accept(std::move(one)));
  }
  done = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace doorstep::test
