// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace adapsne {

/// A part of a source that has several, as an array of an archive or a subfolder of pictures. Texts for
/// people.
struct SourcePart {
  std::string name;   ///< As options take it: "obsm/X_pca", "train/cats".
  std::string size;   ///< "60000 x 28 x 28", "120 pictures"
  std::string holds;  ///< "numbers", "texts", "pictures"
  std::string use;    ///< "features", "labels", "not read" ...
};

}  // namespace adapsne
