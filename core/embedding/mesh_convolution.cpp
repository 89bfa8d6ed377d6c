// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/mesh_convolution.h"

#include <fftw3.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>
#include <new>
#include <numbers>

#include "core/support/parallel.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

constexpr int kBlock = 8;  // Columns taken out of the rows together: 64 bytes of each.
constexpr int64_t kRowGrain = 8;
/// Sides whose transforms FFTW's estimated plans are good at; those between take longer than the next of
/// these.
constexpr int kSides[] = {32,  40,  48,  64,  80,  96,  128,  160,  192,  256,
                          320, 384, 480, 512, 640, 768, 1024, 1280, 1536, 2048};

/// FFTW's planner is not thread-safe; its plans are.
std::mutex& planner() {
  static std::mutex mutex;
  return mutex;
}

struct PlanFree {
  void operator()(fftwf_plan plan) const {
    std::lock_guard lock(planner());
    fftwf_destroy_plan(plan);
  }
};
using Plan = std::unique_ptr<std::remove_pointer_t<fftwf_plan>, PlanFree>;

/// Aligned as FFTW wants it, so that every plan fits every buffer.
struct ComplexFree {
  void operator()(fftwf_complex* p) const { fftwf_free(p); }
};
std::unique_ptr<fftwf_complex[], ComplexFree> complexBuffer(int64_t size) {
  fftwf_complex* p = fftwf_alloc_complex(static_cast<size_t>(size));
  if (!p) throw std::bad_alloc();
  return std::unique_ptr<fftwf_complex[], ComplexFree>(p);
}

ADAPSNE_SIMD_CLONES
void multiply(float* values, const float* kernel, int64_t count) {
  for (int64_t v = 0; v < count; ++v) {
    values[2 * v] *= kernel[v];
    values[2 * v + 1] *= kernel[v];
  }
}

/// The transform of the cubic B-spline, sinc^4, at angle `a` (pi at the sampling frequency).
double splineTransform(double a) {
  return a == 0 ? 1 : std::pow(std::sin(a) / a, 4);
}

/// Undoes, for the k-th of `period` frequencies, what spreading and reading with cubic B-splines do to a
/// potential. Both also mix in the frequencies' aliases; Hockney and Eastwood's optimal influence function
/// (1988, eq. 8-22, here for one axis) is the factor with the least mean square error. Against plain division
/// by the sampled spline's transform it makes Z ten times as exact and the force as exact.
double sharpening(int64_t k, int64_t period) {
  constexpr int kAliases = 4;  // The next ones are below 1e-9 of the sum.
  const int64_t lowest = 2 * k <= period ? k : k - period;
  const double a = std::numbers::pi * static_cast<double>(lowest) / static_cast<double>(period);
  double sum = 0;
  for (int m = -kAliases; m <= kAliases; ++m) {
    const double u = splineTransform(a + std::numbers::pi * m);
    sum += u * u;
  }
  const double own = splineTransform(a);
  return own * own / (sum * sum);
}

}  // namespace

struct MeshConvolution::Plans {
  Plan rowForward, rowBack, columnForward, columnBack;

  explicit Plans(int period) {
    const auto buffer = complexBuffer(period);
    const auto real = reinterpret_cast<float*>(buffer.get());
    std::lock_guard lock(planner());
    rowForward.reset(fftwf_plan_dft_r2c_1d(period, real, buffer.get(), FFTW_ESTIMATE));
    rowBack.reset(fftwf_plan_dft_c2r_1d(period, buffer.get(), real, FFTW_ESTIMATE));
    columnForward.reset(fftwf_plan_dft_1d(period, buffer.get(), buffer.get(), FFTW_FORWARD, FFTW_ESTIMATE));
    columnBack.reset(fftwf_plan_dft_1d(period, buffer.get(), buffer.get(), FFTW_BACKWARD, FFTW_ESTIMATE));
  }
};

/// Some neighbouring columns of the rows, each in one piece: the transforms are much faster so.
class MeshConvolution::Columns {
 public:
  explicit Columns(MeshConvolution& mesh)
      : mesh_(mesh),
        period_(2 * mesh.side_),
        // Every column starts where FFTW's vector instructions want it.
        stride_((period_ + kBlock - 1) / kBlock * kBlock),
        values_(complexBuffer(kBlock * stride_)) {}

  /// Row rowOf(y) of block `block` for y in [0, rows); 0 beyond.
  template <typename RowOf>
  void take(int64_t block, int64_t rows, const RowOf& rowOf) {
    for (int64_t y = 0; y < rows; ++y) {
      const auto from =
          reinterpret_cast<const fftwf_complex*>(mesh_.row(static_cast<int>(rowOf(y)))) + block * kBlock;
      for (int64_t c = 0; c < kBlock; ++c) {
        values_[c * stride_ + y][0] = from[c][0];
        values_[c * stride_ + y][1] = from[c][1];
      }
    }
    for (int64_t c = 0; c < kBlock; ++c)
      std::memset(values_.get() + c * stride_ + rows, 0, sizeof(fftwf_complex) * (period_ - rows));
  }
  void put(int64_t block, int64_t rows) {
    for (int64_t y = 0; y < rows; ++y) {
      const auto to = reinterpret_cast<fftwf_complex*>(mesh_.row(static_cast<int>(y))) + block * kBlock;
      for (int64_t c = 0; c < kBlock; ++c) {
        to[c][0] = values_[c * stride_ + y][0];
        to[c][1] = values_[c * stride_ + y][1];
      }
    }
  }
  fftwf_complex* column(int64_t c) { return values_.get() + c * stride_; }

 private:
  MeshConvolution& mesh_;
  int64_t period_, stride_;
  std::unique_ptr<fftwf_complex[], ComplexFree> values_;
};

void MeshConvolution::Free::operator()(float* p) const {
  fftwf_free(p);
}

MeshConvolution::MeshConvolution(int side)
    : side_(side),
      // side + 1 complex values, rounded up to whole blocks.
      complexStride_((side + kBlock) / kBlock * kBlock),
      // One row more than the grid: the kernel has side + 1 different rows.
      rows_(fftwf_alloc_real(static_cast<size_t>(2 * complexStride_ * (side + 1)))),
      plans_(std::make_unique<Plans>(2 * side)) {
  if (!rows_) throw std::bad_alloc();
  for (int64_t k = 0; k <= side; ++k) sharpening_.push_back(sharpening(k, 2 * side));
}

MeshConvolution::~MeshConvolution() = default;

int MeshConvolution::goodSide(int atLeast) {
  for (const int side : kSides)
    if (side >= atLeast) return side;
  return (atLeast + 511) / 512 * 512;
}

int64_t MeshConvolution::butterflies() const {
  const double period = 2.0 * side_, each = period / 2 * std::log2(period);
  const double realRows = 2.0 * side_, columns = 2.0 * (side_ + 1);
  return std::llround(each * (realRows / 2 + columns));
}

void MeshConvolution::transformRows(int count, RunControl& control) {
  parallelFor(control, count, kRowGrain, [&](int64_t begin, int64_t end) {
    for (int64_t y = begin; y < end; ++y) {
      float* values = row(static_cast<int>(y));
      fftwf_execute_dft_r2c(plans_->rowForward.get(), values, reinterpret_cast<fftwf_complex*>(values));
    }
  });
}

void MeshConvolution::setKernel(double spacing, const KernelSplit& split, RunControl& control) {
  if (spacing == spacing_ && split.radius() == radius_) return;
  spacing_ = 0;
  const int64_t period = 2 * side_;
  parallelFor(control, side_ + 1, kRowGrain, [&](int64_t begin, int64_t end) {
    for (int64_t y = begin; y < end; ++y) {
      const double dy = static_cast<double>(y) * spacing;
      for (int64_t x = 0; x < period; ++x) {
        const double dx = static_cast<double>(std::min(x, period - x)) * spacing;
        row(static_cast<int>(y))[x] = static_cast<float>(split.smooth(dx * dx + dy * dy));
      }
    }
  });
  transformRows(side_ + 1, control);

  kernel_.resize(static_cast<size_t>((side_ + 1) * period));
  const double scale =
      1 / (static_cast<double>(period) * static_cast<double>(period));  // FFTW does not divide.
  parallelFor(control, complexStride_ / kBlock, 1, [&](int64_t block, int64_t) {
    Columns columns(*this);
    columns.take(block, period, [&](int64_t y) { return std::min(y, period - y); });
    for (int64_t c = 0; c < kBlock; ++c) {
      const int64_t x = block * kBlock + c;
      if (x > side_) continue;  // beyond the last frequency
      fftwf_complex* column = columns.column(c);
      fftwf_execute_dft(plans_->columnForward.get(), column, column);
      // The kernel is even, so its transform is real.
      for (int64_t y = 0; y < period; ++y)
        kernel_[x * period + y] =
            static_cast<float>(column[y][0] * scale * sharpening_[x] * sharpening_[std::min(y, period - y)]);
    }
  });
  spacing_ = spacing;
  radius_ = split.radius();
}

void MeshConvolution::run(RunControl& control) {
  const int64_t period = 2 * side_;
  parallelFor(control, side_, kRowGrain, [&](int64_t begin, int64_t end) {
    for (int64_t y = begin; y < end; ++y) {
      float* values = row(static_cast<int>(y));
      std::fill(values + side_, values + period, 0.0f);
      fftwf_execute_dft_r2c(plans_->rowForward.get(), values, reinterpret_cast<fftwf_complex*>(values));
    }
  });
  parallelFor(control, complexStride_ / kBlock, 2, [&](int64_t begin, int64_t end) {
    Columns columns(*this);
    for (int64_t block = begin; block < end; ++block) {
      columns.take(block, side_, [](int64_t y) { return y; });
      for (int64_t c = 0; c < kBlock && block * kBlock + c <= side_; ++c) {
        fftwf_complex* column = columns.column(c);
        fftwf_execute_dft(plans_->columnForward.get(), column, column);
        multiply(reinterpret_cast<float*>(column), kernel_.data() + (block * kBlock + c) * period, period);
        fftwf_execute_dft(plans_->columnBack.get(), column, column);
      }
      columns.put(block, side_);
    }
  });
  parallelFor(control, side_, kRowGrain, [&](int64_t begin, int64_t end) {
    for (int64_t y = begin; y < end; ++y) {
      float* values = row(static_cast<int>(y));
      fftwf_execute_dft_c2r(plans_->rowBack.get(), reinterpret_cast<fftwf_complex*>(values), values);
    }
  });
}

}  // namespace adapsne
