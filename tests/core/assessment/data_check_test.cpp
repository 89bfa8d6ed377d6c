// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/data_check.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

NeighborGraph graphOf(const Features& f, int64_t k = 20) {
  RunControl control(1);
  k = std::min(k, f.points - 1);
  if (k > 0) return *exactNeighbors(f, static_cast<int>(k), control);
  NeighborGraph lonely;
  lonely.points = f.points;
  return lonely;
}

DataCheck check(const Features& f, const std::vector<int32_t>& labels = {}, int threads = 1, int64_t k = 20) {
  RunControl control(threads);
  return checkData(graphOf(f, k), labels, control);
}

std::set<int64_t> rowsOf(const DataCheck& check, DataFault fault) {
  std::set<int64_t> rows;
  for (const DataFinding& f : check.findings)
    if (f.fault == fault) rows.insert(f.row);
  return rows;
}

/// What was planted and what was found.
struct Rates {
  double precision, recall;
};
Rates ratesOf(const std::set<int64_t>& found, const std::set<int64_t>& planted) {
  double both = 0;
  for (const int64_t row : found) both += static_cast<double>(planted.count(row));
  return {found.empty() ? 0 : both / static_cast<double>(found.size()),
          both / static_cast<double>(planted.size())};
}

/// Clusters of one class each, with rows far away, copies, near copies and wrong labels.
struct Planted {
  Features features;
  std::vector<int32_t> labels;
  std::set<int64_t> far, duplicates, wrong;
};

Planted plant(int64_t dimensions, uint64_t seed) {
  constexpr int64_t kPoints = 600;
  constexpr int kClasses = 4;
  Planted p;
  p.features = test::clusteredFeatures(kPoints, dimensions, seed, kClasses);
  RandomStream random(seed, 77);
  for (int64_t i = 0; i < kPoints; ++i) p.labels.push_back(static_cast<int32_t>(i % kClasses));
  const auto value = [&](int64_t row, int64_t d) -> float& {
    return p.features.values[row * dimensions + d];
  };
  for (int64_t i = 0; i < 12; ++i) {  // far, each in a direction of its own
    const int64_t row = 7 + 40 * i;
    for (int64_t d = 0; d < dimensions; ++d) value(row, d) += static_cast<float>(25 * random.normal());
    p.far.insert(row);
  }
  for (int64_t i = 0; i < 12; ++i) {  // the second one of a pair; every other pair is equal
    const int64_t row = 8 + 40 * i, other = 9 + 40 * i;
    for (int64_t d = 0; d < dimensions; ++d)
      value(row, d) = value(other, d) + (i % 2 ? static_cast<float>(1e-4 * random.normal()) : 0.0F);
    p.labels[row] = p.labels[other];
    p.duplicates.insert({row, other});
  }
  for (int64_t i = 0; i < 12; ++i) {
    const int64_t row = 20 + 41 * i;
    if (p.far.count(row) || p.duplicates.count(row)) continue;
    p.labels[row] = (p.labels[row] + 1) % kClasses;
    p.wrong.insert(row);
  }
  return p;
}

TEST(DataCheck, FindsWhatWasPlanted) {
  for (const int64_t dimensions : {5, 12, 40})
    for (uint64_t seed = 1; seed <= 6; ++seed) {
      const Planted p = plant(dimensions, seed);
      const DataCheck found = check(p.features, p.labels);
      const std::string name = std::to_string(dimensions) + "d_seed" + std::to_string(seed) + "_";
      const auto expect = [&](const char* fault, const std::set<int64_t>& rows,
                              const std::set<int64_t>& planted, double precision, double recall) {
        const Rates rates = ratesOf(rows, planted);
        RecordProperty(name + fault + "_precision", std::to_string(rates.precision));
        RecordProperty(name + fault + "_recall", std::to_string(rates.recall));
        EXPECT_GE(rates.precision, precision) << name << fault;
        EXPECT_GE(rates.recall, recall) << name << fault;
      };
      ASSERT_GT(p.wrong.size(), 5u);
      expect("far", rowsOf(found, DataFault::Far), p.far, 0.75, 0.9);
      expect("duplicates", rowsOf(found, DataFault::Duplicate), p.duplicates, 0.9, 1);
      // Far rows have neighbours of any class.
      std::set<int64_t> labels;
      for (const int64_t row : rowsOf(found, DataFault::Label))
        if (!p.far.count(row)) labels.insert(row);
      expect("labels", labels, p.wrong, 0.8, 0.8);
      for (const DataFinding& f : found.findings)
        if (f.fault == DataFault::Label && p.wrong.count(f.row)) {
          EXPECT_EQ(f.suggested, f.row % 4) << "what it was before";
        }
    }
}

TEST(DataCheck, FindsWhatWasPlantedInRealImages) {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    const DatasetPtr digits = test::digits();
    Features f = test::rawDigits();
    std::vector<int32_t> labels = digits->labels;
    RandomStream random(seed, 78);
    std::set<int64_t> wrong, copies;
    while (wrong.size() < 60) {
      const auto row = static_cast<int64_t>(random.below(1797));
      if (wrong.insert(row).second)
        labels[row] = (labels[row] + 1 + static_cast<int32_t>(random.below(9))) % 10;
    }
    while (copies.size() < 40) {  // a pixel of the copy is one grey level off
      const auto row = static_cast<int64_t>(random.below(1796));
      if (copies.count(row) || copies.count(row + 1)) continue;
      copies.insert({row, row + 1});
      std::copy_n(f.values.begin() + row * 64, 64, f.values.begin() + (row + 1) * 64);
      f.values[row * 64 + 27] += 1;
      labels[row + 1] = labels[row];
      wrong.erase(row + 1);
    }
    const DataCheck found = check(f, labels);
    const Rates ofLabels = ratesOf(rowsOf(found, DataFault::Label), wrong),
                ofCopies = ratesOf(rowsOf(found, DataFault::Duplicate), copies);
    const std::string name = "digits_seed" + std::to_string(seed) + "_";
    for (const auto& [fault, rates] : {std::pair{"labels", ofLabels}, std::pair{"duplicates", ofCopies}}) {
      RecordProperty(name + fault + "_precision", std::to_string(rates.precision));
      RecordProperty(name + fault + "_recall", std::to_string(rates.recall));
    }
    // The digits have some ten of their own that look like another one.
    EXPECT_GE(ofLabels.precision, 0.75);
    EXPECT_GE(ofLabels.recall, 0.9);
    EXPECT_GE(ofCopies.precision, 0.95);
    EXPECT_GE(ofCopies.recall, 0.95);
  }
}

TEST(DataCheck, CleanDataHaveFewFindings) {
  for (const int64_t dimensions : {1, 2, 3, 10}) {
    const Features f = test::clusteredFeatures(2000, dimensions, 5, 1);
    const DataCheck found = check(f, std::vector<int32_t>(2000, 0));
    // Of a normal distribution's tails in few dimensions some are far.
    EXPECT_LE(found.far, dimensions < 3 ? 80 : 20) << dimensions;
    // About one row in a thousand is that near by chance, and with it the row that it is near to.
    EXPECT_LE(found.duplicates, 12) << dimensions;
    EXPECT_EQ(found.labels, 0);
    EXPECT_EQ(found.judged, 2000);
  }
}

TEST(DataCheck, SaysFromWhatItConcludes) {
  const Planted p = plant(12, 3);
  const DataCheck found = check(p.features, p.labels);
  const NeighborGraph graph = graphOf(p.features);
  ASSERT_GT(found.findings.size(), 30u);
  EXPECT_EQ(found.neighbors, 10);
  for (size_t i = 0; i < found.findings.size(); ++i) {
    const DataFinding& f = found.findings[i];
    ASSERT_FALSE(f.evidence.empty());
    ASSERT_LE(f.evidence.size(), 10u);
    EXPECT_EQ(std::count(f.evidence.begin(), f.evidence.end(), f.row), 0);
    if (f.fault == DataFault::Far) {
      EXPECT_GT(f.score, 3.5);
      EXPECT_GT(std::sqrt(graph.distances(f.row)[9]), found.farLimit * (1 - 1e-6));
    }
    if (f.fault == DataFault::Duplicate) {
      EXPECT_GE(f.score, 0.9);
      EXPECT_LE(std::sqrt(graph.distances(f.row)[0]), found.nearLimit);
    }
    if (f.fault == DataFault::Label) {
      EXPECT_NE(f.suggested, p.labels[f.row]);
    }
    // By fault, then what is clearest first.
    if (i == 0) continue;
    const DataFinding& before = found.findings[i - 1];
    EXPECT_LE(before.fault, f.fault);
    if (before.fault == f.fault && f.fault != DataFault::Duplicate) {
      EXPECT_GE(before.score, f.score);
    }
    if (before.fault == f.fault && f.fault == DataFault::Duplicate) {
      EXPECT_LE(before.group, f.group);
    }
  }
  EXPECT_EQ(found.far + found.duplicates + found.labels, std::ssize(found.findings));
}

TEST(DataCheck, DuplicatesAreGroupsNotPairs) {
  Features f = test::clusteredFeatures(100, 6, 2);
  for (const int64_t row : {30, 31, 62, 99})
    std::copy_n(f.values.begin() + 5 * 6, 6, f.values.begin() + row * 6);
  std::copy_n(f.values.begin() + 7 * 6, 6, f.values.begin() + 8 * 6);
  const DataCheck found = check(f);
  EXPECT_EQ(found.groups, 2);
  EXPECT_EQ(rowsOf(found, DataFault::Duplicate), (std::set<int64_t>{5, 30, 31, 62, 99, 7, 8}));
  for (const DataFinding& finding : found.findings) {
    if (finding.fault != DataFault::Duplicate) continue;
    EXPECT_EQ(finding.score, 1);
    EXPECT_EQ(finding.groupSize, finding.group == 0 ? 5 : 2);
    EXPECT_EQ(std::ssize(finding.evidence), finding.groupSize - 1);
  }
  // More copies than a row has neighbours in the graph are still one group.
  Features many = test::clusteredFeatures(300, 4, 2);
  for (int64_t row = 100; row < 200; ++row)
    std::copy_n(many.values.begin(), 4, many.values.begin() + row * 4);
  const DataCheck all = check(many, {}, 1, 15);
  EXPECT_EQ(all.groups, 1);
  EXPECT_EQ(all.duplicates, 101);
}

TEST(DataCheck, SameAtAnyThreadCount) {
  const Planted p = plant(8, 4);
  const auto text = [&](int threads) {
    std::string all;
    for (const DataFinding& f : check(p.features, p.labels, threads).findings) {
      all += std::to_string(f.row) + " " + std::to_string(static_cast<int>(f.fault)) + " " +
             std::to_string(f.score);
      for (const int64_t row : f.evidence) all += " " + std::to_string(row);
      all += "\n";
    }
    return all;
  };
  const std::string one = text(1);
  EXPECT_FALSE(one.empty());
  for (const int threads : test::kThreadCounts) EXPECT_EQ(text(threads), one);
}

TEST(DataCheck, UnlabelledRowsAreNeitherJudgedNorAsked) {
  Features f = test::clusteredFeatures(120, 3, 1, 1);
  std::vector<int32_t> labels(120, 0);
  labels[5] = 1;
  EXPECT_EQ(check(f, labels).labels, 0) << "a class of one row has nobody to agree with";
  for (const int64_t row : {5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}) labels[row] = 1;
  const DataCheck before = check(f, labels);
  EXPECT_GT(before.labels, 5);
  EXPECT_EQ(before.judged, 120);
  // Nobody else has a label: there is nothing to compare with.
  for (int64_t i = 16; i < 120; ++i) labels[i] = kUnlabelled;
  for (int64_t i = 0; i < 5; ++i) labels[i] = kUnlabelled;
  const DataCheck after = check(f, labels, 1, 119);
  EXPECT_EQ(after.labels, 0);
  EXPECT_EQ(after.judged, 11);
  EXPECT_EQ(check(f, std::vector<int32_t>(120, kUnlabelled)).judged, 0);
}

TEST(DataCheck, DegenerateDataHaveNothingToSay) {
  for (const int64_t n : {0, 1, 2, 3}) {
    const Features f = test::clusteredFeatures(n, 3, 1);
    const DataCheck found = check(f, std::vector<int32_t>(static_cast<size_t>(n), 0));
    EXPECT_TRUE(found.findings.empty()) << n;
    EXPECT_EQ(check(f).judged, 0);
  }
  // All equal: one group, and nothing is far.
  const DataCheck same =
      check(test::featuresOf(std::vector<float>(150, 2), 50, 3), std::vector<int32_t>(50, 0));
  EXPECT_EQ(same.far, 0);
  EXPECT_EQ(same.groups, 1);
  EXPECT_EQ(same.duplicates, 50);
  EXPECT_EQ(same.labels, 0);
  const DataCheck two = check(test::featuresOf({1, 1}, 2, 1));
  EXPECT_EQ(two.duplicates, 2);
  // An even grid: the nearest row is no nearer than the next.
  std::vector<float> grid;
  for (int i = 0; i < 64; ++i) grid.push_back(static_cast<float>(i));
  EXPECT_EQ(check(test::featuresOf(grid, 64, 1)).duplicates, 0);
}

TEST(DataCheck, CanBeCancelled) {
  const Features f = test::clusteredFeatures(50, 2, 6);
  const NeighborGraph graph = graphOf(f);
  RunControl control(1);
  control.cancel();
  EXPECT_THROW(checkData(graph, std::vector<int32_t>(50, 0), control), Cancelled);
}

}  // namespace
}  // namespace adapsne
