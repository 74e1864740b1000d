#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace doorstep {

/// Telephone numbers of mainland China, however they were typed, in one form each:
///   mobile 13800138000 · landline 0571-88886666 or 0571-88886666-123 (extension) · service number 400-800-1234
/// Blanks, hyphens, brackets, full-width digits and +86 are understood. Empty: it is none of these.
std::optional<std::string> phone_number(std::string_view text);

enum class PhoneKind { mobile, landline, service };

/// Which of the forms above a text already has; empty: none.
std::optional<PhoneKind> phone_kind(std::string_view text);

}  // namespace doorstep
