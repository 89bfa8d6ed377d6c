// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/attribute_values.h"

#include <cmath>

#include <gtest/gtest.h>

namespace adapsne {
namespace {

using Kind = AttributeValues::Kind;
using Categories = std::vector<AttributeValues::Category>;

AttributeValues of(std::vector<std::string> values, size_t most = 3) {
  return valuesOf({"column", ColumnRole::LeftOut, std::move(values)}, most);
}

TEST(AttributeValues, TextsAreCategoriesTheMostFrequentFirst) {
  const AttributeValues v = of({"b", "a", "b", "c", "c", "b", "", "d", "NA", "e"});
  EXPECT_EQ(v.kind, Kind::Category);
  EXPECT_EQ(v.categories, (Categories{{"b", 3}, {"c", 2}, {"a", 1}}));
  EXPECT_EQ(v.other, 2);
  EXPECT_EQ(v.missing, 2);
  const int32_t o = AttributeValues::kOther, m = AttributeValues::kMissing;
  EXPECT_EQ(v.category, (std::vector<int32_t>{0, 2, 0, 1, 1, 0, m, o, m, o}));
}

TEST(AttributeValues, FewNumbersAreCategoriesInTheirOrderAndManyAreNumbers) {
  EXPECT_EQ(of({"10", "9", "10", "2"}).categories, (Categories{{"2", 1}, {"9", 1}, {"10", 2}}));
  const AttributeValues v = of({"10", "9.5", "", "2", "1e3"});
  EXPECT_EQ(v.kind, Kind::Number);
  ASSERT_EQ(v.numbers.size(), 5u);
  EXPECT_EQ(v.numbers[1], 9.5);
  EXPECT_TRUE(std::isnan(v.numbers[2]));
  EXPECT_EQ(v.numbers[4], 1000);
  EXPECT_EQ(v.missing, 1);
  EXPECT_TRUE(v.categories.empty());
  EXPECT_EQ(of({"1", "2", "3", "4", "five"}).kind, Kind::Category);
  EXPECT_EQ(of({"1", "2", "3", "4", "inf"}).kind, Kind::Category) << "a ramp has no place for it";
}

TEST(AttributeValues, DatesAreSeconds) {
  const AttributeValues v = of({"1970-01-02", "2024-01-31 12:30", "2020-02-29", "2021-05-05"});
  EXPECT_EQ(v.kind, Kind::Date);
  EXPECT_EQ(v.numbers[0], 86400);
  EXPECT_EQ(dateText(v.numbers[0]), "1970-01-02");
  EXPECT_EQ(dateText(v.numbers[1]), "2024-01-31 12:30");
  EXPECT_EQ(dateText(-86400), "1969-12-31");
  EXPECT_EQ(dateText(std::nan("")), "");
  EXPECT_EQ(dateText(1e30), "");
  EXPECT_EQ(of({"2024-01-31", "2020-01-01"}).categories, (Categories{{"2020-01-01", 1}, {"2024-01-31", 1}}));
}

TEST(AttributeValues, NothingIsNothing) {
  const AttributeValues v = of({"", "NA"});
  EXPECT_EQ(v.kind, Kind::Category);
  EXPECT_TRUE(v.categories.empty());
  EXPECT_EQ(v.missing, 2);
  EXPECT_TRUE(of({}).category.empty());
}

}  // namespace
}  // namespace adapsne
