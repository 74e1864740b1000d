#include "shared/sealed_parcel.h"

#include <algorithm>

namespace doorstep {
namespace {

constexpr std::string_view head_line = "doorstep outmail 1\n";
constexpr std::string_view marker = "DSPL";
constexpr std::size_t key_bytes = 32;
constexpr std::size_t sealed_key_bytes = key_bytes + 48;
constexpr std::size_t check_bytes = 16;
constexpr std::size_t head_bytes = head_line.size() + key_bytes + check_bytes;
constexpr std::size_t parcel_head_bytes = marker.size() + 4 + 8 + check_bytes;
constexpr std::size_t sealed_bytes_min = sealed_key_bytes + 24 + 16;

void put(std::string& out, std::uint64_t value, std::size_t bytes) {
  for (auto shift = bytes * 8; shift > 0; shift -= 8) out += static_cast<char>(value >> (shift - 8) & 0xff);
}
std::uint64_t take(std::string_view text, std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | static_cast<unsigned char>(text[i]);
  return value;
}

std::string bound_to(std::uint64_t number) {
  std::string out{"doorstep parcel 1"};
  put(out, number, 8);
  return out;
}

// Guards against chance only: whoever forges a parcel is found out by the bundle's signature inside.
std::string check_of(std::uint64_t number, std::string_view sealed) {
  std::string covered;
  covered.reserve(8 + sealed.size());
  put(covered, number, 8);
  covered += sealed;
  return std::string{view(short_hash(covered))};
}

// The key and its check behind the line: a head that was torn must not swallow what was appended to it.
std::string head_for(const PublicKey& office) {
  auto out = std::string{head_line} + std::string{view(office)};
  return out + std::string{view(short_hash(out))};
}
std::optional<PublicKey> office_in(std::string_view text) {
  if (text.size() < head_bytes) return std::nullopt;
  PublicKey office;
  auto key = bytes_of(text.substr(head_line.size(), office.size()));
  std::copy(key.begin(), key.end(), office.begin());
  if (text.substr(0, head_bytes) != head_for(office)) return std::nullopt;
  return office;
}

std::optional<SealedParcel> parcel_at(std::string_view text) {
  if (!text.starts_with(marker) || text.size() < parcel_head_bytes) return std::nullopt;
  auto size = take(text.substr(marker.size()), 4);
  SealedParcel out{take(text.substr(marker.size() + 4), 8), {}};
  if (size < sealed_bytes_min || size > sealed_bytes_max || size > text.size() - parcel_head_bytes) return std::nullopt;
  out.sealed = text.substr(parcel_head_bytes, size);
  if (text.substr(parcel_head_bytes - check_bytes, check_bytes) != check_of(out.number, out.sealed))
    return std::nullopt;
  return out;
}

}  // namespace

std::optional<ParcelSealer> ParcelSealer::to(const PublicKey& office, Dice& dice) {
  Secret key{key_bytes};
  dice.fill(key.bytes());
  auto sealed = seal_to(office, view(key.bytes()));
  if (!sealed) return std::nullopt;
  return ParcelSealer{office, std::move(key), std::move(*sealed)};
}

std::string ParcelSealer::file_head() const { return head_for(office_); }

std::string ParcelSealer::seal(std::uint64_t number, std::string_view plain, Dice& dice) const {
  auto sealed = sealed_key_ + doorstep::seal(key_, plain, bound_to(number), dice);
  require(sealed.size() <= sealed_bytes_max, "a parcel is within its limit");
  std::string out;
  out.reserve(parcel_head_bytes + sealed.size());
  out += marker;
  put(out, sealed.size(), 4);
  put(out, number, 8);
  out += check_of(number, sealed);
  out += sealed;
  return out;
}

OutmailScan scan_outmail(std::string_view text) {
  OutmailScan out;
  std::size_t at = 0;
  if (auto office = office_in(text)) {
    out.office = office;
    at = head_bytes;
  }
  while (at < text.size()) {
    if (auto parcel = parcel_at(text.substr(at))) {
      at += parcel_head_bytes + parcel->sealed.size();
      out.parcels.push_back(*parcel);
      continue;
    }
    // On to where the next one may begin.
    auto next = std::min(text.find(marker, at + 1), text.size());
    out.spoiled_bytes += next - at;
    at = next;
  }
  return out;
}

std::optional<Secret> open_parcel(const SealedParcel& parcel, const BoxKeys& office) {
  auto key = open_sealed(office, parcel.sealed.substr(0, sealed_key_bytes));
  if (!key || key->bytes().size() != key_bytes) return std::nullopt;
  return open(*key, parcel.sealed.substr(sealed_key_bytes), bound_to(parcel.number));
}

}  // namespace doorstep
