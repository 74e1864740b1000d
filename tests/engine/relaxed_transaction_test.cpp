// What is committed without waiting for the disk: a power cut may take it, and then it comes again; it takes no save
// along.
#include "shared/relaxed_transaction.h"

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

// Linux counts what a failed sync could not write as written: the verdicts would be a hole in the log, and a recovery
// ends there.
TEST(RelaxedTransaction, a_save_behind_a_sync_that_failed_is_on_disk) {
  for (std::uint64_t seed = 1; seed <= lots; ++seed) {
    Evening evening{seed};
    evening.tablet.store().adopt(evening.tablet.pushes_to(evening.server)).value();
    evening.disk.fail_at(evening.disk.operations() + 1, FlakyVfs::Failure::drops);
    ASSERT_FALSE(evening.tablet.tries(evening.tablet.change(evening.resident, {{"employer", "三中"}})));
    evening.tablet.changes(evening.resident, {{"employer", "四中"}});
    evening.power_cut();
    EXPECT_EQ(evening.tablet.value(evening.resident, "employer"), "四中") << "seed " << seed;
  }
}

std::int64_t level_of(Database& database) {
  auto ask = database.prepare("PRAGMA synchronous");
  ask.step();
  return ask.integer(0);
}

TEST(RelaxedTransaction, it_takes_back_the_level_that_it_met) {
  auto database = Database::open(":memory:", {}).value();
  ASSERT_EQ(level_of(database), 2);
  {
    RelaxedTransaction transaction{database};
    EXPECT_EQ(level_of(database), 1);
    transaction.commit();
  }
  EXPECT_EQ(level_of(database), 2);
  { RelaxedTransaction rolled_back{database}; }
  EXPECT_EQ(level_of(database), 2);
}

// A rollback may leave SQLite without its schema, and a card that was pulled out gives it none.
TEST(RelaxedTransaction, a_card_that_is_pulled_out_ends_no_program_and_what_is_saved_afterwards_is_on_disk) {
  constexpr const char* a_note = "INSERT INTO notes VALUES ('王芳')";
  for (std::uint64_t seed = 1; seed <= lots; ++seed) {
    FlakyVfs disk{"card", seed};
    {
      auto database = Database::open("card.db", {.vfs = "card"}).value();
      database.run("CREATE TABLE notes (text TEXT)");
      {
        RelaxedTransaction relaxed{database};
        database.run("CREATE TABLE later (text TEXT)");
        disk.fail_at(disk.operations() + 1, FlakyVfs::Failure::gone);
        EXPECT_THROW(
            {
              database.run("INSERT INTO later VALUES ('x')");
              relaxed.commit();
            },
            SqliteFailure);
      }
      const auto refused = guarded([&]() -> Result<void> {
        Transaction save{database};
        return {};
      });
      ASSERT_FALSE(refused) << "nothing can be saved while it cannot be known to be on disk";
      EXPECT_EQ(refused.error().fault, Fault::disk);
      disk.heal();
      Transaction save{database};
      EXPECT_EQ(level_of(database), 2);
      database.run(a_note);
      save.commit();
      disk.crash();
    }
    auto database = Database::open("card.db", {.vfs = "card"}).value();
    auto note = database.prepare("SELECT text FROM notes");
    ASSERT_TRUE(note.step()) << "seed " << seed;
    EXPECT_EQ(note.text(0), "王芳");
  }
}

}  // namespace
}  // namespace doorstep::test
