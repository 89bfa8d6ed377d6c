// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/attraction.h"

#include <algorithm>
#include <bit>

#include "core/embedding/gather_points.h"
#include "core/support/float_lanes.h"
#include "core/support/large_vector.h"
#include "core/support/parallel.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

constexpr int kValueBits = 12, kMantissaBits = 7;
constexpr int kDropped = 23 - kMantissaBits;  // mantissa bits of a float that an entry lacks
constexpr uint32_t kValueMask = (1u << kValueBits) - 1;
constexpr int64_t kRowGrain = 512, kAttractGrain = 256;

int64_t roundedUp(int64_t entries) {
  return (entries + kMostLanes - 1) / kMostLanes * kMostLanes;
}

/// The 12 bits of a value: 0 for what is too small.
uint32_t shortValue(float value, int32_t bias) {
  const uint32_t rounded = (std::bit_cast<uint32_t>(value) + (1u << (kDropped - 1))) >> kDropped;
  const int64_t bits = static_cast<int64_t>(rounded) - bias;
  return bits < 1 ? 0 : static_cast<uint32_t>(std::min<int64_t>(bits, kValueMask));
}

/// Rows [begin, end). `entries(e, x, y, p)` loads kLanes of them.
template <int kLanes, typename Entries>
ADAPSNE_INLINE void attractRows(const PackedAffinities& packed, const Entries& entries,
                                const float* positions, int64_t begin, int64_t end, float* attraction) {
  typedef typename LanesOf<kLanes>::Floats Floats;
  for (int64_t i = begin; i < end; ++i) {
    const float x = positions[2 * i], y = positions[2 * i + 1];
    Floats ax{}, ay{};
    for (int64_t e = packed.rowStart[i]; e < packed.rowStart[i + 1]; e += kLanes) {
      Floats ox, oy, p;
      entries(e, ox, oy, p);
      const Floats dx = x - ox, dy = y - oy;
      const Floats pull = p / (1.0f + dx * dx + dy * dy);
      ax += pull * dx;
      ay += pull * dy;
    }
    attraction[2 * i] = sumOf(ax);
    attraction[2 * i + 1] = sumOf(ay);
  }
}

template <int kLanes>
ADAPSNE_INLINE void attractBy(const PackedAffinities& packed, const float* positions, int64_t begin,
                              int64_t end, float* attraction) {
  typedef typename LanesOf<kLanes>::Floats Floats;
  typedef typename LanesOf<kLanes>::Bits Bits;
  const auto points = reinterpret_cast<const PointBits*>(positions);
  if (packed.form == PackedAffinities::Form::Short) {
    const uint32_t* entry = packed.shortEntry.data();
    const uint32_t bias = static_cast<uint32_t>(packed.exponentBias) << kDropped;
    attractRows<kLanes>(
        packed,
        [=](int64_t e, Floats & x, Floats & y, Floats & p) __attribute__((always_inline)) {
          Bits bits;
          __builtin_memcpy(&bits, entry + e, sizeof bits);
          const uint32_t* at = entry + e;
          gatherPoints(
              points, [at](int l) __attribute__((always_inline)) { return at[l] >> kValueBits; }, x, y);
          const Bits value = (bits & kValueMask) << kDropped;
          p = reinterpret_cast<Floats>(value != 0 ? value + bias : value);
        },
        positions, begin, end, attraction);
  } else {
    const int32_t* column = packed.longColumn.data();
    const float* value = packed.longValue.data();
    attractRows<kLanes>(
        packed,
        [=](int64_t e, Floats & x, Floats & y, Floats & p) __attribute__((always_inline)) {
          const int32_t* at = column + e;
          gatherPoints(
              points, [at](int l) __attribute__((always_inline)) { return at[l]; }, x, y);
          __builtin_memcpy(&p, value + e, sizeof p);
        },
        positions, begin, end, attraction);
  }
}

ADAPSNE_BY_WIDTH(void attractPlaces(const PackedAffinities& packed, const float* positions, int64_t begin,
                                    int64_t end, float* attraction),
                 attractBy, packed, positions, begin, end, attraction)

}  // namespace

double negligibleBelow(const Affinities& affinities, double share, RunControl& control) {
  // By the exponent and the first three bits of the mantissa. Of the float64 that is compared later: a value
  // just below a limit is that limit as a float32, and where all entries are such a value none would be left.
  constexpr int kShift = 52 - 3;
  std::vector<double> mass(size_t{1} << (63 - kShift), 0);
  for (int64_t row = 0; row < affinities.points; ++row) {
    if (row % 4096 == 0) control.checkpoint();
    for (int64_t e = affinities.rowStart[row]; e < affinities.rowStart[row + 1]; ++e)
      mass[std::bit_cast<uint64_t>(affinities.value[e]) >> kShift] += affinities.value[e];
  }
  const double most = share * affinities.sum;
  double below = 0;
  uint64_t bucket = 0;
  while (bucket + 1 < mass.size() && below + mass[bucket] <= most) below += mass[bucket++];
  return std::bit_cast<double>(bucket << kShift);
}

std::shared_ptr<const PackedAffinities> packAffinities(const Affinities& affinities,
                                                       std::span<const int32_t> order,
                                                       PackedAffinities::Form form, double smallest,
                                                       RunControl& control) {
  const int64_t n = affinities.points;
  std::vector<int32_t> place(n);
  for (int64_t p = 0; p < n; ++p) place[order[p]] = static_cast<int32_t>(p);

  auto packed = std::make_shared<PackedAffinities>();
  packed->form = n > PackedAffinities::kMostShort ? PackedAffinities::Form::Long : form;
  packed->rowStart.resize(n + 1, 0);
  parallelFor(control, n, kRowGrain, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; ++p) {
      const auto first = affinities.value.begin() + affinities.rowStart[order[p]];
      const auto last = affinities.value.begin() + affinities.rowStart[order[p] + 1];
      packed->rowStart[p + 1] = std::count_if(first, last, [=](double v) { return v >= smallest; });
    }
  });
  for (int64_t p = 0; p < n; ++p) {
    packed->entries += packed->rowStart[p + 1];
    packed->rowStart[p + 1] = packed->rowStart[p] + roundedUp(packed->rowStart[p + 1]);
  }
  const bool isShort = packed->form == PackedAffinities::Form::Short;
  const size_t places = static_cast<size_t>(packed->rowStart[n]);
  if (isShort) {
    // The largest value takes the top of the range.
    double largest = 0;
    for (int64_t row = 0; row < n; ++row) {
      if (row % 4096 == 0) control.checkpoint();
      for (int64_t e = affinities.rowStart[row]; e < affinities.rowStart[row + 1]; ++e)
        largest = std::max(largest, affinities.value[e]);
    }
    const uint32_t top =
        (std::bit_cast<uint32_t>(static_cast<float>(largest)) + (1u << (kDropped - 1))) >> kDropped;
    packed->exponentBias = std::max<int32_t>(0, static_cast<int32_t>(top) - static_cast<int32_t>(kValueMask));
    growTo(packed->shortEntry, places, control);
  } else {
    growTo(packed->longColumn, places, control);
    growTo(packed->longValue, places, control);
  }
  parallelFor(control, n, kRowGrain, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; ++p) {
      const int32_t row = order[p];
      int64_t from = affinities.rowStart[row];
      for (int64_t e = packed->rowStart[p]; e < packed->rowStart[p + 1]; ++e, ++from) {
        while (from < affinities.rowStart[row + 1] && affinities.value[from] < smallest) ++from;
        // Filled up with the point itself, which does not pull.
        const bool isEntry = from < affinities.rowStart[row + 1];
        const int32_t column = isEntry ? place[affinities.column[from]] : static_cast<int32_t>(p);
        const float value = isEntry ? static_cast<float>(affinities.value[from]) : 0;
        if (isShort) {
          packed->shortEntry[e] =
              static_cast<uint32_t>(column) << kValueBits | shortValue(value, packed->exponentBias);
        } else {
          packed->longColumn[e] = column;
          packed->longValue[e] = value;
        }
      }
    }
  });
  return packed;
}

void attract(const PackedAffinities& packed, std::span<const float> positions, std::span<float> attraction,
             RunControl& control) {
  parallelFor(control, packed.points(), kAttractGrain, [&](int64_t begin, int64_t end) {
    attractPlaces(packed, positions.data(), begin, end, attraction.data());
  });
}

}  // namespace adapsne
