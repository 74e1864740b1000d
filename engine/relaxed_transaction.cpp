#include "engine/relaxed_transaction.h"

namespace doorstep {

RelaxedTransaction::Level::Level(Database& database) : database_(database) {
  auto level = database_.prepare("PRAGMA synchronous");
  level.step();
  before_ = level.text(0);
  level.rewind();
  database_.run("PRAGMA synchronous=NORMAL");
}

// Every later "saved" stands on it, so it may not fail in silence: it touches memory only.
RelaxedTransaction::Level::~Level() {
  bool taken_back = guarded([&]() -> Result<void> {
                      database_.run("PRAGMA synchronous=" + before_);
                      return {};
                    }).has_value();
  require(taken_back, "the connection waits for its disk again");
}

}  // namespace doorstep
