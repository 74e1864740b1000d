#include "engine/csv_scanner.h"

namespace doorstep {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{64} << 10;
constexpr int end_of_file = -1;

Reason too_big_cell(std::size_t column) {
  const auto number = std::to_string(column);
  return {"第 " + number + " 列的内容超过 64 KiB", "the cell in column " + number + " is over 64 KiB"};
}
Reason too_big_row() { return {"这一行超过 1 MiB", "the row is over 1 MiB"}; }
Reason too_many_columns() { return {"这一行超过 500 列", "the row has over 500 columns"}; }
Reason text_after_quote() {
  return {"右引号后面还有文字（引号要写成两个）",
          "text follows a closing quote (a quote inside a cell is written twice)"};
}
void refuse(CsvRow& row, Reason why) {
  if (!row.problem) row.problem = std::move(why);
}

Error disk_failed() { return Error{Fault::disk, "reading the file failed"}; }

}  // namespace

std::string row_name(const CsvRow& row) {
  return "row " + std::to_string(row.number) + " (line " + std::to_string(row.line) + ")";
}

Result<CsvScanner> CsvScanner::open(const std::string& path, std::uint64_t start) {
  std::ifstream file{path, std::ios::binary};
  file.seekg(static_cast<std::streamoff>(start));
  if (!file) return Error{Fault::disk, "the file cannot be opened"};
  return CsvScanner{std::move(file), start};
}

bool CsvScanner::refill() {
  buffer_.resize(buffer_bytes);
  file_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  filled_ = static_cast<std::size_t>(file_.gcount());
  at_ = 0;
  return filled_ > 0;
}

int CsvScanner::peek() { return at_ < filled_ || refill() ? static_cast<unsigned char>(buffer_[at_]) : end_of_file; }

/// The next byte; every line end (CRLF, CR, LF) inside or outside quotes counts one line.
int CsvScanner::take() {
  const int byte = peek();
  if (byte == end_of_file) return byte;
  ++at_, ++bytes_;
  if (byte == '\n' || (byte == '\r' && peek() != '\n')) ++line_;
  return byte;
}

void CsvScanner::add(CsvRow& row, std::string_view bytes) {
  row_bytes_ += bytes.size();
  cell_bytes_ += bytes.size();
  // Past a limit the bytes are counted and dropped: a field of any size costs no memory.
  if (cell_bytes_ <= csv_cell_bytes_max && row_bytes_ <= csv_row_bytes_max)
    cell_ += bytes;
  else if (!row.problem)
    row.problem = cell_bytes_ > csv_cell_bytes_max ? too_big_cell(row.cells.size() + 1) : too_big_row();
}

/// Adds the bytes up to the next one that means something, as far as the buffer holds them.
void CsvScanner::add_run(CsvRow& row, std::string_view stops) {
  if (peek() == end_of_file) return;
  const std::string_view rest{buffer_.data() + at_, filled_ - at_};
  const auto run = rest.substr(0, rest.find_first_of(stops));
  at_ += run.size();
  bytes_ += run.size();
  add(row, run);
}

void CsvScanner::end_cell(CsvRow& row) {
  const bool whole = cell_bytes_ == cell_.size();
  if (row.cells.size() < csv_columns_max)
    row.cells.push_back(whole ? std::move(cell_) : std::string{});
  else
    refuse(row, too_many_columns());
  cell_.clear();
  cell_bytes_ = 0;
}

/// After the opening quote: reads past the closing one; false when the file ends before it.
bool CsvScanner::read_quoted(CsvRow& row) {
  for (;;) {
    add_run(row, "\"\r\n");
    const int byte = take();
    if (byte == end_of_file) return false;
    if (byte == '"') {
      if (peek() != '"') return true;
      take();
    }
    const char meant = static_cast<char>(byte);
    add(row, {&meant, 1});
  }
}

Result<std::optional<CsvRow>> CsvScanner::next() {
  if (peek() == end_of_file) {
    if (file_.bad()) return disk_failed();
    return std::optional<CsvRow>{};
  }
  CsvRow row;
  row.number = ++rows_;
  row.line = line_;
  row_bytes_ = 0;
  bool cell_starts = true;
  for (;;) {
    const int byte = take();
    if (byte == end_of_file || byte == '\n' || byte == '\r') {
      if (byte == '\r' && peek() == '\n') take();
      if (file_.bad()) return disk_failed();
      end_cell(row);
      return std::optional{std::move(row)};
    }
    if (byte == ',') {
      end_cell(row);
      cell_starts = true;
      continue;
    }
    if (byte == '"' && cell_starts) {
      const auto opened = line_;
      if (!read_quoted(row))
        return Error{Fault::bad_file,
                     row_name(row) + ": the quote opened on line " + std::to_string(opened) + " is never closed"};
      const int behind = peek();
      if (behind != end_of_file && behind != ',' && behind != '\n' && behind != '\r') refuse(row, text_after_quote());
    } else {
      const char plain = static_cast<char>(byte);
      add(row, {&plain, 1});
      add_run(row, ",\r\n");
    }
    cell_starts = false;
  }
}

}  // namespace doorstep
