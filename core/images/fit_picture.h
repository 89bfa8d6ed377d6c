// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/dataset/dataset.h"
#include "core/images/picture.h"

namespace adapsne {

/// Brings a picture to `shape` and turns it as `orientation` (EXIF's, 1 to 8) says: the largest part of the
/// shape's proportions is cut from the middle and resampled with a triangle as wide as an output pixel (as
/// PIL's BILINEAR); three channels become one as luma of ITU-R BT.601, one becomes three that are equal.
/// Integers throughout: the same bits everywhere.
///
/// `to` gets height * width * channels values, row-major, channel last.
void fitPicture(const Picture& picture, int orientation, const ImageShape& shape, uint8_t* to);

}  // namespace adapsne
