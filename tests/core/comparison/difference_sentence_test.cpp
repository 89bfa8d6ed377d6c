// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/difference_sentence.h"

#include <limits>

#include <gtest/gtest.h>

namespace adapsne {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

TEST(DifferenceSentence, SaysWhereAMethodIsBetterAndWhereThereIsNoDifference) {
  EXPECT_EQ(differenceSentence("kernel-ridge", "stratified", {{50, .081, .02}, {2000, .004, .003}}),
            "kernel-ridge is better than stratified by 8.1 ± 2.0 points at 50; no difference at 2,000.");
}

TEST(DifferenceSentence, ListsEveryBudgetUnderItsVerdict) {
  EXPECT_EQ(
      differenceSentence("herding", "random",
                         {{20, -.11, .01}, {50, .05, .01}, {100, .04, .01}, {200, 0, .01}, {500, 0, .01}}),
      "herding is better than random by 5.0 ± 1.0 points at 50 and 4.0 ± 1.0 at 100; worse by 11.0 ± 1.0 "
      "points at 20; no difference at 200 and 500.");
  EXPECT_EQ(differenceSentence("herding", "random", {{20, -.11, .01}}),
            "herding is worse than random by 11.0 ± 1.0 points at 20.");
  EXPECT_EQ(differenceSentence("herding", "random", {{20, .01, .01}, {50, -.01, .01}, {100, 0, .01}}),
            "No difference between herding and random at 20, 50 and 100.");
  EXPECT_EQ(differenceSentence("herding", "random", {}), "");
}

TEST(DifferenceSentence, TwoStandardErrorsAreNoDifferenceAndMoreIsOne) {
  EXPECT_EQ(verdictOf({50, .02, .01}), DifferenceVerdict::None);
  EXPECT_EQ(verdictOf({50, .0201, .01}), DifferenceVerdict::Better);
  EXPECT_EQ(verdictOf({50, -.0201, .01}), DifferenceVerdict::Worse);
  EXPECT_EQ(verdictOf({50, 0, 0}), DifferenceVerdict::None) << "equal for every seed";
  EXPECT_EQ(verdictOf({50, .01, 0}), DifferenceVerdict::Better) << "by as much for every seed";
  EXPECT_EQ(verdictOf({50, .5, kNone}), DifferenceVerdict::OneSeed);
}

TEST(DifferenceSentence, OneSeedIsSaidToSayNothingOfChance) {
  const std::string text = differenceSentence("herding", "random", {{50, .08, kNone}, {100, -.01, kNone}});
  EXPECT_EQ(
      text,
      "herding is higher than random by 8.0 points at 50; lower by 1.0 point at 100; of one seed: how much "
      "of it is chance is not known.");
  EXPECT_EQ(text.find("better"), std::string::npos);
}

}  // namespace
}  // namespace adapsne
