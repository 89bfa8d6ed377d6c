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

TEST(Words, OfAShellAreQuotedWhereItWouldTakeThemApart) {
  EXPECT_EQ(shellWord("/tmp/a-b_c.csv"), "/tmp/a-b_c.csv");
  EXPECT_EQ(shellWord("caf\xc3\xa9"), "caf\xc3\xa9");
  EXPECT_EQ(shellWord("my file"), "'my file'");
  EXPECT_EQ(shellWord("it's $HOME"), "'it'\\''s $HOME'");
  EXPECT_EQ(shellWord(""), "''");
  EXPECT_EQ(shellWord("a;b"), "'a;b'");
}

}  // namespace
}  // namespace adapsne
