// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/mailbox.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace adapsne {
namespace {

using Frame = std::vector<uint64_t>;

TEST(Mailbox, EmptyAtFirst) {
  Mailbox<Frame> mailbox;
  EXPECT_FALSE(mailbox.fetch());
  EXPECT_TRUE(mailbox.latest().empty());
}

TEST(Mailbox, TheLatestFrameWinsAndComesOnce) {
  Mailbox<Frame> mailbox;
  EXPECT_TRUE(mailbox.publish()) << "nothing was waiting";
  for (uint64_t i = 1; i <= 5; ++i) {
    mailbox.draft() = {i};
    EXPECT_FALSE(mailbox.publish()) << "the frame before was not fetched";
  }
  ASSERT_TRUE(mailbox.fetch());
  EXPECT_EQ(mailbox.latest(), Frame{5});
  EXPECT_FALSE(mailbox.fetch());
  EXPECT_EQ(mailbox.latest(), Frame{5}) << "it stays until there is a newer one";
  mailbox.draft() = {6};
  EXPECT_TRUE(mailbox.publish());
  EXPECT_EQ(mailbox.latest(), Frame{5});
  ASSERT_TRUE(mailbox.fetch());
  EXPECT_EQ(mailbox.latest(), Frame{6});
}

TEST(Mailbox, DraftNeverTouchesWhatTheReaderHolds) {
  Mailbox<Frame> mailbox;
  mailbox.draft() = {1};
  mailbox.publish();
  ASSERT_TRUE(mailbox.fetch());
  for (uint64_t i = 2; i < 10; ++i) {
    mailbox.draft() = {i};
    EXPECT_EQ(mailbox.latest(), Frame{1});
    mailbox.publish();
    EXPECT_EQ(mailbox.latest(), Frame{1});
  }
}

TEST(Mailbox, TwoThreadsSeeWholeFramesInOrderAndTheLastOne) {
  constexpr uint64_t kFrames = 100000;
  constexpr size_t kSize = 64;
  Mailbox<Frame> mailbox;
  std::thread writer([&] {
    for (uint64_t i = 1; i <= kFrames; ++i) {
      mailbox.draft().assign(kSize, i);
      mailbox.publish();
    }
  });
  uint64_t last = 0, torn = 0, backwards = 0;
  while (last < kFrames) {
    if (!mailbox.fetch()) {
      std::this_thread::yield();
      continue;
    }
    const Frame& frame = mailbox.latest();
    if (frame.size() != kSize || frame != Frame(kSize, frame.front())) ++torn;
    if (frame.front() <= last) ++backwards;
    last = frame.front();
  }
  writer.join();
  EXPECT_EQ(torn, 0u);
  EXPECT_EQ(backwards, 0u);
  EXPECT_FALSE(mailbox.fetch());
}

}  // namespace
}  // namespace adapsne
