// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/budget_text.h"

#include <gtest/gtest.h>

#include "core/support/error.h"

namespace adapsne {
namespace {

TEST(BudgetText, ReadsNumbersAndShares) {
  EXPECT_EQ(budgetsOf("50, 20 0.05;0.01,,50"),
            (std::vector<SubsetBudget>{{0, 20}, {0, 50}, {0.01, 0}, {0.05, 0}}));
  EXPECT_EQ(budgetsOf("1"), (std::vector<SubsetBudget>{{0, 1}})) << "one exemplar, not all points";
  EXPECT_EQ(budgetsOf("1.0"), (std::vector<SubsetBudget>{{1, 0}}));
}

TEST(BudgetText, WritesWhatItReads) {
  for (const std::string text : {"20, 50, 0.01, 0.05", "1, 1.0", "2000"}) {
    EXPECT_EQ(budgetsText(budgetsOf(text)), text);
    EXPECT_EQ(budgetsOf(budgetsText(budgetsOf(text))), budgetsOf(text));
  }
}

TEST(BudgetText, RefusesTheRest) {
  for (const std::string text : {"", " , ", "ten", "0", "-3", "1.5", "0.0", "20 x", "1e2", "nan", "0x10"})
    EXPECT_THROW(budgetsOf(text), UsageError) << text;
}

}  // namespace
}  // namespace adapsne
