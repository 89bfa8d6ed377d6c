// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QPainter>

#include "views/map_scene.h"

namespace adapsne {

/// The points and what lies on them: what stays while the pointer moves. Opaque, size * pixelRatio pixels.
QImage paintMapLayer(const MapPicture& picture);

/// Names, legend, caption, scale bar and what belongs to the pointer: what lies over the layer.
void paintMapFront(QPainter& painter, const MapPicture& picture);

/// The words that stand where there is no map yet.
void paintMapAbsence(QPainter& painter, const MapPicture& picture);

/// The whole picture.
void paintMap(QPainter& painter, const MapPicture& picture);

}  // namespace adapsne
