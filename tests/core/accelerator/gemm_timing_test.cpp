// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/gemm_timing.h"
#include "tests/support/paths.h"

#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/support/error.h"

namespace adapsne {
namespace {

struct Row {
  int rows, columns;
  Dataflow dataflow;
  Gemm gemm;
  int64_t totalCycles;
  double utilization, mappingEfficiency;
};

std::vector<Row> scalesimRows() {
  std::ifstream file(test::goldenFile("scalesim.csv"));
  std::string line;
  std::getline(file, line);
  std::vector<Row> rows;
  while (std::getline(file, line)) {
    std::vector<std::string> cells;
    std::stringstream stream(line);
    for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
    const Dataflow dataflow = cells[2] == "os"   ? Dataflow::OutputStationary
                              : cells[2] == "ws" ? Dataflow::WeightStationary
                                                 : Dataflow::InputStationary;
    rows.push_back({std::stoi(cells[0]),
                    std::stoi(cells[1]),
                    dataflow,
                    {std::stoll(cells[3]), std::stoll(cells[4]), std::stoll(cells[5])},
                    std::stoll(cells[6]),
                    std::stod(cells[8]),
                    std::stod(cells[9])});
  }
  return rows;
}

TEST(GemmTiming, EqualsScaleSimRowByRow) {
  const std::vector<Row> rows = scalesimRows();
  ASSERT_EQ(rows.size(), 102u);
  for (const Row& r : rows) {
    const GemmTiming timing = timeGemm(r.gemm, r.rows, r.columns, r.dataflow, Drain::ScaleSim);
    EXPECT_EQ(timing.totalCycles, r.totalCycles);
    EXPECT_NEAR(timing.utilization, r.utilization, 1e-6);
    EXPECT_NEAR(timing.mappingEfficiency, r.mappingEfficiency, 1e-6);
  }
}

TEST(GemmTiming, SerialAndShadowByHand) {
  // 2 x 2 array, 4 x 4 x 10: four folds.
  const Gemm gemm{4, 4, 10};
  EXPECT_EQ(timeGemm(gemm, 2, 2, Dataflow::OutputStationary, Drain::Serial).totalCycles,
            4 * (4 + 2 + 10 - 2));
  EXPECT_EQ(timeGemm(gemm, 2, 2, Dataflow::OutputStationary, Drain::Shadow).totalCycles,
            3 * 10 + 4 + 2 + 10 - 2);
}

TEST(GemmTiming, ShadowNeverTakesLongerThanSerial) {
  for (int64_t size : {1, 3, 8, 17, 100})
    for (Dataflow d : {Dataflow::OutputStationary, Dataflow::WeightStationary, Dataflow::InputStationary}) {
      const Gemm gemm{size, 2 * size, size + 5};
      EXPECT_LE(timeGemm(gemm, 8, 8, d, Drain::Shadow).totalCycles,
                timeGemm(gemm, 8, 8, d, Drain::Serial).totalCycles);
    }
}

/// 64 bits hold no such cycles; the figures are exact.
TEST(GemmTiming, TheLargestProductsAreCounted) {
  const auto time = [](int64_t size, int pes, Drain drain) {
    return timeGemm({size, size, size}, pes, pes, Dataflow::OutputStationary, drain);
  };
  EXPECT_EQ(time(2147483647, 16, Drain::ScaleSim).totalCycles.text(), "38685626750085690365575167");
  EXPECT_EQ(time(2147483647, 16, Drain::Serial).totalCycles.text(), "38685627038316066517286912");
  EXPECT_EQ(time(3000000, 1, Drain::Serial).totalCycles.text(), "27000009000000000000");
  for (const Drain drain : {Drain::Serial, Drain::ScaleSim, Drain::Shadow})
    for (const int pes : {1, 16, 1024})
      for (const int64_t size : {int64_t{3000000}, int64_t{2147483647}}) {
        const GemmTiming timing = time(size, pes, drain);
        EXPECT_GT(timing.utilization, 99) << size << ", " << pes;
        EXPECT_LE(timing.utilization, 100) << size << ", " << pes;
        EXPECT_GT(timing.mappingEfficiency, 99.9);
        EXPECT_LE(timing.mappingEfficiency, 100);
      }
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  EXPECT_THROW(time(kMost, 1, Drain::Serial), Error);
}

}  // namespace
}  // namespace adapsne
