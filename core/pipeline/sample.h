// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/assessment/subset_measures.h"
#include "core/dataset/dataset.h"
#include "core/pipeline/options.h"

namespace adapsne {

/// A subset that was chosen without computing a map: by a sampler that does not look at one, or from a map
/// that there was.
struct Sample {
  Options options;
  DatasetPtr dataset;
  std::shared_ptr<const Features> features;
  std::shared_ptr<const Subset> subset;
  SubsetMeasures measures;
};

}  // namespace adapsne
