#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "shared/sqlite.h"

namespace doorstep {

/// The rows of one class's full-text index that an FTS5 expression matches, newest first. Reading it costs as much as
/// is read, however long it is.
class Postings {
 public:
  Postings(Database& database, int klass, const std::string& expression);
  std::int64_t at() const { return at_; }  ///< 0: behind the last
  void move_to(std::int64_t n);            ///< to the newest row not above n; never back

 private:
  void read();
  Statement statement_;
  std::string expression_;
  std::int64_t at_ = 0;
};

/// The rows in which every condition holds, each in whichever class of the record, newest first. Conditions that occur
/// in one class only are left to FTS5 together.
class Matches {
 public:
  Matches(Database& database, std::vector<std::string> conditions);
  /// The newest row not above n; 0: there is none. Asked with falling n.
  std::int64_t newest(std::int64_t n);

 private:
  using AnyClass = std::vector<Postings>;
  std::vector<AnyClass> all_;
};

inline constexpr std::int64_t newest_row = INT64_MAX;

}  // namespace doorstep
