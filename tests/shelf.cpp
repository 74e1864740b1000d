#include "tests/shelf.h"

#include <algorithm>

namespace doorstep {

ImportTarget Shelf::target(const std::string& type) {
  const Type* known = Template::shipped().type(type);
  return {.find = [this, type](const std::vector<std::string>& keys) -> Result<std::vector<std::optional<Existing>>> {
            std::vector<std::optional<Existing>> out;
            for (const auto& key : keys) {
              auto found = records_[type].find(key);
              out.push_back(found == records_[type].end() ? std::nullopt : std::optional{found->second});
            }
            return out;
          },
          .find_alike = [this, type](const auto& values) -> Result<std::optional<Existing>> {
            for (const auto& [key, record] : records_[type]) {
              auto held = [&](const auto& one) {
                auto found = record.values.find(one.first);
                return found != record.values.end() && found->second == one.second;
              };
              if (std::all_of(values.begin(), values.end(), held)) return std::optional{record};
            }
            return std::optional<Existing>{};
          },
          .resolve = [this](const Lookup& lookup) -> Result<std::optional<RecordId>> { return resolve(lookup); },
          .save = [this, known](const std::vector<RowEdit>& batch) { return save(*known, batch); }};
}

std::optional<RecordId> Shelf::resolve(const Lookup& lookup) {
  ++lookups_;
  std::optional<RecordId> found;
  auto shelf = records_.find(lookup.type);
  if (shelf == records_.end()) return found;
  for (const auto& [key, record] : shelf->second) {
    const bool fits = std::all_of(lookup.where.begin(), lookup.where.end(), [&](const auto& wanted) {
      auto held = record.values.find(wanted.first);
      return held != record.values.end() && held->second == wanted.second;
    });
    if (fits && found) return std::nullopt;
    if (fits) found = record.id;
  }
  return found;
}

Result<std::vector<RowRefusal>> Shelf::save(const Type& type, const std::vector<RowEdit>& batch) {
  require(!batch.empty() && batch.size() <= import_batch_rows_max, "a batch holds 1 to 500 rows");
  if (++saves_ == failing_save_) return Error{Fault::disk_full, "the shelf is full"};
  last_batch_ = batch;
  std::vector<RowRefusal> refused;
  auto& shelf = records_[type.name];
  for (const auto& edit : batch) {
    if (edit.row == refused_row_) {
      refused.push_back({edit.row, "name", {"不行", "not here"}});
      continue;
    }
    if (edit.record) {
      auto held =
          std::find_if(shelf.begin(), shelf.end(), [&](const auto& one) { return one.second.id == *edit.record; });
      require(held != shelf.end(), "a change names a record that is there");
      for (const auto& [field, value] : edit.set) held->second.values[field] = value;
      continue;
    }
    Record record;
    for (const auto& [field, value] : edit.set) record.put(field, type.field(field)->klass, value, {});
    const auto id = mint_record(clock_, dice_);
    const auto key = type.keys.empty() ? text(id) : natural_key(type, record);
    const bool fresh = shelf.try_emplace(key, Existing{id, edit.set}).second;
    require(fresh, "no natural key is created twice");
  }
  return refused;
}

std::size_t Shelf::size_of(const std::string& type) const {
  auto shelf = records_.find(type);
  return shelf == records_.end() ? 0 : shelf->second.size();
}

std::size_t Shelf::size() const {
  std::size_t all = 0;
  for (const auto& [type, shelf] : records_) all += shelf.size();
  return all;
}

json Shelf::value(const std::string& key, const std::string& field, const std::string& type) const {
  return records_.at(type).at(canonical(json::array({key}))).values.at(field);
}

}  // namespace doorstep
