// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/attraction.h"

#include <algorithm>
#include <bit>

#include "core/embedding/gather_points.h"
#include "core/support/large_vector.h"
#include "core/support/parallel.h"
#include "core/support/simd_clones.h"

namespace adapsne {
namespace {

constexpr int kValueBits = 12, kMantissaBits = 7;
constexpr int kDropped = 23 - kMantissaBits;  // mantissa bits of a float that an entry lacks
constexpr uint32_t kValueMask = (1u << kValueBits) - 1;
constexpr int64_t kRowGrain = 512;

typedef uint32_t BitLanes __attribute__((vector_size(kWideLanes * sizeof(uint32_t))));

int64_t roundedUp(int64_t entries) {
  return (entries + kWideLanes - 1) / kWideLanes * kWideLanes;
}

/// The 12 bits of a value: 0 for what is too small.
uint32_t shortValue(float value, int32_t bias) {
  const uint32_t rounded = (std::bit_cast<uint32_t>(value) + (1u << (kDropped - 1))) >> kDropped;
  const int64_t bits = static_cast<int64_t>(rounded) - bias;
  return bits < 1 ? 0 : static_cast<uint32_t>(std::min<int64_t>(bits, kValueMask));
}

/// `entries(e, x, y, p)` loads sixteen of them.
template <typename Entries>
ADAPSNE_INLINE void attractRow(const Entries& entries, const float* position, int64_t first, int64_t last,
                               float* attraction) {
  const float x = position[0], y = position[1];
  FloatLanes ax{}, ay{};
  for (int64_t e = first; e < last; e += kWideLanes) {
    FloatLanes ox, oy, p;
    entries(e, ox, oy, p);
    const FloatLanes dx = x - ox, dy = y - oy;
    const FloatLanes pull = p / (1.0f + dx * dx + dy * dy);
    ax += pull * dx;
    ay += pull * dy;
  }
  attraction[0] = sumOf(ax);
  attraction[1] = sumOf(ay);
}

ADAPSNE_SIMD_CLONES
void attractShort(const PackedAffinities& packed, const float* positions, int64_t begin, int64_t end,
                  float* attraction) {
  const auto points = reinterpret_cast<const PointBits*>(positions);
  const uint32_t* entry = packed.shortEntry.data();
  const BitLanes bias = BitLanes{} + (static_cast<uint32_t>(packed.exponentBias) << kDropped);
  for (int64_t i = begin; i < end; ++i)
    attractRow(
        [&](int64_t e, FloatLanes & x, FloatLanes & y, FloatLanes & p) __attribute__((always_inline)) {
          BitLanes bits;
          __builtin_memcpy(&bits, entry + e, sizeof bits);
          const uint32_t* at = entry + e;
          gatherPoints(
              points, [at](int l) __attribute__((always_inline)) { return at[l] >> kValueBits; }, x, y);
          const BitLanes value = (bits & kValueMask) << kDropped;
          const BitLanes scaled = value + bias;
          p = reinterpret_cast<FloatLanes>(value != 0 ? scaled : value);
        },
        positions + 2 * i, packed.rowStart[i], packed.rowStart[i + 1], attraction + 2 * i);
}

ADAPSNE_SIMD_CLONES
void attractLong(const PackedAffinities& packed, const float* positions, int64_t begin, int64_t end,
                 float* attraction) {
  const auto points = reinterpret_cast<const PointBits*>(positions);
  const int32_t* column = packed.longColumn.data();
  const float* value = packed.longValue.data();
  for (int64_t i = begin; i < end; ++i)
    attractRow(
        [&](int64_t e, FloatLanes & x, FloatLanes & y, FloatLanes & p) __attribute__((always_inline)) {
          const int32_t* at = column + e;
          gatherPoints(
              points, [at](int l) __attribute__((always_inline)) { return at[l]; }, x, y);
          p = loadLanes(value + e);
        },
        positions + 2 * i, packed.rowStart[i], packed.rowStart[i + 1], attraction + 2 * i);
}

}  // namespace

std::shared_ptr<const PackedAffinities> packAffinities(const Affinities& affinities,
                                                       std::span<const int32_t> order,
                                                       PackedAffinities::Form form, RunControl& control) {
  const int64_t n = affinities.points;
  std::vector<int32_t> place(n);
  for (int64_t p = 0; p < n; ++p) place[order[p]] = static_cast<int32_t>(p);

  auto packed = std::make_shared<PackedAffinities>();
  packed->form = n > PackedAffinities::kMostShort ? PackedAffinities::Form::Long : form;
  packed->rowStart.resize(n + 1, 0);
  for (int64_t p = 0; p < n; ++p) {
    const int32_t row = order[p];
    packed->rowStart[p + 1] =
        packed->rowStart[p] + roundedUp(affinities.rowStart[row + 1] - affinities.rowStart[row]);
  }
  const bool isShort = packed->form == PackedAffinities::Form::Short;
  const size_t entries = static_cast<size_t>(packed->rowStart[n]);
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
    growTo(packed->shortEntry, entries, control);
  } else {
    growTo(packed->longColumn, entries, control);
    growTo(packed->longValue, entries, control);
  }
  parallelFor(control, n, kRowGrain, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; ++p) {
      const int32_t row = order[p];
      const int64_t count = affinities.rowStart[row + 1] - affinities.rowStart[row];
      const int64_t from = affinities.rowStart[row];
      for (int64_t e = packed->rowStart[p]; e < packed->rowStart[p + 1]; ++e) {
        const int64_t q = e - packed->rowStart[p];
        // Filled up with the point itself, which does not pull.
        const int32_t column = q < count ? place[affinities.column[from + q]] : static_cast<int32_t>(p);
        const float value = q < count ? static_cast<float>(affinities.value[from + q]) : 0;
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

void attract(const PackedAffinities& packed, std::span<const float> positions, int64_t begin, int64_t end,
             std::span<float> attraction) {
  if (packed.form == PackedAffinities::Form::Short)
    attractShort(packed, positions.data(), begin, end, attraction.data());
  else
    attractLong(packed, positions.data(), begin, end, attraction.data());
}

}  // namespace adapsne
