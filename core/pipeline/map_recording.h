// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace adapsne {

/// A map as it was at one iteration.
struct RecordedFrame {
  std::shared_ptr<const std::vector<float>> positions;  ///< N x 2
  int iteration = 0, iterations = 0;  ///< Of its phase: a candidate of the guide, or the final map.
  double perplexity = 0;
  int candidate = -1;  ///< Of the guide, from 0; -1 for the final map.
};

/// The frames of one run, in order, within a budget of memory. Every stride-th iteration of each phase is
/// kept and its last one; where the budget is reached, every other frame goes and the stride doubles. So
/// which frames are kept depends on the run alone, not on when they arrived.
class MapRecording {
 public:
  static constexpr int64_t kBudget = int64_t{256} << 20;  ///< bytes

  explicit MapRecording(int64_t budget = kBudget) : budget_(budget) {}

  /// Whether the frame of this iteration would be kept.
  bool wants(int iteration, int iterations) const {
    return iteration % stride_ == 0 || iteration == iterations;
  }
  /// Frames come in the order of the run; what wants() declines is ignored.
  void add(RecordedFrame frame);
  /// Drops frames by halves until at most so many bytes are left, or only the ends of the phases.
  void thinTo(int64_t bytes);

  const std::vector<RecordedFrame>& frames() const { return frames_; }
  int stride() const { return stride_; }
  int64_t bytes() const { return bytes_; }
  /// The last frame at or before an iteration of the final map, its first where they all come later; -1 where
  /// none was recorded.
  int frameOf(int iteration) const;

 private:
  void halve();

  int64_t budget_, bytes_ = 0;
  int stride_ = 1;
  std::vector<RecordedFrame> frames_;
};

using RecordingPtr = std::shared_ptr<MapRecording>;

}  // namespace adapsne
