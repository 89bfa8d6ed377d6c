// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QString>
#include <QWidget>

#include "views/theme.h"

class QLabel;
class QStackedLayout;
class QTabBar;

namespace adapsne {

class AccuracyView;

/// The chart of one classifier at a time, a tab for each, and what its errors cover; or words, while there is
/// nothing to see.
class AccuracyPanel : public QWidget {
  Q_OBJECT

 public:
  explicit AccuracyPanel(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// In rich text, in the place of the chart.
  void showWords(const QString& words);
  bool showsWords() const;
  QString words() const;
  /// The chart's tabs; the one that was shown stays where it can.
  void showChart(const std::vector<std::string>& classifiers, const QString& caption);
  /// The classifier whose tab is in front; empty before there is one.
  std::string classifier() const;
  void setClassifier(const std::string& name);
  QString caption() const;
  AccuracyView* view() const { return view_; }

 signals:
  void classifierChanged();

 private:
  QStackedLayout* stack_ = nullptr;
  QLabel* words_ = nullptr;
  QTabBar* tabs_ = nullptr;
  AccuracyView* view_ = nullptr;
  QLabel* caption_ = nullptr;
};

}  // namespace adapsne
