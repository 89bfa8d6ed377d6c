// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

namespace adapsne {

/// The colours of the window and of every picture. A value: views are given one, nothing looks it up.
struct Theme {
  bool dark = true;
  QColor plot, window, panel, raised;  ///< The four greys, from the back to the front.
  QColor line;                         ///< Hairlines between panels and around fields.
  QColor text, dim, faint;
  QColor accent, onAccent;
  QColor good, warning, error;
  QColor nms, adapsne;  ///< The two families of methods, in every view.
};

Theme darkTheme();
Theme lightTheme();

QPalette themePalette(const Theme& theme);
/// What Fusion and the palette cannot say; short.
QString themeStyleSheet(const Theme& theme);

/// Inter where it is installed, else the system's sans.
QFont interfaceFont(int pixelSize = 13);
/// Small, letter-spaced; for titles in capitals.
QFont titleFont();

/// NMS orange, AdapSNE blue.
QColor methodColor(const Theme& theme, const std::string& method);

}  // namespace adapsne
