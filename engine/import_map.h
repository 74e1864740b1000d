#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/csv.h"
#include "engine/time_format.h"
#include "shared/json.h"
#include "shared/template.h"

namespace doorstep {

/// A record that a cell names by something else than its id: all of `where` (field → stored value) must hold.
struct Lookup {
  std::string type;
  std::map<std::string, json> where;
};

/// What a row of a register says about one record, in stored form. A field whose cell says nothing is absent.
struct RowDraft {
  std::map<std::string, json> values;
  std::map<std::string, Lookup> lookups;       ///< reference fields that the caller must still resolve
  std::map<std::string, std::string> columns;  ///< field → the column it came from, for refusals
};

struct CellRefusal {
  std::string column;
  Reason reason;
};

/// A whole draft, or why not: a row with any refusal is not imported.
struct Converted {
  RowDraft draft;
  std::vector<CellRefusal> refusals;
};

inline constexpr std::size_t map_bytes_max = std::size_t{256} << 10;

/// From the columns of a register to the fields of one type (docs/import.md has the form of the file). Holds on to the
/// template it was made for. Immutable, any thread.
class ImportMap {
 public:
  /// Fault::bad_map names the path: `"Status"."values"."Open": …`; columns named there come from the map, not from
  /// data.
  static Result<ImportMap> parse(std::string_view text, const Template& archive_template, const Type& type,
                                 std::span<const std::string> header);
  /// Without a map: a column named as a field, or as its Chinese or English label, is that field; others are ignored.
  static Result<ImportMap> guess(const Template& archive_template, const Type& type,
                                 std::span<const std::string> header);

  Converted convert(std::span<const std::string> cells) const;

 private:
  /// One use of one column.
  struct Target {
    std::size_t column = 0;
    std::string field;                  ///< what is set; a group's name for an address
    const Field* reads = nullptr;       ///< the field that understands the cell; nullptr: it is split as an address
    std::vector<const Field*> address;  ///< building, unit, room
    const Type* refers = nullptr;       ///< lookup: the type looked in
    std::optional<TimeFormat> format;
    std::map<std::string, json> values;  ///< word → stored value; null: says nothing
  };

  ImportMap(const Template& archive_template, const Type& type, std::span<const std::string> header)
      : template_(&archive_template), type_(&type), header_(header.begin(), header.end()) {}
  Result<void> add_options(const json& options);
  Result<void> add_target(const std::string& path, std::size_t column, const json& entry);
  Result<void> claim(const std::string& field, const std::string& path);
  Result<void> check_whole() const;
  void read_cell(const Target& target, std::string_view cell, Converted& out) const;
  void read_address(const Target& target, std::string_view cell, Converted& out) const;
  void put(const Target& target, json value, Converted& out) const;

  const Template* template_;
  const Type* type_;
  std::vector<std::string> header_;
  std::vector<Target> targets_;
  std::map<std::string, json> constants_;
  std::map<std::string, std::string> claimed_;  ///< field → path in the map that fills it
};

}  // namespace doorstep
