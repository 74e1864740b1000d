#include "server/server_key.h"

#include <string.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "shared/files.h"

namespace doorstep {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t key_file_bytes_max = 128;
constexpr mode_t others = 077;  // whoever reads the key reads every backup
constexpr const char* variable = "DOORSTEP_SERVER_KEY";
constexpr const char* credential = "doorstep.key";

// The uses of one master key, told apart for ever by number and name.
constexpr std::string_view page_use = "srvpages", fence_use = "srvfence", identity_use = "srvident";

std::optional<Secret> key_in(std::string_view encoded) {
  while (encoded.ends_with('\n') || encoded.ends_with('\r')) encoded.remove_suffix(1);
  auto raw = unbase64(encoded);
  if (!raw || raw->size() != key_bytes) return std::nullopt;
  auto key = Secret::copy_of(*raw);
  std::fill(raw->begin(), raw->end(), '\0');
  return key;
}

std::string absolute(const std::string& path) {
  std::error_code failed;
  return std::filesystem::absolute(path, failed).lexically_normal().string();
}

}  // namespace

Result<Secret> read_key_file(const std::string& path, mode_t refused) {
  auto text = read_secret_file(path, key_file_bytes_max, refused);
  if (!text) return text.error();
  auto key = key_in(*text);
  std::fill(text->begin(), text->end(), '\0');
  if (!key) return Error{Fault::bad_file, path + " holds no key (32 bytes as base64url)"};
  return std::move(*key);
}

Result<void> write_key_file(const std::string& path, const Secret& key) {
  auto text = base64(key.bytes()) + "\n";
  auto written = write_file_durably(path, text);
  std::fill(text.begin(), text.end(), '\0');
  return written;
}

ServerKey::ServerKey(Secret master, std::string source, bool from_file)
    : master_(std::move(master)), source_(std::move(source)), from_file_(from_file) {}

Result<ServerKey> ServerKey::from_key_file(const std::string& path, mode_t refused) {
  auto key = read_key_file(path, refused);
  if (!key) return key.error();
  return ServerKey{std::move(*key), absolute(path), true};
}

Result<ServerKey> ServerKey::find(const ServerFolder& folder, const std::optional<std::string>& key_file) {
  if (key_file) {
    if (folder.contains(*key_file))
      return Error{Fault::usage, "a key file never lies in the folder whose copies it protects"};
    return from_key_file(*key_file, others);
  }
  if (char* given = std::getenv(variable)) {
    auto key = key_in(given);
    // Whoever may look into the process would read it in its environment for as long as it runs.
    ::explicit_bzero(given, std::strlen(given));
    ::unsetenv(variable);
    if (!key) return Error{Fault::bad_file, std::string{variable} + " holds no key (32 bytes as base64url)"};
    return ServerKey{std::move(*key), variable, false};
  }
  if (const char* credentials = std::getenv("CREDENTIALS_DIRECTORY")) {
    // Whom its mode lets in is the system's business, not the admin's.
    auto held = from_key_file(std::string{credentials} + "/" + credential, 0);
    if (held || held.error().fault != Fault::not_found) return held;
  }
  auto beside = from_key_file(folder.key_beside(), others);
  if (beside || beside.error().fault != Fault::not_found) return beside;
  return Error{Fault::no_key, "neither --key-file, " + std::string{variable} + ", a systemd credential " + credential +
                                  ", nor " + folder.key_beside()};
}

Secret ServerKey::page_key() const { return derive_subkey(master_, 1, page_use); }
Secret ServerKey::fence_key() const { return derive_subkey(master_, 2, fence_use); }
Secret ServerKey::identity_key() const { return derive_subkey(master_, 3, identity_use); }

}  // namespace doorstep
