#include "server/sample_register.h"

#include <array>
#include <cstdio>
#include <fstream>

#include "shared/csv_line.h"

namespace doorstep {

std::string padded(std::uint64_t number, int digits) {
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%0*llu", digits, static_cast<unsigned long long>(number));
  return out.data();
}

Register::Register(std::string type, std::string file, std::string_view map, std::vector<std::string> header)
    : type_(std::move(type)), file_(std::move(file)), map_(map), columns_(header.size()), text_(csv_line(header)) {}

void Register::row(const std::vector<std::string>& cells) {
  require(cells.size() == columns_, "a row has as many cells as its register has columns");
  text_ += csv_line(cells);
  ++rows_;
}

Result<SampleFile> Register::write(const std::filesystem::path& folder) const {
  SampleFile out{type_, (folder / (file_ + ".csv")).string(), (folder / (file_ + ".map.json")).string(), rows_};
  for (const auto& [path, bytes] : {std::pair{out.csv, std::string_view{text_}}, {out.map, map_}}) {
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file << bytes;
    file.close();
    if (!file) return Error{Fault::disk, "the sample's files cannot be written"};
  }
  return out;
}

}  // namespace doorstep
