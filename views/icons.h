// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

namespace adapsne {

/// The line icon `:/icons/<name>.svg` in a colour; paler where it is disabled.
QIcon lineIcon(const QString& name, const QColor& color);

}  // namespace adapsne
