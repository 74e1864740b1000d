#include "server/identity.h"

#include <algorithm>

#include "shared/files.h"

namespace doorstep {
namespace {

constexpr std::size_t seed_bytes = 32;
std::string key_path(const std::string& folder) { return folder + "/identity.key"; }

}  // namespace

Result<ServerIdentity> ServerIdentity::create(const std::string& folder, Dice& dice) {
  auto held = read_file(key_path(folder), seed_bytes);
  if (held || held.error().fault != Fault::not_found) return Error{Fault::already_exists, key_path(folder) + " exists"};
  ServerIdentity fresh{SigningKey::mint(dice)};
  if (auto written = write_file_durably(key_path(folder), view(fresh.key().seed())); !written) return written.error();
  return fresh;
}

Result<ServerIdentity> ServerIdentity::open(const std::string& folder) {
  auto text = read_file(key_path(folder), seed_bytes);
  if (!text && text.error().fault == Fault::not_found)
    return Error{Fault::not_found, key_path(folder) +
                                       ", which makes the server who it is; every backup carries it, and "
                                       "`doorstep-server restore` brings it back"};
  if (!text) return text.error();
  auto seed = Secret::copy_of(*text);
  std::fill(text->begin(), text->end(), '\0');
  if (seed.bytes().size() != seed_bytes) return Error{Fault::bad_file, key_path(folder) + " holds no key of 32 bytes"};
  return ServerIdentity{SigningKey::from_seed(seed.bytes())};
}

}  // namespace doorstep
