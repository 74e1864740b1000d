#include "server/server_folder.h"

#include <algorithm>
#include <filesystem>

#include "shared/files.h"
#include "shared/inside.h"

namespace doorstep {

namespace fs = std::filesystem;

Result<ServerFolder> ServerFolder::named(std::string_view path) {
  if (path.empty()) return Error{Fault::usage, "--data names the server's data folder"};
  std::error_code failed;
  auto whole = fs::absolute(fs::path{path}, failed).lexically_normal();
  // "a/" ends in an empty name; its keys must not become files within it.
  if (!whole.has_filename()) whole = whole.parent_path();
  if (failed || whole == whole.root_path()) return Error{Fault::usage, "this cannot be a data folder"};
  return ServerFolder{whole.string()};
}

bool ServerFolder::has_archive() const {
  std::error_code failed;
  return fs::exists(archive(), failed);
}

bool ServerFolder::contains(const std::string& file) const { return lies_in(file, path); }

Result<PublicKey> read_office_key(const ServerFolder& folder) {
  constexpr std::size_t file_bytes_max = 128;
  auto text = read_file(folder.office_public_key(), file_bytes_max);
  if (!text) return text.error();
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  auto key = unbase64_exact<32>(*text);
  if (!key) return Error{Fault::bad_file, folder.office_public_key() + " holds no key (32 bytes as base64url)"};
  return *key;
}

}  // namespace doorstep
