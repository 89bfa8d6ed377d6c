// SPDX-License-Identifier: GPL-3.0-or-later
// Exemplars that are given, rows that are excluded, budgets of classes, points without a label: what every
// sampler does with them.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/sampling/samplers.h"
#include "core/sampling/share_budget.h"
#include "core/support/error.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

std::vector<Sampler> everySampler() {
  std::vector<Sampler> all;
  for (const SamplerRow& row : samplers()) all.push_back(row.value);
  return all;
}

/// What samplers that see the classes are given where a test has no labels of its own.
std::vector<int32_t> inTurn(int64_t points, int classes) {
  std::vector<int32_t> labels(static_cast<size_t>(points));
  for (int64_t i = 0; i < points; ++i) labels[static_cast<size_t>(i)] = static_cast<int32_t>(i % classes);
  return labels;
}

/// A dataset with its map and graph, and the choice that is made of it.
struct Choosing {
  Features features;
  std::vector<float> map;
  std::vector<int32_t> labels = {};
  std::vector<std::string> names = {};
  Rows given = {}, excluded = {};
  SamplingOptions options = {};
  int64_t k = 15;

  std::shared_ptr<const Subset> choose(int threads = 1, uint64_t seed = 1) const {
    RunControl control(threads);
    const int neighbors = static_cast<int>(std::min(k, features.points - 1));
    const auto graph = exactNeighbors(features, neighbors, control);
    return chooseExemplars({features, map, graph.get(), labels, names, {given, excluded}}, options, seed,
                           control);
  }
  std::string refusal() const {
    try {
      choose();
    } catch (const UsageError& e) {
      return e.what();
    }
    return "chosen";
  }
};

Choosing clusters(int64_t points, uint64_t seed, Sampler sampler, int64_t count, int classes = 3) {
  Choosing c{test::clusteredFeatures(points, 4, seed, classes), test::randomMap(points, seed)};
  c.labels = inTurn(points, classes);
  for (int i = 0; i < classes; ++i) c.names.push_back(std::string(1, static_cast<char>('a' + i)));
  c.options.sampler = sampler;
  c.options.count = count;
  return c;
}

bool has(const Rows& rows, int64_t row) {
  return std::binary_search(rows.begin(), rows.end(), row);
}

std::vector<int64_t> countsOf(const Rows& rows, const std::vector<int32_t>& labels, int classes) {
  std::vector<int64_t> counts(static_cast<size_t>(classes), 0);
  for (const int64_t row : rows)
    if (labels[row] != kUnlabelled) ++counts[labels[row]];
  return counts;
}

TEST(DecidedRows, GivenOnesCountAndExcludedOnesAreNeverChosen) {
  for (const Sampler sampler : everySampler())
    for (const ClassPolicy policy : {ClassPolicy::Ignore, ClassPolicy::PerClass, ClassPolicy::Equal})
      for (const Exemplar exemplar : {Exemplar::FeatureMedoid, Exemplar::MapMedoid, Exemplar::Densest})
        for (const int64_t m : {6, 7, 20, 49, 50}) {
          Choosing c = clusters(60, 3, sampler, m);
          c.options.classes = policy;
          c.options.exemplar = exemplar;
          c.given = {0, 3, 6, 7, 30, 59};
          c.excluded = {1, 2, 4, 5, 31, 32, 33, 34, 35, 36};
          const auto subset = c.choose();
          ASSERT_EQ(std::ssize(subset->rows), m);
          ASSERT_TRUE(std::is_sorted(subset->rows.begin(), subset->rows.end()));
          ASSERT_TRUE(test::allDistinct(subset->rows));
          ASSERT_EQ(subset->given, c.given);
          for (const int64_t row : c.given) ASSERT_TRUE(has(subset->rows, row));
          for (const int64_t row : c.excluded) ASSERT_FALSE(has(subset->rows, row));
          // All points have a territory, excluded ones too.
          ASSERT_EQ(subset->territory.size(), 60u);
          for (const int32_t t : subset->territory) ASSERT_TRUE(t >= 0 && t < m);
        }
}

TEST(DecidedRows, SameSeedSameRowsAtAnyThreadCount) {
  for (const Sampler sampler : everySampler()) {
    Choosing c = clusters(400, 5, sampler, 40);
    c.given = {5, 50, 51, 52, 300};
    c.excluded = {1, 2, 3, 200};
    const auto one = c.choose();
    for (const int threads : test::kThreadCounts) {
      EXPECT_EQ(c.choose(threads)->rows, one->rows);
      EXPECT_EQ(c.choose(threads)->territory, one->territory);
    }
  }
}

TEST(DecidedRows, TheChoiceIsMadeAsIfExcludedRowsWereNotThere) {
  const int64_t n = 90;
  for (const Sampler sampler : everySampler()) {
    if (sampler == Sampler::FacilityLocation) continue;  // Its graph is of all points: see below.
    Choosing whole = clusters(n, 7, sampler, 12);
    Choosing part = whole;
    Rows left;
    for (int64_t i = 0; i < n; ++i) (i % 4 == 1 ? whole.excluded : left).push_back(i);
    part.features.points = std::ssize(left);
    part.features.values = valuesOfRows(whole.features.values, whole.features.dimensions, left);
    part.map = valuesOfRows(whole.map, 2, left);
    part.labels.clear();
    if (looksAtClasses(sampler))
      for (const int64_t row : left) part.labels.push_back(whole.labels[row]);
    Rows there;
    const auto ofPart = part.choose();
    for (const int64_t row : ofPart->rows) there.push_back(left[row]);
    EXPECT_EQ(whole.choose()->rows, there) << static_cast<int>(sampler);
  }
  // A cluster that is excluded needs no facility: all four are in the others.
  Choosing c = clusters(n, 7, Sampler::FacilityLocation, 4);
  for (int64_t i = 0; i < n; i += 3) c.excluded.push_back(i);
  const auto subset = c.choose();
  for (const int64_t row : subset->rows) EXPECT_NE(row % 3, 0);
}

TEST(DecidedRows, EverySamplerGoesWhereNothingIsGiven) {
  // Five clusters far apart, by distance and by direction, of which four hold a given row: what looks at
  // distances takes the last one of the fifth. Appending what it chooses without them would not.
  std::vector<float> values;
  RandomStream random(1);
  for (int i = 0; i < 200; ++i) {
    const int cluster = i % 5;
    const double angle = 0.3 + cluster * 2 * 3.14159265358979 / 5;
    values.push_back(static_cast<float>(300 * std::cos(angle) + random.normal()));
    values.push_back(static_cast<float>(300 * std::sin(angle) + random.normal()));
  }
  for (const Sampler sampler : everySampler()) {
    // These see each row on its own; the balls of ten clusters are too small to cover one of these five.
    constexpr Sampler kOthers[] = {Sampler::Random, Sampler::Moderate, Sampler::ZCore, Sampler::ProbCover};
    if (std::find(std::begin(kOthers), std::end(kOthers), sampler) != std::end(kOthers)) continue;
    for (int missing = 0; missing < 5; ++missing) {
      Choosing c{test::featuresOf(values, 200, 2), values};
      c.options.sampler = sampler;
      c.options.allocation = CellAllocation::Equal;
      c.options.count = 5;
      c.k = 199;
      if (looksAtClasses(sampler)) c.labels = inTurn(200, 5);
      for (int64_t i = 0; i < 5; ++i)
        if (i != missing) c.given.push_back(10 + i);
      const auto subset = c.choose();
      Rows chosen = without(subset->rows, c.given);
      ASSERT_EQ(chosen.size(), 1u);
      EXPECT_EQ(chosen.front() % 5, missing) << samplerWords().wordOf(sampler);
    }
  }
}

TEST(DecidedRows, WithNothingDecidedNothingChanges) {
  for (const Sampler sampler : everySampler()) {
    Choosing c = clusters(120, 2, sampler, 17);
    const auto plain = c.choose();
    EXPECT_TRUE(plain->given.empty());
    c.given = plain->rows;
    EXPECT_EQ(c.choose()->rows, plain->rows) << "all are given, nothing is left to choose";
    EXPECT_EQ(c.choose()->territory, plain->territory);
  }
}

TEST(DecidedRows, ExactlyMOfCoincidingPoints) {
  for (const Sampler sampler : everySampler())
    for (const bool lattice : {false, true}) {
      Choosing c{
          lattice ? test::latticeFeatures(40, 2, 1, 2) : test::featuresOf(std::vector<float>(80, 1), 40, 2),
          std::vector<float>(80, 3)};
      c.options.sampler = sampler;
      if (looksAtClasses(sampler)) c.labels = inTurn(40, 3);
      c.given = {0, 1, 20};
      c.excluded = {2, 39};
      for (const int64_t m : {3, 4, 20, 38}) {
        c.options.count = m;
        const auto subset = c.choose();
        EXPECT_EQ(std::ssize(subset->rows), m);
        EXPECT_TRUE(test::allDistinct(subset->rows));
        EXPECT_FALSE(has(subset->rows, 2) || has(subset->rows, 39));
      }
    }
}

TEST(DecidedRows, RefusalsSayWhatIsTooMany) {
  Choosing c = clusters(60, 3, Sampler::Random, 4);
  c.given = {1, 2, 3, 4, 5};
  EXPECT_NE(c.refusal().find("--given: 5 rows are given, and only 4 exemplars were asked for"),
            std::string::npos);
  c.options.count = 5;
  EXPECT_EQ(c.refusal(), "chosen");
  c.options.count = 57;
  c.excluded = {10, 11, 12, 13};
  EXPECT_NE(c.refusal().find("--exclude: 57 exemplars were asked for, and only 56 points are not excluded"),
            std::string::npos);
  c.options.count = 56;
  EXPECT_EQ(c.refusal(), "chosen");
}

TEST(ClassPolicies, CountWhatAClassHasAlready) {
  for (const Sampler sampler : everySampler())
    for (const ClassPolicy policy : {ClassPolicy::PerClass, ClassPolicy::Equal}) {
      Choosing c = clusters(90, 4, sampler, 12);
      c.options.classes = policy;
      c.given = {0, 3, 6, 9, 12, 15, 18};  // seven of class a
      const auto counts = countsOf(c.choose()->rows, c.labels, 3);
      // Where the parts are equal, who sees all classes decides which of two gets the odd one.
      const bool decides = looksAtClasses(sampler) && policy == ClassPolicy::Equal;
      EXPECT_TRUE(counts == (std::vector<int64_t>{7, 3, 2}) ||
                  (decides && counts == (std::vector<int64_t>{7, 2, 3})))
          << samplerWords().wordOf(sampler) << " " << testing::PrintToString(counts);
      c.given = {0, 1, 2};
      EXPECT_EQ(countsOf(c.choose()->rows, c.labels, 3), (std::vector<int64_t>{4, 4, 4}));
    }
}

TEST(ClassPolicies, EqualGivesSmallClassesAsManyAsLargeOnes) {
  for (const Sampler sampler : everySampler()) {
    Choosing c = clusters(100, 4, sampler, 12, 2);
    for (int64_t i = 0; i < 100; ++i) c.labels[i] = i < 90 ? 0 : 1;
    c.options.classes = ClassPolicy::Equal;
    EXPECT_EQ(countsOf(c.choose()->rows, c.labels, 2), (std::vector<int64_t>{6, 6}));
    c.options.count = 30;
    EXPECT_EQ(countsOf(c.choose()->rows, c.labels, 2), (std::vector<int64_t>{20, 10}));
    c.options.classes = ClassPolicy::PerClass;
    EXPECT_EQ(countsOf(c.choose()->rows, c.labels, 2), (std::vector<int64_t>{27, 3}));
  }
}

TEST(ClassPolicies, GivenBudgetsAreKept) {
  for (const Sampler sampler : everySampler()) {
    Choosing c = clusters(90, 4, sampler, 50);
    c.options.classes = ClassPolicy::Given;
    c.options.classBudget = " c = 7, a=2";
    EXPECT_EQ(countsOf(c.choose()->rows, c.labels, 3), (std::vector<int64_t>{2, 0, 7}))
        << "the count is not read";
    c.given = {2, 5, 0};
    const auto subset = c.choose();
    EXPECT_EQ(countsOf(subset->rows, c.labels, 3), (std::vector<int64_t>{2, 0, 7}));
    EXPECT_TRUE(has(subset->rows, 2) && has(subset->rows, 5) && has(subset->rows, 0));
  }
}

TEST(ClassPolicies, GivenBudgetsThatCannotBeKeptAreRefused) {
  Choosing c = clusters(90, 4, Sampler::Random, 0);
  c.options.classes = ClassPolicy::Given;
  const auto refusal = [&](const std::string& budget) {
    c.options.classBudget = budget;
    return c.refusal();
  };
  const auto expect = [](const std::string& text, const char* part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  };
  EXPECT_EQ(refusal("a=3"), "chosen");
  expect(refusal(""), "--classes: given needs to know how many");
  expect(refusal("a"), "\"a\" is not a class, an equals sign and a number");
  expect(refusal("a=x"), "\"x\" is not a number of exemplars");
  expect(refusal("a=-1"), "\"-1\" is not a number of exemplars");
  expect(refusal("a=1.5"), "\"1.5\" is not a number of exemplars");
  expect(refusal("a=1,a=2"), "class \"a\" stands there twice");
  expect(refusal("a=1,,b=2"), "\"\" is not a class");
  expect(refusal("a=0"), "no exemplar was asked for");
  expect(refusal("a=99999999999999999999"), "is not a number of exemplars");
  expect(refusal("a=2147483648,b=1"), "more than 2^31");
  expect(refusal("a=2,bb=1"), "there is no class \"bb\". Did you mean \"b\"?");
  expect(refusal("a=31"), "31 exemplars of class \"a\" were asked for, and 30 of its points may be chosen");
  c.excluded = {0};
  expect(refusal("a=30"), "29 of its points may be chosen");
  c.given = {3, 6};
  expect(refusal("a=1,b=5"), "1 exemplar of class \"a\" were asked for, and 2 of its rows are given");
  expect(refusal("b=5"), "0 exemplars of class \"a\" were asked for, and 2 of its rows are given");
  c.options.classes = ClassPolicy::PerClass;
  expect(refusal("a=2"), "--class-budget: is read with --classes given alone");
}

TEST(ClassPolicies, NamesOfClassesMayHoldAnything) {
  Choosing c = clusters(30, 4, Sampler::Random, 0);
  c.names = {"x,y", "a=b", "say \"hi\""};
  c.options.classes = ClassPolicy::Given;
  c.options.classBudget = "\"x,y\"=1,\"a=b\"=2,\"say \"\"hi\"\"\"=3";
  EXPECT_EQ(countsOf(c.choose()->rows, c.labels, 3), (std::vector<int64_t>{1, 2, 3}));
}

TEST(Unlabelled, PointsTakeNoPartInTheChoiceByClass) {
  for (const Sampler sampler : everySampler())
    for (const ClassPolicy policy : {ClassPolicy::PerClass, ClassPolicy::Equal, ClassPolicy::Given}) {
      Choosing c = clusters(90, 6, sampler, 12);
      for (int64_t i = 0; i < 90; ++i)
        if (i % 5 < 2) c.labels[i] = kUnlabelled;
      c.options.classes = policy;
      if (policy == ClassPolicy::Given) c.options.classBudget = "a=4,b=4,c=4";
      const auto subset = c.choose();
      EXPECT_EQ(countsOf(subset->rows, c.labels, 3), (std::vector<int64_t>{4, 4, 4}));
      EXPECT_EQ(subset->territory.size(), 90u);
    }
}

TEST(Unlabelled, GivenOnesCountTowardsTheBudgetAndToNoClass) {
  Choosing c = clusters(90, 6, Sampler::KCenter, 12);
  c.labels[0] = c.labels[1] = c.labels[2] = kUnlabelled;
  c.given = {0, 1, 2};
  c.options.classes = ClassPolicy::Equal;
  EXPECT_EQ(countsOf(c.choose()->rows, c.labels, 3), (std::vector<int64_t>{3, 3, 3}));
  c.options.classes = ClassPolicy::Given;
  c.options.classBudget = "a=4";
  EXPECT_NE(c.refusal().find("3 rows have no label, and --class-budget"), std::string::npos);
}

TEST(Unlabelled, MoreThanTheLabelledPointsCannotBeChosenByClass) {
  Choosing c = clusters(60, 6, Sampler::Random, 11);
  for (int64_t i = 10; i < 60; ++i) c.labels[i] = kUnlabelled;
  c.options.classes = ClassPolicy::PerClass;
  EXPECT_NE(c.refusal().find("11 exemplars were asked for, and only 10 points have a label"),
            std::string::npos);
  c.options.count = 10;
  EXPECT_EQ(c.refusal(), "chosen");
  for (int32_t& label : c.labels) label = kUnlabelled;
  EXPECT_NE(c.refusal().find("--classes: per-class needs labels"), std::string::npos);
}

}  // namespace
}  // namespace adapsne
