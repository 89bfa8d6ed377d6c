// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/sampling/kernel_ridge.h"
#include "core/sampling/row_list.h"
#include "core/sampling/sampler.h"
#include "core/sampling/territories.h"
#include "core/support/enum_words.h"
#include "core/support/run_control.h"

namespace adapsne {

/// What a sampler is asked for: m exemplars for `rows` beside those that are given. Both lists ascend, and
/// what is given is part of the rows; 1 <= m <= rows.size() - given.size().
struct Request {
  const Rows& rows;
  int64_t m;
  uint64_t seed;
  Rows given = {};
};

/// One way to find exemplars, described once: the schema, what a run must compute first, and the choice
/// itself read this. Another sampler is another value of Sampler and another row in samplers.cpp.
struct SamplerRow {
  Sampler value;
  const char* word;  ///< "poisson-disk"
  const char* help;
  /// Divides the rows into those of the rows given and at most m others; null where the sampler has none.
  Territories (*divide)(const SamplingInputs& inputs, const Request& request, CellAllocation allocation,
                        RunControl& control) = nullptr;
  /// Picks up to m rows itself, fewer only where points coincide or no row is left that gains anything, and
  /// adds the points that it compared to `scans`; null where there are territories.
  Rows (*pick)(const SamplingInputs& inputs, const Request& request, int64_t& scans,
               RunControl& control) = nullptr;
  /// The same for all classes together, whose labels it sees.
  Rows (*pickFromClasses)(const SamplingInputs& inputs, const ClassedRequest& request, int64_t& scans,
                          RunControl& control) = nullptr;
  bool looksAtMap = false;    ///< Itself; an exemplar may be chosen by the map as well.
  bool looksAtGraph = false;  ///< Itself, likewise.
  /// Its picks do not depend on how many are asked for: the first k are those that k would be.
  bool nested = false;
  bool slow = false;  ///< Too slow to be run for every candidate map, which it does not look at.
};

/// All of them, Auto first, which resolveSampler() turns into another one and which has no function.
std::span<const SamplerRow> samplers();
/// Their words, which are the schema's.
constexpr size_t kSamplerCount = 17;
const EnumWords<Sampler, kSamplerCount>& samplerWords();
const SamplerRow& samplerRow(Sampler sampler);

}  // namespace adapsne
