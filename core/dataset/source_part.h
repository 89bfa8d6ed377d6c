// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/support/enum_words.h"

namespace adapsne {

/// What a part of a source holds.
enum class PartKind { Numbers, Texts, Pictures, Other };
constexpr auto kPartKindWords = wordsFor<PartKind>({{PartKind::Numbers, "numbers"},
                                                    {PartKind::Texts, "texts"},
                                                    {PartKind::Pictures, "pictures"},
                                                    {PartKind::Other, "something else"}});

/// What it is used for.
enum class PartUse { Features, Labels, ClassNames, NotRead };
constexpr auto kPartUseWords = wordsFor<PartUse>({{PartUse::Features, "features"},
                                                  {PartUse::Labels, "labels"},
                                                  {PartUse::ClassNames, "names of the classes"},
                                                  {PartUse::NotRead, "not read"}});

/// A part of a source that has several: an array of a file, or a subfolder of pictures.
struct SourcePart {
  std::string name;            ///< Of an array as --array takes it ("obsm/X_pca"), of a folder "train/cats/".
  std::vector<int64_t> shape;  ///< Of an array; of a folder how many pictures it has.
  PartKind kind = PartKind::Numbers;
  PartUse use = PartUse::NotRead;
  std::string remark = {};  ///< What else there is to say of its use: "split test", "class cats".
};

}  // namespace adapsne
