#pragma once
#include <string_view>

#include "shared/crypto.h"
#include "shared/result.h"

namespace doorstep {

inline constexpr std::size_t passphrase_characters_min = 8;  ///< code points
inline constexpr std::size_t passphrase_bytes_max = 1024;

/// The one form in which passphrases become keys: NFKC, without marks that nobody sees. The same words typed on another
/// keyboard, composed or not, full width or not, are the same passphrase. What is no UTF-8 stays as it was typed.
Secret passphrase_form(std::string_view typed);

/// May this open a store from now on? Length counts, composition does not (docs/decisions/0007): what is refused is
/// what a finder tries first. weak_passphrase says why, in Chinese and English. Passphrases in use are never judged
/// again.
Result<void> check_passphrase(std::string_view passphrase);

}  // namespace doorstep
