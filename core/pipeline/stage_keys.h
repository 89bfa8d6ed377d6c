// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>

#include "core/dataset/dataset.h"
#include "core/pipeline/options.h"
#include "core/pipeline/side_file.h"
#include "core/pipeline/stage.h"

namespace adapsne {

/// The keys of all stages for these options on this dataset, without computing anything:
/// key = hash(the previous stage's key, the options that the stage reads, its code version).
/// Equal keys, equal results. Number of threads and other live-only options take no part.
///
/// `files` stand for the files that options name beside the dataset (hashesOf): keys are asked for often, and
/// a file is read once.
using StageKeys = std::array<std::string, kStages.size()>;
StageKeys stageKeys(const Dataset& dataset, const Options& options, const SideHashes& files);

/// The key under which P for a target perplexity is kept: fixed or guided, the target alone counts.
std::string affinitiesKey(const StageKeys& keys, const Options& options, double targetPerplexity);

/// The key under which a map that can be descended further is kept: the embedding's, without what only says
/// where the descent ends (iterations, stall). Whether a map that ended elsewhere is on the way is for the
/// descent to look at.
std::string resumableMapKey(const StageKeys& keys, const Options& options, int64_t points,
                            const std::string& startHash);

/// The key of the map from which the descent starts.
std::string startingMapKey(const StageKeys& keys, const Options& options, const std::string& startHash);

/// The key of what a sampler computes of the features of some rows before it chooses.
std::string designKey(const StageKeys& keys, SamplerDesign design, const std::vector<int64_t>& rows);

/// The first stage in which two sets of keys differ, as an index into kStages; kStages.size() if none.
size_t firstDifference(const StageKeys& a, const StageKeys& b);

}  // namespace adapsne
