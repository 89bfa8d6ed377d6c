// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include <QImage>
#include <QSize>

#include "views/scatter_raster.h"

namespace adapsne {

/// How many of the points (N x 2) fall on an image of this size.
int64_t countInView(QSize image, std::span<const float> positions, const ScatterTransform& transform);

/// Draws the density of points too many for discs over an image (Format_RGB32): each pixel takes the mean
/// colour of its points, the more opaque the more there are, on a logarithmic scale whose top is the fullest
/// pixel in view. Sums of integers, so independent of the points' order.
void shadeDensity(QImage& image, const ScatterPoints& points, const ScatterTransform& transform);

}  // namespace adapsne
