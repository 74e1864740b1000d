#pragma once
#include <QString>

namespace doorstep {

/// Installs the translation of the app's own words and of Qt's for "zh_CN" or "en", instead of the one before. The
/// application must exist.
void speak(const QString& language);

}  // namespace doorstep
