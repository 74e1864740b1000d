#pragma once
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/result.h"
#include "shared/template.h"

namespace doorstep {

inline constexpr std::size_t csv_cell_bytes_max = std::size_t{64} << 10;
inline constexpr std::size_t csv_row_bytes_max = std::size_t{1} << 20;
inline constexpr std::size_t csv_columns_max = 500;

/// Why something was refused, for the person's own eyes (never for a log), in both languages.
using Reason = Label;

/// One record of the file.
struct CsvRow {
  std::uint64_t number = 0;        ///< as a spreadsheet shows it: the header is row 1, blank rows count
  std::uint64_t line = 0;          ///< line of the text on which it begins; differs when cells hold line ends
  std::vector<std::string> cells;  ///< as many as the header has when there is no problem
  std::optional<Reason> problem;   ///< why this row cannot be used; too big cells are then empty
};

/// "row 7 (line 9)", for errors that stop the import.
std::string row_name(const CsvRow& row);

/// Cuts bytes into records (RFC 4180; CRLF, LF or CR), undecoded, in bounded memory whatever the file holds.
/// A quote inside an unquoted cell is taken as it stands, as spreadsheets do.
class CsvScanner {
 public:
  static Result<CsvScanner> open(const std::string& path, std::uint64_t start);
  /// Empty at the end. Faults: bad_file when a quote is never closed (what follows it cannot be told apart), disk.
  Result<std::optional<CsvRow>> next();
  std::uint64_t bytes_done() const { return bytes_; }

 private:
  CsvScanner(std::ifstream file, std::uint64_t start) : file_(std::move(file)), bytes_(start) {}
  int take();
  int peek();
  bool refill();
  void add(CsvRow& row, std::string_view bytes);
  void add_run(CsvRow& row, std::string_view stops);
  void end_cell(CsvRow& row);
  bool read_quoted(CsvRow& row);

  std::ifstream file_;
  std::vector<char> buffer_;
  std::size_t at_ = 0, filled_ = 0;
  std::uint64_t bytes_;
  std::uint64_t rows_ = 0, line_ = 1;
  std::string cell_;
  std::size_t cell_bytes_ = 0, row_bytes_ = 0;
};

}  // namespace doorstep
