// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

namespace adapsne {

/// Tableau 10, then the lighter ten of Tableau 20, then evenly spread hues.
QColor classColor(int index);
/// Okabe and Ito's eight colours, safe for colour-blind eyes; repeats.
QColor okabeIto(int index);
/// The viridis ramp; t is clamped to [0, 1], NaN is grey.
QColor viridis(double t);

}  // namespace adapsne
