// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio_setup.h"

#include <clocale>
#include <cstdio>

#include <gtest/gtest.h>

#include <QApplication>
#include <QLocale>

#include "tests/support/comma_locale.h"

namespace adapsne {
namespace {

/// QApplication has set the environment's locale by then, in which the core would write "3,415".
TEST(StudioSetup, NumbersHaveAPointInEveryLocale) {
  const test::CommaLocale comma;
  if (!comma.works()) GTEST_SKIP() << "this C library does not read the test's locale";
  setUpStudio(*qobject_cast<QApplication*>(QCoreApplication::instance()));
  char text[16];
  std::snprintf(text, sizeof text, "%.3f", 3.415);
  EXPECT_STREQ(text, "3.415");
  EXPECT_EQ(QLocale().toString(3.415), "3.415");
}

}  // namespace
}  // namespace adapsne
