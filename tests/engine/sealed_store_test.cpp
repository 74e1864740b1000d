#include "engine/sealed_store.h"

#include <sys/stat.h>

#include "engine/engine.h"
#include "engine/rekey.h"
#include "shared/sqlite.h"
#include "tests/engine/vault_files.h"

namespace doorstep::test {
namespace {

class StoreInTheClear : public VaultFiles {
 protected:
  std::string store() const { return folder_ + "/store.db"; }
  void put_one_in_the_clear() const {
    std::filesystem::remove(store());
    auto plain = Database::open(store(), {}).value();
    plain.run("CREATE TABLE t(name TEXT); INSERT INTO t VALUES('王芳')");
  }
  bool in_the_clear() const { return read_file(store(), 1'000'000).value().starts_with("SQLite format 3"); }
  Result<void> open(SealedStore::Missing missing = SealedStore::Missing::refuse) {
    auto vault = Vault::unlock(folder_, good, clock_, dice_);
    if (!vault) return vault.error();
    auto opened = SealedStore::open(folder_, *vault, clock_, dice_, missing);
    return opened ? Result<void>{} : opened.error();
  }
  void make() {
    create();
    ASSERT_TRUE(open(SealedStore::Missing::make));
  }
};
using StoreThatLostAPart = StoreInTheClear;

TEST_F(StoreInTheClear, put_in_the_place_of_a_sealed_one_is_refused_and_left_as_it_lies) {
  make();
  put_one_in_the_clear();
  for (int time = 0; time < 2; ++time) {
    auto opened = open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::store_damaged);
    EXPECT_TRUE(in_the_clear());
  }
}

TEST_F(StoreThatLostAPart, the_program_hung_where_a_pipe_lies_in_the_place_of_the_store_or_its_log) {
  make();
  for (const auto& file : {store() + "-wal", store() + "-journal", store() + "-turn", store()}) {
    std::filesystem::rename(store(), top_ + "/aside");
    std::filesystem::copy(top_ + "/aside", store());
    std::filesystem::remove(file);
    ASSERT_EQ(::mkfifo(file.c_str(), 0600), 0);
    auto opened = open();
    ASSERT_FALSE(opened) << file;
    EXPECT_EQ(opened.error().fault, Fault::bad_file);
    EXPECT_EQ(opened.error().detail, file + " is no regular file");
    std::filesystem::remove(file);
    std::filesystem::rename(top_ + "/aside", store());
  }
  EXPECT_TRUE(open());
}

TEST_F(StoreInTheClear, put_beside_a_slot_before_the_first_opening_is_refused) {
  create();
  put_one_in_the_clear();
  EXPECT_EQ(open().error().fault, Fault::store_damaged);
}

TEST_F(StoreInTheClear, left_by_the_first_version_is_sealed_once_and_never_again) {
  ASSERT_TRUE(make_folder(folder_));
  put_both(std::string{slot_v1});
  {
    auto first = Database::open(store(), {}).value();
    first.run("PRAGMA user_version = 0");
  }
  ASSERT_TRUE(open());
  EXPECT_FALSE(in_the_clear());
  EXPECT_EQ(parse_json(slot('a')).value().at("sealed"), true);
  put_one_in_the_clear();
  EXPECT_EQ(open().error().fault, Fault::store_damaged);
}

TEST_F(StoreInTheClear, is_not_let_in_by_taking_the_mark_out_of_the_slot) {
  create();
  auto object = parse_json(slot('a')).value();
  ASSERT_EQ(object.erase("sealed"), 1U);
  put_both(canonical(object));
  EXPECT_FALSE(open()) << "the mark stands under the tag of the box";
}

TEST_F(StoreInTheClear, is_no_matter_of_a_changed_passphrase) {
  create();
  ASSERT_TRUE(change(good, "battery staple"));
  EXPECT_EQ(parse_json(slot('a')).value().at("sealed"), true);
}

TEST_F(StoreThatLostAPart, an_old_slot_copy_after_a_rekey_costs_nothing) {
  for (char put_back : {'a', 'b'}) {
    std::filesystem::remove_all(folder_);
    make();
    const auto old_slot = slot(put_back);
    ASSERT_TRUE(rekey_store(folder_, good, clock_, dice_));
    const auto now = slot(put_back);
    put(put_back, old_slot);
    EXPECT_TRUE(open()) << put_back;
    EXPECT_EQ(slot(put_back), now) << "it is mended by the one that fits the database";
    put_both(old_slot);
    EXPECT_EQ(open().error().fault, Fault::wrong_key);
    EXPECT_EQ(change(good, "battery staple").error().fault, Fault::wrong_key);
    EXPECT_EQ(slot('a'), old_slot) << "what does not fit is left as it lies";
  }
}

TEST_F(StoreThatLostAPart, a_missing_database_is_told_and_not_made) {
  make();
  std::filesystem::remove(store());
  EXPECT_EQ(open().error().fault, Fault::store_damaged);
  EXPECT_FALSE(std::filesystem::exists(store()));
  ASSERT_TRUE(write_file_durably(folder_ + "/outmail", "parcels"));
  EXPECT_EQ(open(SealedStore::Missing::make).error().fault, Fault::store_damaged);
  EXPECT_FALSE(std::filesystem::exists(store()));
}

TEST_F(StoreThatLostAPart, enrolling_over_an_orphaned_store_is_refused) {
  make();
  std::filesystem::remove(path('a'));
  std::filesystem::remove(path('b'));
  const auto before = read_file(store(), 1'000'000).value();
  EXPECT_EQ(Vault::create(folder_, good, cheap, dice_).error().fault, Fault::store_damaged);
  EXPECT_FALSE(std::filesystem::exists(path('a')));
  EXPECT_EQ(read_file(store(), 1'000'000).value(), before);
}

TEST_F(StoreThatLostAPart, a_foreign_device_key_does_not_overwrite_the_right_one) {
  make();
  const auto right = read_file(folder_ + "/device.key", 1000).value();
  std::filesystem::rename(folder_, top_ + "/mine");
  make();
  const auto foreign = read_file(folder_ + "/device.key", 1000).value();
  std::filesystem::remove_all(folder_);
  std::filesystem::rename(top_ + "/mine", folder_);
  for (const std::string name : {"/device.key", "/device.copy"}) {
    ASSERT_TRUE(write_file_durably(folder_ + name, foreign));
    EXPECT_EQ(refusal("correct house"), Fault::wrong_passphrase);
    EXPECT_EQ(read_file(folder_ + name, 1000).value(), foreign) << "nothing is mended before a slot has opened";
    EXPECT_TRUE(open()) << name;
    EXPECT_EQ(read_file(folder_ + name, 1000).value(), right);
  }
}

TEST_F(StoreThatLostAPart, a_newer_slot_beside_an_old_one_is_left_alone) {
  make();
  for (char newer : {'a', 'b'}) {
    const auto whole = slot(newer);
    auto object = parse_json(whole).value();
    object["version"] = 3;
    put(newer, canonical(object));
    EXPECT_EQ(refusal(good), Fault::store_newer);
    EXPECT_EQ(slot(newer), canonical(object));
    put(newer, whole);
  }
}

TEST_F(StoreThatLostAPart, a_wrongly_written_enrolment_makes_nothing) {
  const Enrolment wrong{folder_, good, "http://x", "no pin", "code", "label", cheap};
  EXPECT_FALSE(Engine::enroll(wrong));
  EXPECT_FALSE(std::filesystem::exists(folder_));
}

}  // namespace
}  // namespace doorstep::test
