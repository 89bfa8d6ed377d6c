// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/pipeline/options.h"

namespace adapsne {

/// A method that people compare (docs/method.md#compared-methods).
struct Preset {
  std::string name, title, help;
  Arithmetic arithmetic;
  Search search;
  double perplexity;        ///< 0 = guided
  std::string counterpart;  ///< The method that it is fairly compared with: the same datapath.
  ImageFeatures features = ImageFeatures::Raw;  ///< Raw: leaves what is set, but for Auto.
  Exemplar exemplar = Exemplar::FeatureMedoid;
  ClassPolicy classes = ClassPolicy::Ignore;
  Sampler sampler = Sampler::Auto;
};

/// adapsne, adapsne-edge, nms-edge, nms-ideal, adapsne-plus, adapsne-plus-free.
const std::vector<Preset>& presets();

/// Sets method and the fields of its preset, leaves everything else. Throws UsageError with the nearest
/// name for an unknown one.
void applyMethod(Options& options, const std::string& method);

/// NMS's and AdapSNE's options, in this order, for a fair comparison: `options` as they are for their own
/// method, and for its counterpart with everything else the same. A fixed target perplexity that the method
/// does not preset is kept for both.
std::pair<Options, Options> comparedOptions(const Options& options);

/// "AdapSNE (edge)" for "adapsne-edge".
std::string methodTitle(const std::string& method);

}  // namespace adapsne
