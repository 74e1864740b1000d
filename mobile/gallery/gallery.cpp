#include <QCommandLineParser>
#include <QDir>
#include <QGuiApplication>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTest>
#include <QtQml/QQmlExtensionPlugin>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string_view>

#include "mobile/speech.h"
#include "mobile/start.h"

Q_IMPORT_QML_PLUGIN(Doorstep_GalleryPlugin)

/// doorstep-gallery: every part in all its states, with made-up values. In a window, or as pictures for the eye:
///   doorstep-gallery --pictures DIR [--look zh_CN,dark,large]...

namespace {

constexpr auto root = "qrc:/qt/qml/Doorstep/Gallery/";
constexpr int settle_ms = 150, narrow_px = 412;
const QStringList pages{"SyncPage",       "GridPage", "RowsPage", "FieldsPage",
                        "MoreFieldsPage", "DoorPage", "KeysPage", "ConflictPage", "OfficePage"};
const QStringList looks{"zh_CN",      "zh_CN,dark",   "en",           "en,dark",         "zh_CN,large", "en,large",
                        "zh_CN,high", "en,high,dark", "zh_CN,narrow", "en,narrow,large", "zh_CN,left"};

/// False, having said why, when the modules are not there.
bool wear(QQmlEngine& engine, const QString& look) {
  doorstep::speak(look.section(',', 0, 0));
  QQmlComponent component{&engine, QUrl{QString{root} + "Wardrobe.qml"}};
  std::unique_ptr<QObject> wardrobe{component.createWithInitialProperties({{"look", look}})};
  if (!wardrobe) std::fprintf(stderr, "%s\n", qPrintable(component.errorString()));
  return wardrobe != nullptr;
}

/// False, having said why, when a page cannot be shown.
bool take_picture(QQmlEngine& engine, const QString& page, const QStringList& look, const QString& folder) {
  QQmlComponent component{&engine, QUrl{root + page + ".qml"}};
  std::unique_ptr<QObject> made{component.create()};
  auto* item = qobject_cast<QQuickItem*>(made.get());
  if (item == nullptr) {
    std::fprintf(stderr, "%s\n", qPrintable(component.errorString()));
    return false;
  }
  QQuickWindow window;
  item->setParentItem(window.contentItem());
  item->setWidth(look.contains("narrow") ? narrow_px : item->implicitWidth());
  window.resize(QSize{static_cast<int>(item->width()), 600});
  window.show();
  QTest::qWait(settle_ms);
  item->setHeight(item->implicitHeight());
  window.resize(item->size().toSize());
  QTest::qWait(settle_ms);
  return window.grabWindow().save(folder + "/" + page + "-" + look.join('-') + ".png");
}

int take_pictures(QQmlEngine& engine, const QStringList& wanted, const QString& folder) {
  QDir{}.mkpath(folder);
  for (const auto& look : wanted) {
    if (!wear(engine, look)) return 1;
    for (const auto& page : pages)
      if (!take_picture(engine, page, look.split(','), folder)) return 1;
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  // Pictures need no screen, and look the same on every machine without a graphics card.
  if (std::any_of(words, words + count, [](std::string_view word) { return word.starts_with("--pictures"); })) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    if (!qEnvironmentVariableIsSet("QT_QUICK_BACKEND")) qputenv("QT_QUICK_BACKEND", "software");
  }
  QGuiApplication application{count, words};
  QCommandLineParser parser;
  parser.setApplicationDescription("Every part of Doorstep's app in all its states, with made-up values.");
  parser.addHelpOption();
  parser.addOptions({{"pictures", "Write a picture of every page in every look and end.", "DIR"},
                     {"look", "Only this look, for instance zh_CN,dark,large,high,narrow,left.", "LOOK"}});
  parser.process(application);
  QQmlEngine engine;
  doorstep::prepare(engine, {});
  auto wanted = parser.values("look");
  if (parser.isSet("pictures"))
    return take_pictures(engine, wanted.isEmpty() ? looks : wanted, parser.value("pictures"));
  if (!wear(engine, wanted.value(0, "zh_CN"))) return 1;
  QQmlComponent component{&engine, QUrl{QString{root} + "Gallery.qml"}};
  std::unique_ptr<QObject> window{component.create()};
  if (!window) std::fprintf(stderr, "%s\n", qPrintable(component.errorString()));
  return window ? QGuiApplication::exec() : 1;
}
