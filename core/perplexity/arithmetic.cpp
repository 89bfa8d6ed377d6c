// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdexcept>

#include "core/perplexity/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/perplexity/fixed_format.h"
#include "core/perplexity/row_kernels.h"

namespace adapsne {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double betaOf(double u) {
  return 0.5 * std::exp(-2 * u);
}

/// A row of distances in units of the largest, filled up to whole registers with `farAway`.
template <typename Number>
class PaddedRow {
 public:
  template <typename Distance>
  void load(std::span<const float> squared, int64_t lanes, Number farAway, const Distance& distance) {
    const size_t size = squared.size();
    padded_.resize((size + lanes - 1) / lanes * lanes);
    for (size_t j = 0; j < size; ++j) padded_[j] = distance(squared[j]);
    std::fill(padded_.begin() + static_cast<std::ptrdiff_t>(size), padded_.end(), farAway);
  }
  std::span<const Number> padded() const { return padded_; }

 private:
  std::vector<Number> padded_;
};

void normalize(std::span<double> p, double sum) {
  for (double& v : p) v = sum > 0 ? v / sum : 0;
}

class Float64Evaluator final : public RowEvaluator {
 public:
  void load(std::span<const float> squared, double largest) override {
    const double nearest = squared.empty() ? 0 : squared.front();
    row_.load(squared, kDoubleLanes, kFarAway, [&](float d) { return (d - nearest) / largest; });
  }

  Value evaluate(double u) const override {
    const RowMoments sums = momentsOf(row_.padded(), betaOf(u));
    if (sums.e == 0) return {0, 0};
    const double mean = sums.ex / sums.e;
    const double variance = std::max(0.0, sums.exx / sums.e - mean * mean);
    return {sums.e * std::exp(mean), 2 * variance};  // dH/du = 2 beta^2 Var(d)
  }

  void conditional(double u, std::span<double> p) const override {
    normalize(p, exponentialsOf(row_.padded(), betaOf(u), p));
  }

  double lowestU() const override { return std::log(1e-6); }
  double highestU() const override { return std::log(1e3); }

 private:
  PaddedRow<double> row_;
};

/// Single precision as a GPU or a small core would do it: no subtraction, subnormal results flushed to zero.
class Float32Evaluator final : public RowEvaluator {
 public:
  void load(std::span<const float> squared, double largest) override {
    row_.load(squared, kFloatLanes, kFarAwayFloat, [&](float d) { return static_cast<float>(d / largest); });
  }

  Value evaluate(double u) const override {
    const FloatMoments sums = momentsOf(row_.padded(), static_cast<float>(betaOf(u)));
    if (sums.e == 0) return {0, kNaN};
    return {std::exp(std::log(sums.e) + sums.ex / sums.e), kNaN};
  }

  void conditional(double u, std::span<double> p) const override {
    const float sum = exponentialsOf(row_.padded(), static_cast<float>(betaOf(u)), p);
    // Divided in single precision too.
    for (double& v : p) v = sum > 0 ? static_cast<float>(v) / sum : 0;
  }

  double lowestU() const override { return std::log(1e-3); }
  double highestU() const override { return std::log(3.0); }

 private:
  PaddedRow<float> row_;
};

class FixedEvaluator final : public RowEvaluator {
 public:
  FixedEvaluator(Arithmetic arithmetic, bool subtractNearest)
      : format_(fixedFormat(arithmetic)),
        table_(exponentialTable(arithmetic)),
        subtractNearest_(subtractNearest) {}

  void load(std::span<const float> squared, double largest) override {
    d_.resize(squared.size());
    quantize(format_, squared, largest, d_);
    if (subtractNearest_ && !d_.empty()) {
      const uint32_t nearest = d_.front();
      for (uint32_t& d : d_) d -= nearest;
    }
  }

  Value evaluate(double u) const override {
    const FixedMoments sums = momentsOf(format_, table_, d_, format_.beta(betaOf(u)));
    return {format_.perplexity(std::min(sums.e, format_.accumulatorMaximum()),
                               std::min(sums.ex, format_.accumulatorMaximum())),
            kNaN};
  }

  void conditional(double u, std::span<double> p) const override {
    normalize(p, static_cast<double>(exponentialsOf(format_, table_, d_, format_.beta(betaOf(u)), p)));
  }

  double lowestU() const override { return format_.lowestU(); }
  double highestU() const override { return format_.highestU(); }

 private:
  const FixedFormat& format_;
  const std::vector<uint32_t>& table_;
  bool subtractNearest_;
  std::vector<uint32_t> d_;
};

}  // namespace

std::unique_ptr<RowEvaluator> makeEvaluator(Arithmetic arithmetic, bool subtractNearest) {
  switch (arithmetic) {
    case Arithmetic::Float64:
      return std::make_unique<Float64Evaluator>();
    case Arithmetic::Float32:
      return std::make_unique<Float32Evaluator>();
    case Arithmetic::Fixed16Flush:
    case Arithmetic::Fixed16Saturate:
    case Arithmetic::Fixed8:
      return std::make_unique<FixedEvaluator>(arithmetic, subtractNearest);
  }
  throw std::invalid_argument("makeEvaluator: not an arithmetic");
}

}  // namespace adapsne
