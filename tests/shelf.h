#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/importer.h"

namespace doorstep {

/// Stands where the store will: records by type and natural key, in memory. Can refuse a row or fail a save.
class Shelf {
 public:
  /// The shelf and the returned target live equally long.
  ImportTarget target(const std::string& type);

  void refuse_row(std::uint64_t row) { refused_row_ = row; }
  void fail_at_save(std::size_t number) { failing_save_ = number; }

  std::size_t size() const;
  std::size_t size_of(const std::string& type) const;
  std::size_t saves() const { return saves_; }
  std::size_t lookups() const { return lookups_; }  ///< references that were asked for
  const std::vector<RowEdit>& last_batch() const { return last_batch_; }
  /// Of the record whose natural key is this one text.
  json value(const std::string& key, const std::string& field, const std::string& type = "resident") const;

 private:
  std::optional<RecordId> resolve(const Lookup& lookup);
  Result<std::vector<RowRefusal>> save(const Type& type, const std::vector<RowEdit>& batch);

  std::map<std::string, std::map<std::string, Existing>> records_;  ///< type → natural key
  std::vector<RowEdit> last_batch_;
  std::size_t saves_ = 0, failing_save_ = 0, lookups_ = 0;
  std::uint64_t refused_row_ = 0;
  SystemDice dice_;
  SystemClock clock_;
};

}  // namespace doorstep
