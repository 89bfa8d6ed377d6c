// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace adapsne {

/// What a convolution looks at, in place: windows beside each other along a row of a picture, and rows of
/// them. Each window is `segments` runs of `length` floats, which lie `segmentStep` apart: of a picture with
/// its channels last one run for each row of the kernel. A dense layer is the case of one segment.
struct Windows {
  const float* first = nullptr;
  int64_t rows = 1, rowStep = 0;  ///< Floats from a row of windows to the next.
  int64_t count = 0, step = 0;    ///< Windows in a row; floats from one to the next.
  int64_t segments = 1, segmentStep = 0, length = 0;
};

/// Columns that the kernels take together: numbers of columns are multiples of it.
constexpr int64_t kColumnUnit = 8;

/// result[row][window] = window times weights. `weights`: segments * length x columns, row-major; columns is
/// a multiple of kColumnUnit. `resultRowStep`: floats from one row of the result to the next; windows follow
/// each other by `columns`. One thread. Each value is summed in the order of its window, whatever lies beside
/// it.
void multiplyWindows(const Windows& windows, const float* weights, int64_t columns, float* result,
                     int64_t resultRowStep);

/// result += the sum over all windows of window (as a column) times its row of `right`: the gradient of the
/// weights, segments * length x columns. `right` is laid out as the result of multiplyWindows, its rows
/// `rightRowStep` apart.
void addWindowProducts(const Windows& windows, const float* right, int64_t rightRowStep, int64_t columns,
                       float* result);

}  // namespace adapsne
