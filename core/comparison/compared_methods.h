// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/sampling/sampling_options.h"

namespace adapsne {

/// Something that `adapsne compare` can set against others: a preset, or a sampler that never looks at a map.
struct ComparedMethod {
  std::string name;  ///< "kmeans-pca"
  std::string help;
  std::string preset = {};                    ///< For applyMethod(); empty for a baseline.
  Sampler sampler = Sampler::Auto;            ///< Of a baseline.
  ClassPolicy classes = ClassPolicy::Ignore;  ///< Of a baseline.
};

/// The presets, then random, stratified, kmeans-pca, kmeans-pca-classes, k-center, herding,
/// facility-location, facility-location-classes, kernel-ridge, graph-design, and those by their papers alone:
/// typiclust, probcover, max-herding, moderate (in each class) and zcore.
const std::vector<ComparedMethod>& comparedMethods();
/// Throws UsageError with the nearest name for an unknown one.
const ComparedMethod& comparedMethod(const std::string& name);

}  // namespace adapsne
