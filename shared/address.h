#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace doorstep {

/// Where a home is within its community, however it was written. Parts are in their one form (`address_part`); one
/// that the text did not name is empty.
struct Address {
  std::string phase;  ///< 一期 → "1期"
  std::string building, unit_no, room_no;
  friend bool operator==(const Address&, const Address&) = default;
};

enum class AddressPart { building, unit_no, room_no };

/// One part in one form, so that keys compare: "３栋" → "3", "三号楼" → "3", "2单元" → "2", "1502室" → "1502",
/// "A座" → "A", "地下B1-023" → "B1-023", "03" → "3". Doing it twice changes nothing.
std::string address_part(AddressPart part, std::string_view text);

/// "３栋2单元1502", "3-2-1502", "A座1201" (no unit), "三号楼" (a building alone), "翡翠城二期3栋…", "地下B1-023".
/// Empty: the text is no such address.
std::optional<Address> split_address(std::string_view text);

}  // namespace doorstep
