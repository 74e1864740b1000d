#pragma once
#include <unordered_map>

#include "shared/sqlite.h"

namespace doorstep {

/// Prepared statements by the literal that they stand for, so that SQL stands next to the code that runs it and is
/// still prepared only once. The key is the literal's address: pass literals only, and finish one use before the next
/// begins.
class Statements {
 public:
  explicit Statements(Database& database) : database_(&database) {}
  Statement& operator()(const char* literal) {
    auto found = prepared_.find(literal);
    if (found == prepared_.end()) found = prepared_.emplace(literal, database_->prepare(literal)).first;
    return found->second;
  }
  std::int64_t last_row() const { return database_->last_row(); }
  std::int64_t changes() const { return database_->changes(); }
  void clear() { prepared_.clear(); }

 private:
  Database* database_;
  std::unordered_map<const char*, Statement> prepared_;
};

}  // namespace doorstep
