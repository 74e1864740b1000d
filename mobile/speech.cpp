#include "mobile/speech.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>
#include <memory>
#include <vector>

namespace doorstep {

void speak(const QString& language) {
  static std::vector<std::unique_ptr<QTranslator>> installed;  // they must live as long as the application
  for (auto& translator : installed) QCoreApplication::removeTranslator(translator.get());
  installed.clear();
  QLocale::setDefault(QLocale{language});
  auto install = [&](const QString& name, const QString& folder) {
    auto translator = std::make_unique<QTranslator>();
    if (!translator->load(name + "_" + language, folder)) return;
    QCoreApplication::installTranslator(translator.get());
    installed.push_back(std::move(translator));
  };
  install("qtbase", QLibraryInfo::path(QLibraryInfo::TranslationsPath));
  install("doorstep", ":/i18n");
}

}  // namespace doorstep
