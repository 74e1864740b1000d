#include "server/identity.h"

#include "shared/files.h"
#include "shared/wipe.h"

namespace doorstep {
namespace {

constexpr std::size_t seed_bytes = 32;
constexpr std::size_t file_bytes_max = 256;
constexpr std::string_view context = "doorstep identity 1";
std::string key_path(const std::string& folder) { return folder + "/identity.key"; }

}  // namespace

Result<ServerIdentity> ServerIdentity::create(const std::string& folder, const Secret& key, Dice& dice) {
  if (size_of_file(key_path(folder))) return Error{Fault::already_exists, key_path(folder) + " exists"};
  ServerIdentity fresh{SigningKey::mint(dice)};
  if (auto written = fresh.keep(folder, key, dice); !written) return written.error();
  return fresh;
}

Result<ServerIdentity> ServerIdentity::of_seed(std::string_view seed) {
  if (seed.size() != seed_bytes) return Error{Fault::bad_file, "an identity's seed has 32 bytes"};
  return ServerIdentity{SigningKey::from_seed(bytes_of(seed))};
}

Result<ServerIdentity> ServerIdentity::open(const std::string& folder, const Secret& key) {
  auto text = read_file(key_path(folder), file_bytes_max);
  if (!text && text.error().fault == Fault::not_found)
    return Error{Fault::not_found, key_path(folder) +
                                       ", which makes the server who it is; every backup carries it, and "
                                       "`doorstep-server restore` brings it back"};
  if (!text) return text.error();
  if (text->size() == seed_bytes) {
    auto clear = of_seed(*text);
    wipe(*text);
    clear->sealed_ = false;
    return clear;
  }
  while (text->ends_with('\n')) text->pop_back();
  const auto box = unbase64(*text);
  const auto seed = box ? doorstep::open(key, *box, context) : std::nullopt;
  if (box && !seed) return Error{Fault::wrong_key, key_path(folder)};
  if (!box || seed->bytes().size() != seed_bytes)
    return Error{Fault::bad_file, key_path(folder) + " holds no identity"};
  return of_seed(view(seed->bytes()));
}

Result<void> ServerIdentity::keep(const std::string& folder, const Secret& key, Dice& dice) const {
  return write_file_durably(key_path(folder), base64(bytes_of(seal(key, view(key_.seed()), context, dice))) + "\n");
}

}  // namespace doorstep
