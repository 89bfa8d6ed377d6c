// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/hold_out.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "core/catalogue/catalogue.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

TEST(HoldOut, TakesTheShareOfEachClassAndLosesNoPoint) {
  std::vector<int32_t> labels(100, 0);
  for (int i = 60; i < 98; ++i) labels[i] = 1;
  labels[98] = labels[99] = 2;
  const DatasetPtr dataset =
      test::datasetOf(test::clusteredFeatures(100, 3, 1), labels, 4);  // class 3 is empty
  RunControl control(1);
  const HoldOut parts = holdOut(*dataset, 0.2, 7, control);
  const auto count = [](const Dataset& d, int32_t label) {
    return std::count(d.labels.begin(), d.labels.end(), label);
  };
  EXPECT_EQ(count(*parts.test, 0), 12);
  EXPECT_EQ(count(*parts.test, 1), 8);
  EXPECT_EQ(count(*parts.test, 2), 1) << "at least one, and not all";
  std::set<int64_t> rows(parts.train->sourceRows.begin(), parts.train->sourceRows.end());
  rows.insert(parts.test->sourceRows.begin(), parts.test->sourceRows.end());
  EXPECT_EQ(rows.size(), 100u) << "every point is in one part, none in both";
  EXPECT_EQ(parts.train->points + parts.test->points, 100);
  for (int64_t i = 0; i < parts.test->points; ++i) {
    const int64_t source = parts.test->sourceRows[i];
    EXPECT_EQ(test::rowOf(*parts.test, i), test::rowOf(*dataset, source));
    EXPECT_EQ(parts.test->labels[i], labels[source]);
  }
  EXPECT_EQ(holdOut(*dataset, 0.2, 7, control).test->sourceRows, parts.test->sourceRows);
  EXPECT_NE(holdOut(*dataset, 0.2, 8, control).test->sourceRows, parts.test->sourceRows);
}

TEST(HoldOut, RefusesWhatCannotBeTested) {
  RunControl control(1);
  EXPECT_THROW(holdOut(*test::datasetOf(test::clusteredFeatures(9, 2, 1)), 0.2, 1, control), Error);
  EXPECT_THROW(holdOut(*test::datasetOf(test::clusteredFeatures(2, 2, 1), {0, 1}, 2), 0.2, 1, control),
               Error);
}

TEST(HoldOut, TheCatalogueKnowsTestSplits) {
  EXPECT_EQ(testSplitOf("fashion-mnist"), "fashion-mnist-test");
  for (const char* name : {"digits", "fashion-mnist-test", "blobs", "no-such-data"})
    EXPECT_EQ(testSplitOf(name), "");
}

}  // namespace
}  // namespace adapsne
