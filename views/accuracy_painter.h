// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <QPainter>
#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include "views/theme.h"

namespace adapsne {

/// Mean accuracy over the seeds at one budget.
struct AccuracyPoint {
  int64_t exemplars = 0;
  double mean = 0;                                                  ///< In [0, 1].
  double standardError = std::numeric_limits<double>::quiet_NaN();  ///< NaN for one seed.
  int seeds = 0;
};

/// One method's, by exemplars, ascending.
struct AccuracyCurve {
  std::string method;
  std::vector<AccuracyPoint> points;
};

/// What one classifier makes of the subsets of several methods.
struct AccuracyChart {
  std::vector<AccuracyCurve> curves;
  double full = std::numeric_limits<double>::quiet_NaN();  ///< Trained on all points; NaN: not known.
  int64_t fullPoints = 0;

  bool empty() const;
};

/// A point of a curve.
struct AccuracyPlace {
  std::string method;
  int64_t exemplars = 0;
  bool operator==(const AccuracyPlace&) const = default;
};

/// What somebody points at.
struct AccuracyFocus {
  int64_t budget = 0;                   ///< Whose values are read; 0: the largest's.
  std::string method;                   ///< Drawn before the others; empty: none.
  std::optional<AccuracyPlace> chosen;  ///< Ringed.
};

/// Where things lie in a picture of a chart.
class AccuracyLayout {
 public:
  AccuracyLayout(QSizeF size, const AccuracyChart& chart);

  QRectF plot, legend;
  bool legendBeside = true;      ///< With values; else above the plot, in lines.
  double low = 0, high = 1;      ///< Of the axis of accuracies.
  std::vector<int64_t> budgets;  ///< All that a curve has, ascending.

  double x(int64_t exemplars) const;
  double y(double accuracy) const;
  /// The budget nearest to a place; 0 where there is none.
  int64_t budgetAt(double x) const;

 private:
  double first_ = 0, last_ = 1;  ///< Logarithms at the edges of the plot.
};

/// Accuracy against the number of exemplars, which has a logarithmic axis: a line for each method, a band of
/// one standard error to either side, and the accuracy with all points. Screen and file alike.
void paintAccuracy(QPainter& painter, QSizeF size, const Theme& theme, const AccuracyChart& chart,
                   const AccuracyFocus& focus);

/// "71.3 ± 0.8 %"; an em dash for NaN.
QString accuracyText(double mean, double standardError);

}  // namespace adapsne
