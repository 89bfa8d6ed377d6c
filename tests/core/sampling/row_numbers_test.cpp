// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampling/row_numbers.h"

#include <gtest/gtest.h>

#include "core/support/error.h"

namespace adapsne {
namespace {

std::string refusal(const std::string& text) {
  try {
    parseRowNumbers(text, "--given-rows");
  } catch (const UsageError& e) {
    return e.what();
  }
  return "read";
}

TEST(RowNumbers, AreReadAndWritten) {
  EXPECT_EQ(parseRowNumbers(" 3, 17,0 ", ""), (std::vector<int64_t>{3, 17, 0}));
  EXPECT_TRUE(parseRowNumbers("", "").empty());
  EXPECT_TRUE(parseRowNumbers("  ", "").empty());
  EXPECT_EQ(rowNumbersText({3, 17, 0}), "3,17,0");
  EXPECT_EQ(rowNumbersText({}), "");
  EXPECT_EQ(parseRowNumbers(rowNumbersText({5, 2}), ""), (std::vector<int64_t>{5, 2}));
}

TEST(RowNumbers, WhatIsNoneIsSaid) {
  for (const char* text : {"3,x", "3,,4", "-1", "2.5", ",", "99999999999999999999"})
    EXPECT_NE(refusal(text).find("is not a row number"), std::string::npos) << text;
  EXPECT_NE(refusal("3,x").find("--given-rows: \"x\""), std::string::npos);
  EXPECT_NE(refusal("3,4,3").find("row 3 stands twice"), std::string::npos);
}

}  // namespace
}  // namespace adapsne
