// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/pipeline/run.h"
#include "core/sampling/exemplar_edits.h"
#include "views/theme.h"

class QLabel;
class QStackedLayout;

namespace adapsne {

/// The measures of a run.
class SummaryPanel : public QWidget {
  Q_OBJECT

 public:
  explicit SummaryPanel(const Theme& theme, QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  /// `edits`: what people changed of its exemplars.
  void showRun(RunPtr run, ExemplarEdits edits = {});
  /// No run: `text` says what will be here.
  void clear(const QString& text);

 private:
  void fill();
  QWidget* buildPage();

  Theme theme_;
  RunPtr run_;
  ExemplarEdits edits_;
  QStackedLayout* stack_ = nullptr;
  QLabel* empty_ = nullptr;
  QWidget* page_ = nullptr;
};

}  // namespace adapsne
