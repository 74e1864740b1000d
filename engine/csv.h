#pragma once
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/charset.h"
#include "engine/csv_scanner.h"
#include "shared/csv_line.h"
#include "shared/result.h"

namespace doorstep {

/// A register, row by row, as UTF-8. The whole file is read once before the first row to find what it is written in,
/// so a wrongly encoded file is refused before anything of it is imported. One thread.
class CsvReader {
 public:
  /// Faults: bad_encoding (naming the row), bad_file (no header, empty or repeated column names, a workbook),
  /// not_found, disk.
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
