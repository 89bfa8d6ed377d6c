// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include <QObject>
#include <QString>
#include <QThreadPool>

#include "core/assessment/data_check.h"
#include "core/dataset/dataset.h"
#include "core/exporting/export_data.h"
#include "core/support/run_control.h"

namespace adapsne {

class Actions;
class MapView;
class Messages;
class RunLibrary;
class Session;

/// Writes what people take away: subsets, selections, pictures, runs. Each on another thread, one after the
/// other; written() or a message tells of the end.
class Exporter : public QObject {
  Q_OBJECT

 public:
  /// The map that a picture is made of; null where none is in sight.
  using ShownMap = std::function<const MapView*()>;

  /// Dialogs belong to `window`.
  Exporter(Session* session, RunLibrary* library, ShownMap map, Messages* messages, Actions* actions,
           QWidget* window);
  ~Exporter() override;  ///< Ends what was begun.

  void exportSubset(const QString& path);
  void exportSelection(const QString& path);
  void exportPicture(const QString& path);
  /// Asks which points leave, as what and where to.
  void askExportData(bool selection);
  /// `edits`: what people changed of the run whose exemplars `request` writes, whose territories are still to
  /// be found.
  void exportPoints(const ExportRequest& request, const RunPtr& run = nullptr,
                    const ExemplarEdits& edits = {});
  /// The findings of the data check; asks for the file.
  void askExportCheck(const DatasetPtr& dataset, std::shared_ptr<const DataCheck> check);
  void exportCheck(const DatasetPtr& dataset, std::shared_ptr<const DataCheck> check, const QString& path);
  void saveRun(int id, const QString& folder);
  void askSaveRun(int id);
  /// Another map is shown, or none: there is a picture of it or not.
  void enablePicture();

 signals:
  void written(const QString& path);

 private:
  /// "digits-adapsne" + `ending`.
  QString proposal(const QString& ending) const;
  QString askPath(const QString& title, const QString& proposed, const QString& filters) const;
  void writeAside(const QString& path, std::function<void()> write, std::function<void()> then = {});

  Session* session_;
  RunLibrary* library_;
  ShownMap map_;
  Messages* messages_;
  Actions* actions_;
  QWidget* window_;
  std::shared_ptr<RunControl> control_ = std::make_shared<RunControl>(0);  ///< Of exports.
  QThreadPool writers_;  ///< One at a time: two writes to one place must not meet.
};

/// `path` with the first ending of `filter` ("NumPy (*.npy)") where it has none of its own.
QString withEnding(const QString& path, const QString& filter);

}  // namespace adapsne
