#include "shared/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

namespace doorstep {
namespace {

class Files : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "doorstep_files_XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string at(const std::string& name) const { return folder_ + "/" + name; }
  static unsigned mode_of(const std::string& path) {
    struct stat found {};
    EXPECT_EQ(::stat(path.c_str(), &found), 0);
    return found.st_mode & 0777U;
  }

  std::string folder_;
};

TEST_F(Files, a_written_file_reads_back_whole_and_replaces_the_old_one) {
  std::string bytes(200'000, '\0');
  bytes[100'000] = 'x';
  ASSERT_TRUE(write_file_durably(at("slot"), "old"));
  ASSERT_TRUE(write_file_durably(at("slot"), bytes));
  EXPECT_EQ(read_file(at("slot"), bytes.size()).value(), bytes);
  EXPECT_FALSE(std::filesystem::exists(at("slot.new")));
}

TEST_F(Files, the_mode_holds_whatever_the_umask) {
  auto old_mask = ::umask(0);
  ASSERT_TRUE(write_file_durably(at("private"), "x"));
  ::umask(0077);
  ASSERT_TRUE(write_file_durably(at("public"), "x", 0644));
  ::umask(old_mask);
  EXPECT_EQ(mode_of(at("private")), 0600U);
  EXPECT_EQ(mode_of(at("public")), 0644U);
}

TEST_F(Files, what_a_crash_left_half_written_is_in_nobodys_way) {
  ASSERT_TRUE(write_file_durably(at("slot"), "old"));
  ASSERT_TRUE(write_file_durably(at("slot.new"), "half of a much longer text"));
  ASSERT_TRUE(write_file_durably(at("slot"), "new"));
  EXPECT_EQ(read_file(at("slot"), 100).value(), "new");
}

TEST_F(Files, a_scratch_name_that_is_a_link_is_not_followed) {
  ASSERT_TRUE(write_file_durably(at("victim"), "mine"));
  std::filesystem::create_symlink(at("victim"), at("slot.new"));
  EXPECT_FALSE(write_file_durably(at("slot"), "x"));
  EXPECT_EQ(read_file(at("victim"), 100).value(), "mine");
}

TEST_F(Files, a_write_that_fails_keeps_the_old_file) {
  ASSERT_TRUE(make_folder(at("taken")));
  ASSERT_TRUE(write_file_durably(at("taken/x"), "x"));
  auto written = write_file_durably(at("taken"), "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().fault, Fault::bad_file);
  EXPECT_EQ(written.error().detail, at("taken") + " is a folder, a file is wanted");
  EXPECT_FALSE(std::filesystem::exists(at("taken.new")));
  EXPECT_EQ(read_file(at("taken/x"), 100).value(), "x");
}

TEST_F(Files, a_new_name_is_taken_from_nobody) {
  ASSERT_TRUE(write_file_durably(at("made"), "made"));
  ASSERT_TRUE(write_file_durably(at("theirs"), "theirs"));
  EXPECT_EQ(rename_new_durably(at("made"), at("theirs")).error().fault, Fault::already_exists);
  EXPECT_EQ(read_file(at("theirs"), 100).value(), "theirs");
  EXPECT_EQ(read_file(at("made"), 100).value(), "made");
  ASSERT_TRUE(rename_new_durably(at("made"), at("free")));
  EXPECT_EQ(read_file(at("free"), 100).value(), "made");
  EXPECT_FALSE(std::filesystem::exists(at("made")));
}

TEST_F(Files, a_missing_file_and_a_missing_folder_are_not_found) {
  EXPECT_EQ(read_file(at("absent"), 100).error().fault, Fault::not_found);
  EXPECT_EQ(write_file_durably(at("absent/x"), "x").error().fault, Fault::not_found);
}

TEST_F(Files, a_file_larger_than_allowed_is_refused_at_the_first_byte_too_many) {
  ASSERT_TRUE(write_file_durably(at("ten"), "0123456789"));
  EXPECT_TRUE(read_file(at("ten"), 10));
  EXPECT_EQ(read_file(at("ten"), 9).error().fault, Fault::bad_file);
}

TEST_F(Files, a_pipe_or_a_device_in_a_files_place_is_refused_and_nobody_waits_for_it) {
  ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
  for (const auto& path : {at("pipe"), std::string{"/dev/zero"}}) {
    EXPECT_EQ(read_file(path, 100).error().fault, Fault::bad_file);
    EXPECT_EQ(read_file(path, 100).error().detail, path + " is no regular file");
    EXPECT_EQ(read_secret_file(path, 100, 0).error().fault, Fault::bad_file);
    EXPECT_EQ(expect_file(path).error().fault, Fault::bad_file);
  }
  EXPECT_FALSE(append_to_file(at("pipe"), "x", 100));
  EXPECT_FALSE(append_durably(at("pipe"), "x"));
  EXPECT_TRUE(write_file_durably(at("pipe"), "x")) << "a file takes its name";
  EXPECT_EQ(read_file(at("pipe"), 100).value(), "x");
  EXPECT_TRUE(expect_file(at("missing")));
}

TEST_F(Files, a_folder_is_made_with_those_above_it_and_twice_is_no_error) {
  ASSERT_TRUE(make_folder(at("a/b/c")));
  ASSERT_TRUE(make_folder(at("a/b/c")));
  EXPECT_EQ(mode_of(at("a/b/c")), 0700U);
  EXPECT_EQ(mode_of(at("a")), 0700U);
  ASSERT_TRUE(write_file_durably(at("file"), "x"));
  EXPECT_EQ(make_folder(at("file")).error().fault, Fault::disk);
  EXPECT_FALSE(make_folder(at("file/below")));
}

}  // namespace
}  // namespace doorstep
