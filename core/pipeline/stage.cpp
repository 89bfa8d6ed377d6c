// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stage.h"

namespace adapsne {

const char* stageName(Stage stage) {
  constexpr const char* kNames[] = {"dataset",    "features",  "neighbors", "guidance",
                                    "affinities", "embedding", "sampling",  "assessment"};
  return kNames[static_cast<size_t>(stage)];
}

const char* stageTitle(Stage stage) {
  constexpr const char* kTitles[] = {"Dataset",    "Preprocessing", "Neighbours", "Entropy guide",
                                     "Affinities", "Embedding",     "Sampling",   "Assessment"};
  return kTitles[static_cast<size_t>(stage)];
}

}  // namespace adapsne
