// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/format.h"

#include <clocale>
#include <limits>

#include <gtest/gtest.h>

#include <QLocale>

#include "tests/support/comma_locale.h"

namespace adapsne {
namespace {

TEST(Format, CountsHaveSeparators) {
  EXPECT_EQ(countText(1234567).toStdString(), "1,234,567");
}

TEST(Format, NumbersStayShort) {
  EXPECT_EQ(numberText(19.583).toStdString(), "19.6");
  EXPECT_EQ(numberText(0).toStdString(), "0");
  EXPECT_EQ(numberText(12345.6).toStdString(), "12,346");
  EXPECT_EQ(numberText(1.5e-7).toStdString(), "1.50e-07");
  EXPECT_EQ(numberText(std::numeric_limits<double>::quiet_NaN()).toStdString(), "—");
}

TEST(Format, Memory) {
  EXPECT_EQ(memoryText(12), QStringLiteral("12\u00a0B"));
  EXPECT_EQ(memoryText(1200), QStringLiteral("1\u00a0kB"));
  EXPECT_EQ(memoryText(812'000'000), QStringLiteral("812\u00a0MB"));
}

TEST(Format, Times) {
  EXPECT_EQ(durationText(0.0042).toStdString(), "4.2 ms");
  EXPECT_EQ(durationText(3.456).toStdString(), "3.46 s");
  EXPECT_EQ(durationText(245).toStdString(), "4 min 05 s");
  EXPECT_EQ(clockText(13.2).toStdString(), "00:14");
  EXPECT_EQ(clockText(3723).toStdString(), "1:02:03");
  EXPECT_EQ(clockText(-1).toStdString(), "");
}

TEST(Format, NumbersHaveAPointWhateverQtHasSet) {
  const test::CommaLocale comma;
  if (!comma.works()) GTEST_SKIP() << "this C library does not read the test's locale";
  const QLocale before;
  QLocale::setDefault(QLocale(QLocale::German));
  EXPECT_EQ(QString::asprintf("%.3f", 3.415), "3.415") << "Qt's own is the C locale's";
  EXPECT_EQ(countText(1797), "1,797");
  EXPECT_EQ(numberText(0.125), "0.125");
  useOneNotation();
  EXPECT_EQ(QLocale().toString(3.5), "3.5");
  EXPECT_STREQ(std::localeconv()->decimal_point, ".");
  EXPECT_EQ(countText(1797), "1,797");
  EXPECT_EQ(durationText(12.34), "12.3 s");
  QLocale::setDefault(before);
}

}  // namespace
}  // namespace adapsne
