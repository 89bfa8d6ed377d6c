// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/telling_point.h"

#include <gtest/gtest.h>

#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

struct TellingPoint : ::testing::Test {
  DatasetPtr dataset = test::clusteredDataset(80, 6, 1);
  RunPtr base = test::runOnce(dataset, test::quickOptions("nms-ideal"));

  /// The run with these perplexities reached; the others as they were.
  RunPtr reaching(std::vector<std::pair<size_t, double>> reached) const {
    auto sigma = std::make_shared<SigmaResult>(*base->sigma);
    for (const auto& [row, perplexity] : reached) sigma->reached[row] = perplexity;
    auto run = std::make_shared<adapsne::Run>(*base);
    run->sigma = sigma;
    std::fill(run->assessment.outliers.reasons.begin(), run->assessment.outliers.reasons.end(), uint8_t{0});
    return run;
  }
};

TEST_F(TellingPoint, IsWhereTheOtherRunMissedByMostAndThisOneDidNot) {
  const double target = base->targetPerplexity;
  const RunPtr own = reaching({{9, 4 * target}});
  const RunPtr other = reaching({{3, 1.5 * target}, {5, target / 3}, {9, 9 * target}});
  EXPECT_EQ(tellingPoint(*own, other.get()), 5) << "both missed row 9";
}

TEST_F(TellingPoint, ElseOneThatTheMapLostElseTheFirstExemplar) {
  const RunPtr own = reaching({});
  EXPECT_EQ(tellingPoint(*own, own.get()), base->subset->rows.front());
  EXPECT_EQ(tellingPoint(*own, nullptr), base->subset->rows.front());
  auto lost = std::make_shared<adapsne::Run>(*own);
  lost->assessment.outliers.reasons[31] = kLost;
  EXPECT_EQ(tellingPoint(*lost, nullptr), 31);
}

TEST_F(TellingPoint, IsNoneWithoutExemplars) {
  auto empty = std::make_shared<adapsne::Run>(*reaching({}));
  auto subset = std::make_shared<Subset>(*empty->subset);
  subset->rows.clear();
  empty->subset = subset;
  EXPECT_EQ(tellingPoint(*empty, nullptr), -1);
}

}  // namespace
}  // namespace adapsne
