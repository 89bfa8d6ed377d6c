// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QString>
#include <QStringList>
#include <QWidget>

#include "views/theme.h"

class QComboBox;
class QLabel;

namespace adapsne {

/// How methods differ from one of them, a sentence each, with the mark of its curve.
class DifferencePanel : public QWidget {
  Q_OBJECT

 public:
  /// A method and what is to be said of it.
  struct Line {
    std::string method;
    std::string sentence;
  };

  explicit DifferencePanel(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// `baseline` is one of `methods`.
  void show(const std::vector<std::string>& methods, const std::string& baseline, std::vector<Line> lines);
  const std::vector<Line>& lines() const { return lines_; }
  QComboBox* baselines() const { return baselines_; }

 signals:
  void baselineChosen(const std::string& method);

 private:
  void write();

  Theme theme_;
  std::vector<Line> lines_;
  QComboBox* baselines_ = nullptr;
  QLabel* text_ = nullptr;
  QLabel* rule_ = nullptr;
};

}  // namespace adapsne
