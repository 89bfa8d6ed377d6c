// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/map_recording.h"

#include <utility>

namespace adapsne {

namespace {

constexpr int kLargestStride = 1 << 20;

int64_t bytesOf(const RecordedFrame& frame) {
  return static_cast<int64_t>(frame.positions->size() * sizeof(float));
}

}  // namespace

void MapRecording::add(RecordedFrame frame) {
  if (!wants(frame.iteration, frame.iterations)) return;
  // Told twice; or kept as the end of its phase, which it no longer is: the number of iterations was raised
  // meanwhile.
  const auto replaced = [&](const RecordedFrame& last) {
    return last.candidate == frame.candidate &&
           (last.iteration == frame.iteration || last.iteration % stride_ != 0);
  };
  if (!frames_.empty() && replaced(frames_.back())) {
    bytes_ -= bytesOf(frames_.back());
    frames_.pop_back();
  }
  if (frames_.empty()) {
    // A thousand iterations within half of the budget from the start, rather than copying what is dropped
    // later.
    while (stride_ < kLargestStride && 1000 * bytesOf(frame) / stride_ > budget_ / 2) stride_ *= 2;
  }
  bytes_ += bytesOf(frame);
  frames_.push_back(std::move(frame));
  thinTo(budget_);
}

void MapRecording::thinTo(int64_t bytes) {
  while (bytes_ > bytes && stride_ < kLargestStride) halve();
}

void MapRecording::halve() {
  stride_ *= 2;
  std::vector<RecordedFrame> kept;
  bytes_ = 0;
  for (size_t i = 0; i < frames_.size(); ++i) {
    const bool ends = i + 1 == frames_.size() || frames_[i + 1].candidate != frames_[i].candidate;
    if (!ends && frames_[i].iteration % stride_ != 0) continue;
    bytes_ += bytesOf(frames_[i]);
    kept.push_back(std::move(frames_[i]));
  }
  frames_ = std::move(kept);
}

int MapRecording::frameOf(int iteration) const {
  int found = -1;
  for (size_t i = 0; i < frames_.size(); ++i) {
    if (frames_[i].candidate < 0 && (found < 0 || frames_[i].iteration <= iteration))
      found = static_cast<int>(i);
  }
  return found;
}

}  // namespace adapsne
