// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QImage>
#include <QSize>
#include <QString>

#include "core/dataset/dataset.h"
#include "views/theme.h"

namespace adapsne {

/// A row of a dataset as a square picture: its image where it has one, else its values as bars.
QImage thumbnail(const Dataset& dataset, int64_t row, int side, const Theme& theme);

/// The same as views show it: a picture beside the data (PointImages) where there are any, empty where the
/// row has none. Null while it is read: PointImages::changed() tells.
QImage shownThumbnail(const Dataset& dataset, int64_t row, int side, const Theme& theme);

QImage imageOf(const ShownPicture& picture);
/// As large as fits into `box`.
QImage fitted(const QImage& image, QSize box);

/// The class of a row, or an empty string.
QString className(const Dataset& dataset, int64_t row);

}  // namespace adapsne
