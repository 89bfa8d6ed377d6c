// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

#include "core/support/run_control.h"

namespace adapsne {

/// Calls body(begin, end) for consecutive chunks of [0, n) on control.threads() threads.
///
/// The chunks depend on n and grain alone, never on the number of threads: a body that writes only to its
/// own rows, or one partial result a chunk, gives the same bits at any number of threads. Checks for
/// cancellation before every chunk (keep a chunk below about 20 ms) and throws Cancelled. An exception from
/// a body is rethrown here, that of the lowest chunk first.
void parallelFor(RunControl& control, int64_t n, int64_t grain,
                 const std::function<void(int64_t begin, int64_t end)>& body);

/// Sum of body(begin, end) over the chunks, added in the chunks' order: bit-identical for any thread count.
double orderedSum(RunControl& control, int64_t n, int64_t grain,
                  const std::function<double(int64_t begin, int64_t end)>& body);

}  // namespace adapsne
