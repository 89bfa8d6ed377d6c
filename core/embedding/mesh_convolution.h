// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/embedding/kernel_split.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Turns charges on a square grid into the potential phi(r) = sum of q_j K(|r - r_j|^2), K the smooth part of
/// a KernelSplit, on the same grid, by one real Fourier transform forth and one back at twice the side, so
/// that nothing wraps around.
///
/// Charges and potential are meant to be spread and read with cubic B-splines; the kernel makes up for the
/// smoothing of both. (Particle mesh: Hockney and Eastwood 1988; with B-splines Essmann et al. 1995.) In
/// float32; FFTW plans by estimate, because a measured plan could differ between runs.
class MeshConvolution {
 public:
  /// side >= 4 grid points; see goodSide().
  explicit MeshConvolution(int side);
  ~MeshConvolution();
  MeshConvolution(const MeshConvolution&) = delete;
  MeshConvolution& operator=(const MeshConvolution&) = delete;

  /// The next larger side at which the transforms are fast.
  static int goodSide(int atLeast);

  int side() const { return side_; }
  /// One row of the grid: charges before run(), potential after it. side() values; rowStride() between rows.
  float* row(int y) { return rows_.get() + y * rowStride(); }
  const float* row(int y) const { return rows_.get() + y * rowStride(); }
  int64_t rowStride() const { return 2 * complexStride_; }

  /// For runs to come; `spacing` is the distance between grid points in map units. Costs two transforms
  /// unless both are the present ones.
  void setKernel(double spacing, const KernelSplit& split, RunControl& control);
  /// Radix-2 butterflies that one run() stands for.
  int64_t butterflies() const;
  /// Throws Cancelled; the grid's content is then undefined.
  void run(RunControl& control);

 private:
  struct Free {
    void operator()(float* p) const;
  };
  struct Plans;
  class Columns;

  void transformRows(int count, RunControl& control);

  int side_;
  int64_t complexStride_;            ///< complex values from row to row
  double spacing_ = 0, radius_ = 0;  ///< of kernel_; spacing 0 = none yet
  std::unique_ptr<float[], Free> rows_;
  std::vector<float> kernel_;       ///< its transform, real: side + 1 columns of 2 side
  std::vector<double> sharpening_;  ///< of each frequency
  std::unique_ptr<Plans> plans_;
};

}  // namespace adapsne
