// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/support/enum_words.h"

namespace adapsne {

/// What a column of a table holds, as its cells tell.
enum class ColumnKind { Number, Boolean, Date, Text, Empty };
constexpr auto kColumnKindWords = wordsFor<ColumnKind>({{ColumnKind::Number, "number"},
                                                        {ColumnKind::Boolean, "true/false"},
                                                        {ColumnKind::Date, "date"},
                                                        {ColumnKind::Text, "text"},
                                                        {ColumnKind::Empty, "empty"}});

/// What a column is used for.
enum class ColumnRole { Feature, Label, Id, Text, Picture, LeftOut };
constexpr auto kColumnRoleWords = wordsFor<ColumnRole>({{ColumnRole::Feature, "feature"},
                                                        {ColumnRole::Label, "label"},
                                                        {ColumnRole::Id, "id"},
                                                        {ColumnRole::Text, "text"},
                                                        {ColumnRole::Picture, "picture"},
                                                        {ColumnRole::LeftOut, "left out"}});

/// A column of the source: what it holds, what it is used for and why. What a program guesses about a table,
/// so that people can see and change it.
struct SourceColumn {
  std::string name;    ///< Empty where the source gives none.
  int64_t number = 0;  ///< From 1, as in the source.
  ColumnKind kind = ColumnKind::Number;
  ColumnRole role = ColumnRole::Feature;
  std::string reason;             ///< Why it has that role: "named label", "counts the rows", "asked for".
  int64_t missing = 0;            ///< Cells without a value.
  double least = 0, largest = 0;  ///< Of numbers, true/false (0, 1) and dates (seconds since 1970, UTC).
  std::string example;            ///< The first cell with a value, as it stands in the source.
};

/// A column as options name it so that they mean this one: its name, or its number where it has none or
/// others have the same; "#1" where "1" is the name of another one.
std::string optionName(const std::vector<SourceColumn>& columns, size_t column);
/// The same as messages say it: "petal width" in quotes, numbers without.
std::string quotedName(const std::vector<SourceColumn>& columns, size_t column);

/// One text a point of a column that is no feature: an identifier, a path, free text. What leaves with an
/// export, colours a map and is shown beside a point.
struct Attribute {
  std::string name;
  ColumnRole role = ColumnRole::LeftOut;
  std::vector<std::string> values;  ///< N; "" where missing.
};

}  // namespace adapsne
