// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/perplexity/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <vector>

#include "core/perplexity/fixed_format.h"

namespace adapsne {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double betaOf(double u) {
  return 0.5 * std::exp(-2 * u);
}

class Float64Evaluator final : public RowEvaluator {
 public:
  void load(std::span<const float> squared, double largest) override {
    d_.resize(squared.size());
    const double nearest = squared.empty() ? 0 : squared.front();
    for (size_t j = 0; j < squared.size(); ++j) d_[j] = (squared[j] - nearest) / largest;
  }

  Value evaluate(double u) const override {
    const double beta = betaOf(u);
    double s = 0, t = 0, t2 = 0;
    for (double d : d_) {
      const double x = beta * d;
      const double e = std::exp(-x);
      s += e;
      t += e * x;
      t2 += e * x * x;
    }
    if (s == 0) return {0, 0};
    const double mean = t / s;
    const double variance = std::max(0.0, t2 / s - mean * mean);
    return {s * std::exp(mean), 2 * variance};  // dH/du = 2 beta^2 Var(d)
  }

  void conditional(double u, std::span<double> p) const override {
    const double beta = betaOf(u);
    double s = 0;
    for (size_t j = 0; j < d_.size(); ++j) s += p[j] = std::exp(-beta * d_[j]);
    for (double& v : p) v /= s;
  }

  double lowestU() const override { return std::log(1e-6); }
  double highestU() const override { return std::log(1e3); }

 private:
  std::vector<double> d_;
};

/// Single precision as a GPU or a small core would do it: no subtraction, subnormal results flushed to zero.
class Float32Evaluator final : public RowEvaluator {
 public:
  void load(std::span<const float> squared, double largest) override {
    d_.resize(squared.size());
    for (size_t j = 0; j < squared.size(); ++j) d_[j] = static_cast<float>(squared[j] / largest);
  }

  Value evaluate(double u) const override {
    const float beta = static_cast<float>(betaOf(u));
    float s = 0, t = 0;
    for (float d : d_) {
      const float e = exponential(beta * d);
      s += e;
      t += e * (beta * d);
    }
    if (s == 0) return {0, kNaN};
    return {std::exp(std::log(s) + t / s), kNaN};
  }

  void conditional(double u, std::span<double> p) const override {
    const float beta = static_cast<float>(betaOf(u));
    float s = 0;
    for (float d : d_) s += exponential(beta * d);
    for (size_t j = 0; j < d_.size(); ++j) p[j] = s > 0 ? exponential(beta * d_[j]) / s : 0;
  }

  double lowestU() const override { return std::log(1e-3); }
  double highestU() const override { return std::log(3.0); }

 private:
  static float exponential(float x) {
    const float e = std::exp(-x);
    return e < std::numeric_limits<float>::min() ? 0 : e;
  }
  std::vector<float> d_;
};

class FixedEvaluator final : public RowEvaluator {
 public:
  FixedEvaluator(const FixedFormat& format, bool subtractNearest)
      : format_(format), subtractNearest_(subtractNearest), table_(exponentialTable(format)) {}

  void load(std::span<const float> squared, double largest) override {
    d_.resize(squared.size());
    for (size_t j = 0; j < squared.size(); ++j) d_[j] = format_.distance(squared[j] / largest);
    if (subtractNearest_ && !d_.empty()) {
      const uint32_t nearest = d_.front();
      for (uint32_t& d : d_) d -= nearest;
    }
  }

  Value evaluate(double u) const override {
    const uint32_t beta = format_.beta(betaOf(u));
    uint64_t s = 0, t = 0;
    for (uint32_t d : d_) {
      const Term term = termOf(beta, d);
      s += term.e;
      t += (static_cast<uint64_t>(term.e) * term.x) >> format_.exponentFraction;
    }
    // Every addend is non-negative, so saturating once at the end equals saturating at each addition.
    return {format_.perplexity(std::min(s, format_.accumulatorMaximum()),
                               std::min(t, format_.accumulatorMaximum())),
            kNaN};
  }

  void conditional(double u, std::span<double> p) const override {
    const uint32_t beta = format_.beta(betaOf(u));
    uint64_t s = 0;
    for (uint32_t d : d_) s += termOf(beta, d).e;
    for (size_t j = 0; j < d_.size(); ++j)
      p[j] = s > 0 ? static_cast<double>(termOf(beta, d_[j]).e) / static_cast<double>(s) : 0;
  }

  double lowestU() const override { return format_.lowestU(); }
  double highestU() const override { return format_.highestU(); }

 private:
  struct Term {
    uint32_t x, e;
  };
  Term termOf(uint32_t beta, uint32_t d) const {
    uint64_t x = (static_cast<uint64_t>(beta) * d) >> format_.productShift();
    if (x > format_.exponentMaximum()) {
      if (!format_.saturate) return {0, 0};
      x = format_.exponentMaximum();
    }
    return {static_cast<uint32_t>(x), table_[x >> format_.indexShift()]};
  }

  FixedFormat format_;
  bool subtractNearest_;
  std::vector<uint32_t> table_;
  std::vector<uint32_t> d_;
};

}  // namespace

std::unique_ptr<RowEvaluator> makeEvaluator(Arithmetic arithmetic, bool subtractNearest) {
  switch (arithmetic) {
    case Arithmetic::Float64:
      return std::make_unique<Float64Evaluator>();
    case Arithmetic::Float32:
      return std::make_unique<Float32Evaluator>();
    default:
      return std::make_unique<FixedEvaluator>(fixedFormat(arithmetic), subtractNearest);
  }
}

}  // namespace adapsne
