// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/pipeline/observer.h"
#include "core/pipeline/pipeline.h"
#include "core/pipeline/schema.h"

namespace adapsne::test {

/// Writes down everything that a run tells.
class RecordingObserver : public Observer {
 public:
  void stageStarted(Stage stage) override {
    calls.push_back(std::string("start ") + stageName(stage));
    if (onStage) onStage(stage);
  }
  void stageFinished(Stage stage, double seconds, bool reused) override {
    calls.push_back(std::string(reused ? "reuse " : "finish ") + stageName(stage));
    if (seconds < 0) calls.push_back("negative time");
  }
  void progressed(const Progress& p) override {
    progress.push_back(p);
    if (onProgress) onProgress(p);
  }
  bool wantsFrame(int, int) override { return frames; }
  void frame(const MapFrame& f) override {
    calls.push_back("frame");
    frameIterations.push_back(f.candidate < 0 ? f.iteration : -1);
    lastFrame.assign(f.positions.begin(), f.positions.end());
  }
  void converged(const ConvergenceSample& sample) override { samples.push_back(sample); }
  void candidate(const GuidanceRecord& r) override { candidates.push_back(r.perplexity); }
  void warned(const std::string& text) override { warnings.push_back(text); }

  /// The stage calls alone, without frames.
  std::vector<std::string> stageCalls() const {
    std::vector<std::string> result;
    for (const std::string& call : calls)
      if (call != "frame") result.push_back(call);
    return result;
  }

  bool frames = false;
  std::function<void(Stage)> onStage;
  std::function<void(const Progress&)> onProgress;
  std::vector<std::string> calls, warnings;
  std::vector<Progress> progress;
  std::vector<ConvergenceSample> samples;
  std::vector<double> candidates;
  std::vector<int> frameIterations;
  std::vector<float> lastFrame;
};

/// Few iterations, one thread: what a test can afford.
inline Options quickOptions(const std::string& method = "nms-ideal") {
  Options options;
  setOption(options, optionSpec("method"), method);
  options.embedding.iterations = 60;
  options.embedding.exaggerationIterations = 30;
  options.guidance.candidates = 3;
  options.guidance.iterations = 15;
  if (options.perplexity > 0) options.perplexity = 10;
  options.sampling.ratio = 0.1;
  options.threads = 1;
  return options;
}

inline RunPtr runOnce(const DatasetPtr& dataset, const Options& options) {
  Pipeline pipeline;
  RecordingObserver observer;
  RunControl control;
  return pipeline.run(dataset, options, observer, control);
}

}  // namespace adapsne::test
