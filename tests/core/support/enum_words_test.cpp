// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/support/enum_words.h"

#include <string>

#include <gtest/gtest.h>

namespace adapsne {
namespace {

enum class Fruit { Apple, Pear, Plum };
enum class Sparse { Low = 2, High = 40 };

constexpr auto kFruits =
    wordsFor<Fruit>({{Fruit::Pear, "pear", "long"}, {Fruit::Apple, "apple", "round"}, {Fruit::Plum, "plum"}});

TEST(EnumWords, PairWhatTheySayWhateverTheirOrder) {
  EXPECT_STREQ(kFruits.wordOf(Fruit::Apple), "apple");
  EXPECT_STREQ(kFruits[Fruit::Pear].help, "long");
  EXPECT_STREQ(kFruits[Fruit::Plum].help, "");
  ASSERT_TRUE(kFruits.find("plum"));
  EXPECT_EQ(kFruits.find("plum")->value, Fruit::Plum);
  EXPECT_EQ(kFruits.find("fig"), nullptr);
  std::string inOrder;
  for (const auto& row : kFruits) inOrder += row.word;
  EXPECT_EQ(inOrder, "pearappleplum");
}

TEST(EnumWords, ANumberThatIsNoValueIsSaidAndReadsNothingBeyondTheTable) {
  EXPECT_THROW(kFruits.wordOf(static_cast<Fruit>(3)), std::invalid_argument);
  EXPECT_THROW(kFruits.wordOf(static_cast<Fruit>(-1)), std::invalid_argument);
}

TEST(EnumWords, TheCompilerKnowsWhichNumbersAreValues) {
  static_assert(enum_words::isEnumerator<Fruit::Apple>());
  static_assert(enum_words::isEnumerator<static_cast<Fruit>(2)>());
  static_assert(!enum_words::isEnumerator<static_cast<Fruit>(3)>());
  static_assert(!enum_words::isEnumerator<static_cast<Sparse>(0)>());
  static_assert(enum_words::isEnumerator<static_cast<Sparse>(40)>());
  constexpr auto sparse = wordsFor<Sparse>({{Sparse::Low, "low"}, {Sparse::High, "high"}});
  EXPECT_STREQ(sparse.wordOf(Sparse::High), "high");
}

/// Whether wordsFor would compile with these rows.
template <typename Enum, auto kRows>
concept Complete = requires {
  typename std::integral_constant<size_t, EnumWords<Enum, kRows.size>(kRows.rows).size()>;
};

template <typename Enum, size_t kCount>
struct Rows {
  static constexpr size_t size = kCount;
  EnumWord<Enum> rows[kCount];
};

// A literal cannot be part of a template's argument, an array with a name of its own can.
constexpr char kA[] = "a", kB[] = "b", kC[] = "c", kNone[] = "";

TEST(EnumWords, AMissingValueOrAWordThatStandsTwiceDoesNotCompile) {
  using Three = Rows<Fruit, 3>;
  using Two = Rows<Fruit, 2>;
  static_assert(
      Complete<Fruit,
               Three{{{Fruit::Apple, kA, kNone}, {Fruit::Pear, kB, kNone}, {Fruit::Plum, kC, kNone}}}>);
  static_assert(!Complete<Fruit, Two{{{Fruit::Apple, kA, kNone}, {Fruit::Pear, kB, kNone}}}>);
  static_assert(
      !Complete<Fruit,
                Three{{{Fruit::Apple, kA, kNone}, {Fruit::Pear, kB, kNone}, {Fruit::Pear, kC, kNone}}}>);
  static_assert(
      !Complete<Fruit,
                Three{{{Fruit::Apple, kA, kNone}, {Fruit::Pear, kB, kNone}, {Fruit::Plum, kB, kNone}}}>);
  static_assert(!Complete<Fruit, Three{{{Fruit::Apple, kA, kNone},
                                        {Fruit::Pear, kB, kNone},
                                        {static_cast<Fruit>(7), kC, kNone}}}>);
}

}  // namespace
}  // namespace adapsne
