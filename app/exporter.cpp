// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporter.h"

#include <utility>

#include <QAction>
#include <QApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPointer>
#include <QRegularExpression>

#include "app/actions.h"
#include "app/export_dialog.h"
#include "app/map_export.h"
#include "app/messages.h"
#include "app/run_library.h"
#include "app/session.h"
#include "core/pipeline/data_check_table.h"
#include "core/pipeline/run_store.h"
#include "core/support/atomic_file.h"
#include "core/support/task_outcome.h"
#include "views/map_view.h"

namespace adapsne {

QString withEnding(const QString& path, const QString& filter) {
  if (path.isEmpty() || !QFileInfo(path).suffix().isEmpty()) return path;
  const QRegularExpressionMatch ending = QRegularExpression("\\*(\\.\\w+)").match(filter);
  return ending.hasMatch() ? path + ending.captured(1) : path;
}

Exporter::Exporter(Session* session, RunLibrary* library, ShownMap map, Messages* messages, Actions* actions,
                   QWidget* window)
    : QObject(window),
      session_(session),
      library_(library),
      map_(std::move(map)),
      messages_(messages),
      actions_(actions),
      window_(window) {
  writers_.setMaxThreadCount(1);
  const auto on = [this](QAction* action, auto&& what) { connect(action, &QAction::triggered, this, what); };
  on(actions->exportSubset, [this] { askExportData(false); });
  on(actions->exportSelection, [this] { askExportData(true); });
  on(actions->exportPicture, [this] {
    exportPicture(
        askPath(tr("Export the map"), proposal(".png"), tr("PNG (*.png);;SVG (*.svg);;PDF (*.pdf)")));
  });
  const auto enableSubset = [this] { actions_->exportSubset->setEnabled(session_->currentRun() != nullptr); };
  connect(session, &Session::runsChanged, this, enableSubset);
  enableSubset();
  // After whoever shows the map has heard of it.
  connect(session, &Session::runsChanged, this, &Exporter::enablePicture, Qt::QueuedConnection);
  connect(session, &Session::datasetChanged, this, &Exporter::enablePicture, Qt::QueuedConnection);
}

void Exporter::enablePicture() {
  const MapView* map = map_();
  actions_->exportPicture->setEnabled(map && map->hasMap());
}

Exporter::~Exporter() {
  control_->cancel();  // What is half written takes no name.
  writers_.waitForDone();
}

QString Exporter::proposal(const QString& ending) const {
  const DatasetPtr& dataset = session_->dataset();
  QString name = dataset ? QString::fromStdString(dataset->name) : QStringLiteral("map");
  if (const RunPtr& run = session_->currentRun()) name += QString::fromStdString("-" + run->options.method);
  return name + ending;
}

QString Exporter::askPath(const QString& title, const QString& proposed, const QString& filters) const {
  QString filter;
  const QString path = QFileDialog::getSaveFileName(window_, title, proposed, filters, &filter);
  QString complete = withEnding(path, filter);
  // The dialog has asked about the name as it was typed.
  const bool asks = complete != path && QFileInfo::exists(complete);
  if (asks &&
      QMessageBox::question(window_, title, tr("%1 exists. Replace it?").arg(complete)) != QMessageBox::Yes)
    return {};
  return complete;
}

void Exporter::exportSubset(const QString& path) {
  const RunPtr run = session_->currentRun();
  if (!run || path.isEmpty()) return;
  writeAside(path, [run, edits = session_->edits(run), path, control = control_] {
    writeRowList(requestOfRun(*run, edits, *control), path.toStdString());
  });
}

void Exporter::exportSelection(const QString& path) {
  const DatasetPtr dataset = session_->dataset();
  if (!dataset || path.isEmpty()) return;
  const RunPtr run = session_->currentRun();
  ExportRequest request;
  request.dataset = dataset;
  request.chosen = session_->selection().rows();
  request.provenance = run ? selectedByHand(*run) : selectedByHand(session_->options());
  writeAside(path, [request, path] { writeRowList(request, path.toStdString()); });
}

void Exporter::askExportData(bool selection) {
  if (!session_->dataset() || (!session_->currentRun() && session_->selection().empty())) return;
  auto* dialog = new ExportDialog(session_, selection, window_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] {
    const RunPtr run = dialog->isOfRun() ? session_->currentRun() : nullptr;
    exportPoints(dialog->request(), run, session_->edits(run));
  });
  dialog->open();
}

void Exporter::exportPoints(const ExportRequest& request, const RunPtr& run, const ExemplarEdits& edits) {
  const QString path = QString::fromStdString(request.out.string());
  messages_->remark(tr("Writing %1 …").arg(path));
  auto result = std::make_shared<ExportResult>();
  writeAside(
      path,
      [request, run, edits, result, control = control_] {
        ExportRequest complete = request;
        if (run && !edits.empty()) complete.weights = requestOfRun(*run, edits, *control).weights;
        *result = exportData(complete, *control);
      },
      [this, path, result] {
        if (result->remarks.empty()) return;
        QStringList remarks;
        for (const std::string& remark : result->remarks) remarks << QString::fromStdString(remark);
        messages_->notice(tr("About %1").arg(path), remarks.join(' '));
      });
}

void Exporter::exportPicture(const QString& path) {
  const MapView* map = map_();
  if (!map || !map->hasMap() || path.isEmpty()) return;
  writeAside(path, [picture = map->picture(), path] { writeMapPicture(picture, path.toStdString()); });
}

void Exporter::askExportCheck(const DatasetPtr& dataset, std::shared_ptr<const DataCheck> check) {
  if (!dataset || !check) return;
  const QString proposed = QString::fromStdString(dataset->name) + QStringLiteral("-check.csv");
  exportCheck(dataset, std::move(check), askPath(tr("Export the data check"), proposed, tr("CSV (*.csv)")));
}

void Exporter::exportCheck(const DatasetPtr& dataset, std::shared_ptr<const DataCheck> check,
                           const QString& path) {
  if (path.isEmpty()) return;
  writeAside(path, [dataset, check = std::move(check), path] {
    writeFile(path.toStdString(), dataCheckCsv(*dataset, *check));
  });
}

void Exporter::askSaveRun(int id) {
  const ListedRun* listed = library_->find(id);
  if (!listed) return;
  const QString folder = QFileDialog::getSaveFileName(
      window_, tr("Save the run as a folder"),
      QString::fromStdString(defaultRunFolder(*listed->run).filename().string()), tr("Folders (*)"));
  if (!folder.isEmpty()) saveRun(id, folder);
}

void Exporter::saveRun(int id, const QString& folder) {
  const ListedRun* listed = library_->find(id);
  if (!listed) return;
  writeAside(
      folder,
      [run = listed->run, name = listed->name, edits = session_->edits(listed->run),
       frames = framesOf(*listed),
       folder] { RunFolder(folder.toStdString()).write(*run, name.toStdString(), edits, frames); },
      [this, id, folder, edits = session_->edits(listed->run)] { library_->setFolder(id, folder, edits); });
}

void Exporter::writeAside(const QString& path, std::function<void()> write, std::function<void()> then) {
  writers_.start([write = std::move(write), then = std::move(then), path, self = QPointer(this)] {
    const TaskOutcome outcome = attempt(write);
    QMetaObject::invokeMethod(qApp, [self, then, path, outcome] {
      if (!self) return;
      if (outcome.failure) {
        return self->messages_->fail(QString::fromStdString(outcome.failure->where),
                                     QString::fromStdString(outcome.failure->problem),
                                     QString::fromStdString(outcome.failure->remedy));
      }
      if (then) then();
      self->messages_->remark(tr("Wrote %1").arg(path));
      emit self->written(path);
    });
  });
}

}  // namespace adapsne
