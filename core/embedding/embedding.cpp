// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/embedding.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/embedding/gradient.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

constexpr int64_t kRowGrain = 64;

bool isDense(const Affinities& affinities) {
  return affinities.nonzeros() == affinities.points * (affinities.points - 1);
}

/// P as float32: a full matrix with zero diagonal where every pair has an entry (no indices to follow), else
/// the entries as they lie in the rows.
std::shared_ptr<const std::vector<float>> pack(const Affinities& affinities) {
  const int64_t n = affinities.points;
  auto packed = std::make_shared<std::vector<float>>();
  if (!isDense(affinities)) {
    packed->assign(affinities.value.begin(), affinities.value.end());
    return packed;
  }
  packed->assign(n * n, 0);
  for (int64_t i = 0; i < n; ++i)
    for (int64_t e = affinities.rowStart[i]; e < affinities.rowStart[i + 1]; ++e)
      (*packed)[i * n + affinities.column[e]] = static_cast<float>(affinities.value[e]);
  return packed;
}

}  // namespace

Embedding::Embedding(std::shared_ptr<const Affinities> affinities, std::span<const float> start,
                     const EmbeddingOptions& options)
    : affinities_(std::move(affinities)),
      packed_(pack(*affinities_)),
      dense_(isDense(*affinities_)),
      options_(options),
      learningRate_(options.learningRate > 0
                        ? options.learningRate
                        : std::max(static_cast<double>(affinities_->points) / 48, 50.0)) {
  const int64_t n = affinities_->points;
  x_.resize(n);
  y_.resize(n);
  for (int64_t i = 0; i < n; ++i) {
    x_[i] = start[2 * i];
    y_[i] = start[2 * i + 1];
  }
  velocityX_.assign(n, 0);
  velocityY_.assign(n, 0);
  gainX_.assign(n, 1);
  gainY_.assign(n, 1);
}

void Embedding::step(RunControl& control) {
  const int64_t n = points();
  std::vector<float> sums(5 * n);
  const RowSums rows{&sums[0], &sums[n], &sums[2 * n], &sums[3 * n], &sums[4 * n]};
  parallelFor(control, n, kRowGrain, [&](int64_t begin, int64_t end) {
    exactRows(x_.data(), y_.data(), n, begin, end, dense_ ? packed_->data() : nullptr, n, rows);
    if (dense_) return;
    for (int64_t i = begin; i < end; ++i) {
      float ax = 0, ay = 0;
      for (int64_t e = affinities_->rowStart[i]; e < affinities_->rowStart[i + 1]; ++e) {
        const int32_t j = affinities_->column[e];
        const float dx = x_[i] - x_[j], dy = y_[i] - y_[j];
        const float pw = (*packed_)[e] / (1 + dx * dx + dy * dy);
        ax += pw * dx;
        ay += pw * dy;
      }
      rows.attractionX[i] = ax;
      rows.attractionY[i] = ay;
    }
  });

  double normalizer = 0;
  for (int64_t i = 0; i < n; ++i) normalizer += rows.normalizer[i];
  const bool early = iteration_ < options_.exaggerationIterations;
  const float exaggeration = static_cast<float>(early ? options_.exaggeration : 1);
  const float inverse = static_cast<float>(normalizer > 0 ? 1 / normalizer : 0);
  const float momentum = static_cast<float>(early ? options_.initialMomentum : options_.finalMomentum);
  const float rate = static_cast<float>(learningRate_);
  const auto descend = [&](float gradient, float& position, float& velocity, float& gain) {
    gain = (gradient > 0) != (velocity > 0) ? gain + 0.2f : gain * 0.8f;
    gain = std::max(gain, 0.01f);
    velocity = momentum * velocity - rate * gain * gradient;
    position += velocity;
  };
  double squaredNorm = 0, meanX = 0, meanY = 0;
  for (int64_t i = 0; i < n; ++i) {
    const float gx = 4 * (exaggeration * rows.attractionX[i] - rows.repulsionX[i] * inverse);
    const float gy = 4 * (exaggeration * rows.attractionY[i] - rows.repulsionY[i] * inverse);
    squaredNorm += static_cast<double>(gx) * gx + static_cast<double>(gy) * gy;
    descend(gx, x_[i], velocityX_[i], gainX_[i]);
    descend(gy, y_[i], velocityY_[i], gainY_[i]);
    meanX += x_[i];
    meanY += y_[i];
  }
  // The gradient sums to zero, so the centre would only drift by rounding.
  for (int64_t i = 0; i < n; ++i) {
    x_[i] -= static_cast<float>(meanX / static_cast<double>(n));
    y_[i] -= static_cast<float>(meanY / static_cast<double>(n));
  }
  gradientNorm_ = std::sqrt(squaredNorm);
  ++iteration_;
}

void Embedding::copyPositions(std::vector<float>& positions) const {
  positions.resize(2 * x_.size());
  for (size_t i = 0; i < x_.size(); ++i) {
    positions[2 * i] = x_[i];
    positions[2 * i + 1] = y_[i];
  }
}

ConvergenceSample Embedding::measure(RunControl& control) const {
  const int64_t n = points();
  std::vector<float> sums(5 * n);
  const RowSums rows{&sums[0], &sums[n], &sums[2 * n], &sums[3 * n], &sums[4 * n]};
  const double normalizer = orderedSum(control, n, kRowGrain, [&](int64_t begin, int64_t end) {
    exactRows(x_.data(), y_.data(), n, begin, end, nullptr, 0, rows);
    double z = 0;
    for (int64_t i = begin; i < end; ++i) z += rows.normalizer[i];
    return z;
  });
  const double logNormalizer = std::log(normalizer);
  const double kl = orderedSum(control, n, kRowGrain, [&](int64_t begin, int64_t end) {
    double sum = 0;
    for (int64_t i = begin; i < end; ++i) {
      for (int64_t e = affinities_->rowStart[i]; e < affinities_->rowStart[i + 1]; ++e) {
        const double p = affinities_->value[e];
        if (p <= 0) continue;
        const int32_t j = affinities_->column[e];
        const double dx = static_cast<double>(x_[i]) - x_[j], dy = static_cast<double>(y_[i]) - y_[j];
        sum += p * (std::log(p * (1 + dx * dx + dy * dy)) + logNormalizer);
      }
    }
    return sum;
  });
  return {iteration_, kl, gradientNorm_};
}

}  // namespace adapsne
