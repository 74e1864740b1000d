#include "engine/sealed_store.h"

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
  Result<void> open() {
    auto vault = Vault::unlock(folder_, good, clock_, dice_);
    if (!vault) return vault.error();
    auto opened = SealedStore::open(folder_, *vault, clock_, dice_);
    return opened ? Result<void>{} : opened.error();
  }
};

TEST_F(StoreInTheClear, put_in_the_place_of_a_sealed_one_is_refused_and_left_as_it_lies) {
  create();
  ASSERT_TRUE(open());
  put_one_in_the_clear();
  for (int time = 0; time < 2; ++time) {
    auto opened = open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::store_damaged);
    EXPECT_TRUE(in_the_clear());
  }
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

}  // namespace
}  // namespace doorstep::test
