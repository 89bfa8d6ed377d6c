// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/dataset/dataset_options.h"
#include "core/support/enum_words.h"

namespace adapsne {

/// How the pictures of a folder get their files.
enum class PicturePlacing { Copy, HardLink, SymbolicLink };
constexpr auto kPictureFilesWords = wordsFor<PicturePlacing>(
    {{PicturePlacing::Copy, "copy", "copies"},
     {PicturePlacing::HardLink, "hard", "hard links, which take no space; on the same file system"},
     {PicturePlacing::SymbolicLink, "symbolic", "symbolic links, which end where the originals are moved"}});

/// The points that one file or folder of an export is made of. The dataset and its options must outlive it.
struct PointsToExport {
  const Dataset& dataset;
  const DatasetOptions& options;    ///< How it was opened.
  std::vector<int64_t> points;      ///< Ascending and distinct, at least one.
  std::vector<int64_t> weights;     ///< Empty, or of each of them the number of points that it stands for.
  std::vector<int64_t> given = {};  ///< Those of them that were exemplars before, ascending.
  PicturePlacing files = PicturePlacing::Copy;
};

}  // namespace adapsne
