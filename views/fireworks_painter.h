// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QPainter>
#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>
#include <QStringList>

#include "core/perplexity/fireworks_scene.h"
#include "views/theme.h"

namespace adapsne {

/// One evaluation that has happened by a step of the replay.
struct VisibleEvent {
  bool fireworks;  ///< AdapSNE's, else the classic search's.
  bool landing;    ///< In the last pass shown: just now.
  TraceEvent event;
};

/// Step s shows the first s passes of both searches, on one clock. Step 0 shows the curve alone.
std::vector<VisibleEvent> visibleEvents(const FireworksScene& scene, int step);

/// What a search would return if it ended here: bisection its last iterate, the others their best. At the
/// last step this is the search's sigma.
std::optional<TraceEvent> heldBy(const SearchPath& path, int step);

/// "6 evaluations in 4 passes, perplexity 30.1 of 30"
QString pathText(const SearchPath& path);
/// The same and whether it is a run's own, from the fullest words to the shortest.
QStringList pathTexts(const SearchPath& path);
/// "AdapSNE", "NMS", or "Newton".
QString pathName(const SearchPath& path);
/// Both, as one line of text.
QString sceneText(const FireworksScene& scene);

/// Where things lie in a picture of a size.
class FireworksLayout {
 public:
  FireworksLayout(const FireworksScene& scene, QSizeF size);

  double x(double u) const;
  double y(double perplexity) const;  ///< Clamped to the axis: a perplexity of 0 lies on its foot.
  double uAt(double x) const;
  double passY(int generation) const;

  QRectF header, plot, lane;
  double uLow, uHigh, lowest, highest;

 private:
  int passes_;
};

/// The whole picture, on screen and into a file. `hoverU`: a cross-hair there.
void paintFireworks(QPainter& painter, QSizeF size, const Theme& theme, const FireworksScene& scene, int step,
                    std::optional<double> hoverU = {});

}  // namespace adapsne
