#pragma once
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QSize>
#include <QString>

namespace doorstep {

/// What the command line of the app may ask for (`doorstep-app --help`).
struct Options {
  QString store, language, theme, screenshot;
  QSize size;
  int after_ms = 0;
  int idle_ms = 0;  ///< another idle lock than `idle_lock_ms`; tests only
};

Options read_options(const QGuiApplication& application);

/// Fonts, translations, the module's place and what `App` and `Theme` want to know: the same for the app and its tests.
/// Before anything is loaded.
void prepare(QQmlEngine& engine, const Options& options);

/// "light" or "dark", once the window is there, whatever the person chose (pictures); anything else changes nothing.
void dress(QQmlApplicationEngine& engine, const QString& theme);

/// Grabs the window once it has stood still, writes the picture and ends the application: 0, or 1 when it could not.
void take_screenshot(QQmlApplicationEngine& engine, const Options& options);

}  // namespace doorstep
