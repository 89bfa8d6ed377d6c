// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/task_outcome.h"

#include <new>
#include <stdexcept>

#include <gtest/gtest.h>

#include "core/support/error.h"
#include "core/support/run_control.h"

namespace adapsne {
namespace {

template <typename Thrown>
TaskOutcome outcomeOfThrowing(const Thrown& thrown) {
  return attempt([&] { throw thrown; });
}

TEST(TaskOutcome, WorkThatEndsIsDone) {
  bool ran = false;
  const TaskOutcome outcome = attempt([&] { ran = true; });
  EXPECT_TRUE(ran);
  EXPECT_TRUE(outcome.done());
}

TEST(TaskOutcome, CancelledIsNoFailure) {
  const TaskOutcome outcome = outcomeOfThrowing(Cancelled());
  EXPECT_TRUE(outcome.cancelled);
  EXPECT_FALSE(outcome.failure);
  EXPECT_FALSE(outcome.done());
}

TEST(TaskOutcome, AnErrorKeepsItsWords) {
  const TaskOutcome outcome = outcomeOfThrowing(UsageError("--ratio", "is too large.", "Lower it."));
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->where, "--ratio");
  EXPECT_EQ(outcome.failure->problem, "is too large.");
  EXPECT_EQ(outcome.failure->remedy, "Lower it.");
}

TEST(TaskOutcome, WhateverElseIsThrownIsAFailureThatSaysSomething) {
  const TaskOutcome outcomes[] = {outcomeOfThrowing(std::bad_alloc()),
                                  outcomeOfThrowing(std::logic_error("x")), outcomeOfThrowing(7),
                                  outcomeOfThrowing("text")};
  for (const TaskOutcome& outcome : outcomes) {
    EXPECT_FALSE(outcome.cancelled);
    ASSERT_TRUE(outcome.failure);
    EXPECT_FALSE(outcome.failure->where.empty());
    EXPECT_FALSE(outcome.failure->problem.empty());
    EXPECT_FALSE(outcome.failure->remedy.empty());
  }
  EXPECT_EQ(outcomes[0].failure->where, "memory");
  EXPECT_EQ(outcomes[1].failure->problem, "x");
}

}  // namespace
}  // namespace adapsne
