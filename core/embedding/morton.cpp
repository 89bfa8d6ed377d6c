// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/morton.h"

#include <algorithm>

#include "core/embedding/map_bounds.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {

/// Bits 0 .. 15 moved to the even places.
uint32_t spread(uint32_t bits) {
  bits = (bits | (bits << 8)) & 0x00ff00ffu;
  bits = (bits | (bits << 4)) & 0x0f0f0f0fu;
  bits = (bits | (bits << 2)) & 0x33333333u;
  return (bits | (bits << 1)) & 0x55555555u;
}

}  // namespace

std::vector<uint32_t> mortonCodes(std::span<const float> positions, RunControl& control) {
  const int64_t n = std::ssize(positions) / 2;
  std::vector<uint32_t> codes(n);
  const MapBounds bounds = boundsOf(positions, control);
  const float side = bounds.side();
  const float scale = side > 0 ? 65535 / side : 0;
  const auto cell = [&](float x, float low) {
    return static_cast<uint32_t>(std::clamp((x - low) * scale, 0.0f, 65535.0f));
  };
  parallelFor(control, n, 16384, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i)
      codes[i] = spread(cell(positions[2 * i], bounds.low[0])) |
                 spread(cell(positions[2 * i + 1], bounds.low[1])) << 1;
  });
  return codes;
}

std::vector<int32_t> orderByCode(const std::vector<uint32_t>& codes, RunControl& control) {
  const int64_t n = std::ssize(codes);
  std::vector<int32_t> order(n), next(n);
  for (int64_t i = 0; i < n; ++i) order[i] = static_cast<int32_t>(i);
  // Least significant digit first; each pass keeps the order of equal digits.
  for (const int shift : {0, 16}) {
    control.checkpoint();
    std::vector<int64_t> start(65537, 0);
    for (const uint32_t code : codes) ++start[((code >> shift) & 0xffff) + 1];
    for (int64_t b = 0; b < 65536; ++b) start[b + 1] += start[b];
    for (const int32_t i : order) next[start[(codes[i] >> shift) & 0xffff]++] = i;
    order.swap(next);
  }
  return order;
}

}  // namespace adapsne
