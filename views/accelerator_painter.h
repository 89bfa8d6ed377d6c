// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QPainter>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include "core/accelerator/model.h"
#include "views/theme.h"

namespace adapsne {

/// A place of the picture and what it says on hover: the number, its formula and its source.
struct HoverText {
  QRectF place;
  QString text;
};

/// Draws an accelerator report: heat map over the processing elements, units over time, what the PEs do in
/// each phase, energy and area of the architectures. Screen and file alike. `hovers`, if given, receives the
/// places that explain themselves.
void paintAccelerator(QPainter& painter, QSizeF size, const Theme& theme, const AcceleratorReport& report,
                      std::vector<HoverText>* hovers);

}  // namespace adapsne
