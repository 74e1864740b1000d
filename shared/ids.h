#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace doorstep {

class Dice;
class Clock;

/// A value that cannot be mistaken for another of the same representation.
template <class Tag, class Rep>
struct Strong {
  Rep value{};
  friend auto operator<=>(const Strong&, const Strong&) = default;
};

using Seq = Strong<struct SeqTag, std::uint64_t>;  ///< a community's sequence number; 0 = not yet told by the server
using BundleNumber = Strong<struct BundleTag, std::uint64_t>;  ///< along one chain, from 1, gap-free
using PersonId = Strong<struct PersonTag, std::string>;        ///< minted by the server, 13 characters
using DeviceId = Strong<struct DeviceTag, std::string>;        ///< minted by the server at enrolment, 13 characters
using CommunityId = Strong<struct CommunityTag, std::string>;  ///< its code, for instance "main"
using ChainId = Strong<struct ChainTag, std::string>;          ///< "person/device/incarnation"
using Epoch = Strong<struct EpochTag, std::string>;            ///< changes when a server is restored

/// 128 bits, written as a UUID (RFC 9562, lower case, hyphens).
template <class Tag>
struct Id {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const Id&, const Id&) = default;
};
using RecordId = Id<struct RecordTag>;  ///< UUIDv7: sorts by time of creation; a conflict's is derived (UUIDv8)
using EditId = Id<struct EditTag>;      ///< UUIDv4: survives renumbering, outmail and quarantine

std::string uuid_text(const std::array<std::uint8_t, 16>& bytes);
std::optional<std::array<std::uint8_t, 16>> parse_uuid(std::string_view text);

template <class Tag>
std::string text(const Id<Tag>& id) {
  return uuid_text(id.bytes);
}
template <class IdType>
std::optional<IdType> parse_id(std::string_view text) {
  auto bytes = parse_uuid(text);
  if (!bytes) return std::nullopt;
  return IdType{*bytes};
}

RecordId mint_record(Clock& clock, Dice& dice);
EditId mint_edit(Dice& dice);
/// 13 characters of Crockford's base32 (65 random bits): people, devices, epochs, boots.
std::string mint_name(Dice& dice);

ChainId chain_of(const PersonId& person, const DeviceId& device, std::uint32_t incarnation);
PersonId person_of(const ChainId& chain);
DeviceId device_of(const ChainId& chain);
/// From 1, as `chain_of` writes it and in no other way; 0: the text is no chain's.
std::uint32_t incarnation_of(const ChainId& chain);

}  // namespace doorstep

template <class Tag, class Rep>
struct std::hash<doorstep::Strong<Tag, Rep>> {
  std::size_t operator()(const doorstep::Strong<Tag, Rep>& id) const noexcept { return std::hash<Rep>{}(id.value); }
};
template <class Tag>
struct std::hash<doorstep::Id<Tag>> {
  std::size_t operator()(const doorstep::Id<Tag>& id) const noexcept {
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()});
  }
};
