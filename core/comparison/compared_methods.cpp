// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/compared_methods.h"

#include "core/pipeline/presets.h"
#include "core/support/error.h"
#include "core/support/nearest_name.h"

namespace adapsne {

const std::vector<ComparedMethod>& comparedMethods() {
  static const std::vector<ComparedMethod> all = [] {
    std::vector<ComparedMethod> methods;
    for (const Preset& preset : presets()) methods.push_back({preset.name, preset.help, preset.name});
    const auto ignore = ClassPolicy::Ignore, perClass = ClassPolicy::PerClass;
    const auto baseline = [](const char* name, const char* help, Sampler sampler, ClassPolicy classes) {
      return ComparedMethod{name, help, "", sampler, classes};
    };
    methods.push_back(baseline("random", "rows drawn without looking", Sampler::Random, ignore));
    methods.push_back(baseline("stratified", "random rows of each class", Sampler::Random, perClass));
    methods.push_back(
        baseline("kmeans-pca", "k-means medoids in feature space", Sampler::KMeansFeatures, ignore));
    methods.push_back(
        baseline("kmeans-pca-classes", "the same in each class", Sampler::KMeansFeatures, perClass));
    methods.push_back(baseline("k-center", "greedy k-center in feature space", Sampler::KCenter, ignore));
    methods.push_back(baseline("herding", "greedy matching of the mean", Sampler::Herding, ignore));
    methods.push_back(baseline("facility-location", "greedy k-medoids on the neighbour graph",
                               Sampler::FacilityLocation, ignore));
    methods.push_back(
        baseline("facility-location-classes", "the same in each class", Sampler::FacilityLocation, perClass));
    methods.push_back(baseline("kernel-ridge", "greedy by the error of kernel ridge regression; needs labels",
                               Sampler::KernelRidge, ClassPolicy::Equal));
    methods.push_back(baseline("graph-design", "greedy experimental design on the neighbour graph",
                               Sampler::GraphDesign, ignore));
    methods.push_back(
        baseline("typiclust", "the most typical row of each cluster", Sampler::TypiClust, ignore));
    methods.push_back(
        baseline("probcover", "greedy cover by balls of pure radius", Sampler::ProbCover, ignore));
    methods.push_back(
        baseline("max-herding", "greedy generalised coverage, Gaussian", Sampler::MaxHerding, ignore));
    methods.push_back(
        baseline("moderate", "the middle distances to the mean of each class", Sampler::Moderate, perClass));
    methods.push_back(baseline("zcore", "zero-shot coreset scores", Sampler::ZCore, ignore));
    return methods;
  }();
  return all;
}

const ComparedMethod& comparedMethod(const std::string& name) {
  std::vector<std::string> names;
  for (const ComparedMethod& method : comparedMethods()) {
    if (method.name == name) return method;
    names.push_back(method.name);
  }
  throw UsageError("--methods", "there is no \"" + name + "\".",
                   "Did you mean " + nearestName(name, names) + "?");
}

}  // namespace adapsne
