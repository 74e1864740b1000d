#pragma once
#include <string>

#include "shared/json.h"

namespace doorstep {

/// The answer of `device code` as a tablet reads it off a picture: where the server is, its pin and the code, one a
/// line, as a QR code (ISO/IEC 18004, error correction M) in a PNG: 0600, for until the code is used or expires whoever
/// has the picture can enrol. The answer gets `invitation`, the text, and `qr`. already_exists when something stands at
/// `file`; the code is minted then, and is best left to expire.
Result<json> with_invitation(json answer, const std::string& server, const std::string& file);

/// Is it an address that the app finds in a text?
bool is_server_address(const std::string& text);

}  // namespace doorstep
