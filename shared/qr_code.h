#pragma once
#include <optional>
#include <string>
#include <vector>

namespace doorstep {

/// A QR code (ISO/IEC 18004, error correction M): a square of dark and light, without its quiet margin. Pure.
struct QrCode {
  int side = 0;
  std::vector<bool> dark;  ///< row by row
  bool is_dark(int x, int y) const { return dark[static_cast<std::size_t>(y * side + x)]; }
};
inline constexpr int qr_quiet_modules = 4;  ///< light, all around it (§9.1)

/// Empty: the text does not fit into one.
std::optional<QrCode> qr_code(const std::string& text);

/// What an invitation's picture holds: the server's address, its pin and the code, one a line.
std::string invitation_text(const std::string& server, const std::string& pin, const std::string& code);

}  // namespace doorstep
