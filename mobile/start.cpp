#include "mobile/start.h"

#include <QCommandLineParser>
#include <QFont>
#include <QQmlContext>
#include <QQmlExpression>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QSurfaceFormat>
#include <QTimer>

#include <QtQml/QQmlExtensionPlugin>

#include "shared/version.h"

Q_IMPORT_QML_PLUGIN(DoorstepPlugin)

namespace doorstep {

Options read_options(const QGuiApplication& application) {
  QCommandLineParser parser;
  parser.setApplicationDescription("The tablet app of Doorstep: resident archives, offline first.");
  QCommandLineOption store{"store", "Folder of this tablet's stores.", "DIR"};
  QCommandLineOption language{"language", "zh_CN or en; the system's if not given.", "LANGUAGE"};
  QCommandLineOption theme{"theme", "light or dark, until the person chooses; light if not given.", "THEME"};
  QCommandLineOption size{"size", "The window's size.", "WxH"};
  QCommandLineOption screenshot{"screenshot", "Write a picture of the first screen and end.", "FILE"};
  QCommandLineOption after{"after", "Milliseconds before the picture is taken.", "MS", "600"};
  parser.addOptions({store, language, theme, size, screenshot, after});
  parser.addHelpOption();
  parser.addVersionOption();
  parser.process(application);
  Options out{parser.value(store), parser.value(language), parser.value(theme), parser.value(screenshot), {}, 0, 0};
  auto sides = parser.value(size).split('x');
  if (sides.size() == 2) out.size = QSize{sides[0].toInt(), sides[1].toInt()};
  out.after_ms = parser.value(after).toInt();
  return out;
}

void prepare(QQmlEngine& engine, const Options& options) {
  QGuiApplication::setApplicationName("doorstep");
  QGuiApplication::setApplicationDisplayName("Doorstep");
  QGuiApplication::setApplicationVersion(QString::fromUtf8(program_version.data(), program_version.size()));
  QQuickStyle::setStyle("Basic");
  // Signs and signatures are drawn lines: without samples a graphics card leaves them jagged.
  auto surface = QSurfaceFormat::defaultFormat();
  surface.setSamples(4);
  QSurfaceFormat::setDefaultFormat(surface);
  QFont font;
  font.setFamilies({"Noto Sans CJK SC", "Noto Sans", "Roboto", "PingFang SC"});
  font.setPixelSize(16);
  QGuiApplication::setFont(font);
  engine.addImportPath("qrc:/qt/qml");  // Qt 6.4 does not look there by itself
  engine.setProperty("store", options.store);
  engine.setProperty("language", options.language);
  engine.setProperty("theme", options.theme);
  if (options.idle_ms > 0) engine.setProperty("idle_ms", options.idle_ms);
}

void dress(QQmlApplicationEngine& engine, const QString& theme) {
  if (theme != "light" && theme != "dark") return;
  auto* window = engine.rootObjects().first();
  QQmlExpression{qmlContext(window), window, theme == "dark" ? "Theme.dark = true" : "Theme.dark = false"}.evaluate();
}

void take_screenshot(QQmlApplicationEngine& engine, const Options& options) {
  auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().first());
  QTimer::singleShot(options.after_ms, window, [window, file = options.screenshot] {
    QGuiApplication::exit(window->grabWindow().save(file) ? 0 : 1);
  });
}

}  // namespace doorstep
