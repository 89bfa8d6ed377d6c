// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/dataset_panel.h"

#include <algorithm>
#include <vector>

#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/catalogue/catalogue.h"
#include "core/formats/file_format.h"
#include "views/elided_label.h"
#include "views/format.h"
#include "views/icons.h"
#include "views/option_words.h"
#include "views/thumbnail_grid.h"

namespace adapsne {

namespace {

constexpr int kPreviewRows = 30;  ///< More than two lines of pictures ever show.
constexpr int kRemedyRole = Qt::UserRole + 1;

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

/// Some rows, evenly over the dataset: the first ones alone are often all of one class.
std::vector<int64_t> previewRows(const Dataset& dataset) {
  const int64_t count = std::min<int64_t>(kPreviewRows, dataset.points);
  std::vector<int64_t> rows;
  for (int64_t i = 0; i < count; ++i) rows.push_back(i * dataset.points / count);
  return rows;
}

/// What a dialog shows of how the data was read; empty where there is nothing to choose.
QString partsTitle(const Dataset& dataset) {
  if (!dataset.columns.empty()) return QObject::tr("Columns …");
  if (isOfArrays(dataset)) return QObject::tr("Arrays …");
  return dataset.pictures && dataset.pictures->areOriginals() ? QObject::tr("Pictures …") : QString();
}

}  // namespace

DatasetPanel::DatasetPanel(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(14, 12, 14, 6);
  layout->setSpacing(7);
  auto* top = new QHBoxLayout;
  top->setSpacing(6);
  source_ = new QComboBox(this);
  source_->setObjectName("source");
  source_->setAccessibleName(tr("Dataset"));
  source_->setToolTip(
      tr("The dataset: bundled, generated, or a file of yours. A file can also be dropped on the window."));
  source_->setMinimumContentsLength(10);
  source_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  source_->setPlaceholderText(tr("Choose a dataset"));
  open_ = new QToolButton(this);
  open_->setProperty("flat", true);
  open_->setFixedSize(28, 28);
  open_->setToolTip(tr("Open a file (Ctrl+O)"));
  open_->setAccessibleName(tr("Open a file"));
  top->addWidget(source_, 1);
  top->addWidget(open_);
  size_ = new QLabel(this);
  size_->setFont(interfaceFont(12));
  size_->setWordWrap(true);
  rows_ = new ThumbnailGrid(theme, this);
  rows_->setMostLines(2);
  rows_->setAccessibleName(tr("Some of its points"));
  warnings_ = new QLabel(this);
  columns_ = new QPushButton(this);
  columns_->setToolTip(tr("What the data is read as and why, to be changed (Ctrl+D)"));
  columns_->hide();
  attribution_ = new ElidedLabel(this);
  warnings_->setWordWrap(true);
  for (QLabel* label : {warnings_, static_cast<QLabel*>(attribution_)}) {
    label->setFont(interfaceFont(11));
    label->hide();
  }
  layout->addLayout(top);
  layout->addWidget(size_);
  layout->addWidget(rows_);
  layout->addWidget(warnings_);
  layout->addWidget(columns_, 0, Qt::AlignLeft);
  layout->addWidget(attribution_);
  fillSources();
  showDataset(nullptr, {});
  setTheme(theme);
  connect(columns_, &QPushButton::clicked, this, &DatasetPanel::columnsRequested);
  connect(open_, &QToolButton::clicked, this, &DatasetPanel::openRequested);
  connect(source_, &QComboBox::activated, this, [this](int index) {
    const QString source = source_->itemData(index).toString();
    const QString remedy = source_->itemData(index, kRemedyRole).toString();
    if (remedy.isEmpty()) return emit sourceChosen(source);
    selectSource(shown_);
    emit unavailableChosen(source, remedy);
  });
}

void DatasetPanel::fillSources() {
  for (const CatalogueEntry& entry : catalogue()) {
    source_->addItem(entry.available ? text(entry.name) : tr("%1 (not installed)").arg(text(entry.name)),
                     text(entry.name));
    const int last = source_->count() - 1;
    source_->setItemData(last, text(entry.title), Qt::ToolTipRole);
    if (!entry.available) source_->setItemData(last, text(entry.remedy), kRemedyRole);
  }
  source_->setCurrentIndex(-1);
}

void DatasetPanel::selectSource(const QString& source) {
  if (source.isEmpty()) return source_->setCurrentIndex(-1);
  int index = source_->findData(source);
  if (index < 0) {
    source_->addItem(QFileInfo(source).fileName(), source);
    index = source_->count() - 1;
    source_->setItemData(index, source, Qt::ToolTipRole);
  }
  source_->setCurrentIndex(index);
}

void DatasetPanel::setTheme(const Theme& theme) {
  theme_ = theme;
  open_->setIcon(lineIcon("open", theme.dim));
  rows_->setTheme(theme);
  const auto color = [](QLabel* label, const QColor& value) {
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, value);
    label->setPalette(palette);
  };
  color(size_, theme.dim);
  color(warnings_, theme.warning);
  color(attribution_, theme.faint);
}

void DatasetPanel::showLoading(const QString& source) {
  selectSource(source);
  size_->setText(tr("Reading …"));
}

void DatasetPanel::showDataset(const DatasetPtr& dataset, const QString& source) {
  shown_ = source;
  selectSource(source);
  rows_->setVisible(dataset != nullptr);
  warnings_->hide();
  attribution_->hide();
  const QString parts = dataset ? partsTitle(*dataset) : QString();
  columns_->setText(parts);
  columns_->setVisible(!parts.isEmpty());
  if (!dataset) {
    size_->setText(
        tr("Choose one above, open a file, or drop a file or a folder of pictures on the window."));
    size_->setToolTip(tr("Read are %1.").arg(QString::fromStdString(listedFormats())));
    return;
  }
  QString size = tr("%1 × %2").arg(countText(dataset->points), countText(dataset->dimensions));
  size += " · " + (dataset->hasLabels() ? tr("%1 classes").arg(dataset->classes()) : tr("no labels"));
  size += " · " + memoryText(static_cast<int64_t>(dataset->features.memory()));
  size_->setText(size);
  size_->setToolTip(tr("Points × dimensions, classes, memory of the values\n%1").arg(text(dataset->source)));
  rows_->setRows(dataset, previewRows(*dataset));
  QStringList warnings;
  for (const std::string& warning : dataset->warnings) warnings << inWindowWords(warning);
  warnings_->setText(warnings.join("\n"));
  warnings_->setVisible(!warnings.isEmpty());
  attribution_->setFullText(text(dataset->attribution));
  attribution_->setVisible(!dataset->attribution.empty());
}

}  // namespace adapsne
