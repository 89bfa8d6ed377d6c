// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QImage>
#include <QObject>
#include <QPainter>
#include <QString>

#include "views/latest_task.h"
#include "views/map_points.h"

namespace adapsne {

/// Up to so many points are painted at once, in the caller's thread; more take longer than a frame may.
constexpr int64_t kPaintedAtOnce = 100'000;

/// The points of a map on the screen, cached until something of them changes.
///
/// A large map is painted on another thread. Until that is done, the last layer is shown, moved and scaled to
/// where the camera is now, and where it does not reach an even sample of kPaintedAtOnce points.
class MapLayer : public QObject {
  Q_OBJECT

 public:
  explicit MapLayer(QObject* parent = nullptr);

  /// Another dataset: the last layer is no preview of what comes.
  void forget();
  /// Something else than the camera or the size has changed.
  void invalidate();
  /// Draws what there is of the picture's layer, and sees to it that the rest comes.
  void paint(QPainter& painter, const MapPicture& picture);
  /// The last paint() showed everything, and nothing has changed since.
  bool complete() const { return complete_ && painted_.content == content_; }

 signals:
  void improved();  ///< paint() would show more now.
  void failed(const QString& where, const QString& problem, const QString& remedy);  ///< It stays as it is.

 private:
  /// A layer and what it shows.
  struct Painted {
    QImage image;
    QSizeF size;
    Camera camera;
    double pixelRatio = 0;
    uint64_t content = 0;  ///< 0: nothing.
  };
  bool shows(const Painted& painted, const MapPicture& picture) const;
  void order(const MapPicture& picture);
  void paintPreview(QPainter& painter, const MapPicture& picture);

  Painted painted_, ordered_;
  MapSample sample_;
  uint64_t content_ = 1, sampled_ = 0;  ///< Counts what invalidate() was told.
  bool complete_ = false;
  LatestTask task_;
};

}  // namespace adapsne
