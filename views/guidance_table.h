// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "core/guidance/guide.h"
#include "core/pipeline/run.h"
#include "views/theme.h"

class QLabel;
class QTableWidget;

namespace adapsne {

/// The target perplexities that the guide has tried so far, and the one it chose.
class GuidanceTable : public QWidget {
  Q_OBJECT

 public:
  explicit GuidanceTable(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// No candidates: `remark` says why.
  void clear(const QString& remark);
  void addCandidate(const GuidanceRecord& record);
  /// The final map is made with this perplexity.
  void markChosen(double perplexity);
  void showRun(const Run& run);
  int candidates() const { return static_cast<int>(records_.size()); }

 private:
  void fill(int chosen);

  Theme theme_;
  std::vector<GuidanceRecord> records_;  // ascending perplexity
  int chosen_ = -1;
  QLabel* remark_ = nullptr;
  QTableWidget* table_ = nullptr;
};

}  // namespace adapsne
