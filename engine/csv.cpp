#include "engine/csv.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>

namespace doorstep {
namespace {

Reason ragged(std::size_t has, std::size_t expected) {
  return {"这一行有 " + std::to_string(has) + " 列，表头有 " + std::to_string(expected) + " 列",
          "the row has " + std::to_string(has) + " cells, the header has " + std::to_string(expected)};
}

/// How a file reads when it is taken to be written in one charset.
struct Survey {
  std::string foreign_row;                 ///< the first row that is not; empty when all are
  std::uint64_t fitting = 0, foreign = 0;  ///< cells beyond ASCII
};

Result<Survey> survey(const std::string& path, std::uint64_t start, Charset charset) {
  auto scanner = CsvScanner::open(path, start);
  if (!scanner) return scanner.error();
  const Decoder decoder{charset};
  Survey found;
  for (;;) {
    auto row = scanner->next();
    if (!row) return row.error();
    if (!*row) return found;
    for (const auto& cell : (*row)->cells) {
      // UTF-16 without its mark is full of zero bytes, and valid in either charset.
      const bool fits = cell.find('\0') == std::string::npos && decoder.decode(cell);
      if (!fits && found.foreign_row.empty()) found.foreign_row = row_name(**row);
      const bool ascii = std::all_of(cell.begin(), cell.end(), [](char byte) { return byte > 0; });
      if (!ascii) ++(fits ? found.fitting : found.foreign);
    }
  }
}

struct Opening {
  Charset charset = Charset::utf8;
  bool marked = false;
  std::uint64_t bytes = 0;
};

/// What the first bytes say about the file: the mark, or why it is no CSV at all.
Result<Opening> look_at_start(const std::string& path) {
  std::error_code failed;
  const auto status = std::filesystem::status(path, failed);
  if (!std::filesystem::exists(status)) return Error{Fault::not_found, "the file to import does not exist"};
  // It is read twice, so a pipe will not do.
  if (!std::filesystem::is_regular_file(status)) return Error{Fault::bad_file, "what to import is no regular file"};
  Opening opening;
  opening.bytes = std::filesystem::file_size(path, failed);
  std::ifstream file{path, std::ios::binary};
  if (failed || !file) return Error{Fault::disk, "the file to import cannot be opened"};
  std::array<char, 4> first{};
  file.read(first.data(), first.size());
  const std::string_view start{first.data(), static_cast<std::size_t>(file.gcount())};
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF"))
    return Error{Fault::bad_encoding, "row 1: the file is UTF-16; save it as \"CSV UTF-8\""};
  if (start.starts_with("PK\x03\x04"))
    return Error{Fault::bad_file, "this is a workbook (.xlsx), not CSV; save it as \"CSV UTF-8\""};
  opening.marked = start.starts_with("\xEF\xBB\xBF");
  return opening;
}

}  // namespace

std::string_view trimmed(std::string_view cell) {
  constexpr std::array<std::string_view, 6> blanks{" ", "\t", "\r", "\n", "\xC2\xA0", "\xE3\x80\x80"};
  for (bool again = true; again;) {
    again = false;
    for (auto blank : blanks) {
      if (cell.starts_with(blank)) cell.remove_prefix(blank.size()), again = true;
      if (cell.ends_with(blank)) cell.remove_suffix(blank.size()), again = true;
    }
  }
  return cell;
}

Result<CsvReader> CsvReader::open(const std::string& path) {
  auto opening = look_at_start(path);
  if (!opening) return opening.error();
  const std::uint64_t start = opening->marked ? 3 : 0;

  auto utf8 = survey(path, start, Charset::utf8);
  if (!utf8) return utf8.error();
  if (!utf8->foreign_row.empty()) {
    // Hardly a Chinese word in GB18030 is well-formed UTF-8, so a file where most are is UTF-8 with a broken byte;
    // short ones among such files would pass as GB18030 and be imported as gibberish.
    if (opening->marked || utf8->fitting > utf8->foreign)
      return Error{Fault::bad_encoding, utf8->foreign_row + " is not valid UTF-8, as the rest of the file is"};
    auto gb = survey(path, start, Charset::gb18030);
    if (!gb) return gb.error();
    if (!gb->foreign_row.empty())
      return Error{Fault::bad_encoding,
                   "neither UTF-8 (" + utf8->foreign_row + ") nor GB18030 (" + gb->foreign_row + ")"};
    opening->charset = Charset::gb18030;
  }

  auto scanner = CsvScanner::open(path, start);
  if (!scanner) return scanner.error();
  CsvReader reader{std::move(*scanner), opening->charset};
  reader.marked_ = opening->marked;
  reader.bytes_total_ = opening->bytes;
  if (auto header = reader.read_header(); !header) return header.error();
  return reader;
}

/// Columns are named by number here: a file without a header has a resident's data in its first row.
Result<void> CsvReader::read_header() {
  auto row = scanner_.next();
  if (!row) return row.error();
  if (!*row) return Error{Fault::bad_file, "the file is empty; its first row must name the columns"};
  if ((*row)->problem) return Error{Fault::bad_file, "row 1: " + (*row)->problem->en};
  if (auto decoded = decode(**row); !decoded) return decoded.error();
  for (const auto& cell : (*row)->cells) {
    const std::string name{trimmed(unguarded(cell))};
    const auto number = std::to_string(header_.size() + 1);
    if (name.empty()) return Error{Fault::bad_file, "row 1: column " + number + " has no name"};
    if (auto twin = std::find(header_.begin(), header_.end(), name); twin != header_.end())
      return Error{Fault::bad_file, "row 1: columns " + std::to_string(twin - header_.begin() + 1) + " and " + number +
                                        " have the same name"};
    header_.push_back(name);
  }
  return {};
}

Result<void> CsvReader::decode(CsvRow& row) const {
  for (auto& cell : row.cells) {
    auto text = decoder_.decode(cell);
    // It was checked when the file was opened: somebody is writing to it.
    if (!text) return Error{Fault::bad_encoding, row_name(row) + " changed while it was read"};
    cell = std::move(*text);
  }
  return {};
}

Result<std::optional<CsvRow>> CsvReader::next() {
  for (;;) {
    auto row = scanner_.next();
    if (!row || !*row) return row;
    if (auto decoded = decode(**row); !decoded) return decoded.error();
    auto& cells = (*row)->cells;
    const bool blank = std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return trimmed(cell).empty(); });
    if (blank && !(*row)->problem) continue;
    if (cells.size() != header_.size() && !(*row)->problem) (*row)->problem = ragged(cells.size(), header_.size());
    return row;
  }
}

// --- CsvWriter

void CsvWriter::Close::operator()(std::FILE* file) const { std::fclose(file); }

Result<CsvWriter> CsvWriter::create(const std::string& path, bool mark) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  std::FILE* file = descriptor < 0 ? nullptr : ::fdopen(descriptor, "wb");
  if (file == nullptr) return Error{errno == ENOSPC ? Fault::disk_full : Fault::disk, "the file cannot be written"};
  CsvWriter writer{file};
  if (mark) std::fputs("\xEF\xBB\xBF", file);
  return writer;
}

void CsvWriter::row(std::span<const std::string> cells) {
  std::vector<std::string> safe;
  safe.reserve(cells.size());
  for (const auto& cell : cells) safe.push_back(guarded(cell));
  const std::string line = csv_line(safe);
  // A failure stays in the stream's error flag; `finish` tells.
  std::fwrite(line.data(), 1, line.size(), file_.get());
}

Result<void> CsvWriter::finish() {
  const bool whole = std::fflush(file_.get()) == 0 && std::ferror(file_.get()) == 0;
  if (!whole) return Error{errno == ENOSPC ? Fault::disk_full : Fault::disk, "the file could not be written whole"};
  return {};
}

}  // namespace doorstep
