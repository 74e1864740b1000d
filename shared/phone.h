#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace doorstep {

/// Telephone numbers of mainland China, Hong Kong and Macau, however they were typed, in one form each:
///   mobile 13800138000 · landline 0571-88886666 or 0571-88886666-123 (extension) · service number 400-800-1234
///   Hong Kong 00852-51234567 · Macau 00853-66123456 (as dialled from the mainland; with a + a spreadsheet would
///   subtract)
/// Blanks, hyphens, brackets, full-width digits and +86 are understood; Hong Kong and Macau must be named (+852, 00852
/// or 852 set apart), for eight digits alone could be any city's. Empty: it is none of these.
std::optional<std::string> phone_number(std::string_view text);

enum class PhoneKind { mobile, landline, service };

/// Which of the forms above a text already has; empty: none.
std::optional<PhoneKind> phone_kind(std::string_view text);

}  // namespace doorstep
