#include "shared/ids.h"

#include <algorithm>
#include <charconv>

#include "shared/clock.h"
#include "shared/result.h"

namespace doorstep {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  return -1;
}

void set_version(std::array<std::uint8_t, 16>& bytes, std::uint8_t version) {
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | (version << 4));
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
}

}  // namespace

std::string uuid_text(const std::array<std::uint8_t, 16>& bytes) {
  std::string out;
  out.reserve(36);
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) out += '-';
    out += hex_digits[bytes[i] >> 4];
    out += hex_digits[bytes[i] & 15];
  }
  return out;
}

std::optional<std::array<std::uint8_t, 16>> parse_uuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::array<std::uint8_t, 16> out{};
  std::size_t at = 0;
  for (std::size_t i = 0; i < 36; ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    int high = hex_value(text[i]), low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out[at++] = static_cast<std::uint8_t>(high * 16 + low);
    ++i;
  }
  return out;
}

RecordId mint_record(Clock& clock, Dice& dice) {
  RecordId id;
  dice.fill(id.bytes);
  auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(0, to_ms(clock.wall())));
  for (std::size_t i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
  set_version(id.bytes, 7);
  return id;
}

EditId mint_edit(Dice& dice) {
  EditId id;
  dice.fill(id.bytes);
  set_version(id.bytes, 4);
  return id;
}

std::string mint_name(Dice& dice) {
  constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
  std::array<std::uint8_t, 13> raw{};
  dice.fill(raw);
  std::string out;
  for (auto byte : raw) out += digits[byte & 31];
  return out;
}

ChainId chain_of(const PersonId& person, const DeviceId& device, std::uint32_t incarnation) {
  return ChainId{person.value + "/" + device.value + "/" + std::to_string(incarnation)};
}
PersonId person_of(const ChainId& chain) { return PersonId{chain.value.substr(0, chain.value.find('/'))}; }
DeviceId device_of(const ChainId& chain) {
  auto first = chain.value.find('/');
  if (first == std::string::npos) return {};
  return DeviceId{chain.value.substr(first + 1, chain.value.find('/', first + 1) - first - 1)};
}
std::uint32_t incarnation_of(const ChainId& chain) {
  const auto& text = chain.value;
  std::uint32_t out = 0;
  const auto slash = text.rfind('/');
  if (slash == text.npos) return 0;
  std::from_chars(text.data() + slash + 1, text.data() + text.size(), out);
  return chain_of(person_of(chain), device_of(chain), out) == chain ? out : 0;
}

}  // namespace doorstep
