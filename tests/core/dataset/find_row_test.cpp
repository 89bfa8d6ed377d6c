// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/find_row.h"

#include <vector>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

using Rows = std::vector<int64_t>;

Dataset withIds(std::vector<std::string> ids) {
  Dataset dataset = *test::datasetOf(test::clusteredFeatures(std::ssize(ids), 2, 1));
  dataset.attributes.push_back({"note", ColumnRole::Text, std::vector<std::string>(ids.size(), "cat-2")});
  dataset.attributes.push_back({"name", ColumnRole::Id, std::move(ids)});
  return dataset;
}

TEST(PointOfRow, IsThereOrNot) {
  for (const int64_t row : {0, 4}) EXPECT_EQ(pointOfRow({}, 5, row), row);
  for (const int64_t row : {-1, 5}) EXPECT_EQ(pointOfRow({}, 5, row), -1);
  const Rows source = {10, 20, 99};
  EXPECT_EQ(pointOfRow(source, 3, 10), 0);
  EXPECT_EQ(pointOfRow(source, 3, 99), 2);
  for (const int64_t row : {-1, 0, 2, 15, 100}) EXPECT_EQ(pointOfRow(source, 3, row), -1);
}

TEST(FindRows, ByNumberOfTheSource) {
  Dataset dataset = *test::datasetOf(test::clusteredFeatures(5, 2, 1));
  EXPECT_EQ(findRows(dataset, " 3 ").rows, Rows{3});
  EXPECT_FALSE(findRows(dataset, "3").byId);
  EXPECT_EQ(findRows(dataset, "5").nearest, "4");
  EXPECT_EQ(findRows(dataset, "-9").nearest, "0");
  EXPECT_TRUE(findRows(dataset, "").rows.empty());
  EXPECT_TRUE(findRows(dataset, "three").rows.empty());
  EXPECT_EQ(findRows(dataset, "three").nearest, "");
  dataset.sourceRows = {10, 20, 24, 30, 99};
  EXPECT_EQ(findRows(dataset, "24").rows, Rows{2});
  EXPECT_EQ(findRows(dataset, "21").nearest, "20");
  EXPECT_EQ(findRows(dataset, "23").nearest, "24");
  EXPECT_EQ(findRows(dataset, "1").nearest, "10");
  EXPECT_EQ(findRows(dataset, "1000").nearest, "99");
}

TEST(FindRows, ByIdFirst) {
  const Dataset dataset = withIds({"cat-1", "cat-2", "Dog-7", "4", "", "cat-2"});
  EXPECT_EQ(findRows(dataset, "cat-2").rows, (Rows{1, 5}));
  EXPECT_TRUE(findRows(dataset, "cat-2").byId);
  EXPECT_EQ(findRows(dataset, "dog-7").rows, Rows{2});
  EXPECT_EQ(findRows(dataset, "4").rows, Rows{3}) << "an id goes before a row";
  EXPECT_EQ(findRows(dataset, "5").rows, Rows{5});
  EXPECT_FALSE(findRows(dataset, "5").byId);
  EXPECT_EQ(findRows(dataset, "dgo-7").nearest, "Dog-7");
  EXPECT_EQ(findRows(dataset, "17").nearest, "5");
  EXPECT_TRUE(findRows(dataset, " ").rows.empty()) << "points without an id are not looked for";
}

}  // namespace
}  // namespace adapsne
