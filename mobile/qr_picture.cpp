#include "mobile/qr_picture.h"

#include <QPainter>

#include "shared/qr_code.h"

namespace doorstep {

void QrPicture::setText(const QString& text) {
  if (text == text_) return;
  text_ = text;
  update();
  Q_EMIT textChanged();
}

void QrPicture::paint(QPainter* painter) {
  const auto code = text_.isEmpty() ? std::nullopt : qr_code(text_.toStdString());
  if (!code) return;
  const int modules = code->side + 2 * qr_quiet_modules;
  const int pixels = static_cast<int>(std::min(width(), height())) / modules;
  const int left = (static_cast<int>(width()) - pixels * modules) / 2;
  const int top = (static_cast<int>(height()) - pixels * modules) / 2;
  painter->fillRect(left, top, pixels * modules, pixels * modules, Qt::white);
  for (int y = 0; y < code->side; ++y)
    for (int x = 0; x < code->side; ++x)
      if (code->is_dark(x, y))
        painter->fillRect(left + (x + qr_quiet_modules) * pixels, top + (y + qr_quiet_modules) * pixels, pixels, pixels,
                          Qt::black);
}

}  // namespace doorstep
