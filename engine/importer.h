#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/import_map.h"
#include "shared/ids.h"
#include "shared/record.h"
#include "shared/template.h"

namespace doorstep {

inline constexpr std::size_t import_batch_rows_max = 500;
inline constexpr std::size_t import_batch_bytes_max = std::size_t{512} << 10;  ///< of cells; a bundle holds 1 MiB
inline constexpr std::uint64_t import_rows_max = 2'000'000;
inline constexpr std::size_t import_lookups_kept_max = 100'000;  ///< of references that were found

/// A record that the archive already holds under a row's natural key.
struct Existing {
  RecordId id;
  std::map<std::string, json> values;  ///< what this person may read
};

/// What one row asks for: a new record, or new values for some fields of one.
struct RowEdit {
  std::uint64_t row = 0;
  std::optional<RecordId> record;  ///< empty: create
  std::map<std::string, json> set;
};

/// Why a row was not imported. For the error file, never for a log.
struct RowRefusal {
  std::uint64_t row = 0;
  std::string column;  ///< of the file, several joined by " | "; empty when it concerns the whole row
  Reason reason;
};

/// What the importer asks of the store: four questions, all answered before the next one.
struct ImportTarget {
  /// By the type's first natural key (`natural_key(type, record)`); an answer for each, in their order.
  std::function<Result<std::vector<std::optional<Existing>>>(const std::vector<std::string>& keys)> find;
  /// Of a type without natural keys: a record that has all of these values, perhaps among others.
  std::function<Result<std::optional<Existing>>(const std::map<std::string, json>& values)> find_alike;
  /// Empty: no record, or more than one, is meant.
  std::function<Result<std::optional<RecordId>>(const Lookup& lookup)> resolve;
  /// One transaction of at most `import_batch_rows_max` edits; durable when it answers. Rows that the store refuses are
  /// answered, the others saved; an Error saves none and ends the import.
  std::function<Result<std::vector<RowRefusal>>(const std::vector<RowEdit>& batch)> save;
};

struct ImportProgress {
  std::uint64_t rows = 0, bytes = 0, bytes_total = 0;
};

struct ImportOptions {
  std::string file;
  std::string type;
  std::optional<std::string> map;     ///< the map's text; empty: guessed from the header
  std::optional<std::string> errors;  ///< where refused rows go, with row number, column, reason and their cells
  std::string language = "zh-CN";     ///< of the reasons
  std::function<void(const ImportProgress&)> progress;  ///< after each batch and at the end
};

/// rows = created + changed + unchanged + refused.
struct ImportCounts {
  std::uint64_t rows = 0, created = 0, changed = 0, unchanged = 0, refused = 0;
};

/// Brings a register in (docs/import.md). Idempotent by natural key, or by all that a row says where
/// a type has none: what an interrupted import had saved is found and
/// left alone by the next one, and importing twice changes nothing. Memory is bounded by `import_rows_max`, not by the
/// file. Runs on the caller's thread.
Result<ImportCounts> import_register(const Template& archive_template, const ImportOptions& options,
                                     const ImportTarget& target);

}  // namespace doorstep
