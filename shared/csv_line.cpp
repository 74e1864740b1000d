#include "shared/csv_line.h"

namespace doorstep {
namespace {

/// Does a formula's first character come after nothing but apostrophes? Counting the apostrophes too is what makes
/// the guard reversible: a text that itself begins with '= gets a second one.
bool guard_shaped(std::string_view cell) {
  const auto first = cell.find_first_not_of('\'');
  return first != std::string_view::npos && std::string_view{"=+-@\t\r"}.find(cell[first]) != std::string_view::npos;
}

bool plain_number(std::string_view cell) {
  return cell.find_first_not_of("0123456789 .-+()") == std::string_view::npos;
}

}  // namespace

std::string guarded(std::string_view cell) {
  const bool dangerous = guard_shaped(cell) && !(cell.front() != '\'' && plain_number(cell));
  return dangerous ? "'" + std::string{cell} : std::string{cell};
}

std::string_view unguarded(std::string_view cell) {
  return guard_shaped(cell) && cell.front() == '\'' ? cell.substr(1) : cell;
}

std::string csv_line(std::span<const std::string> cells) {
  std::string line;
  for (std::size_t column = 0; column < cells.size(); ++column) {
    if (column > 0) line += ',';
    const std::string& cell = cells[column];
    // A lone empty cell is quoted too: an empty line means "no record".
    if (cell.find_first_of(",\"\r\n") == std::string::npos && !(cells.size() == 1 && cell.empty())) {
      line += cell;
      continue;
    }
    line += '"';
    for (char byte : cell) {
      if (byte == '"') line += '"';
      line += byte;
    }
    line += '"';
  }
  return line += "\r\n";
}

}  // namespace doorstep
