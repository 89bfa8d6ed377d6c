// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include <QImage>
#include <QPainter>
#include <QRgb>

#include "views/map_scene.h"

namespace adapsne {

/// Beyond so many points in view their density is drawn, not they.
constexpr int64_t kMostDiscs = 2'000'000;

/// Points to draw: positions S x 2, and for each an index into the palette.
struct MapSample {
  std::vector<float> positions;
  std::vector<uint16_t> color;
  std::vector<QRgb> palette;
};
/// At most `most` of a map's points, drawn evenly at random and always the same ones: a preview of a large
/// map.
MapSample sampleMap(const MapScene& scene, int64_t most, const Theme& theme);

/// A layer of size * pixelRatio pixels, Format_RGB32, in the colour of the background.
QImage emptyLayer(const MapPicture& picture);
/// The sample as a layer.
QImage paintSample(const MapSample& sample, const MapPicture& picture);
/// All points as a layer: those that do not stand out grey and first, the others over them.
QImage paintPoints(const MapPicture& picture);
/// The same with an ellipse for each, for files of vectors.
void paintVectorPoints(QPainter& painter, const MapPicture& picture);

}  // namespace adapsne
