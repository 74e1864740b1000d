#include <gtest/gtest.h>

#include <QGuiApplication>

#include "tests/mobile/tablet.h"

int main(int count, char** words) {
  doorstep::test::without_a_screen();
  ::testing::InitGoogleTest(&count, words);
  QGuiApplication application{count, words};
  return RUN_ALL_TESTS();
}
