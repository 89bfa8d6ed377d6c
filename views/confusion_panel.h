// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <QString>
#include <QWidget>

#include "views/theme.h"

class QComboBox;
class QLabel;
class QStackedLayout;

namespace adapsne {

class ConfusionView;

/// What one subset taught a classifier: which seed's it is, and its confusion matrix; words while it is
/// computed.
class ConfusionPanel : public QWidget {
  Q_OBJECT

 public:
  explicit ConfusionPanel(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// The seeds that there are, and the one that is shown.
  void setSeeds(const std::vector<uint64_t>& seeds, uint64_t shown);
  void showWords(const QString& words);
  bool showsWords() const;
  QString words() const;
  void showMatrix(const QString& accuracy);
  ConfusionView* view() const { return view_; }
  QComboBox* seeds() const { return seeds_; }
  QString accuracy() const;

 signals:
  void seedChosen(quint64 seed);

 private:
  QComboBox* seeds_ = nullptr;
  QLabel* accuracy_ = nullptr;
  QLabel* words_ = nullptr;
  QStackedLayout* stack_ = nullptr;
  ConfusionView* view_ = nullptr;
};

}  // namespace adapsne
