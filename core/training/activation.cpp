// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/activation.h"

#include <vector>

#include "core/support/float_lanes.h"
#include "core/support/simd_clones.h"

// Each kernel goes over all pixels for a few channels, whose constants and sums stay in registers.
namespace adapsne {
namespace {

/// Channels at a time: numbers of channels are multiples of 8, not of 16.
template <int kLanes>
constexpr int kUnit = kLanes < 8 ? kLanes : 8;

/// Where the pixels of a square lie, beside its first one.
struct Square {
  int64_t across, down;  // floats
  ADAPSNE_INLINE int64_t operator[](int i) const { return (i & 1) * across + (i >> 1) * down; }
};

template <int kLanes>
ADAPSNE_INLINE typename LanesOf<kLanes>::Ints loadInts(const int32_t* from) {
  typename LanesOf<kLanes>::Ints lanes;
  __builtin_memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

/// Calls body(pixel of the picture, pixel of the result) for each value that goes out, as offsets in floats.
template <typename Body>
ADAPSNE_INLINE void overResult(const Activation& s, int64_t outRowStep, const Body& body) {
  const int64_t side = s.pool ? 2 : 1, rows = s.outHeight(), columns = s.outWidth();
  for (int64_t y = 0; y < rows; ++y)
    for (int64_t x = 0; x < columns; ++x)
      body((y * side * s.width + x * side) * s.channels, y * outRowStep + x * s.channels);
}

template <int kLanes, bool kPool>
ADAPSNE_INLINE void activateAll(const Activation& s, const float* in, const float* scale, const float* shift,
                                float* out, int64_t outRowStep, int32_t* chosen) {
  constexpr int kStep = kUnit<kLanes>;
  typedef typename LanesOf<kStep>::Floats Floats;
  typedef typename LanesOf<kStep>::Ints Ints;
  const Square square{s.channels, s.width * s.channels};
  const Floats zero{};
  const Ints none = Ints{} - 1;
  for (int64_t c = 0; c < s.channels; c += kStep) {
    const Floats by = loadLanes<kStep>(scale + c), plus = loadLanes<kStep>(shift + c);
    int32_t* which = chosen + c;
    overResult(
        s, outRowStep, [&](int64_t from, int64_t to) __attribute__((always_inline)) {
          Floats best = loadLanes<kStep>(in + c + from) * by + plus;
          Ints index{};
          if constexpr (kPool)
#pragma GCC unroll 3
            for (int i = 1; i < 4; ++i) {
              const Floats other = loadLanes<kStep>(in + c + from + square[i]) * by + plus;
              const Ints larger = other > best;
              best = larger ? other : best;
              index = larger ? Ints{} + i : index;
            }
          if (s.rectify) {
            const Ints positive = best > zero;
            best = positive ? best : zero;
            index = positive ? index : none;
          }
          storeLanes(best, out + c + to);
          __builtin_memcpy(which, &index, sizeof index);
          which += s.channels;
        });
  }
}

template <int kLanes>
ADAPSNE_INLINE void activateKernel(const Activation& s, const float* in, const float* scale,
                                   const float* shift, float* out, int64_t outRowStep, int32_t* chosen) {
  if (s.pool)
    activateAll<kLanes, true>(s, in, scale, shift, out, outRowStep, chosen);
  else
    activateAll<kLanes, false>(s, in, scale, shift, out, outRowStep, chosen);
}

template <int kLanes>
ADAPSNE_INLINE void sumsKernel(const Activation& s, const float* in, const float* gradient,
                               const int32_t* chosen, const float* mean, const float* inverse, float* sums,
                               float* products) {
  constexpr int kStep = kUnit<kLanes>;
  typedef typename LanesOf<kStep>::Floats Floats;
  typedef typename LanesOf<kStep>::Ints Ints;
  const Square square{s.channels, s.width * s.channels};
  for (int64_t c = 0; c < s.channels; c += kStep) {
    const Floats middle = loadLanes<kStep>(mean + c), by = loadLanes<kStep>(inverse + c), zero{};
    Floats sum{}, product{};
    overResult(
        s, s.outWidth() * s.channels, [&](int64_t from, int64_t to) __attribute__((always_inline)) {
          const Ints index = loadInts<kStep>(chosen + c + to);
          Floats value = loadLanes<kStep>(in + c + from);
          if (s.pool)
#pragma GCC unroll 3
            for (int i = 1; i < 4; ++i)
              value = index == i ? loadLanes<kStep>(in + c + from + square[i]) : value;
          const Floats let = index >= 0 ? loadLanes<kStep>(gradient + c + to) : zero;
          sum += let;
          product += let * ((value - middle) * by);
        });
    storeLanes(sum, sums + c);
    storeLanes(product, products + c);
  }
}

template <int kLanes>
ADAPSNE_INLINE void spreadKernel(const Activation& s, const float* in, const float* gradient,
                                 const int32_t* chosen, const float* factor, const float* constant,
                                 const float* slope, const float* mean, float* to, int64_t toRowStep) {
  constexpr int kStep = kUnit<kLanes>;
  typedef typename LanesOf<kStep>::Floats Floats;
  typedef typename LanesOf<kStep>::Ints Ints;
  const Square here{s.channels, s.width * s.channels}, there{s.channels, toRowStep};
  const int64_t side = s.pool ? 2 : 1;
  for (int64_t c = 0; c < s.channels; c += kStep) {
    const Floats by = loadLanes<kStep>(factor + c), plus = loadLanes<kStep>(constant + c),
                 rise = loadLanes<kStep>(slope + c), middle = loadLanes<kStep>(mean + c), zero{};
    const auto everywhere = [&](int64_t at) __attribute__((always_inline)) {
      return plus + rise * (loadLanes<kStep>(in + c + at) - middle);
    };
    const int32_t* which = chosen + c;
    const float* given = gradient + c;
    for (int64_t y = 0; y < s.outHeight(); ++y)
      for (int64_t x = 0; x < s.outWidth(); ++x, which += s.channels, given += s.channels) {
        const int64_t from = (y * s.width + x) * side * s.channels;
        float* into = to + c + (y * toRowStep + x * s.channels) * side;
        const Ints index = loadInts<kStep>(which);
        const Floats let = by * loadLanes<kStep>(given);
        storeLanes(everywhere(from) + (index == 0 ? let : zero), into);
        if (s.pool)
#pragma GCC unroll 3
          for (int i = 1; i < 4; ++i)
            storeLanes(everywhere(from + here[i]) + (index == i ? let : zero), into + there[i]);
      }
    // Pixels beyond the last square.
    for (int64_t y = 0; y < s.height; ++y)
      for (int64_t x = y < s.outHeight() * side ? s.outWidth() * side : 0; x < s.width; ++x)
        storeLanes(everywhere((y * s.width + x) * s.channels), to + c + y * toRowStep + x * s.channels);
  }
}

template <int kLanes>
ADAPSNE_INLINE void momentsKernel(const float* in, int64_t pixels, int64_t channels, float* mean,
                                  float* squares) {
  constexpr int kStep = kUnit<kLanes>;
  typedef typename LanesOf<kStep>::Floats Floats;
  const float share = 1.0f / static_cast<float>(pixels);
  for (int64_t c = 0; c < channels; c += kStep) {
    Floats sum{}, square{};
    for (int64_t i = 0; i < pixels; ++i) sum += loadLanes<kStep>(in + i * channels + c);
    const Floats middle = sum * share;
    for (int64_t i = 0; i < pixels; ++i) {
      const Floats off = loadLanes<kStep>(in + i * channels + c) - middle;
      square += off * off;
    }
    storeLanes(middle, mean + c);
    storeLanes(square, squares + c);
  }
}

ADAPSNE_BY_WIDTH(void activateByWidth(const Activation& s, const float* in, const float* scale,
                                      const float* shift, float* out, int64_t outRowStep, int32_t* chosen),
                 activateKernel, s, in, scale, shift, out, outRowStep, chosen)
ADAPSNE_BY_WIDTH(void sumsByWidth(const Activation& s, const float* in, const float* gradient,
                                  const int32_t* chosen, const float* mean, const float* inverse, float* sums,
                                  float* products),
                 sumsKernel, s, in, gradient, chosen, mean, inverse, sums, products)
ADAPSNE_BY_WIDTH(void spreadByWidth(const Activation& s, const float* in, const float* gradient,
                                    const int32_t* chosen, const float* factor, const float* constant,
                                    const float* slope, const float* mean, float* to, int64_t toRowStep),
                 spreadKernel, s, in, gradient, chosen, factor, constant, slope, mean, to, toRowStep)
ADAPSNE_BY_WIDTH(void momentsByWidth(const float* in, int64_t pixels, int64_t channels, float* mean,
                                     float* squares),
                 momentsKernel, in, pixels, channels, mean, squares)

}  // namespace

void activate(const Activation& shape, const float* in, const float* scale, const float* shift, float* out,
              int64_t outRowStep, int32_t* chosen) {
  activateByWidth(shape, in, scale, shift, out, outRowStep, chosen);
}

void addGradientSums(const Activation& shape, const float* in, const float* gradient, const int32_t* chosen,
                     const float* mean, const float* inverseDeviation, std::span<double> gradientSum,
                     std::span<double> productSum) {
  std::vector<float> sums(shape.channels), products(shape.channels);
  sumsByWidth(shape, in, gradient, chosen, mean, inverseDeviation, sums.data(), products.data());
  for (int64_t c = 0; c < shape.channels; ++c) {
    gradientSum[c] += sums[c];
    productSum[c] += products[c];
  }
}

void spreadGradient(const Activation& shape, const float* in, const float* gradient, const int32_t* chosen,
                    const float* factor, const float* constant, const float* slope, const float* mean,
                    float* to, int64_t toRowStep) {
  spreadByWidth(shape, in, gradient, chosen, factor, constant, slope, mean, to, toRowStep);
}

void addMoments(const float* in, int64_t pixels, int64_t channels, int64_t seen, std::span<double> mean,
                std::span<double> squares) {
  std::vector<float> own(channels), ownSquares(channels);
  momentsByWidth(in, pixels, channels, own.data(), ownSquares.data());
  const auto before = static_cast<double>(seen), more = static_cast<double>(pixels);
  for (int64_t c = 0; c < channels; ++c) {
    const double off = own[c] - mean[c];
    mean[c] += off * more / (before + more);
    squares[c] += ownSquares[c] + off * off * before * more / (before + more);
  }
}

}  // namespace adapsne
