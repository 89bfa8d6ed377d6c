// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/summary_panel.h"

#include <gtest/gtest.h>

#include "tests/support/recording_observer.h"
#include "tests/support/tiny_data.h"
#include "views/measure_list.h"

namespace adapsne {
namespace {

TEST(SummaryPanel, TheTotalIsThatOfTheStagesAboveIt) {
  const RunPtr run = test::runOnce(test::clusteredDataset(120, 8, 1), test::quickOptions("nms-ideal"));
  auto again = std::make_shared<adapsne::Run>(*run);
  for (StageTiming& timing : again->timing) timing.reused = true;
  again->timing[static_cast<size_t>(Stage::Dataset)] = {2, false, 2};
  again->seconds = 0.5;
  SummaryPanel panel(darkTheme());
  panel.showRun(again);
  QStringList times;
  for (const auto* list : panel.findChildren<MeasureList*>()) {
    if (list->accessibleName().contains("Total")) times << list->accessibleName();
  }
  ASSERT_EQ(times.size(), 1);
  EXPECT_TRUE(times.front().startsWith("Dataset: 2.00 s, ")) << times.front().toStdString();
  EXPECT_TRUE(times.front().endsWith("Total: 2.50 s")) << times.front().toStdString();
}

}  // namespace
}  // namespace adapsne
