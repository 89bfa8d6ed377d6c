// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QImage>
#include <QString>

#include "core/dataset/dataset.h"
#include "views/theme.h"

namespace adapsne {

/// A row of a dataset as a square picture: its image where it has one, else its values as bars.
QImage thumbnail(const Dataset& dataset, int64_t row, int side, const Theme& theme);

/// The class of a row, or an empty string.
QString className(const Dataset& dataset, int64_t row);

}  // namespace adapsne
