// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>

namespace adapsne {

/// The stages of a run, in order. Changing an option re-runs from the first stage that it invalidates.
enum class Stage { Dataset, Features, Neighbors, Guidance, Affinities, Embedding, Sampling, Assessment };

inline constexpr std::array kStages = {Stage::Dataset,  Stage::Features,   Stage::Neighbors,
                                       Stage::Guidance, Stage::Affinities, Stage::Embedding,
                                       Stage::Sampling, Stage::Assessment};

/// "dataset", "features", ...: as in the manifest and in `seconds`.
const char* stageName(Stage stage);
/// "Dataset", "Preprocessing", "Neighbours", "Entropy guide", ...: as people read it.
const char* stageTitle(Stage stage);

}  // namespace adapsne
