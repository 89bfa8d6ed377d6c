// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/hold_out.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "core/support/error.h"
#include "core/support/random.h"

namespace adapsne {
namespace {
constexpr uint64_t kHoldOutStream = 0x686f6c64;
}

HoldOut holdOut(const Dataset& dataset, double share, uint64_t seed, RunControl& control) {
  if (!dataset.hasLabels())
    throw Error(dataset.name, "has no labels, so nothing can be said about a classifier.",
                "Give --labels FILE.");
  std::vector<std::vector<int64_t>> members(dataset.classNames.size());
  std::vector<int64_t> train, test;
  for (int64_t i = 0; i < dataset.points; ++i)
    dataset.isLabelled(i) ? members[dataset.labels[i]].push_back(i) : train.push_back(i);
  for (size_t c = 0; c < members.size(); ++c) {
    control.checkpoint();
    std::vector<int64_t>& rows = members[c];
    RandomStream random(seed, kHoldOutStream, c);
    random.shuffle(rows);
    const int64_t count = static_cast<int64_t>(rows.size());
    const int64_t aside =
        count < 2 ? 0 : std::clamp<int64_t>(std::llround(share * static_cast<double>(count)), 1, count - 1);
    test.insert(test.end(), rows.begin(), rows.begin() + aside);
    train.insert(train.end(), rows.begin() + aside, rows.end());
  }
  if (test.empty())
    throw Error(dataset.name, "has no class with two points, so none can be set aside for testing.",
                "Give more points.");
  std::sort(train.begin(), train.end());
  std::sort(test.begin(), test.end());
  return {std::make_shared<const Dataset>(selectRows(dataset, train)),
          std::make_shared<const Dataset>(selectRows(dataset, test))};
}

}  // namespace adapsne
