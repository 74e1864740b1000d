#include "engine/device_secret.h"

#include <array>

#include "shared/files.h"
#include "shared/log.h"
#include "shared/wipe.h"

namespace doorstep {
namespace {

constexpr std::array copy_names{"device.key", "device.copy"};
constexpr std::size_t secret_bytes = 32;
constexpr std::size_t check_bytes = 16;
constexpr std::size_t file_bytes_max = 256;

// The secret and its BLAKE2b-128, which tells a spoiled copy from a whole one.
std::string file_text(const Secret& secret) {
  std::string plain;
  plain.reserve(secret_bytes + check_bytes);  // growing would leave a copy behind
  plain = view(secret.bytes());
  plain += view(short_hash(plain));
  auto text = base64(bytes_of(plain)) + "\n";
  wipe(plain);
  return text;
}

std::optional<Secret> secret_in(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  auto raw = unbase64(text);
  if (!raw || raw->size() != secret_bytes + check_bytes) return std::nullopt;
  auto plain = std::string_view{*raw}.substr(0, secret_bytes);
  const bool whole = view(short_hash(plain)) == std::string_view{*raw}.substr(secret_bytes);
  std::optional<Secret> secret;
  if (whole) secret = Secret::copy_of(plain);
  wipe(*raw);
  return secret;
}

Result<void> write_copies(const std::string& folder, const Secret& secret) {
  auto text = file_text(secret);
  Result<void> written;
  for (const auto* name : copy_names)
    if (written) written = write_file_durably(folder + "/" + name, text);
  wipe(text);
  return written;
}

}  // namespace

Result<DeviceSecrets> read_device_secrets(const std::string& folder) {
  DeviceSecrets out;
  std::optional<Error> unreadable;
  bool any = false;
  for (const auto* name : copy_names) {
    auto text = read_file(folder + "/" + name, file_bytes_max);
    bool absent = !text && text.error().fault == Fault::not_found;
    any = any || !absent;
    if (!text && !absent && text.error().fault != Fault::bad_file) unreadable = text.error();
    auto secret = text ? secret_in(*text) : std::nullopt;
    if (text) wipe(*text);
    if (!secret) {
      out.agree = false;
    } else if (out.whole.empty() || view(out.whole.front().bytes()) != view(secret->bytes())) {
      out.agree = out.agree && out.whole.empty();
      out.whole.push_back(std::move(*secret));
    }
  }
  if (out.whole.empty() && any)
    return unreadable ? *unreadable : Error{Fault::store_damaged, "device.key: neither copy is whole"};
  return out;
}

void mend_device_secret(const std::string& folder, const Secret& secret) {
  log_warning("the device secret's copies differed; both are written anew from the one that opens the store");
  if (auto mended = write_copies(folder, secret); !mended) log_warning("device.key: " + mended.error().detail);
}

Result<Secret> make_device_secret(const std::string& folder, Dice& dice) {
  Secret secret{secret_bytes};
  dice.fill(secret.bytes());
  if (auto written = write_copies(folder, secret); !written) return written.error();
  return secret;
}

}  // namespace doorstep
