// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/support/enum_words.h"

namespace adapsne {

/// What an array of a file holds.
enum class ArrayKind { Numbers, Texts, Other };
constexpr auto kArrayKindWords = wordsFor<ArrayKind>(
    {{ArrayKind::Numbers, "numbers"}, {ArrayKind::Texts, "text"}, {ArrayKind::Other, "other"}});

/// What it is used for.
enum class ArrayUse { Features, Labels, NotRead };
constexpr auto kArrayUseWords = wordsFor<ArrayUse>(
    {{ArrayUse::Features, "features"}, {ArrayUse::Labels, "labels"}, {ArrayUse::NotRead, "not read"}});

/// An array of a file that holds several: what it is and what it is used for.
struct SourceArray {
  std::string name;  ///< As --array takes it: a name, or a path within the file.
  std::vector<int64_t> shape;
  ArrayKind kind = ArrayKind::Numbers;
  ArrayUse use = ArrayUse::NotRead;
};

}  // namespace adapsne
