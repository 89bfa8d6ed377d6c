// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

#include "core/perplexity/fireworks_scene.h"
#include "views/fireworks_painter.h"
#include "views/theme.h"

namespace adapsne {

/// What both searches took and where they ended, a warning where the recomputed search is not the run's, and
/// what the marks mean.
void paintFireworksHeader(QPainter& painter, const Theme& theme, const FireworksScene& scene,
                          const FireworksLayout& layout);

/// A cross-hair on the curve with sigma in the features' units, and the evaluation that lies nearest.
void paintFireworksHover(QPainter& painter, const Theme& theme, const FireworksScene& scene,
                         const FireworksLayout& layout, int step, double u);

}  // namespace adapsne
