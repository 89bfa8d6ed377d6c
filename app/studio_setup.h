// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QApplication;

namespace adapsne {

/// Names, resources, style, font: what both the program and its tests need before the first window.
void setUpStudio(QApplication& application);

}  // namespace adapsne
