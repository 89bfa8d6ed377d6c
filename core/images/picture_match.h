// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"

namespace adapsne {

/// Which of some pictures are those of a dataset's points.
struct PictureMatch {
  std::vector<int64_t> places;  ///< N: a picture each, -1 for none.
  std::string how;              ///< For people: "by the column \"file\"".
};

/// By the column that is no feature whose cells name most pictures, at least half of its cells: as a path
/// relative to where they lie, a file's name, or one without its ending; of columns that name as many, those
/// of pictures go before ids and others. Else one a row of the source (`sourcePoints`), in the order of
/// `names`, which are relative paths; in that of their numbers where names are nothing else. Throws Error
/// naming both counts where these differ; `shownAs` names what holds the pictures.
PictureMatch matchPictures(const Dataset& dataset, int64_t sourcePoints,
                           const std::vector<std::string>& names, const std::string& shownAs);

/// "images/a.jpg" of ".\images\a.jpg": as relative paths are compared.
std::string plainPath(std::string path);

}  // namespace adapsne
