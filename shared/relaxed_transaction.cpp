#include "shared/relaxed_transaction.h"

namespace doorstep {
namespace {

// What the disk refuses here is refused again, and told, when the next transaction begins.
void try_to(Database& database, const char* sql) {
  (void)guarded([&]() -> Result<void> {
    database.run(sql);
    return {};
  });
}

}  // namespace

RelaxedTransaction::Level::Level(Database& of) : database(of) { database.run("PRAGMA synchronous=NORMAL"); }
RelaxedTransaction::Level::~Level() { try_to(database, "PRAGMA synchronous=FULL"); }

RelaxedTransaction::RelaxedTransaction(Database& database) : level_(database), database_(database) {
  database_.run("BEGIN IMMEDIATE");
}

RelaxedTransaction::~RelaxedTransaction() {
  if (open_ && database_.in_transaction()) try_to(database_, "ROLLBACK");
}

void RelaxedTransaction::commit() {
  require(open_, "a transaction commits once");
  database_.run("COMMIT");
  open_ = false;
}

}  // namespace doorstep
