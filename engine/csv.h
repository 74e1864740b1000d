#pragma once
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/charset.h"
#include "shared/csv_line.h"
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
  void add(CsvRow& row, char byte);
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

/// A register, row by row, as UTF-8. The whole file is read once before the first row to find what it is written in,
/// so a wrongly encoded file is refused before anything of it is imported. One thread.
class CsvReader {
 public:
  /// Faults: bad_encoding (naming the row), bad_file (no header, empty or repeated column names, a workbook), not_found,
  /// disk.
  static Result<CsvReader> open(const std::string& path);

  const std::vector<std::string>& header() const { return header_; }  ///< trimmed
  /// Rows after the header; rows without any text are passed over. Empty at the end.
  Result<std::optional<CsvRow>> next();

  Charset charset() const { return charset_; }
  bool marked() const { return marked_; }  ///< began with a UTF-8 byte order mark
  std::uint64_t bytes_done() const { return scanner_.bytes_done(); }
  std::uint64_t bytes_total() const { return bytes_total_; }

 private:
  CsvReader(CsvScanner scanner, Charset charset) : scanner_(std::move(scanner)), decoder_(charset), charset_(charset) {}
  Result<void> read_header();
  Result<void> decode(CsvRow& row) const;

  CsvScanner scanner_;
  Decoder decoder_;
  Charset charset_;
  bool marked_ = false;
  std::uint64_t bytes_total_ = 0;
  std::vector<std::string> header_;
};

/// Writes a CSV in UTF-8, every cell `guarded`; readable by its owner only (mode 0600), for it holds people's data.
class CsvWriter {
 public:
  /// `mark`: begin with a byte order mark, without which Chinese Excel takes UTF-8 for GBK.
  static Result<CsvWriter> create(const std::string& path, bool mark);
  void row(std::span<const std::string> cells);
  /// Everything is with the operating system, or Fault::disk / disk_full. Without it the file may be cut short.
  Result<void> finish();

 private:
  struct Close {
    void operator()(std::FILE* file) const;
  };
  explicit CsvWriter(std::FILE* file) : file_(file) {}
  std::unique_ptr<std::FILE, Close> file_;
};

/// Without white space (the ideographic space too) at its ends.
std::string_view trimmed(std::string_view cell);

}  // namespace doorstep
