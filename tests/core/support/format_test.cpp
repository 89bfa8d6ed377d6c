// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/format.h"

#include <cstdio>
#include <filesystem>
#include <regex>
#include <string>

#include <gtest/gtest.h>

#include "core/pipeline/measures.h"
#include "core/support/memory.h"
#include "tests/support/comma_locale.h"
#include "tests/support/paths.h"

namespace adapsne {
namespace {

TEST(Format, WritesWhatPrintfWrites) {
  EXPECT_EQ(format("%s is %.3f, %5d of %lld %%", "x", 3.14159, 7, 9000000000LL),
            "x is 3.142,     7 of 9000000000 %");
  EXPECT_EQ(format("%s", std::string(5000, 'a').c_str()), std::string(5000, 'a'));
  EXPECT_EQ(format("nothing"), "nothing");
}

TEST(Format, GroupsDigits) {
  EXPECT_EQ(grouped("0"), "0");
  EXPECT_EQ(grouped("999"), "999");
  EXPECT_EQ(grouped("1797"), "1,797");
  EXPECT_EQ(grouped("-123456"), "-123,456");
  EXPECT_EQ(grouped("+1234567"), "+1,234,567");
}

TEST(Format, NumbersHaveAPointInEveryLocale) {
  const test::CommaLocale comma;
  if (!comma.works()) GTEST_SKIP() << "this C library does not read the test's locale";
  char text[16];
  std::snprintf(text, sizeof text, "%.1f", 3.5);
  ASSERT_STREQ(text, "3,5") << "the locale acts";
  EXPECT_EQ(format("%.1f", 3.5), "3.5");
  EXPECT_EQ(sizeText(1500), "1.5 kB");
  for (const Measure& measure : measures()) {
    EXPECT_EQ(measureText(measure, 3.415).find(','), std::string::npos) << measure.key;
    EXPECT_EQ(differenceText(measure, 1, 4.415).find(','), std::string::npos) << measure.key;
  }
  std::snprintf(text, sizeof text, "%.1f", 3.5);
  EXPECT_STREQ(text, "3,5") << "the locale is left as it was";
}

/// Functions that write or read numbers as the locale has it: none of them stands in what the window shows or
/// a file gets. The command line prints to its own terminal, and sets no locale.
TEST(Format, NothingElseDependsOnTheLocale) {
  const std::regex locale(
      R"(\b(v?s?n?printf|strto(d|f|ld)|sto(d|f|ld)|atof|setprecision|QLocale::system|toLocaleString)\s*\()"
      R"(|%L\d|\bQLocale\(\)|std::locale)");
  const std::regex printing(R"(\bstd::f?printf\s*\()");
  for (const char* folder : {"core", "views", "app"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(test::sourceFile(folder))) {
      const std::string path = entry.path().string();
      if (!path.ends_with(".cpp") && !path.ends_with(".h")) continue;
      if (path.ends_with("core/support/format.cpp")) continue;
      std::string text = test::readText(entry.path());
      if (std::string(folder) == "app") text = std::regex_replace(text, printing, "");
      std::smatch found;
      EXPECT_FALSE(std::regex_search(text, found, locale)) << path << ": " << found.str();
    }
}

}  // namespace
}  // namespace adapsne
