// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

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
  /// `method` gives the colour of the mark; empty = no mark.
  void setHeading(const QString& title, const QString& detail, const std::string& method = {});
  MapView* map() const { return map_; }

 private:
  void paintMark();

  Theme theme_;
  std::string method_;
  QLabel* mark_ = nullptr;
  QLabel* title_ = nullptr;
  QLabel* detail_ = nullptr;
  MapView* map_ = nullptr;
};

}  // namespace adapsne
