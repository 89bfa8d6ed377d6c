// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QString>
#include <QWidget>

#include "views/theme.h"

class QLabel;
class QToolButton;

namespace adapsne {

class ElidedLabel;
class MapView;

/// A map with its heading: whose it is, and how good.
class MapPane : public QWidget {
  Q_OBJECT

 public:
  explicit MapPane(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// `method` gives the colour of the mark; empty = no mark. `shortDetail` stands where there is no room for
  /// `detail`.
  void setHeading(const QString& title, const QString& detail, const std::string& method = {},
                  const QString& shortDetail = {});
  /// Beside another pane: the current one, which the panels describe, is marked, and each can be closed.
  void setPaired(bool paired, bool current);
  MapView* map() const { return map_; }
  QString title() const;
  QString detail() const;

 signals:
  void closeRequested();
  void headingClicked();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  void paintMark();

  Theme theme_;
  std::string method_;
  QLabel* mark_ = nullptr;
  QLabel* title_ = nullptr;
  QString wholeTitle_;
  ElidedLabel* detail_ = nullptr;
  QToolButton* close_ = nullptr;
  bool current_ = false;
  MapView* map_ = nullptr;
};

}  // namespace adapsne
