// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QString>

#include "views/theme.h"

namespace adapsne {

/// A quiet title in small capitals above a part of a panel. Never widens the panel.
QLabel* sectionHeading(const QString& text, const Theme& theme, QWidget* parent);

/// A paragraph that wraps, in `color`.
QLabel* paragraph(const QString& text, const QColor& color, QWidget* parent);

/// "▍AdapSNE (edge)" with the method's colour as its mark, in rich text.
QString methodMark(const std::string& method, const Theme& theme);

}  // namespace adapsne
