#pragma once
#include <QQuickPaintedItem>

namespace doorstep {

/// A text as a QR code, dark on light whatever the theme, so that every camera reads it; in whole pixels, as large as
/// its place allows.
class QrPicture : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)

 public:
  explicit QrPicture(QQuickItem* parent = nullptr) : QQuickPaintedItem(parent) {}
  QString text() const { return text_; }
  void setText(const QString& text);
  void paint(QPainter* painter) override;

 Q_SIGNALS:
  void textChanged();

 private:
  QString text_;
};

}  // namespace doorstep
