#include <QtQml/QQmlExtensionPlugin>
#include <QtQuickTest>

#include "tests/mobile/parts/setup.h"

Q_IMPORT_QML_PLUGIN(Doorstep_GalleryPlugin)

// Runs the *_test.qml here.
QUICK_TEST_MAIN_WITH_SETUP(parts, Setup)
