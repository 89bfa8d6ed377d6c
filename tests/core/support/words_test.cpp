// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/words.h"

#include <gtest/gtest.h>

namespace adapsne {
namespace {

TEST(Listed, ReadsAsASentenceDoes) {
  EXPECT_EQ(listed({}), "");
  EXPECT_EQ(listed({"a"}), "a");
  EXPECT_EQ(listed({"a", "b"}), "a and b");
  EXPECT_EQ(listed({"a", "b", "c"}, "or"), "a, b or c");
}

}  // namespace
}  // namespace adapsne
