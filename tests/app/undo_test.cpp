// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/undo.h"

#include <utility>

#include <gtest/gtest.h>

#include <QSignalSpy>

namespace adapsne {
namespace {

/// A number whose every change is a step.
struct UndoStackTest : ::testing::Test {
  UndoStack stack;
  int value = 0;
  UndoStack::Clock::time_point now = UndoStack::Clock::now();

  Change change(int to, const QString& key = {}) {
    const int from = std::exchange(value, to);
    return {"Value",
            QString::number(from),
            QString::number(to),
            [this, from] { value = from; },
            [this, to] { value = to; },
            key,
            {}};
  }
  void set(int to, const QString& key = {}) { stack.add(change(to, key)); }
  void SetUp() override {
    stack.setClock([this] { return now; });
  }
};

TEST_F(UndoStackTest, StepsAreTakenBackAndMadeAgain) {
  EXPECT_FALSE(stack.canUndo());
  QSignalSpy changed(&stack, &UndoStack::changed);
  set(3);
  set(7);
  EXPECT_EQ(value, 7) << "adding a step makes nothing";
  EXPECT_GE(changed.count(), 2);
  EXPECT_EQ(stack.undoText(), "Value: 3 to 7");
  stack.undo();
  EXPECT_EQ(value, 3);
  EXPECT_EQ(stack.undoText(), "Value: 0 to 3");
  EXPECT_EQ(stack.redoText(), "Value: 3 to 7");
  stack.undo();
  EXPECT_EQ(value, 0);
  EXPECT_FALSE(stack.canUndo());
  stack.undo();
  EXPECT_EQ(value, 0);
  stack.redo();
  stack.redo();
  EXPECT_EQ(value, 7);
  EXPECT_FALSE(stack.canRedo());
  stack.undo();
  set(9);
  EXPECT_FALSE(stack.canRedo()) << "what was undone is gone after another step";
  stack.undo();
  EXPECT_EQ(value, 3);
}

TEST_F(UndoStackTest, StepsOfOneKeyInARowAreOne) {
  set(1, "a");
  now += UndoStack::kMergeTime;
  set(2, "a");
  now += UndoStack::kMergeTime;  // from one to the next, not from the first
  set(3, "a");
  EXPECT_EQ(stack.undoText(), "Value: 0 to 3");
  stack.undo();
  EXPECT_EQ(value, 0);
  EXPECT_FALSE(stack.canUndo());
  stack.redo();
  EXPECT_EQ(value, 3);
}

TEST_F(UndoStackTest, APauseAnotherKeyOrNoneBeginsAStep) {
  set(1, "a");
  now += UndoStack::kMergeTime + std::chrono::milliseconds(1);
  set(2, "a");
  set(3, "b");
  set(4, "a");
  set(5);
  set(6);
  for (const int expected : {5, 4, 3, 2, 1, 0}) {
    stack.undo();
    EXPECT_EQ(value, expected);
  }
  EXPECT_FALSE(stack.canUndo());
}

TEST_F(UndoStackTest, WhatWasUndoneTakesNothingMoreIn) {
  set(1, "a");
  stack.undo();
  stack.redo();
  set(2, "a");
  stack.undo();
  EXPECT_EQ(value, 1);
}

TEST_F(UndoStackTest, BackWhereItBeganIsNoStep) {
  set(5);
  set(6, "a");
  set(5, "a");
  EXPECT_EQ(stack.undoText(), "Value: 0 to 5");
  stack.undo();
  EXPECT_EQ(value, 0);
}

TEST_F(UndoStackTest, StepsWhoseOwnerIsGoneAreDropped) {
  auto owner = std::make_shared<int>(1);
  const auto owned = [&](int to) {
    Change step = change(to);
    step.owner = owner;
    stack.add(std::move(step));
  };
  set(1);
  owned(2);
  set(3);
  owned(4);
  owned(5);
  stack.undo();
  EXPECT_EQ(value, 4) << "as long as it lives its steps are as others";
  owner.reset();
  QSignalSpy changed(&stack, &UndoStack::changed);
  stack.prune();
  EXPECT_GT(changed.count(), 0);
  EXPECT_FALSE(stack.canRedo());
  EXPECT_EQ(stack.undoText(), "Value: 2 to 3");
  stack.undo();
  EXPECT_EQ(value, 2);
  EXPECT_EQ(stack.undoText(), "Value: 0 to 1") << "the one between is left out";
  stack.redo();
  EXPECT_EQ(value, 3);
  EXPECT_FALSE(stack.canRedo());
}

TEST_F(UndoStackTest, TextsAreShortAndMayLackValues) {
  EXPECT_EQ((Change{"Clear Selection", {}, {}, {}, {}, {}, {}}.text()), "Clear Selection");
  const QString path = "/a/rather/long/path/to/some/labels.idx";
  const QString text = Change{"Labels file", "automatic", path, {}, {}, {}, {}}.text();
  EXPECT_TRUE(text.startsWith("Labels file: automatic to /a/rather"));
  EXPECT_TRUE(text.endsWith("labels.idx"));
  EXPECT_LT(text.size(), 60);
}

TEST_F(UndoStackTest, OnlySoManyStepsAreKept) {
  for (int i = 1; i <= UndoStack::kLimit + 20; ++i) set(i);
  while (stack.canUndo()) stack.undo();
  EXPECT_EQ(value, 20);
}

}  // namespace
}  // namespace adapsne
