// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/parallel.h"

#include <atomic>
#include <cmath>
#include <cstring>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>

#include "core/support/random.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

using Chunks = std::set<std::pair<int64_t, int64_t>>;

Chunks chunksOf(int threads, int64_t n, int64_t grain) {
  RunControl control(threads);
  Chunks chunks;
  std::mutex mutex;
  parallelFor(control, n, grain, [&](int64_t begin, int64_t end) {
    std::lock_guard lock(mutex);
    EXPECT_TRUE(chunks.emplace(begin, end).second) << "a chunk came twice";
  });
  return chunks;
}

TEST(ParallelFor, ChunksCoverTheRangeAndDoNotDependOnThreads) {
  for (int64_t n : {0, 1, 2, 7, 8, 9, 100, 1001}) {
    for (int64_t grain : {-3, 0, 1, 3, 8, 1000, 5000}) {
      const Chunks expected = chunksOf(1, n, grain);
      int64_t next = 0;
      for (const auto& [begin, end] : expected) {
        EXPECT_EQ(begin, next);
        EXPECT_GT(end, begin);
        EXPECT_LE(end - begin, std::max<int64_t>(grain, 1));
        next = end;
      }
      EXPECT_EQ(next, n);
      for (int threads : test::kThreadCounts)
        EXPECT_EQ(chunksOf(threads, n, grain), expected) << n << " " << grain;
    }
  }
}

TEST(ParallelFor, UsesSeveralThreads) {
  RunControl control(3);
  std::set<std::thread::id> seen;
  std::mutex mutex;
  std::atomic<int> arrived{0};
  // Each of three chunks waits for the others: that can only end if three threads work.
  parallelFor(control, 3, 1, [&](int64_t, int64_t) {
    ++arrived;
    while (arrived < 3) std::this_thread::yield();
    std::lock_guard lock(mutex);
    seen.insert(std::this_thread::get_id());
  });
  EXPECT_EQ(seen.size(), 3u);
}

TEST(ParallelFor, RethrowsTheExceptionOfTheLowestChunk) {
  for (int threads : test::kThreadCounts) {
    RunControl control(threads);
    for (int64_t lowest : {0, 5, 63}) {
      try {
        parallelFor(control, 64, 1, [&](int64_t begin, int64_t) {
          if (begin >= lowest) throw std::out_of_range(std::to_string(begin));
        });
        FAIL() << "nothing was thrown";
      } catch (const std::out_of_range& e) {
        EXPECT_EQ(e.what(), std::to_string(lowest)) << threads << " threads";
      }
    }
  }
}

TEST(ParallelFor, CancelBeforeRunsNothing) {
  RunControl control(2);
  control.cancel();
  int calls = 0;
  EXPECT_THROW(parallelFor(control, 10, 1, [&](int64_t, int64_t) { ++calls; }), Cancelled);
  EXPECT_THROW(parallelFor(control, 0, 1, [&](int64_t, int64_t) { ++calls; }), Cancelled);
  EXPECT_EQ(calls, 0);
}

TEST(ParallelFor, CancelInTheMiddleStopsTheRemainingChunks) {
  for (int threads : test::kThreadCounts) {
    RunControl control(threads);
    std::atomic<int> calls{0};
    EXPECT_THROW(parallelFor(control, 10000, 1,
                             [&](int64_t, int64_t) {
                               if (++calls == 10) control.cancelFromSignal();
                             }),
                 Cancelled);
    EXPECT_LT(calls, 5000);  // Each thread may finish what it began; generous, so that no scheduler fails it.
  }
}

TEST(ParallelFor, AnExceptionGoesBeforeCancellation) {
  RunControl control(2);
  EXPECT_THROW(parallelFor(control, 4, 1,
                           [&](int64_t, int64_t) {
                             control.cancel();
                             throw std::runtime_error("broken");
                           }),
               std::runtime_error);
}

TEST(OrderedSum, SameBitsAtAnyThreadCount) {
  RandomStream random(11);
  std::vector<double> values(100003);
  // Magnitudes from 1e-12 to 1e12: any other order of additions gives other bits.
  for (double& v : values) v = random.normal() * std::pow(10, 24 * random.uniform() - 12);
  for (int64_t grain : {1, 7, 100, 4096}) {
    double partial = 0;
    for (int64_t begin = 0; begin < 100003; begin += grain) {
      double sum = 0;
      for (int64_t i = begin; i < std::min<int64_t>(begin + grain, 100003); ++i) sum += values[i];
      partial += sum;
    }
    for (int threads : test::kThreadCounts) {
      RunControl control(threads);
      const double sum = orderedSum(control, 100003, grain, [&](int64_t begin, int64_t end) {
        double s = 0;
        for (int64_t i = begin; i < end; ++i) s += values[i];
        return s;
      });
      EXPECT_EQ(std::memcmp(&sum, &partial, sizeof sum), 0) << threads << " threads, grain " << grain;
    }
  }
}

TEST(OrderedSum, OfNothingIsZero) {
  RunControl control(2);
  EXPECT_EQ(orderedSum(control, 0, 4, [](int64_t, int64_t) { return 1.0; }), 0);
  EXPECT_EQ(orderedSum(control, -5, 4, [](int64_t, int64_t) { return 1.0; }), 0);
}

TEST(RunControl, ZeroThreadsMeansTheMachinesCores) {
  EXPECT_EQ(RunControl(0).threads(), std::max(1u, std::thread::hardware_concurrency()));
  EXPECT_EQ(RunControl(5).threads(), 5);
}

TEST(RunControl, PauseHoldsTheWorkerUntilResume) {
  RunControl control(1);
  control.pause();
  std::atomic<bool> passed{false};
  std::thread worker([&] {
    control.checkpoint();
    passed = true;
  });
  while (!control.isPaused()) std::this_thread::yield();
  EXPECT_FALSE(passed);
  control.resume();
  worker.join();
  EXPECT_TRUE(passed);
  EXPECT_FALSE(control.isPaused());
}

TEST(RunControl, CancelWakesAPausedWorker) {
  RunControl control(1);
  control.pause();
  bool cancelled = false;
  std::thread worker([&] {
    try {
      control.checkpoint();
    } catch (const Cancelled&) {
      cancelled = true;
    }
  });
  while (!control.isPaused()) std::this_thread::yield();
  control.cancel();
  worker.join();
  EXPECT_TRUE(cancelled);
}

}  // namespace
}  // namespace adapsne
