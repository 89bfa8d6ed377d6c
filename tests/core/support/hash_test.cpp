// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/hash.h"

#include <set>

#include <gtest/gtest.h>

namespace adapsne {
namespace {

TEST(Hasher, IsXxh3With128Bits) {
  EXPECT_EQ(Hasher().digest(), "99aa06d3014798d86001c324468d497f");  // the published hash of no bytes
}

TEST(Hasher, DependsOnContentAloneNotOnHowItArrives) {
  const std::string text = "the quick brown fox jumps over the lazy dog";
  Hasher whole, pieces;
  whole.bytes(text.data(), text.size());
  for (char c : text) pieces.bytes(&c, 1).bytes(nullptr, 0);
  EXPECT_EQ(whole.digest(), pieces.digest());
  EXPECT_EQ(whole.digest(), whole.digest()) << "a digest does not end the hash";
}

TEST(Hasher, TextIsFramed) {
  EXPECT_NE(Hasher().text("ab").text("c").digest(), Hasher().text("a").text("bc").digest());
  EXPECT_NE(Hasher().text("").text("").digest(), Hasher().text("").digest());
}

TEST(Hasher, ValuesOfDifferentTypesAndOrdersDiffer) {
  std::set<std::string> digests;
  digests.insert(Hasher().value(1).digest());
  digests.insert(Hasher().value(int64_t{1}).digest());
  digests.insert(Hasher().value(1.0).digest());
  digests.insert(Hasher().value(1.0f).digest());
  digests.insert(Hasher().value(true).digest());
  digests.insert(Hasher().value(1).value(2).digest());
  digests.insert(Hasher().value(2).value(1).digest());
  EXPECT_EQ(digests.size(), 7u);
  for (const std::string& d : digests) {
    EXPECT_EQ(d.size(), 32u);
    EXPECT_EQ(d.find_first_not_of("0123456789abcdef"), std::string::npos);
  }
}

TEST(Hasher, MayBeMoved) {
  Hasher a;
  a.text("x");
  const std::string expected = a.digest();
  const Hasher b = std::move(a);
  EXPECT_EQ(b.digest(), expected);
}

}  // namespace
}  // namespace adapsne
