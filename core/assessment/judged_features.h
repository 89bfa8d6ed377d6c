// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/features/preprocess.h"

namespace adapsne {

/// Rows to train on and rows to test on, in one space that is learned from the first without their labels.
struct JudgedFeatures {
  std::shared_ptr<const Features> train;
  Features test;
};

/// Both datasets by image features of this kind, scaled and projected as usual. Classifiers that judge in one
/// space share it: while somebody holds what was made for datasets of this content, that is given again.
/// Throws as Preprocessor does, Cancelled. From any thread.
std::shared_ptr<const JudgedFeatures> judgedFeatures(ImageFeatures kind, const Dataset& train,
                                                     const Dataset& test, RunControl& control);

}  // namespace adapsne
