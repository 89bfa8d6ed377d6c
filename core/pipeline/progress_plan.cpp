// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/progress_plan.h"

#include <algorithm>

#include "core/assessment/assessed_rows.h"

namespace adapsne {

void planProgress(const Dataset& dataset, const Options& o, int iterations, ProgressMeter& meter) {
  // Units: one pair of the exact map, about 0.07 ns. The factors are rough measurements on one machine; they
  // only weigh the stages against each other until real time is known.
  const double n = static_cast<double>(dataset.points);
  const double raw = static_cast<double>(dataset.dimensions);
  const PreprocessOptions features = resolved(o.preprocess, dataset);
  const int components = features.pca;
  const double dims = components > 0 ? std::min<double>(components, raw) : raw;
  // Image features: roughly a third of a microsecond a value of an image.
  const double describe = features.features == ImageFeatures::Raw ? 0 : n * raw * 200;
  const double k = resolveNeighbors(o, dataset.points);
  const RepulsionMethod repulsion = o.embedding.repulsion.method;
  const bool exact = resolved(repulsion, dataset.points) == RepulsionMethod::Exact ||
                     (repulsion == RepulsionMethod::Auto && k + 1 >= n);
  const double iteration = exact ? n * n + (k + 1 < n ? 10 * n * k : 0) : 1.5e7 + 10 * n * (k + 10);
  const double affinity = n * k * 700;
  const double assess =
      std::min<double>(n, n > kExactAssessment ? kSampledAssessment : n) * n * (0.5 * dims + 20);
  meter.plan(Stage::Features, describe + (dims < raw ? n * raw * raw * 0.5 : n * raw));
  meter.plan(Stage::Neighbors, n * n * (0.05 * dims + 1));
  if (o.perplexity == 0) {
    const double first = o.embedding.exaggerationIterations;
    meter.plan(
        Stage::Guidance,
        o.guidance.candidates * (o.guidance.iterations * iteration + affinity + assess) + first * iteration);
  }
  meter.plan(Stage::Affinities, affinity);
  meter.plan(Stage::Embedding, iterations * iteration);
  meter.plan(Stage::Sampling, n * n * 0.005 * dims);
  meter.plan(Stage::Assessment, assess);
}

}  // namespace adapsne
