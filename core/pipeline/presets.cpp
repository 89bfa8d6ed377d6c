// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/presets.h"

#include "core/support/nearest_name.h"

namespace adapsne {

const std::vector<Preset>& presets() {
  static const std::vector<Preset> all = {
      {"adapsne", "AdapSNE", "fireworks in float64, perplexity guided by entropy", Arithmetic::Float64,
       Search::Fireworks, 0, "nms-ideal"},
      {"adapsne-edge", "AdapSNE (edge)", "fireworks in 16-bit fixed point, perplexity guided by entropy",
       Arithmetic::Fixed16Saturate, Search::Fireworks, 0, "nms-edge"},
      {"nms-edge", "NMS (edge)", "bisection in 16-bit fixed point, perplexity 30",
       Arithmetic::Fixed16Saturate, Search::Bisection, 30, "adapsne-edge"},
      {"nms-ideal", "NMS (idealised)", "exact search in float64, perplexity 30", Arithmetic::Float64,
       Search::Newton, 30, "adapsne"},
      {"adapsne-plus", "AdapSNE plus",
       "the map as adapsne on patch features of images, for the eye; exemplars by kernel-ridge: beyond the "
       "paper; needs labels",
       Arithmetic::Float64, Search::Fireworks, 0, "nms-ideal", ImageFeatures::Auto, Exemplar::FeatureMedoid,
       ClassPolicy::Equal, Sampler::KernelRidge},
      {"adapsne-plus-free", "AdapSNE plus (no labels)",
       "the same with exemplars by graph-design, which needs no labels", Arithmetic::Float64,
       Search::Fireworks, 0, "nms-ideal", ImageFeatures::Auto, Exemplar::FeatureMedoid, ClassPolicy::Ignore,
       Sampler::GraphDesign},
  };
  return all;
}

namespace {

const Preset& presetOf(const std::string& method) {
  std::vector<std::string> names;
  for (const Preset& preset : presets()) {
    if (preset.name == method) return preset;
    names.push_back(preset.name);
  }
  throw UsageError("--method", "there is no method \"" + method + "\".",
                   "Did you mean " + nearestName(method, names) + "?");
}

}  // namespace

void applyMethod(Options& options, const std::string& method) {
  const Preset& preset = presetOf(method);
  options.method = preset.name;
  options.search.arithmetic = preset.arithmetic;
  options.search.search = preset.search;
  options.perplexity = preset.perplexity;
  if (preset.features != ImageFeatures::Raw || options.preprocess.features == ImageFeatures::Auto)
    options.preprocess.features = preset.features;
  options.sampling.exemplar = preset.exemplar;
  options.sampling.classes = preset.classes;
  options.sampling.sampler = preset.sampler;
}

std::pair<Options, Options> comparedOptions(const Options& options) {
  const Preset& own = presetOf(options.method);
  Options other = options;
  applyMethod(other, own.counterpart);
  // The same input space and the same sampler, whatever the counterpart presets: neighbours are shared, and a
  // difference is that of the maps.
  other.preprocess = options.preprocess;
  other.sampling = options.sampling;
  if (options.perplexity != own.perplexity && options.perplexity > 0) other.perplexity = options.perplexity;
  const bool ownIsNms = own.search != Search::Fireworks;
  return ownIsNms ? std::pair(options, other) : std::pair(other, options);
}

std::string methodTitle(const std::string& method) {
  return presetOf(method).title;
}

}  // namespace adapsne
