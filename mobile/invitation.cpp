#include "mobile/invitation.h"

#include <zbar.h>

#include <QRegularExpression>

#include "shared/unicode.h"

namespace doorstep {
namespace {

QString first(const QString& text, const char* pattern) {
  static const auto options = QRegularExpression::CaseInsensitiveOption;
  auto match = QRegularExpression{QString::fromLatin1(pattern), options}.match(text);
  return match.hasMatch() ? match.captured(match.lastCapturedIndex()) : QString{};
}

}  // namespace

Invitation read_invitation(const QString& pasted) {
  // An input method for Chinese types ：and ８Ｋ.
  const auto text = QString::fromStdString(nfkc(pasted.toStdString()));
  Invitation out;
  out.server = first(text, R"((wss://[a-z0-9.\-\[\]:]*[a-z0-9\]]))").toLower();
  // 32 bytes in base64url; the code's groups and the address have other letters beside them or are shorter.
  out.pin = first(text, R"((?<![A-Za-z0-9_-])([A-Za-z0-9_-]{43})(?![A-Za-z0-9_-]))");
  static const QRegularExpression between{R"(\s*[-\x{2010}-\x{2013}\x{2212}]\s*)"};
  out.code =
      first(text, R"((?<![A-Za-z0-9-])((?:[0-9A-Z]{5}\s*[-\x{2010}-\x{2013}\x{2212}]\s*){5}[0-9A-Z])(?![A-Za-z0-9-]))")
          .toUpper()
          .replace(between, "-");
  return out;
}

std::optional<QString> read_qr(const QImage& picture) {
  if (picture.isNull()) return std::nullopt;
  auto grey = picture;
  if (std::max(grey.width(), grey.height()) > picture_pixels_max)
    grey = grey.scaled(picture_pixels_max, picture_pixels_max, Qt::KeepAspectRatio, Qt::SmoothTransformation);
  grey = grey.convertToFormat(QImage::Format_Grayscale8);
  // zbar wants rows without padding.
  QByteArray pixels;
  for (int row = 0; row < grey.height(); ++row)
    pixels.append(reinterpret_cast<const char*>(grey.constScanLine(row)), grey.width());
  zbar::ImageScanner scanner;
  scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
  scanner.set_config(zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
  zbar::Image image(static_cast<unsigned>(grey.width()), static_cast<unsigned>(grey.height()), "Y800",
                    pixels.constData(), static_cast<unsigned long>(pixels.size()));
  if (scanner.scan(image) <= 0) return std::nullopt;
  auto symbol = image.symbol_begin();
  if (symbol == image.symbol_end()) return std::nullopt;
  return QString::fromStdString(symbol->get_data());
}

}  // namespace doorstep
