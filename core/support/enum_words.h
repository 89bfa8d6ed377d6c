// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace adapsne {

/// One value of an enumeration, and what people call it.
template <typename Enum>
struct EnumWord {
  Enum value;
  const char* word;
  const char* help = "";
};

namespace enum_words {

/// Whether a number is one of the enumeration's values: the compiler writes others as a cast.
template <auto kValue>
consteval bool isEnumerator() {
  const std::string_view name = __PRETTY_FUNCTION__;
  const std::string_view start = "kValue = ";
  const char first = name[name.find(start) + start.size()];
  return first != '(' && first != '-' && !(first >= '0' && first <= '9');
}

constexpr int kMost = 64;  // values that are looked for

template <typename Enum, int... kNumbers>
consteval std::array<bool, kMost> enumerators(std::integer_sequence<int, kNumbers...>) {
  return {isEnumerator<static_cast<Enum>(kNumbers)>()...};
}

}  // namespace enum_words

/// The words of all values of an enumeration from 0 to 63, in the order in which they are shown. It compiles
/// only where each value has one row, and each word is there once.
template <typename Enum, size_t kRows>
class EnumWords {
 public:
  consteval explicit EnumWords(const EnumWord<Enum> (&rows)[kRows]) {
    auto missing = enum_words::enumerators<Enum>(std::make_integer_sequence<int, enum_words::kMost>());
    for (size_t i = 0; i < kRows; ++i) {
      rows_[i] = rows[i];
      const auto number = static_cast<size_t>(rows[i].value);
      if (number >= missing.size() || !missing[number]) throw "a value stands twice, or is none of them";
      missing[number] = false;
      for (size_t j = 0; j < i; ++j)
        if (std::string_view(rows[i].word) == rows[j].word) throw "a word stands twice";
    }
    for (const bool without : missing)
      if (without) throw "a value of the enumeration has no word";
  }

  constexpr auto begin() const { return rows_.begin(); }
  constexpr auto end() const { return rows_.end(); }
  constexpr size_t size() const { return kRows; }
  /// Throws std::invalid_argument for a number that is none of the enumeration's values.
  constexpr const EnumWord<Enum>& operator[](Enum value) const {
    for (const EnumWord<Enum>& row : rows_)
      if (row.value == value) return row;
    throw std::invalid_argument("not a value of its enumeration");
  }
  constexpr const char* wordOf(Enum value) const { return (*this)[value].word; }
  /// Null for a word that is not there.
  constexpr const EnumWord<Enum>* find(std::string_view word) const {
    for (const EnumWord<Enum>& row : rows_)
      if (row.word == word) return &row;
    return nullptr;
  }

 private:
  std::array<EnumWord<Enum>, kRows> rows_{};
};

template <typename Enum, size_t kRows>
consteval EnumWords<Enum, kRows> wordsFor(const EnumWord<Enum> (&rows)[kRows]) {
  return EnumWords<Enum, kRows>(rows);
}

/// The words of a table whose rows have value and word, perhaps help, and say more besides.
template <typename Row, size_t kRows>
consteval auto wordsOf(const Row (&table)[kRows]) {
  EnumWord<decltype(Row::value)> rows[kRows]{};
  for (size_t i = 0; i < kRows; ++i) {
    rows[i] = {table[i].value, table[i].word};
    if constexpr (requires { table[i].help; }) rows[i].help = table[i].help;
  }
  return EnumWords<decltype(Row::value), kRows>(rows);
}

}  // namespace adapsne
