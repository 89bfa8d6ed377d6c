// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QString>

#include "app/session.h"
#include "core/exporting/export_data.h"
#include "views/latest_task.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace adapsne {

/// Which points leave the program, as what, and where to. The same as `adapsne export`: it makes an
/// ExportRequest.
class ExportDialog : public QDialog {
  Q_OBJECT

 public:
  /// Begins with the selected points where `selection`, else with the exemplars of the current run.
  ExportDialog(const Session* session, bool selection, QWidget* parent);

  /// Whether the exemplars of the current run, as people edited them, are what leaves or stays behind.
  bool isOfRun() const { return !isSelection() && session_->currentRun(); }
  /// What was asked for; where a run's exemplars were edited, without weights. Only where the dialog was
  /// accepted.
  ExportRequest request() const;

 private:
  void fillParts(bool selection);
  void fillFormats();
  void propose();
  void askPath();
  void explain();
  void accept() override;
  bool isSelection() const;
  const struct ExportFormat& format() const;

  const Session* session_;
  QComboBox *part_, *format_, *files_;
  QLabel *filesTitle_, *help_;
  QLineEdit* path_;
  QPushButton* write_ = nullptr;
  bool proposed_ = true;  ///< The path is the program's proposal.
  bool replace_ = false;  ///< What lies at the path is to be replaced: somebody agreed.
  LatestTask task_;
};

}  // namespace adapsne
