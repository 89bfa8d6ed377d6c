// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/assessment/judged_features.h"

#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>

namespace adapsne {
namespace {

using Key = std::tuple<ImageFeatures, std::string, std::string>;

/// What is still held by somebody, by the contents that it was made of.
class Shared {
 public:
  std::shared_ptr<const JudgedFeatures> find(const Key& key) {
    const std::lock_guard lock(mutex_);
    return held_[key].lock();
  }
  void store(const Key& key, const std::shared_ptr<const JudgedFeatures>& features) {
    const std::lock_guard lock(mutex_);
    std::erase_if(held_, [](const auto& one) { return one.second.expired(); });
    held_[key] = features;
  }

 private:
  std::mutex mutex_;
  std::map<Key, std::weak_ptr<const JudgedFeatures>> held_;
};

}  // namespace

std::shared_ptr<const JudgedFeatures> judgedFeatures(ImageFeatures kind, const Dataset& train,
                                                     const Dataset& test, RunControl& control) {
  static Shared shared;
  const bool isNamed = !train.hash.empty() && !test.hash.empty();
  const Key key(kind, train.hash, test.hash);
  if (isNamed)
    if (auto there = shared.find(key)) return there;
  PreprocessOptions options;
  options.features = kind;
  const Preprocessor fitted(train, options, control);
  auto made =
      std::make_shared<const JudgedFeatures>(JudgedFeatures{fitted.features(), fitted.apply(test, control)});
  if (isNamed) shared.store(key, made);
  return made;
}

}  // namespace adapsne
