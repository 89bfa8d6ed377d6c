// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/parallel.h"

#include <exception>
#include <mutex>
#include <vector>

namespace adapsne {

void parallelFor(RunControl& control, int64_t n, int64_t grain,
                 const std::function<void(int64_t, int64_t)>& body) {
  control.checkpoint();
  if (n <= 0) return;
  if (grain < 1) grain = 1;
  const int64_t chunks = (n + grain - 1) / grain;
  std::exception_ptr failure;
  int64_t failedChunk = chunks;
  std::mutex failureMutex;
  const int threads = static_cast<int>(chunks < control.threads() ? chunks : control.threads());

#pragma omp parallel for schedule(dynamic, 1) num_threads(threads) if (threads > 1)
  for (int64_t chunk = 0; chunk < chunks; ++chunk) {
    if (control.cancelRequested()) continue;
    try {
      const int64_t begin = chunk * grain;
      body(begin, begin + grain < n ? begin + grain : n);
    } catch (...) {
      std::lock_guard lock(failureMutex);
      if (chunk < failedChunk) {
        failedChunk = chunk;
        failure = std::current_exception();
      }
    }
  }
  if (failure) std::rethrow_exception(failure);
  if (control.cancelRequested()) throw Cancelled{};
}

double orderedSum(RunControl& control, int64_t n, int64_t grain,
                  const std::function<double(int64_t, int64_t)>& body) {
  if (grain < 1) grain = 1;
  std::vector<double> partial(static_cast<size_t>(n > 0 ? (n + grain - 1) / grain : 0));
  parallelFor(control, n, grain,
              [&](int64_t begin, int64_t end) { partial[begin / grain] = body(begin, end); });
  double sum = 0;
  for (double value : partial) sum += value;
  return sum;
}

}  // namespace adapsne
