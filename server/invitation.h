#pragma once
#include <string>

#include "shared/json.h"

namespace doorstep {

/// What an admin hands out so that a tablet can be enrolled: where the server is, who it is, and a one-time code. The
/// app finds the three in any text, pasted or read from a picture.
struct Invitation {
  std::string server;  ///< wss://HOST:PORT
  std::string pin, code;
};
std::string invitation_text(const Invitation& invitation);

/// Writes the text as a QR code (ISO/IEC 18004, error correction M) in a PNG: 0600, for until the code is used or
/// expires whoever has the picture can enrol. The answer of `device code` gets `invitation` and `qr`. already_exists
/// when something stands at `file`; the code is minted then, and is best left to expire.
Result<json> with_invitation(json answer, const std::string& server, const std::string& file);

/// Is it an address that the app finds in a text?
bool is_server_address(const std::string& text);

}  // namespace doorstep
