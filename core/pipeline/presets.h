// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/pipeline/options.h"

namespace adapsne {

/// A method that people compare (METHOD.md 8).
struct Preset {
  std::string name, title, help;
  Arithmetic arithmetic;
  Search search;
  double perplexity;  ///< 0 = guided
  Exemplar exemplar = Exemplar::FeatureMedoid;
  ClassPolicy classes = ClassPolicy::Ignore;
};

/// adapsne, adapsne-edge, nms-edge, nms-ideal, adapsne-plus.
const std::vector<Preset>& presets();

/// Sets method and the fields of its preset, leaves everything else. Throws UsageError with the nearest
/// name for an unknown one.
void applyMethod(Options& options, const std::string& method);

/// "AdapSNE (edge)" for "adapsne-edge".
std::string methodTitle(const std::string& method);

}  // namespace adapsne
