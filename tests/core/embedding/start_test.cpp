// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/start.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "core/arrays/npy.h"
#include "core/embedding/map_grid.h"
#include "core/features/pca.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

std::vector<float> pca(const Features& f, uint64_t seed = 1) {
  RunControl control(1);
  return pcaStart(f, seed, control);
}

double deviation(const std::vector<float>& map, int axis) {
  double sum = 0, squares = 0;
  const double n = static_cast<double>(map.size()) / 2;
  for (size_t i = axis; i < map.size(); i += 2) sum += map[i];
  for (size_t i = axis; i < map.size(); i += 2) squares += (map[i] - sum / n) * (map[i] - sum / n);
  return std::sqrt(squares / n);
}

TEST(PcaStart, IsThePrincipalPlaneScaled) {
  const Features f = test::clusteredFeatures(200, 6, 1);
  const std::vector<float> start = pca(f);
  RunControl control(1);
  const PcaResult components = principalComponents(f.values, 200, 6, 2, control);
  EXPECT_NEAR(deviation(start, 0), 1e-4, 1e-9);
  EXPECT_LT(deviation(start, 1), 1e-4);
  const float ratio = start[0] / components.scores[0];
  for (size_t i = 0; i < start.size(); ++i) EXPECT_NEAR(start[i], components.scores[i] * ratio, 1e-9);
  EXPECT_EQ(pca(f, 2), start) << "the seed has no part in it";
}

TEST(PcaStart, FillsDirectionsWithoutSpreadWithNoise) {
  std::vector<float> line(50);
  for (int i = 0; i < 50; ++i) line[i] = static_cast<float>(i);
  for (const Features& f :
       {test::featuresOf(line, 50, 1), test::featuresOf(std::vector<float>(100, 2), 50, 2)}) {
    const std::vector<float> start = pca(f);
    EXPECT_GT(deviation(start, 0), 5e-5);
    EXPECT_GT(deviation(start, 1), 5e-5);
    EXPECT_LT(deviation(start, 1), 2e-4);
    EXPECT_EQ(pca(f), start);
    EXPECT_NE(pca(f, 2), start) << "another seed, other noise";
  }
}

TEST(RandomStart, HasItsDeviationAndItsSeed) {
  const std::vector<float> start = randomStart(5000, 3);
  EXPECT_NEAR(deviation(start, 0), 1e-4, 3e-6);
  EXPECT_NEAR(deviation(start, 1), 1e-4, 3e-6);
  EXPECT_EQ(randomStart(5000, 3), start);
  EXPECT_NE(randomStart(5000, 4), start);
}

class FileStart : public testing::Test {
 protected:
  std::string messageFor(const std::string& bytes, int64_t points) {
    try {
      fileStart(bytes, "start.npy", points);
    } catch (const Error& e) {
      return e.what();
    }
    return "no error";
  }
  static std::string npy(std::vector<float> values, std::vector<int64_t> shape) {
    return formatNpy(std::span<const float>(values), shape);
  }
};

TEST_F(FileStart, ReadsTheArray) {
  const std::vector<float> map = test::randomMap(7, 1);
  EXPECT_EQ(fileStart(npy(map, {7, 2}), "start.npy", 7), map);
}

TEST_F(FileStart, RefusesOtherShapesWithBothShapesInTheMessage) {
  for (const std::vector<int64_t>& shape : {std::vector<int64_t>{2, 7}, {14}, {7, 2, 1}, {14, 1}}) {
    const std::string message = messageFor(npy(std::vector<float>(14, 0), shape), 7);
    EXPECT_NE(message.find("a starting map of 7 x 2 is needed"), std::string::npos) << message;
    EXPECT_NE(message.find("start.npy"), std::string::npos) << message;
  }
  EXPECT_NE(messageFor(npy(std::vector<float>(12, 0), {6, 2}), 7).find("an array of 6 x 2"),
            std::string::npos);
}

TEST_F(FileStart, RefusesNumbersThatAreNotFiniteAndFilesThatAreNone) {
  for (float bad : {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
    std::vector<float> values(14, 0);
    values[9] = bad;
    const std::string message = messageFor(npy(values, {7, 2}), 7);
    EXPECT_NE(message.find("row 4 (counted from 0) holds a value that is not finite"), std::string::npos)
        << message;
  }
  // A float64 that float32 cannot hold would become infinite.
  std::vector<double> large(14, 1e300);
  EXPECT_NE(messageFor(formatNpy(std::span<const double>(large), {7, 2}), 7).find("not finite"),
            std::string::npos);
  EXPECT_NE(messageFor("no array", 7), "no error");
  EXPECT_NE(messageFor("", 7), "no error") << "an empty file, or a folder";
}

TEST(MapGrid, ClampKeepsEveryPointAndDropLosesTheTails) {
  const std::vector<float> map = test::randomMap(2000, 2);
  const MapGrid clamped = gridOf(map, 7, Outside::Clamp), dropped = gridOf(map, 7, Outside::Drop);
  int outside = 0;
  for (size_t i = 0; i < 2000; ++i) {
    ASSERT_GE(clamped.cell[i], 0);
    ASSERT_LT(clamped.cell[i], 49);
    outside += dropped.cell[i] < 0;
    EXPECT_TRUE(dropped.cell[i] < 0 || dropped.cell[i] == clamped.cell[i]);
  }
  EXPECT_GT(outside, 15);  // half a per cent at each end of each axis
  EXPECT_LE(outside, 44);
}

TEST(MapGrid, DegenerateMaps) {
  EXPECT_TRUE(gridOf({}, 3, Outside::Clamp).cell.empty());
  EXPECT_EQ(gridOf(std::vector<float>(20, 1.5f), 3, Outside::Drop).cell, std::vector<int32_t>(10, 0));
  std::vector<float> line;
  for (int i = 0; i < 30; ++i) line.insert(line.end(), {static_cast<float>(i), 0.0f});
  const MapGrid grid = gridOf(line, 3, Outside::Clamp);
  for (int cell : grid.cell) EXPECT_LT(cell, 3) << "no spread across the line: one row of cells";
}

}  // namespace
}  // namespace adapsne
