// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stage.h"

#include "core/support/enum_words.h"

namespace adapsne {
namespace {

/// Its name, and its title in the place of a help.
constexpr auto kNames = wordsFor<Stage>({{Stage::Dataset, "dataset", "Dataset"},
                                         {Stage::Features, "features", "Preprocessing"},
                                         {Stage::Neighbors, "neighbors", "Neighbours"},
                                         {Stage::Guidance, "guidance", "Entropy guide"},
                                         {Stage::Affinities, "affinities", "Affinities"},
                                         {Stage::Embedding, "embedding", "Embedding"},
                                         {Stage::Sampling, "sampling", "Sampling"},
                                         {Stage::Assessment, "assessment", "Assessment"}});
static_assert(kNames.size() == kStages.size());

}  // namespace

const char* stageName(Stage stage) {
  return kNames[stage].word;
}

const char* stageTitle(Stage stage) {
  return kNames[stage].help;
}

}  // namespace adapsne
