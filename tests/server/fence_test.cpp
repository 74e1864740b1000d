#include "server/fence.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <sstream>

#include "tests/scratch.h"
#include "tests/server/archive_home.h"
#include "tests/source_files.h"

namespace doorstep::test {
namespace {

Secret key(std::uint8_t byte = 3) {
  start_crypto();
  Secret out{32};
  std::fill(out.bytes().begin(), out.bytes().end(), byte);
  return out;
}

class FenceFile : public ::testing::Test {
 protected:
  Result<Fence> open(std::uint8_t byte = 3) { return Fence::open(path, key(byte), dice); }
  std::string bytes() { return scratch.read("fence"); }
  void write(const std::string& text) { scratch.file("fence", text); }

  Scratch scratch;
  std::string path = scratch.path("fence");
  SeededDice dice{11};
};

TEST_F(FenceFile, holds_its_acts_in_order_and_shows_none_of_them) {
  {
    auto fence = open().value();
    ASSERT_TRUE(fence.append({{"act", "revoked"}, {"chain", "王芳"}}));
    ASSERT_TRUE(fence.append({{"act", "epoch"}}));
  }
  auto fence = open().value();
  ASSERT_EQ(fence.size(), 2U);
  EXPECT_EQ(fence.act(1).at("chain"), "王芳");
  EXPECT_EQ(fence.act(2).at("act"), "epoch");
  EXPECT_EQ(fence.head(), fence_head(fence_head(Hash{}, fence.lines()[0]), fence.lines()[1]));
  EXPECT_EQ(bytes().find("王芳"), std::string::npos);
  EXPECT_EQ(bytes().find("revoked"), std::string::npos);
}

TEST_F(FenceFile, a_last_line_that_was_not_written_to_its_end_is_cut_off) {
  {
    auto fence = open().value();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(fence.append({{"act", "revoked"}, {"chain", std::to_string(i)}}));
  }
  const auto whole = bytes();
  const auto two = whole.substr(0, whole.find('\n', whole.find('\n') + 1) + 1);
  for (auto size = two.size() + 1; size < whole.size(); ++size) {
    write(whole.substr(0, size));
    auto fence = open();
    ASSERT_TRUE(fence) << size;
    ASSERT_EQ(fence->size(), 2U) << size;
    ASSERT_EQ(bytes(), two);
    ASSERT_TRUE(fence->append({{"act", "epoch"}}));
    ASSERT_EQ(open()->size(), 3U);
  }
}

TEST_F(FenceFile, a_whole_last_line_that_does_not_open_is_not_cut_in_silence) {
  {
    auto fence = open().value();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(fence.append({{"act", "revoked"}, {"chain", std::to_string(i)}}));
  }
  auto text = bytes();
  text[text.size() - 10] = text[text.size() - 10] == 'A' ? 'B' : 'A';
  write(text);
  auto fence = open().value();
  EXPECT_TRUE(fence.spoiled());
  EXPECT_EQ(fence.size(), 2U);
  EXPECT_EQ(bytes(), text) << "until somebody knows of it";
  ASSERT_TRUE(fence.replace(std::vector<std::string>{fence.lines()}));
  EXPECT_FALSE(open()->spoiled());
}

TEST_F(FenceFile, a_copy_ends_where_it_is_first_cut_or_does_not_open) {
  {
    auto fence = open().value();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(fence.append({{"act", "revoked"}, {"chain", std::to_string(i)}}));
  }
  const auto whole = bytes();
  EXPECT_FALSE(Fence::open(path, key(), dice, doorstep::FenceOrigin::copied)->spoiled());
  const auto first = whole.find('\n') + 1;
  for (auto at = first; at < whole.size(); at += 7) {
    auto altered = whole;
    altered[at] = altered[at] == 'A' ? 'B' : 'A';
    for (const auto& text : {altered, whole.substr(0, at + 1)}) {
      if (text == whole || (text.size() < whole.size() && text.ends_with('\n')))
        continue;  // a shorter fence, and a whole one
      write(text);
      auto fence = Fence::open(path, key(), dice, doorstep::FenceOrigin::copied);
      ASSERT_TRUE(fence) << at;
      EXPECT_TRUE(fence->spoiled()) << at;
      EXPECT_LT(fence->size(), 3U) << at;
      EXPECT_EQ(bytes(), text) << "only read";
    }
  }
}

TEST_F(FenceFile, lines_that_were_altered_left_out_or_exchanged_are_found) {
  {
    auto fence = open().value();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(fence.append({{"act", "revoked"}, {"chain", std::to_string(i)}}));
  }
  std::vector<std::string> lines;
  std::istringstream in{bytes()};
  for (std::string line; std::getline(in, line);) lines.push_back(line + "\n");
  write(lines[1] + lines[2]);
  EXPECT_FALSE(open());
  write(lines[0] + lines[2] + lines[1]);
  EXPECT_EQ(open().error().fault, Fault::store_damaged);
  auto altered = lines[1];
  altered[40] = altered[40] == 'A' ? 'B' : 'A';
  write(lines[0] + altered + lines[2]);
  EXPECT_EQ(open().error().fault, Fault::store_damaged);
  write(lines[0] + lines[1] + lines[2]);
  EXPECT_EQ(open(4).error().fault, Fault::wrong_key);
  EXPECT_EQ(open()->size(), 3U);
}

TEST_F(FenceFile, takes_from_a_copy_what_follows_on_its_own_lines_and_nothing_else) {
  std::vector<std::string> lines;
  {
    auto fence = open().value();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(fence.append({{"act", "revoked"}, {"chain", std::to_string(i)}}));
    lines = fence.lines();
  }
  write(lines[0] + "\n");
  auto fence = open().value();
  EXPECT_EQ(fence.extend(2, {lines[2]}).error().fault, Fault::bad_frame) << "a gap";
  EXPECT_EQ(fence.extend(1, {lines[2]}).error().fault, Fault::bad_frame);
  EXPECT_EQ(fence.extend(1, {"bm9uc2Vuc2U"}).error().fault, Fault::bad_frame);
  EXPECT_EQ(fence.size(), 1U);
  EXPECT_EQ(fence.extend(0, {lines[0], lines[1]}).value(), 1U);
  EXPECT_EQ(fence.extend(1, {lines[1], lines[2]}).value(), 1U);
  EXPECT_EQ(fence.extend(0, lines).value(), 0U);
  EXPECT_EQ(open()->lines(), lines);
}

/// An archive with its fence beside it; `rolled_back` puts the archive's file back, as a restore does.
class FencedArchive : public FenceFile {
 protected:
  FencedArchive() { home.found({"", {{CommunityId{"main"}, "花园小区"}}}, clock, dice); }

  std::unique_ptr<ArchiveSqlite> open_archive() {
    auto options = home.options();
    options.fence = std::make_shared<Fence>(open().value());
    return ArchiveSqlite::open(options, clock, dice).value();
  }
  Enrolled enrol(Archive& archive, const std::string& login) {
    archive.add_person({login, login}).value();
    auto code = archive.mint_code(login, clock.now).value().code;
    used[login] = code;
    return archive.enrol(code, SigningKey::mint(dice).public_key(), "平板", clock.now).value();
  }
  std::map<std::string, std::string> image() { return {{"db", home.disk().files().at("archive.db")}}; }
  void roll_back(const std::map<std::string, std::string>& to) {
    home.disk().put("archive.db", to.at("db"));
    home.disk().put("archive.db-wal", "");
  }

  SetClock clock;
  SqliteHome home;
  std::map<std::string, std::string> used;
};

TEST_F(FencedArchive, what_the_fence_knows_and_the_archive_forgot_is_done_again) {
  auto archive = open_archive();
  auto first = enrol(*archive, "first");
  archive.reset();
  auto old = image();
  archive = open_archive();
  auto late = enrol(*archive, "late");
  ASSERT_EQ(archive->revoke("first", std::nullopt).value(), 1);
  archive.reset();
  roll_back(old);
  archive = open_archive();
  EXPECT_FALSE(archive->status()->collecting);
  EXPECT_TRUE(archive->device(first.chain)->revoked);
  auto device = archive->device(late.chain);
  ASSERT_TRUE(device);
  EXPECT_EQ(device->name, "late");
  EXPECT_FALSE(device->revoked);
  EXPECT_EQ(archive->enrol(used["late"], SigningKey::mint(dice).public_key(), "x", clock.now).error().fault,
            Fault::code_used);
  EXPECT_TRUE(archive->verify());
}

// A power cut behind the first of several lines: nobody was told that anything was erased, and nothing was.
TEST_F(FencedArchive, an_erasure_that_is_not_told_to_its_end_is_none) {
  auto archive = open_archive();
  archive->add_person({"wang", "王芳"}).value();
  PushingTablet wang{*archive, "wang", clock, dice};
  std::vector<Edit> edits{wang.create("resident", {{"name", "张三"}}), wang.create("resident", {{"name", "李四"}})};
  const auto first = edits[0].record, second = edits[1].record;
  std::vector<Submission> one;
  one.push_back(wang.bundle(std::move(edits)));
  ASSERT_TRUE(archive->accept(std::move(one)));
  archive.reset();
  const auto add = [&](const json& act) { ASSERT_TRUE(open()->append(act)); };
  add({{"act", "erased"},
       {"erasure", "e1"},
       {"records", {text(first)}},
       {"at", 5},
       {"asked_at", 4},
       {"asked_by", "p1"},
       {"community", "main"},
       {"decided_by", "p2"},
       {"reason", "order"},
       {"roots", 1},
       {"total", 2}});
  archive = open_archive();
  EXPECT_EQ(find_record(*archive, first)->header.state, State::live);
  EXPECT_EQ(archive->erasures().value().at(0).at("state"), "asked");
  EXPECT_TRUE(archive->verify());
  archive.reset();
  add({{"act", "erased"}, {"erasure", "e1"}, {"records", {text(second)}}});
  archive = open_archive();
  EXPECT_EQ(find_record(*archive, first)->header.state, State::erased);
  EXPECT_EQ(find_record(*archive, second)->header.state, State::erased);
  EXPECT_EQ(archive->erasures().value().at(0).at("destroyed").at("records"), 2);
  const auto check = archive->verify();
  EXPECT_TRUE(check) << check.error().detail;
}

TEST_F(FencedArchive, a_lost_fence_closes_the_archive_until_an_admin_opens_it) {
  auto archive = open_archive();
  auto first = enrol(*archive, "first");
  archive.reset();
  std::filesystem::remove(path);
  archive = open_archive();
  EXPECT_TRUE(archive->status()->collecting);
  EXPECT_EQ(archive->device(first.chain).error().fault, Fault::server_collecting);
  EXPECT_EQ(archive->enrol("code", {}, "x", clock.now).error().fault, Fault::server_collecting);
  archive.reset();
  archive = open_archive();
  EXPECT_TRUE(archive->status()->collecting) << "it does not forget by being started again";
  ASSERT_TRUE(archive->open_fence());
  EXPECT_TRUE(archive->device(first.chain));
  archive.reset();
  archive = open_archive();
  EXPECT_FALSE(archive->status()->collecting);
}

TEST_F(FencedArchive, a_spoiled_end_of_its_fence_closes_it_until_an_admin_looked) {
  auto archive = open_archive();
  auto first = enrol(*archive, "first");
  archive.reset();
  auto text = bytes();
  text[text.size() - 10] = text[text.size() - 10] == 'A' ? 'B' : 'A';
  write(text);
  for (int start = 0; start < 2; ++start) {
    archive = open_archive();
    EXPECT_TRUE(archive->status()->collecting) << start;
    EXPECT_EQ(archive->device(first.chain).error().fault, Fault::server_collecting);
    archive.reset();
  }
  archive = open_archive();
  ASSERT_TRUE(archive->open_fence());
  EXPECT_TRUE(archive->device(first.chain)) << "the archive had the line itself";
}

TEST_F(FencedArchive, a_tablets_copy_tells_whom_it_had_turned_away) {
  auto archive = open_archive();
  auto first = enrol(*archive, "first");
  archive.reset();
  auto old = image();
  archive = open_archive();
  archive->revoke("first", std::nullopt).value();
  auto copy = archive->fence_after({}).value();
  EXPECT_EQ(copy.behind, 0U);
  archive.reset();
  roll_back(old);
  std::filesystem::remove(path);
  archive = open_archive();
  ASSERT_TRUE(archive->status()->collecting);
  auto position = archive->extend_fence(0, copy.lines);
  ASSERT_TRUE(position);
  EXPECT_GE(position->fresh, 1U);
  ASSERT_TRUE(archive->open_fence());
  EXPECT_TRUE(archive->device(first.chain)->revoked);
}

TEST_F(FencedArchive, a_crash_between_fence_and_commit_leaves_the_act_done) {
  auto archive = open_archive();
  auto first = enrol(*archive, "first");
  for (std::uint64_t n = 1;; ++n) {
    enrol(*archive, "other" + std::to_string(n));
    const auto crashes = home.disk().crashes();
    home.disk().fail_at(home.disk().operations() + n, FlakyVfs::Failure::power);
    auto revoked = archive->revoke("other" + std::to_string(n), std::nullopt);
    home.disk().heal();
    if (home.disk().crashes() == crashes) break;
    EXPECT_FALSE(revoked);
    archive.reset();
    archive = open_archive();
    ASSERT_FALSE(archive->status()->collecting) << n;
    ASSERT_TRUE(archive->verify()) << n;
    auto again = archive->revoke("other" + std::to_string(n), std::nullopt);
    ASSERT_TRUE(again);
    for (const auto& device : *archive->devices()) {
      if (device.at("login") != "other" + std::to_string(n)) continue;
      EXPECT_TRUE(device.at("revoked"));
    }
  }
  EXPECT_FALSE(archive->device(first.chain)->revoked);
}

TEST_F(FencedArchive, an_archive_of_the_first_version_gets_one) {
  home.disk().put("archive.db", test::source_text("tests/server/archive_version_1.db"));
  home.disk().put("archive.db-wal", "");
  auto archive = open_archive();
  EXPECT_FALSE(archive->status()->collecting);
  EXPECT_EQ(archive->status()->fence, 4U) << "its epoch, two enrolments, one revocation";
}

AskNumbers low(const std::string& series, std::uint64_t left = 0) { return {{{CommunityId{"main"}, series, left}}}; }

TEST_F(FencedArchive, no_block_of_numbers_is_leased_twice_whatever_is_restored) {
  auto archive = open_archive();
  auto first = enrol(*archive, "first"), second = enrol(*archive, "second");
  auto lease = [&](const Enrolled& whom) { return archive->lease(whom.chain, low("R"), clock.now).value().blocks; };
  EXPECT_EQ(lease(first), (std::vector<NumberBlock>{{CommunityId{"main"}, "R", 1, 200}}));
  archive.reset();
  auto old = image();
  archive = open_archive();
  EXPECT_EQ(lease(second).at(0).first, 201U);
  EXPECT_EQ(lease(first).at(0).first, 401U);
  archive.reset();
  roll_back(old);
  archive = open_archive();
  EXPECT_EQ(lease(first).at(0).first, 601U) << "the fence knows what the backup does not";
  EXPECT_TRUE(archive->verify());
}

TEST_F(FencedArchive, a_crash_between_a_leases_fence_and_its_commit_wastes_a_block_and_repeats_none) {
  auto archive = open_archive();
  auto first = enrol(*archive, "first");
  std::set<std::uint64_t> leased;
  for (std::uint64_t n = 1;; ++n) {
    const auto crashes = home.disk().crashes();
    home.disk().fail_at(home.disk().operations() + n, FlakyVfs::Failure::power);
    auto block = archive->lease(first.chain, low("R"), clock.now);
    home.disk().heal();
    if (block && !block->blocks.empty()) {
      EXPECT_TRUE(leased.insert(block->blocks[0].first).second) << n;
    }
    if (home.disk().crashes() == crashes) break;
    archive.reset();
    archive = open_archive();
    auto again = archive->lease(first.chain, low("R"), clock.now + std::chrono::hours{48 * n}).value();
    ASSERT_EQ(again.blocks.size(), 1U) << n;
    EXPECT_TRUE(leased.insert(again.blocks[0].first).second) << n;
  }
}

TEST_F(FencedArchive, who_has_enough_or_had_enough_today_is_leased_none) {
  auto archive = open_archive();
  auto first = enrol(*archive, "first");
  auto lease = [&](const AskNumbers& asked) { return archive->lease(first.chain, asked, clock.now).value().blocks; };
  EXPECT_TRUE(lease(low("R", numbers_low)).empty());
  EXPECT_TRUE(lease(low("Z")).empty()) << "no field of the template has this series";
  EXPECT_TRUE(lease({{{CommunityId{"nowhere"}, "R", 0}}}).empty());
  for (int i = 0; i < leases_a_day_max; ++i) EXPECT_EQ(lease(low("R", numbers_low - 1)).size(), 1U) << i;
  EXPECT_TRUE(lease(low("R")).empty()) << "a tablet that asks for ever does not use up the series";
  EXPECT_EQ(lease(low("A")).size(), 1U) << "another series";
  clock.now += std::chrono::hours{25};
  EXPECT_EQ(lease(low("R")).size(), 1U);
}

TEST_F(FencedArchive, a_lost_fence_leases_nothing_until_an_admin_opens_it) {
  auto archive = open_archive();
  auto first = enrol(*archive, "first");
  archive->lease(first.chain, low("R"), clock.now).value();
  archive.reset();
  std::filesystem::remove(path);
  archive = open_archive();
  EXPECT_EQ(archive->lease(first.chain, low("R"), clock.now).error().fault, Fault::server_collecting);
  ASSERT_TRUE(archive->open_fence());
  EXPECT_EQ(archive->lease(first.chain, low("R"), clock.now).value().blocks.at(0).first, 201U);
}

}  // namespace
}  // namespace doorstep::test
