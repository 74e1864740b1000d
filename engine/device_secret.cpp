#include "engine/device_secret.h"

#include <algorithm>
#include <array>

#include "shared/files.h"
#include "shared/log.h"

namespace doorstep {
namespace {

constexpr std::array copy_names{"device.key", "device.copy"};
constexpr std::size_t secret_bytes = 32;
constexpr std::size_t check_bytes = 16;
constexpr std::size_t file_bytes_max = 256;

// The secret and its BLAKE2b-128, which tells a spoiled copy from a whole one.
std::string file_text(const Secret& secret) {
  auto plain = std::string{view(secret.bytes())};
  auto check = short_hash(plain);
  plain += view(check);
  auto text = base64(bytes_of(plain)) + "\n";
  std::fill(plain.begin(), plain.end(), '\0');
  return text;
}

std::optional<Secret> secret_in(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  auto raw = unbase64(text);
  if (!raw || raw->size() != secret_bytes + check_bytes) return std::nullopt;
  auto plain = std::string_view{*raw}.substr(0, secret_bytes);
  if (view(short_hash(plain)) != std::string_view{*raw}.substr(secret_bytes)) return std::nullopt;
  auto secret = Secret::copy_of(plain);
  std::fill(raw->begin(), raw->end(), '\0');
  return secret;
}

Result<void> write_copies(const std::string& folder, const std::string& text) {
  for (const auto* name : copy_names)
    if (auto written = write_file_durably(folder + "/" + name, text); !written) return written;
  return {};
}

}  // namespace

Result<std::optional<Secret>> read_device_secret(const std::string& folder) {
  std::optional<Secret> found;
  std::optional<Error> unreadable;
  std::string whole;
  bool any = false, differ = false;
  for (const auto* name : copy_names) {
    auto text = read_file(folder + "/" + name, file_bytes_max);
    bool absent = !text && text.error().fault == Fault::not_found;
    any = any || !absent;
    if (!text && !absent && text.error().fault != Fault::bad_file) unreadable = text.error();
    auto secret = text ? secret_in(*text) : std::nullopt;
    differ = differ || !secret || (found && *text != whole);
    if (!secret || found) continue;
    found = std::move(secret);
    whole = std::move(*text);
  }
  if (!found && !any) return std::optional<Secret>{};
  if (!found) return unreadable ? *unreadable : Error{Fault::store_damaged, "device.key: neither copy is whole"};
  if (differ) {
    log_warning("the device secret's copies differed; both are written anew from the whole one");
    if (auto mended = write_copies(folder, whole); !mended) log_warning("device.key: " + mended.error().detail);
  }
  return found;
}

Result<Secret> make_device_secret(const std::string& folder, Dice& dice) {
  Secret secret{secret_bytes};
  dice.fill(secret.bytes());
  if (auto written = write_copies(folder, file_text(secret)); !written) return written.error();
  return secret;
}

}  // namespace doorstep
