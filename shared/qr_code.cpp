#include "shared/qr_code.h"

#include <qrencode.h>

#include <memory>

namespace doorstep {

std::optional<QrCode> qr_code(const std::string& text) {
  const std::unique_ptr<QRcode, void (*)(QRcode*)> symbol{QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_M),
                                                          QRcode_free};
  if (!symbol) return std::nullopt;
  QrCode out{symbol->width, {}};
  for (int i = 0; i < symbol->width * symbol->width; ++i) out.dark.push_back((symbol->data[i] & 1) != 0);
  return out;
}

std::string invitation_text(const std::string& server, const std::string& pin, const std::string& code) {
  return server + "\n" + pin + "\n" + code;
}

}  // namespace doorstep
