// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QString>
#include <QWidget>

#include "views/theme.h"

class QLabel;

namespace adapsne {

class MapView;

/// A map with its heading: whose it is, and how good.
class MapPane : public QWidget {
  Q_OBJECT

 public:
  explicit MapPane(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void setHeading(const QString& title, const QString& detail, const QColor& color);
  MapView* map() const { return map_; }

 private:
  Theme theme_;
  QLabel* mark_ = nullptr;
  QLabel* title_ = nullptr;
  QLabel* detail_ = nullptr;
  MapView* map_ = nullptr;
};

}  // namespace adapsne
