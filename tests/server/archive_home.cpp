#include "tests/server/archive_home.h"

namespace doorstep::test {

SqliteHome::SqliteHome() : disk_("archive_test", 7), options_{"archive.db", {.vfs = "archive_test"}} {}

void SqliteHome::found(const NewArchive& fresh, Clock& clock, Dice& dice) {
  ArchiveSqlite::create(options_, fresh, clock, dice).value();
}
std::unique_ptr<Archive> SqliteHome::open(Clock& clock, Dice& dice) {
  return ArchiveSqlite::open(options_, clock, dice).value();
}

}  // namespace doorstep::test
