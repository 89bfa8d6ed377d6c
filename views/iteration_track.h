// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QSlider>

#include "views/iteration_bar.h"
#include "views/theme.h"

namespace adapsne {

/// The slider of the iteration bar: a line with a part for each candidate of the guide and one for the final
/// map.
class IterationTrack : public QSlider {
  Q_OBJECT

 public:
  explicit IterationTrack(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void setMarks(const std::vector<FrameMark>& marks);
  QSize sizeHint() const override { return {240, 26}; }
  QSize minimumSizeHint() const override { return {80, 26}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;

 private:
  /// A run of frames of the same phase.
  struct Part {
    int first = 0, last = 0;
    bool final = false;
  };
  double xOf(int frame) const;
  int frameAt(double x) const;

  Theme theme_;
  std::vector<Part> parts_;
};

}  // namespace adapsne
