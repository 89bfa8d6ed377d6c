// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/features/tf_idf.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace adapsne {
namespace {

using Strings = std::vector<std::string>;

TEST(Words, AreRunsOfLettersAndDigits) {
  EXPECT_EQ(words("It's 2 LATE, e-mail me!"), (Strings{"it", "s", "2", "late", "e", "mail", "me"}));
  EXPECT_EQ(words("Größe\tnaïve\n日本"), (Strings{"größe", "naïve", "日本"}));
  EXPECT_TRUE(words(" ... !\n").empty());
  EXPECT_TRUE(words("").empty());
}

TEST(TfIdf, EqualsAComputationByHand) {
  RunControl control(1);
  const SparseRows m = hashedTfIdf({"a b a", "b", "", "c"}, control);
  // Terms of the first text: a (twice), b, "a b", "b a"; b alone is in two of the three texts that hold
  // words.
  ASSERT_EQ(m.rows(), 4);
  EXPECT_EQ(m.columns, 5);
  EXPECT_EQ(m.begins, (std::vector<int64_t>{0, 4, 5, 5, 6}));
  const double rare = 1 + std::log(4.0 / 2), common = 1 + std::log(4.0 / 3),
               twice = (1 + std::log(2.0)) * rare;
  const double length = std::sqrt(twice * twice + common * common + 2 * rare * rare);
  std::vector<float> found(m.value.begin(), m.value.begin() + 4), expected;
  for (const double w : {common, rare, rare, twice}) expected.push_back(static_cast<float>(w / length));
  std::sort(found.begin(), found.end());
  for (int i = 0; i < 4; ++i) EXPECT_FLOAT_EQ(found[i], expected[i]);
  EXPECT_FLOAT_EQ(m.value[4], 1);
  EXPECT_FLOAT_EQ(m.value[5], 1);
  // b of both texts is one column.
  EXPECT_EQ(std::count(m.column.begin(), m.column.begin() + 4, m.column[4]), 1);
}

TEST(TfIdf, RowsAreSortedAndTheSameAtAnyThreadCount) {
  Strings texts;
  for (int i = 0; i < 300; ++i) {
    texts.emplace_back();
    for (int j = 0; j < i % 23; ++j)
      texts.back().append("w").append(std::to_string((i * j) % 37)).append(" ");
  }
  RunControl one(1);
  const SparseRows expected = hashedTfIdf(texts, one);
  for (int64_t i = 0; i < expected.rows(); ++i)
    EXPECT_TRUE(std::is_sorted(expected.column.begin() + expected.begins[i],
                               expected.column.begin() + expected.begins[i + 1]));
  for (int threads : {2, 3, 7}) {
    RunControl control(threads);
    const SparseRows other = hashedTfIdf(texts, control);
    EXPECT_EQ(other.column, expected.column);
    EXPECT_EQ(other.value, expected.value);
  }
  one.cancel();
  EXPECT_THROW(hashedTfIdf(texts, one), Cancelled);
}

}  // namespace
}  // namespace adapsne
