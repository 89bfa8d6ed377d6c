// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_layer.h"

#include <cmath>
#include <utility>

#include "views/map_painter.h"

namespace adapsne {

MapLayer::MapLayer(QObject* parent) : QObject(parent) {
  connect(&task_, &LatestTask::failed, this, &MapLayer::failed);
}

void MapLayer::invalidate() {
  ++content_;
}

void MapLayer::forget() {
  task_.drop();
  painted_ = ordered_ = {};
  ++content_;
}

bool MapLayer::shows(const Painted& painted, const MapPicture& picture) const {
  return painted.content == content_ && painted.camera == picture.camera && painted.size == picture.size &&
         painted.pixelRatio == picture.style.pixelRatio;
}

void MapLayer::paint(QPainter& painter, const MapPicture& picture) {
  const bool large = picture.scene.dataset->points > kPaintedAtOnce;
  complete_ = shows(painted_, picture);
  if (!complete_ && !large) {
    task_.drop();
    painted_ = {paintMapLayer(picture), picture.size, picture.camera, picture.style.pixelRatio, content_};
    complete_ = true;
  }
  if (complete_) return painter.drawImage(QRectF(QPointF(), picture.size), painted_.image);
  if (!shows(ordered_, picture)) order(picture);
  paintPreview(painter, picture);
}

void MapLayer::order(const MapPicture& picture) {
  ordered_ = {{}, picture.size, picture.camera, picture.style.pixelRatio, content_};
  task_.start([picture] { return paintMapLayer(picture); },
              [this, what = ordered_](QImage image) {
                painted_ = what;
                painted_.image = std::move(image);
                emit improved();
              });
}

void MapLayer::paintPreview(QPainter& painter, const MapPicture& picture) {
  // Where the last layer lies now.
  QRectF last;
  if (painted_.content != 0) {
    const Camera& then = painted_.camera;
    const QSizeF size = painted_.size;
    last = QRectF(picture.camera.toScreen(then.toMap({0, 0}, size), picture.size),
                  picture.camera.toScreen(then.toMap({size.width(), size.height()}, size), picture.size));
  }
  const QRectF view(QPointF(), picture.size);
  if (!last.contains(view)) {
    if (sampled_ != content_) sample_ = sampleMap(picture.scene, kPaintedAtOnce, picture.style.theme);
    sampled_ = content_;
    painter.drawImage(view, paintSample(sample_, picture));
  }
  if (last.isNull() || !last.intersects(view)) return;
  const bool moved = std::abs(last.width() - view.width()) < 1e-6;
  // Moved by whole pixels, a layer stays sharp.
  if (moved) {
    const double ratio = picture.style.pixelRatio;
    last.moveTo(std::round(last.x() * ratio) / ratio, std::round(last.y() * ratio) / ratio);
  }
  painter.drawImage(last, painted_.image);
}

}  // namespace adapsne
