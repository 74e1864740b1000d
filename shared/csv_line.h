#pragma once
#include <span>
#include <string>
#include <string_view>

namespace doorstep {

/// One record of RFC 4180: cells quoted where they must be, comma between, CRLF at the end. Pure.
std::string csv_line(std::span<const std::string> cells);

/// A spreadsheet runs a cell that begins with = + - @ or a tab as a formula, and a stranger's text reaches such a cell
/// by way of an export. `guarded` puts an apostrophe before it, as a person would; `unguarded` takes exactly that one
/// away, so that export and import give back every text: unguarded(guarded(x)) == x for every x. Plain numbers ("-5",
/// "+86 138 0000 0000") are no danger and stay as they are.
std::string guarded(std::string_view cell);
std::string_view unguarded(std::string_view cell);

}  // namespace doorstep
