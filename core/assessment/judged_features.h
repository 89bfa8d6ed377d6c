// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include "core/features/preprocess.h"

namespace adapsne {

/// Rows to train on and rows to test on, in one space that is learned from the first without their labels.
struct JudgedFeatures {
  std::shared_ptr<const Features> train;
  Features test;
};

/// What classifiers are trained and tested on. Those that judge in one space share it: it is made for the
/// first one that asks.
class JudgedData {
 public:
  /// Both have labels with the same class names and the same D, and must outlive this and all that was
  /// prepared with it.
  JudgedData(const Dataset& train, const Dataset& test) : train_(train), test_(test) {}

  const Dataset& train() const { return train_; }
  const Dataset& test() const { return test_; }
  /// Both datasets by image features of this kind, scaled and projected as usual. Throws as Preprocessor
  /// does, Cancelled.
  std::shared_ptr<const JudgedFeatures> features(ImageFeatures kind, RunControl& control);

 private:
  const Dataset &train_, &test_;
  std::map<ImageFeatures, std::shared_ptr<const JudgedFeatures>> made_;
};

}  // namespace adapsne
