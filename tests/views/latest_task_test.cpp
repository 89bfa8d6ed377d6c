// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latest_task.h"

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <new>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QThread>

#include "core/support/error.h"
#include "core/support/run_control.h"
#include "tests/support/eventually.h"

namespace adapsne {
namespace {

/// Holds a worker until it is opened; opens by itself at the end, so that a failed test does not hang.
class Gate {
 public:
  ~Gate() { open(); }
  void open() {
    if (!std::exchange(open_, true)) promise_.set_value();
  }
  std::shared_future<void> opened() const { return opened_; }

 private:
  std::promise<void> promise_;
  std::shared_future<void> opened_ = promise_.get_future().share();
  bool open_ = false;
};

struct LatestTaskTest : ::testing::Test {
  std::vector<int> results;
  LatestTask task;
  Gate gate;

  void ask(int number) {
    task.start([number] { return number; }, [this](int result) { results.push_back(result); });
  }
  /// Its work ends when the gate is opened.
  void askHeld(int number) {
    task.start(
        [number, opened = gate.opened()] {
          opened.wait();
          return number;
        },
        [this](int result) { results.push_back(result); });
  }
};

TEST_F(LatestTaskTest, AResultIsComputedElsewhereAndDeliveredHere) {
  QThread *worked = nullptr, *delivered = nullptr;
  task.start([] { return QThread::currentThread(); },
             [&](QThread* thread) {
               worked = thread;
               delivered = QThread::currentThread();
             });
  EXPECT_EQ(delivered, nullptr) << "not before the event loop runs";
  ASSERT_TRUE(eventually([&] { return delivered != nullptr; }));
  EXPECT_EQ(delivered, QThread::currentThread());
  EXPECT_NE(worked, QThread::currentThread());
}

TEST_F(LatestTaskTest, ResultsThatCannotBeCopiedAreMoved) {
  std::unique_ptr<int> got;
  task.start([] { return std::make_unique<int>(7); },
             [&](std::unique_ptr<int> result) { got = std::move(result); });
  ASSERT_TRUE(eventually([&] { return got != nullptr; }));
  EXPECT_EQ(*got, 7);
}

TEST_F(LatestTaskTest, TheNewestRequestReplacesTheOneThatWaits) {
  std::atomic<bool> second = false;
  askHeld(1);
  task.start([&second] { return second = true, 2; }, [this](int result) { results.push_back(result); });
  ask(3);
  gate.open();
  ASSERT_TRUE(eventually([&] { return !task.pending(); }));
  EXPECT_EQ(results, (std::vector<int>{1, 3})) << "the one that had been begun is delivered too, and first";
  EXPECT_FALSE(second);
}

TEST_F(LatestTaskTest, ABurstArrivesInOrderAndEndsWithTheNewest) {
  for (int i = 0; i < 200; ++i) {
    ask(i);
    if (i % 7 == 0) QCoreApplication::processEvents();
  }
  ASSERT_TRUE(eventually([&] { return !task.pending(); }));
  ASSERT_FALSE(results.empty());
  EXPECT_EQ(results.back(), 199);
  for (size_t i = 1; i < results.size(); ++i) EXPECT_LT(results[i - 1], results[i]);
}

TEST_F(LatestTaskTest, WhatWasDroppedIsNotDelivered) {
  askHeld(1);
  ask(2);
  EXPECT_TRUE(task.pending());
  task.drop();
  EXPECT_FALSE(task.pending());
  ask(3);
  EXPECT_TRUE(task.pending());
  gate.open();
  ASSERT_TRUE(eventually([&] { return !task.pending(); }));
  EXPECT_EQ(results, std::vector<int>{3});
}

TEST_F(LatestTaskTest, WhatIsComputedButNotYetDeliveredCanBeDropped) {
  std::atomic<bool> computed = false;
  task.start([&computed] { return computed = true, 1; }, [this](int result) { results.push_back(result); });
  while (!computed) std::this_thread::yield();  // without the event loop: nothing is delivered
  task.drop();
  ask(2);
  ASSERT_TRUE(eventually([&] { return !task.pending(); }));
  EXPECT_EQ(results, std::vector<int>{2});
}

TEST_F(LatestTaskTest, ItIsPendingUntilTheNewestIsDelivered) {
  EXPECT_FALSE(task.pending());
  std::vector<bool> pending;
  const auto note = [&](int) { pending.push_back(task.pending()); };
  task.start(
      [opened = gate.opened()] {
        opened.wait();
        return 1;
      },
      note);
  EXPECT_TRUE(task.pending());
  task.start([] { return 2; }, note);
  gate.open();
  ASSERT_TRUE(eventually([&] { return pending.size() == 2; }));
  EXPECT_TRUE(pending[0]) << "the second is still to come";
  EXPECT_FALSE(pending[1]) << "who gets the last result sees that nothing is left";
  EXPECT_FALSE(task.pending());
}

TEST_F(LatestTaskTest, ADeliveryMayAskForMore) {
  task.start([] { return 1; },
             [this](int result) {
               results.push_back(result);
               ask(2);
             });
  ASSERT_TRUE(eventually([&] { return results.size() == 2; }));
  EXPECT_EQ(results, (std::vector<int>{1, 2}));
}

TEST_F(LatestTaskTest, WhateverWorkThrowsIsReportedAndTheNextIsDelivered) {
  std::vector<QString> problems;
  QObject::connect(
      &task, &LatestTask::failed, &task,
      [&](const QString&, const QString& problem, const QString&) { problems.push_back(problem); });
  const std::function<int()> throwing[] = {
      []() -> int { throw std::bad_alloc(); }, []() -> int { throw std::logic_error("a broken rule"); },
      []() -> int { throw Error("here", "is wrong.", "Mend it."); }, []() -> int { throw 7; }};
  for (const auto& work : throwing) {
    const size_t before = problems.size();
    task.start(work, [this](int result) { results.push_back(result); });
    ASSERT_TRUE(eventually([&] { return !task.pending(); }));
    EXPECT_EQ(problems.size(), before + 1);
  }
  EXPECT_EQ(problems[1], "a broken rule");
  EXPECT_EQ(problems[2], "is wrong.");
  EXPECT_TRUE(results.empty());
  task.start([]() -> int { throw Cancelled(); }, [this](int result) { results.push_back(result); });
  ASSERT_TRUE(eventually([&] { return !task.pending(); }));
  EXPECT_EQ(problems.size(), 4u) << "what was cancelled has not failed";
  ask(5);
  ASSERT_TRUE(eventually([&] { return !results.empty(); }));
  EXPECT_EQ(results, std::vector<int>{5});
}

TEST_F(LatestTaskTest, AFailureThatWasDroppedIsNotReported) {
  bool reported = false;
  QObject::connect(&task, &LatestTask::failed, &task, [&] { reported = true; });
  task.start(
      [opened = gate.opened()]() -> int {
        opened.wait();
        throw std::runtime_error("too late");
      },
      [](int) {});
  task.drop();
  gate.open();
  ask(1);
  ASSERT_TRUE(eventually([&] { return !task.pending(); }));
  EXPECT_FALSE(reported);
}

TEST_F(LatestTaskTest, ItsEndWaitsForTheWorkAndDeliversNothing) {
  auto ending = std::make_unique<LatestTask>();
  std::atomic<bool> begun = false, worked = false, waiting = false;
  bool delivered = false;
  ending->start(
      [&begun, &worked, opened = gate.opened()] {
        begun = true;
        opened.wait();
        worked = true;
        return 1;
      },
      [&](int) { delivered = true; });
  ending->start([&waiting] { return waiting = true, 2; }, [&](int) { delivered = true; });
  while (!begun) std::this_thread::yield();
  std::thread opener([this] { gate.open(); });
  ending.reset();
  EXPECT_TRUE(worked);
  opener.join();
  QCoreApplication::processEvents();
  EXPECT_FALSE(waiting);
  EXPECT_FALSE(delivered);
}

}  // namespace
}  // namespace adapsne
