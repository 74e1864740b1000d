#include <gtest/gtest.h>

#include <QGuiApplication>

int main(int count, char** words) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  qputenv("QT_QUICK_BACKEND", "software");
  ::testing::InitGoogleTest(&count, words);
  QGuiApplication application{count, words};
  return RUN_ALL_TESTS();
}
