// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/open_pools.h"

#include "core/catalogue/catalogue.h"
#include "core/support/error.h"

namespace adapsne {
namespace {
constexpr double kHoldOutShare = 0.2;
}

std::vector<HoldOut> openPools(const std::string& data, const Options& options, int count,
                               RunControl& control) {
  if (count < 1) throw UsageError("--pools", "at least one is needed.", "Give 1, or as many as seeds.");
  const std::string testSplit = testSplitOf(data);
  DatasetPtr test;
  if (!testSplit.empty()) test = openDataset(testSplit, {}, options.seed, control);
  DatasetOptions opened = options.dataset;
  if (count > 1 && opened.points > 0) opened.pick = PickRows::Random;
  std::vector<HoldOut> pools;
  for (int p = 0; p < count; ++p) {
    const uint64_t seed = options.seed + static_cast<uint64_t>(p);
    const DatasetPtr dataset = openDataset(data, opened, seed, control);
    pools.push_back(test ? HoldOut{dataset, test} : holdOut(*dataset, kHoldOutShare, seed, control));
    if (p > 0 && pools[p].train->hash == pools[0].train->hash && pools[p].test->hash == pools[0].test->hash)
      throw UsageError("--pools",
                       "every pool would be the same: all points are taken, and the test data are fixed.",
                       "Give fewer --points than there are, or leave --pools away.");
  }
  return pools;
}

}  // namespace adapsne
