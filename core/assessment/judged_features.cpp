// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/judged_features.h"

namespace adapsne {

std::shared_ptr<const JudgedFeatures> JudgedData::features(ImageFeatures kind, RunControl& control) {
  std::shared_ptr<const JudgedFeatures>& made = made_[kind];
  if (made) return made;
  PreprocessOptions options;
  options.features = kind;
  const Preprocessor fitted(train_, options, control);
  made =
      std::make_shared<const JudgedFeatures>(JudgedFeatures{fitted.features(), fitted.apply(test_, control)});
  return made;
}

}  // namespace adapsne
