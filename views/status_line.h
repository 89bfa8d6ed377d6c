// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/pipeline/observer.h"
#include "views/theme.h"

class QLabel;
class QProgressBar;

namespace adapsne {

/// The foot of the window: what is going on, how far, how long; threads and memory on the right.
class StatusLine : public QWidget {
  Q_OBJECT

 public:
  explicit StatusLine(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  void showText(const QString& text);  ///< No progress.
  void showProgress(const Progress& progress, const QString& prefix);
  void showResources(int threads, int64_t memoryBytes);
  QString text() const;

 private:
  QLabel* stage_ = nullptr;
  QLabel* left_ = nullptr;
  QLabel* resources_ = nullptr;
  QProgressBar* progress_ = nullptr;
};

}  // namespace adapsne
