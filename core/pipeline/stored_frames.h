// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/pipeline/map_recording.h"
#include "core/support/run_control.h"

namespace adapsne {

// Recorded frames in a run's folder: frames.npy (F x N x 2, uint16) and frames.json, which says of each frame
// what it is and where its box lies. A position is its box's corner plus a number of steps, a 65,535th of the
// larger side: off by half of that at most, a fortieth of a pixel where a map of 1,600 pixels shows the box.
// 70,000 points x 100 frames are 28 MB.

/// frames.npy. The frames have the same N, and finite positions.
std::string framesNpy(std::span<const RecordedFrame> frames);
/// frames.json
std::string framesJson(std::span<const RecordedFrame> frames);

/// The frames of a run of so many points; none where the folder has none. Throws Error that names the file
/// where the two are not what was written, Cancelled.
std::vector<RecordedFrame> readFrames(const std::filesystem::path& folder, int64_t points,
                                      RunControl& control);

}  // namespace adapsne
