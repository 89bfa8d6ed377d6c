// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>
#include <QWidget>

#include "core/pipeline/run.h"
#include "views/theme.h"

namespace adapsne {

/// One line of the table, as it is shown.
struct MeasureComparison {
  QString title, a, b, difference;
  QString help;
  int verdict = 0;  ///< B against A: 1 better, -1 worse, 0 neither.
};

/// The lines for two runs, in the order of measures().
std::vector<MeasureComparison> compareRuns(const Run& a, const Run& b);

/// What the two share, in a sentence: the stages with equal keys and what they took; empty where nothing is
/// shared.
QString sharedWork(const Run& a, const Run& b);

/// Measures of two runs side by side and the difference, coloured by whether B is better, not by its sign; in
/// as many columns as there is room for.
class ComparisonTable : public QWidget {
  Q_OBJECT

 public:
  explicit ComparisonTable(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// Either may be null: then it says how to get a comparison.
  void setRuns(RunPtr a, RunPtr b);
  const std::vector<MeasureComparison>& rows() const { return rows_; }
  const QString& shared() const { return shared_; }

  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  int columns(int width) const;
  int rowsPerColumn(int width) const;
  QRect place(size_t row) const;
  int footHeight(int width) const;

  Theme theme_;
  RunPtr a_, b_;
  std::vector<MeasureComparison> rows_;
  QString shared_;
};

}  // namespace adapsne
