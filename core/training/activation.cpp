// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/activation.h"

#include <algorithm>
#include <vector>

#include "core/support/float_lanes.h"
#include "core/support/simd_clones.h"

// Each kernel goes row by row, and along a row for a few channels at a time: their constants and sums stay in
// registers, the row in the first-level cache.
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

template <int kLanes, bool kPool>
ADAPSNE_INLINE void activateAll(const Activation& s, const float* in, const float* scale, const float* shift,
                                float* out, int64_t outRowStep, int32_t* chosen) {
  constexpr int kStep = kUnit<kLanes>;
  constexpr int64_t kSide = kPool ? 2 : 1;
  typedef typename LanesOf<kStep>::Floats Floats;
  typedef typename LanesOf<kStep>::Ints Ints;
  const Square square{s.channels, s.width * s.channels};
  const int64_t rows = s.outHeight(), columns = s.outWidth();
  const Floats zero{};
  const Ints none = Ints{} - 1;
  for (int64_t y = 0; y < rows; ++y)
    for (int64_t c = 0; c < s.channels; c += kStep) {
      const Floats by = loadLanes<kStep>(scale + c), plus = loadLanes<kStep>(shift + c);
      const float* from = in + y * kSide * s.width * s.channels + c;
      float* to = out + y * outRowStep + c;
      int32_t* which = chosen + y * columns * s.channels + c;
      for (int64_t x = 0; x < columns; ++x) {
        Floats best = loadLanes<kStep>(from) * by + plus;
        Ints index{};
        if constexpr (kPool)
#pragma GCC unroll 3
          for (int i = 1; i < 4; ++i) {
            const Floats other = loadLanes<kStep>(from + square[i]) * by + plus;
            const Ints larger = other > best;
            best = larger ? other : best;
            index = larger ? Ints{} + i : index;
          }
        if (s.rectify) {
          const Ints positive = best > zero;
          best = positive ? best : zero;
          index = positive ? index : none;
        }
        storeLanes(best, to);
        __builtin_memcpy(which, &index, sizeof index);
        from += kSide * s.channels;
        to += s.channels;
        which += s.channels;
      }
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

template <int kLanes, bool kPool>
ADAPSNE_INLINE void sumAll(const Activation& s, const float* in, const float* gradient, const int32_t* chosen,
                           const float* mean, const float* inverse, float* sums, float* products) {
  constexpr int kStep = kUnit<kLanes>;
  constexpr int64_t kSide = kPool ? 2 : 1;
  typedef typename LanesOf<kStep>::Floats Floats;
  typedef typename LanesOf<kStep>::Ints Ints;
  const Square square{s.channels, s.width * s.channels};
  const int64_t rows = s.outHeight(), columns = s.outWidth();
  const Floats zero{};
  for (int64_t y = 0; y < rows; ++y)
    for (int64_t c = 0; c < s.channels; c += kStep) {
      const Floats middle = loadLanes<kStep>(mean + c), by = loadLanes<kStep>(inverse + c);
      Floats sum = loadLanes<kStep>(sums + c), product = loadLanes<kStep>(products + c);
      const float *from = in + y * kSide * s.width * s.channels + c,
                  *given = gradient + y * columns * s.channels + c;
      const int32_t* which = chosen + y * columns * s.channels + c;
      for (int64_t x = 0; x < columns; ++x) {
        const Ints index = loadInts<kStep>(which);
        Floats value = loadLanes<kStep>(from);
        if constexpr (kPool)
#pragma GCC unroll 3
          for (int i = 1; i < 4; ++i) value = index == i ? loadLanes<kStep>(from + square[i]) : value;
        const Floats let = index >= 0 ? loadLanes<kStep>(given) : zero;
        sum += let;
        product += let * ((value - middle) * by);
        from += kSide * s.channels;
        given += s.channels;
        which += s.channels;
      }
      storeLanes(sum, sums + c);
      storeLanes(product, products + c);
    }
}

template <int kLanes>
ADAPSNE_INLINE void sumsKernel(const Activation& s, const float* in, const float* gradient,
                               const int32_t* chosen, const float* mean, const float* inverse, float* sums,
                               float* products) {
  if (s.pool)
    sumAll<kLanes, true>(s, in, gradient, chosen, mean, inverse, sums, products);
  else
    sumAll<kLanes, false>(s, in, gradient, chosen, mean, inverse, sums, products);
}

template <int kLanes, bool kPool>
ADAPSNE_INLINE void spreadAll(const Activation& s, const float* in, const float* gradient,
                              const int32_t* chosen, const float* factor, const float* constant,
                              const float* slope, const float* mean, float* to, int64_t toRowStep) {
  constexpr int kStep = kUnit<kLanes>;
  constexpr int64_t kSide = kPool ? 2 : 1;
  typedef typename LanesOf<kStep>::Floats Floats;
  typedef typename LanesOf<kStep>::Ints Ints;
  const int64_t rowStep = s.width * s.channels, rows = s.outHeight(), columns = s.outWidth();
  const Square here{s.channels, rowStep}, there{s.channels, toRowStep};
  const Floats zero{};
  for (int64_t y = 0; y < s.height; ++y)
    for (int64_t c = 0; c < s.channels; c += kStep) {
      const Floats by = loadLanes<kStep>(factor + c), plus = loadLanes<kStep>(constant + c),
                   rise = loadLanes<kStep>(slope + c), middle = loadLanes<kStep>(mean + c);
      const auto everywhere = [&](const float* at) __attribute__((always_inline)) {
        return plus + rise * (loadLanes<kStep>(at) - middle);
      };
      const bool squares = y < kSide * rows;
      if (squares && y % kSide == 0) {
        const float *from = in + y * rowStep + c, *given = gradient + y / kSide * columns * s.channels + c;
        const int32_t* which = chosen + y / kSide * columns * s.channels + c;
        float* into = to + y * toRowStep + c;
        for (int64_t x = 0; x < columns; ++x) {
          const Ints index = loadInts<kStep>(which);
          const Floats let = by * loadLanes<kStep>(given);
          storeLanes(everywhere(from) + (index == 0 ? let : zero), into);
          if constexpr (kPool)
#pragma GCC unroll 3
            for (int i = 1; i < 4; ++i)
              storeLanes(everywhere(from + here[i]) + (index == i ? let : zero), into + there[i]);
          from += kSide * s.channels;
          into += kSide * s.channels;
          given += s.channels;
          which += s.channels;
        }
      }
      // Pixels beyond the last square.
      for (int64_t x = squares ? kSide * columns : 0; x < s.width; ++x)
        storeLanes(everywhere(in + y * rowStep + x * s.channels + c),
                   to + y * toRowStep + x * s.channels + c);
    }
}

template <int kLanes>
ADAPSNE_INLINE void spreadKernel(const Activation& s, const float* in, const float* gradient,
                                 const int32_t* chosen, const float* factor, const float* constant,
                                 const float* slope, const float* mean, float* to, int64_t toRowStep) {
  if (s.pool)
    spreadAll<kLanes, true>(s, in, gradient, chosen, factor, constant, slope, mean, to, toRowStep);
  else
    spreadAll<kLanes, false>(s, in, gradient, chosen, factor, constant, slope, mean, to, toRowStep);
}

/// Sums of what is beyond the first pixel, and of its squares.
template <int kLanes>
ADAPSNE_INLINE void momentsKernel(const float* in, int64_t pixels, int64_t channels, float* sums,
                                  float* squares) {
  constexpr int kStep = kUnit<kLanes>;
  constexpr int64_t kTogether = 32;  // pixels
  typedef typename LanesOf<kStep>::Floats Floats;
  for (int64_t begin = 0; begin < pixels; begin += kTogether) {
    const int64_t end = begin + kTogether < pixels ? begin + kTogether : pixels;
    for (int64_t c = 0; c < channels; c += kStep) {
      const Floats first = loadLanes<kStep>(in + c);
      Floats sum = loadLanes<kStep>(sums + c), square = loadLanes<kStep>(squares + c);
      for (int64_t i = begin; i < end; ++i) {
        const Floats off = loadLanes<kStep>(in + i * channels + c) - first;
        sum += off;
        square += off * off;
      }
      storeLanes(sum, sums + c);
      storeLanes(square, squares + c);
    }
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
ADAPSNE_BY_WIDTH(void momentsByWidth(const float* in, int64_t pixels, int64_t channels, float* sums,
                                     float* squares),
                 momentsKernel, in, pixels, channels, sums, squares)

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
  std::vector<float> sums(channels), offSquares(channels);
  momentsByWidth(in, pixels, channels, sums.data(), offSquares.data());
  const auto before = static_cast<double>(seen), more = static_cast<double>(pixels);
  for (int64_t c = 0; c < channels; ++c) {
    const double beyond = sums[c] / more, own = in[c] + beyond,
                 ownSquares = std::max(offSquares[c] - more * beyond * beyond, 0.0), off = own - mean[c];
    mean[c] += off * more / (before + more);
    squares[c] += ownSquares + off * off * before * more / (before + more);
  }
}

}  // namespace adapsne
