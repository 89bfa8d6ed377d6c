// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/restore_run.h"

#include <algorithm>
#include <utility>

#include "core/pipeline/affinity_stage.h"
#include "core/pipeline/assess_stage.h"
#include "core/pipeline/input_stages.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

/// What was found, at the folder's sigma.
std::shared_ptr<const SigmaResult> withSigma(const std::shared_ptr<const SigmaResult>& searched,
                                             const std::vector<double>& sigma) {
  if (searched->sigma == sigma) return searched;
  auto result = std::make_shared<SigmaResult>(*searched);
  result->sigma = sigma;
  return result;
}

}  // namespace

RunPtr restoreRun(RunInProgress& progress, const StoredRun& stored) {
  Run& run = *progress.run;
  for (const Stage unused : {Stage::Guidance, Stage::Embedding}) progress.meter.plan(unused, 0);
  prepareFeatures(progress);
  connectNeighbors(progress);
  run.targetPerplexity = stored.targetPerplexity;
  const auto searched = affinitiesOf(progress)->sigma;
  run.sigma = withSigma(searched, stored.sigma);
  run.map = std::make_shared<const MapResult>(stored.map);
  run.subset = progress.uncachedStage(Stage::Sampling, [&] {
    return std::make_shared<const Subset>(Subset{
        stored.exemplars, stored.given, nearestExemplar(*run.features, stored.exemplars, progress.control),
        stored.sampler, stored.work.sampling.scans, stored.order});
  });
  assessUncached(progress);

  run.instructionSet = instructionSet();
  const std::vector<std::string> differences = differencesFrom(stored, run, *searched, run.keys);
  static_cast<RunRecord&>(run) = stored;
  for (const std::string& difference : differences)
    // A run that was read back and written again has said it before.
    if (std::find(run.warnings.begin(), run.warnings.end(), difference) == run.warnings.end())
      run.warnings.push_back(difference);
  progress.tellWarnings();
  return progress.run;
}

}  // namespace adapsne
