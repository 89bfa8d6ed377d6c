// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "core/embedding/embedding.h"
#include "views/theme.h"

class QChart;
class QChartView;
class QLineSeries;
class QValueAxis;
class QLabel;

namespace adapsne {

/// KL(P || Q) against the iteration, for one run or two. Redrawn at most 12 times a second.
class ConvergenceView : public QWidget {
  Q_OBJECT

 public:
  explicit ConvergenceView(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// Starts the curve of `slot` (0 or 1) anew.
  void beginRun(int slot, const QString& name, const std::string& method, int iterations);
  void addSamples(int slot, const std::vector<ConvergenceSample>& samples);
  /// The whole curve of a finished run.
  void setRun(int slot, const QString& name, const std::string& method,
              const std::vector<ConvergenceSample>& samples);
  void clear(int slot);
  int samples(int slot) const;

 private:
  struct Curve {
    QLineSeries* series = nullptr;
    std::vector<ConvergenceSample> samples;
    std::string method;
    int iterations = 0;
  };
  void describe(int slot, const QString& name, const std::string& method, int iterations);
  void redraw();
  void showIterations(int last);

  Theme theme_;
  QChart* chart_ = nullptr;
  QChartView* view_ = nullptr;
  QValueAxis* iterationAxis_ = nullptr;
  QValueAxis* klAxis_ = nullptr;
  QLabel* empty_ = nullptr;
  Curve curves_[2];
  QTimer redrawLater_;
};

}  // namespace adapsne
