#pragma once
#include <QImage>
#include <QString>
#include <optional>

namespace doorstep {

/// What the office hands out so that a tablet can be enrolled: where the server is, who it is, and a one-time code.
struct Invitation {
  QString server, pin, code;
  bool complete() const { return !server.isEmpty() && !pin.isEmpty() && !code.isEmpty(); }
};

/// Finds the three in any text, in any order: the office's message pasted whole, the server's JSON answers, a QR code's
/// text. What is not there stays empty.
Invitation read_invitation(const QString& text);

/// The text of the first QR code in a picture; empty when there is none.
std::optional<QString> read_qr(const QImage& picture);

inline constexpr int picture_pixels_max = 4'000;  ///< a larger side is scaled down before it is searched

}  // namespace doorstep
