// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/export_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/exporting/export_format.h"
#include "views/format.h"

namespace adapsne {

namespace {

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

/// What the box's data stand for: an ExportPart, or the selection.
constexpr int kSelection = -1;

/// "train.csv.gz" has two.
QString withoutEndings(const QString& path) {
  const QFileInfo info(path);
  return info.dir().filePath(info.fileName().section('.', 0, 0));
}

}  // namespace

ExportDialog::ExportDialog(const Session* session, bool selection, QWidget* parent)
    : QDialog(parent), session_(session) {
  setObjectName("export-dialog");
  setWindowTitle(tr("Export data"));
  setMinimumWidth(560);
  auto* layout = new QVBoxLayout(this);
  auto* form = new QFormLayout;
  part_ = new QComboBox(this);
  part_->setAccessibleName(tr("Points"));
  format_ = new QComboBox(this);
  format_->setAccessibleName(tr("Format"));
  format_->setMaxVisibleItems(20);
  files_ = new QComboBox(this);
  files_->setAccessibleName(tr("Picture files"));
  for (const auto& word : kPictureFilesWords) files_->addItem(tr(word.help), static_cast<int>(word.value));
  filesTitle_ = new QLabel(tr("Pictures as"), this);
  path_ = new QLineEdit(this);
  path_->setAccessibleName(tr("Path"));
  auto* browse = new QPushButton(tr("Choose …"), this);
  browse->setAutoDefault(false);
  auto* where = new QHBoxLayout;
  where->addWidget(path_, 1);
  where->addWidget(browse);
  form->addRow(tr("Points"), part_);
  form->addRow(tr("As"), format_);
  form->addRow(filesTitle_, files_);
  form->addRow(tr("To"), where);
  layout->addLayout(form);
  help_ = new QLabel(this);
  help_->setWordWrap(true);
  help_->setMinimumHeight(54);
  help_->setAlignment(Qt::AlignTop);
  layout->addWidget(help_);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
  write_ = buttons->button(QDialogButtonBox::Save);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(browse, &QPushButton::clicked, this, &ExportDialog::askPath);
  connect(path_, &QLineEdit::textEdited, this, [this] { proposed_ = replace_ = false; });
  connect(part_, &QComboBox::activated, this, &ExportDialog::propose);
  connect(format_, &QComboBox::activated, this, [this] {
    propose();
    explain();
  });
  fillParts(selection);
  fillFormats();
  propose();
  explain();
}

void ExportDialog::fillParts(bool selection) {
  const RunPtr run = session_->currentRun();
  if (run) {
    const auto count = static_cast<int64_t>(session_->exemplars(run)->rows.size());
    const bool edited = !session_->edits(run).empty();
    part_->addItem(
        (edited ? tr("The %1 exemplars, as edited") : tr("The %1 exemplars")).arg(countText(count)),
        static_cast<int>(ExportPart::Chosen));
    part_->addItem(tr("The %1 other points").arg(countText(run->dataset->points - count)),
                   static_cast<int>(ExportPart::Rest));
    part_->addItem(tr("Both, apart: exemplars as train, the rest as test"),
                   static_cast<int>(ExportPart::Split));
  }
  const qint64 selected = session_->selection().count();
  if (selected > 0) part_->addItem(tr("The %1 selected points").arg(countText(selected)), kSelection);
  if (selection) part_->setCurrentIndex(std::max(0, part_->findData(kSelection)));
}

void ExportDialog::fillFormats() {
  for (const ExportFormat& format : exportFormats()) {
    format_->addItem(text(format.title), text(format.word));
    format_->setItemData(format_->count() - 1, text(format.help), Qt::ToolTipRole);
  }
}

bool ExportDialog::isSelection() const {
  return part_->currentData().toInt() == kSelection;
}

const ExportFormat& ExportDialog::format() const {
  return exportFormat(format_->currentData().toString().toStdString());
}

void ExportDialog::propose() {
  const DatasetPtr& dataset = session_->dataset();
  if (!dataset) return;
  const ExportFormat& chosen = format();
  QString path = path_->text();
  if (proposed_) {
    const char* part = isSelection()                                                         ? "selection"
                       : part_->currentData().toInt() == static_cast<int>(ExportPart::Rest)  ? "rest"
                       : part_->currentData().toInt() == static_cast<int>(ExportPart::Split) ? "split"
                                                                                             : "subset";
    path = QDir::home().filePath(text(dataset->name) + "-" + part);
  } else {
    path = withoutEndings(path);
  }
  QString ending = chosen.endings.empty() ? QString() : text(chosen.endings.front());
  // As the source: with its own ending.
  if (chosen.kind == ExportFormat::Kind::Source && !QFileInfo(text(dataset->source)).isDir()) {
    const QString name = QFileInfo(text(dataset->source)).fileName();
    ending = name.contains('.') ? name.mid(name.indexOf('.')) : QString();
    if (!QFileInfo::exists(text(dataset->source))) ending = QStringLiteral(".csv");
  }
  path_->setText(path + ending);
  replace_ = false;
  const bool pictures = chosen.isFolder() || (chosen.kind == ExportFormat::Kind::Source &&
                                              QFileInfo(text(dataset->source)).isDir());
  files_->setVisible(pictures);
  filesTitle_->setVisible(pictures);
}

void ExportDialog::explain() {
  const DatasetPtr dataset = session_->dataset();
  if (!dataset) return;
  help_->setText(text(format().help) + ".");
  write_->setEnabled(false);
  task_.start(
      [word = format().word, dataset] {
        RunControl control(1);
        return whyNotExported(word, *dataset, control);
      },
      [this](const std::string& why) {
        write_->setEnabled(why.empty() && part_->count() > 0);
        if (!why.empty()) help_->setText(text(why));
      });
}

void ExportDialog::askPath() {
  const ExportFormat& chosen = format();
  QStringList patterns;
  for (const std::string& ending : chosen.endings) patterns << "*" + text(ending);
  const QString filter =
      patterns.isEmpty() ? tr("All files (*)") : text(chosen.title) + " (" + patterns.join(' ') + ")";
  const QString path = QFileDialog::getSaveFileName(this, windowTitle(), path_->text(), filter);
  if (path.isEmpty()) return;
  path_->setText(path);
  proposed_ = false;
  replace_ = QFileInfo::exists(path);  // The dialog has asked.
}

void ExportDialog::accept() {
  const QString path = path_->text().trimmed();
  if (path.isEmpty()) return help_->setText(tr("Say where to write: type a path or choose one."));
  if (QFileInfo::exists(path) && !replace_) {
    const bool folder = QFileInfo(path).isDir();
    const QString question = folder ? tr("%1 exists. Replace what an earlier export wrote there? Anything "
                                         "else in it is kept, and then nothing is written.")
                                    : tr("%1 exists. Replace it?");
    if (QMessageBox::question(this, windowTitle(), question.arg(path)) != QMessageBox::Yes) return;
    replace_ = true;
  }
  QDialog::accept();
}

ExportRequest ExportDialog::request() const {
  ExportRequest request;
  request.dataset = session_->dataset();
  const RunPtr run = session_->currentRun();
  if (isSelection()) {
    request.chosen = session_->selection().rows();
    request.provenance = run ? selectedByHand(*run) : selectedByHand(session_->options());
  } else if (run) {
    request.dataset = run->dataset;
    const ExemplarEdits edits = session_->edits(run);
    const auto exemplars = session_->exemplars(run);
    request.chosen = exemplars->rows;
    if (edits.empty()) request.weights = territorySizes(exemplars->territory, exemplars->rows.size());
    request.provenance = exemplarsOf(*run, edits);
    request.provenance.given = exemplars->given;
    request.part = static_cast<ExportPart>(part_->currentData().toInt());
  }
  request.format = format().word;
  request.out = path_->text().trimmed().toStdString();
  request.files = static_cast<PicturePlacing>(files_->currentData().toInt());
  request.replaceOut = request.overwrite = replace_;
  return request;
}

}  // namespace adapsne
