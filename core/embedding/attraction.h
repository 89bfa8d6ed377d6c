// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/embedding/affinities.h"
#include "core/support/run_control.h"

namespace adapsne {

/// P as the attraction reads it: rows and columns in an order in which neighbours in the map lie close
/// together in memory, each row filled up to whole vectors with zeros.
///
/// The attraction streams all entries from memory in each iteration, so their size decides. The short form
/// takes 4 bytes, 20 bits of column (up to 2^20 points) and 12 of value: 5 of exponent below the largest p
/// and 7 of mantissa. Values are rounded to 0.4 % at most and those below 2^-32 of the largest become 0. The
/// long form takes 8 bytes and keeps both in full.
struct PackedAffinities {
  enum class Form { Short, Long };
  Form form = Form::Short;
  std::vector<int64_t> rowStart;     ///< N + 1, multiples of kMostLanes
  std::vector<uint32_t> shortEntry;  ///< column << 12 | value
  int32_t exponentBias = 0;          ///< Of the short form: added to the bits above the mantissa.
  std::vector<int32_t> longColumn;
  std::vector<float> longValue;

  int64_t entries = 0;  ///< of P that are in here, without what rows are filled up with

  int64_t points() const { return std::ssize(rowStart) - 1; }
  static constexpr int64_t kMostShort = int64_t{1} << 20;
};

/// A value such that all entries of P below it hold together at most `share` of P's sum: what can be left out
/// where many neighbours meet a small perplexity. Within an eighth of the largest such value. Throws
/// Cancelled.
double negligibleBelow(const Affinities& affinities, double share, RunControl& control);

/// `order[place]` is the row that stands there. Entries below `smallest` are left out: on both sides of the
/// diagonal, since P is symmetric. `form` is Long beyond kMostShort points. Throws Cancelled.
std::shared_ptr<const PackedAffinities> packAffinities(const Affinities& affinities,
                                                       std::span<const int32_t> order,
                                                       PackedAffinities::Form form, double smallest,
                                                       RunControl& control);

/// attraction_i = sum over j of p_ij (y_i - y_j) / (1 + |y_i - y_j|^2) for all places, N x 2. `positions`: N
/// x 2, by place. The same bits at any number of threads. Throws Cancelled.
void attract(const PackedAffinities& packed, std::span<const float> positions, std::span<float> attraction,
             RunControl& control);

}  // namespace adapsne
