// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/pages/page.h"
#include "core/comparison/accuracy_table.h"
#include "views/accuracy_painter.h"
#include "views/confusion_view.h"
#include "views/latest_task.h"

namespace adapsne {

class AccuracyPanel;
class Comparisons;
class ConfusedPoints;
class ConfusionPanel;
class DifferencePanel;
class Messages;
class WorthForm;

/// What the subsets of several methods are worth to classifiers that are trained on them: accuracy against
/// budget, paired differences, and what was taken for what.
class WorthPage : public Page {
  Q_OBJECT

 public:
  WorthPage(Session* session, Comparisons* comparisons, Messages* messages, QWidget* parent = nullptr);

  WorthForm* form() const { return form_; }
  AccuracyPanel* accuracy() const { return accuracy_; }
  DifferencePanel* differences() const { return differences_; }
  ConfusionPanel* confusion() const { return confusion_; }
  ConfusedPoints* tested() const { return tested_; }
  Comparisons* comparisons() const { return comparisons_; }

  void setTheme(const Theme& theme) override;
  bool settled() const override;

  /// As a click on a point of a curve does, and on a cell of the matrix.
  void lookInto(const AccuracyPlace& place);
  void lookInto(const ConfusionCell& cell);

 protected:
  void arrangePanels() override;

 private:
  void connectParts();
  void askOpen();
  void askSave(bool table);
  void onDataset(bool otherRows);
  void show();
  void showForm();
  void showProgress();
  void showCurves();
  void showDifferences(const AccuracyTable& table);
  void showCell();
  void showTested();
  void forgetCell();
  void sharePage();
  ComparisonPlan shownPlan() const;
  QString words() const;
  const Cell* cell() const;  ///< Whose confusion is shown; null for none.

  Comparisons* comparisons_;
  Messages* messages_;
  WorthForm* form_ = nullptr;
  AccuracyPanel* accuracy_ = nullptr;
  DifferencePanel* differences_ = nullptr;
  ConfusionPanel* confusion_ = nullptr;
  ConfusedPoints* tested_ = nullptr;
  std::string baseline_;  ///< As somebody chose it; empty: the usual one.
  std::optional<CellId> cell_;
  std::optional<ConfusionCell> chosen_;
  LatestTask nearest_;
};

}  // namespace adapsne
