// What is committed without waiting for the disk: a power cut may take it, and then it comes again; it takes no save
// along.
#include "engine/relaxed_transaction.h"

#include <gtest/gtest.h>

#include "tests/engine/one_tablet.h"
#include "tests/flaky_vfs.h"

namespace doorstep::test {
namespace {

constexpr std::uint64_t lots = 30;  ///< seeds: what of the unsynced a crash keeps, tears or loses

struct Evening {
  explicit Evening(std::uint64_t seed) : disk("relaxed", seed), tablet("store.db", "relaxed", seed) {
    server.audience = OneTablet::identity().chain;
    tablet.reopen().value();
    tablet.store().enrolled(OneTablet::identity()).value();
    resident = tablet.creates("resident", {{"name", "王芳"}});
    tablet.meets(server);
    tablet.changes(resident, {{"occupation", "医生"}});
  }
  ~Evening() { tablet.close(); }

  void power_cut() {
    disk.crash();
    tablet.reopen().value();
    verify(tablet.store()).value();
  }

  FlakyVfs disk;
  FarSide server;
  OneTablet tablet;
  RecordId resident;
};

TEST(RelaxedTransaction, after_a_power_cut_behind_verdicts_the_server_repeats_them) {
  bool lost = false;
  for (std::uint64_t seed = 1; seed <= lots; ++seed) {
    Evening evening{seed};
    evening.tablet.store().adopt(evening.tablet.pushes_to(evening.server)).value();
    EXPECT_TRUE(evening.tablet.waiting().empty());
    evening.power_cut();
    lost = lost || !evening.tablet.waiting().empty();
    EXPECT_EQ(evening.tablet.value(evening.resident, "occupation"), "医生");
    evening.tablet.meets(evening.server);
    EXPECT_TRUE(status(evening.tablet.store()).value().agrees);
    EXPECT_TRUE(evening.tablet.store().outbox_empty().value());
    EXPECT_EQ(evening.server.value(evening.resident, "occupation"), "医生");
  }
  EXPECT_TRUE(lost) << "no commit waited for the disk, so by some lot one is lost";
}

TEST(RelaxedTransaction, a_save_waits_for_the_disk_again_and_takes_what_was_before_it_along) {
  for (std::uint64_t seed = 1; seed <= lots; ++seed) {
    Evening evening{seed};
    evening.tablet.store().adopt(evening.tablet.pushes_to(evening.server)).value();
    evening.tablet.changes(evening.resident, {{"employer", "三中"}});
    evening.power_cut();
    EXPECT_EQ(evening.tablet.value(evening.resident, "employer"), "三中");
    EXPECT_EQ(evening.tablet.waiting().size(), 1U) << "the bundle that was answered does not wait again";
  }
}

TEST(RelaxedTransaction, one_that_fails_leaves_saves_as_durable_as_before) {
  for (std::uint64_t seed = 1; seed <= lots; ++seed) {
    Evening evening{seed};
    const auto verdicts = evening.tablet.pushes_to(evening.server);
    evening.disk.fail_at(evening.disk.operations() + 1, FlakyVfs::Failure::full);
    EXPECT_FALSE(evening.tablet.store().adopt(verdicts));
    evening.disk.heal();
    evening.tablet.changes(evening.resident, {{"employer", "三中"}});
    evening.power_cut();
    EXPECT_EQ(evening.tablet.value(evening.resident, "employer"), "三中");
  }
}

TEST(RelaxedTransaction, it_takes_back_the_level_that_it_met) {
  auto database = Database::open(":memory:", {}).value();
  const auto level = [&] {
    auto ask = database.prepare("PRAGMA synchronous");
    ask.step();
    return ask.integer(0);
  };
  ASSERT_EQ(level(), 2);
  {
    RelaxedTransaction transaction{database};
    EXPECT_EQ(level(), 1);
    transaction.commit();
  }
  EXPECT_EQ(level(), 2);
  { RelaxedTransaction rolled_back{database}; }
  EXPECT_EQ(level(), 2);
}

}  // namespace
}  // namespace doorstep::test
