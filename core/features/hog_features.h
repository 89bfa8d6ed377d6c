// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Histograms of oriented gradients (Dalal and Triggs 2005), then mean colours on a 4 x 4 grid.
///
/// Gradients are central differences (the border's pixels repeated) of the channel where they are steepest.
/// Each pixel votes with its gradient's length, divided bilinearly between the two nearest of 9 orientations
/// in [0, 180) degrees and the four nearest cells. Cells are squares, about eight along the shorter side of
/// the image and at least 4 pixels wide; pixels that fill no whole cell at the right and bottom are left out.
/// Blocks of 2 x 2 cells overlap by one cell; each is scaled by L2-Hys (to length 1, cut at 0.2, to length 1
/// again). Values are in [0, 1] for pixels from 0 to `white`; `white` 0 leaves pixels as they are. N x
/// hogDimensions(), row-major. Throws Error if the images are smaller than 8 x 8, Cancelled.
std::vector<float> hogFeatures(const Dataset& images, float white, RunControl& control);

/// Blocks x 36 + 16 x channels.
int64_t hogDimensions(const ImageShape& shape);

// The steps, each for itself.

inline constexpr int kOrientations = 9;

/// Pixels along a cell.
int hogCellSize(const ImageShape& shape);

/// Votes of cells x orientations, row-major, for (height / cell) x (width / cell) cells. `image` in [0, 1].
std::vector<float> orientationVotes(const float* image, const ImageShape& shape, int cell);

/// Scales `values` by L2-Hys: x / sqrt(|x|^2 + 0.01), values above 0.2 cut, and once more.
void normalizeBlock(float* values, int64_t count);

/// The mean of each channel in the cells of a 4 x 4 grid that divides the image as evenly as pixels can; 16 x
/// channels.
void meanColors(const float* image, const ImageShape& shape, float* means);

}  // namespace adapsne
