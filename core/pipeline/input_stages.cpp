// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/input_stages.h"

#include <string>

#include "core/pipeline/refusals.h"
#include "core/support/format.h"

namespace adapsne {

void prepareFeatures(RunInProgress& progress) {
  Run& run = *progress.run;
  for (const std::string& w : run.dataset->warnings) run.warnings.push_back(w);
  run.features =
      progress.stage(Stage::Features, progress.caches.features, progress.key(Stage::Features),
                     [&] { return preprocess(*run.dataset, run.options.preprocess, progress.control); });
  refuseIdenticalPoints(*run.features);
  refuseHugeValues(*run.features);
  for (const std::string& w : run.features->warnings) run.warnings.push_back(w);
}

void connectNeighbors(RunInProgress& progress) {
  Run& run = *progress.run;
  run.graph = progress.stage(Stage::Neighbors, progress.caches.graphs, progress.key(Stage::Neighbors), [&] {
    const int k = resolveNeighbors(run.options, run.dataset->points);
    refuseTooLittleMemory(*run.features, k);
    return nearestNeighbors(*run.features, k, run.options.neighborSearch, progress.control);
  });
  const NeighborGraph& g = *run.graph;
  run.work.neighbors = {g.points, run.features->dimensions, g.k, g.pairs, g.inserts};
  if (g.approximate) {
    run.warnings.push_back(
        format("Neighbours are approximate: of the true ones, sampled rows have a share of %.4f. "
               "--neighbor-search exact finds all.",
               g.recall));
  }
}

}  // namespace adapsne
