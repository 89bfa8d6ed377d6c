// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_dialog.h"

#include <algorithm>
#include <charconv>

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/catalogue/catalogue.h"
#include "core/tables/column_roles.h"
#include "views/columns_table.h"
#include "views/format.h"

namespace adapsne {

namespace {

constexpr int kRows = 8, kRowColumns = 60;

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

/// The shortest text of what is kept of a value.
QString valueText(const Dataset& dataset, int row, int column) {
  const double value = dataset.value(row, column);
  char digits[32];
  const auto end = dataset.scales.empty()
                       ? std::to_chars(digits, digits + sizeof digits, static_cast<float>(value)).ptr
                       : std::to_chars(digits, digits + sizeof digits, value).ptr;
  return QString::fromLatin1(digits, static_cast<int>(end - digits));
}

}  // namespace

DataDialog::DataDialog(const QString& source, const DatasetOptions& options, uint64_t seed, QWidget* parent)
    : QDialog(parent), source_(source), options_(options), seed_(seed) {
  setObjectName("data-dialog");
  setWindowTitle(tr("What %1 is read as").arg(QFileInfo(source).fileName()));
  resize(980, 640);
  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(10);
  head_ = new QLabel(this);
  head_->setWordWrap(true);
  layout->addWidget(head_);

  auto* reading = new QHBoxLayout;
  header_ = new QComboBox(this);
  header_->addItem(tr("Header: as the first lines tell"), static_cast<int>(Header::Auto));
  header_->addItem(tr("Header: the first line"), static_cast<int>(Header::Yes));
  header_->addItem(tr("Header: none"), static_cast<int>(Header::No));
  header_->setCurrentIndex(header_->findData(static_cast<int>(options_.header)));
  header_->setAccessibleName(tr("Header"));
  missingWords_ = new QLineEdit(text(options_.missingWords), this);
  missingWords_->setPlaceholderText(tr("further words for a missing value, such as -999"));
  missingWords_->setAccessibleName(tr("Missing words"));
  missing_ = new QComboBox(this);
  missing_->addItem(tr("Gaps: refuse"), static_cast<int>(MissingPolicy::Refuse));
  missing_->addItem(tr("Gaps: leave such rows out"), static_cast<int>(MissingPolicy::Drop));
  missing_->addItem(tr("Gaps: the column's mean"), static_cast<int>(MissingPolicy::Mean));
  missing_->setCurrentIndex(missing_->findData(static_cast<int>(options_.missing)));
  missing_->setAccessibleName(tr("Missing values"));
  reading->addWidget(header_);
  reading->addWidget(missing_);
  reading->addWidget(missingWords_, 1);
  layout->addLayout(reading);

  columns_ = new ColumnsTable(this);
  layout->addWidget(columns_, 3);
  rowsTitle_ = new QLabel(tr("First points"), this);
  layout->addWidget(rowsTitle_);
  rows_ = new QTableWidget(this);
  rows_->setObjectName("first-points");
  rows_->setAccessibleName(tr("First points"));
  rows_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  rows_->verticalHeader()->hide();
  rows_->setShowGrid(false);
  layout->addWidget(rows_, 2);
  notes_ = new QLabel;
  notes_->setWordWrap(true);
  notes_->setAlignment(Qt::AlignTop);
  notes_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* notesArea = new QScrollArea(this);
  notesArea->setWidget(notes_);
  notesArea->setWidgetResizable(true);
  notesArea->setFrameShape(QFrame::NoFrame);
  layout->addWidget(notesArea, 1);

  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel, this);
  open_ = buttons->button(QDialogButtonBox::Open);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(columns_, &ColumnsTable::roleChanged, this, &DataDialog::takeRoles);
  connect(header_, &QComboBox::activated, this, [this] {
    options_.header = static_cast<Header>(header_->currentData().toInt());
    // The names are others now: what was said by name is no longer said of a column.
    options_.labelColumn = options_.idColumn = options_.featureColumns = options_.leaveOut = {};
    read();
  });
  connect(missing_, &QComboBox::activated, this,
          [this] { options_.missing = static_cast<MissingPolicy>(missing_->currentData().toInt()); });
  connect(missingWords_, &QLineEdit::editingFinished, this, [this] {
    if (missingWords_->text().toStdString() == options_.missingWords) return;
    options_.missingWords = missingWords_->text().toStdString();
    read();
  });
  connect(&task_, &LatestTask::failed, this, &DataDialog::showFailure);
  read();
}

DataDialog::~DataDialog() {
  if (control_) control_->cancel();
}

void DataDialog::read() {
  if (control_) control_->cancel();
  control_ = std::make_shared<RunControl>(0);
  open_->setEnabled(false);
  head_->setText(tr("Reading %1 …").arg(source_));
  task_.start(
      [source = source_.toStdString(), options = options_, seed = seed_, control = control_] {
        return std::make_shared<const Dataset>(readDataset(source, options, seed, *control));
      },
      [this](const DatasetPtr& dataset) { showData(*dataset); });
}

void DataDialog::showData(const Dataset& dataset) {
  QString head =
      QStringLiteral("<b>%1</b> · %2 × %3")
          .arg(text(dataset.name).toHtmlEscaped(), countText(dataset.points), countText(dataset.dimensions));
  head += " · " + (dataset.hasLabels() ? tr("%1 classes").arg(dataset.classes()) : tr("no labels"));
  head_->setText(head);
  const bool table = !dataset.columns.empty();
  for (QWidget* widget : {static_cast<QWidget*>(columns_), static_cast<QWidget*>(header_),
                          static_cast<QWidget*>(missingWords_)})
    widget->setVisible(table);
  columns_->show(dataset);
  fillRows(dataset);
  QStringList notes;
  for (const std::string& warning : dataset.warnings) notes << text(warning).toHtmlEscaped();
  notes_->setText(notes.join(QStringLiteral("<br>")));
  open_->setEnabled(true);
  open_->setDefault(true);
}

void DataDialog::fillRows(const Dataset& dataset) {
  const int count = static_cast<int>(std::min<int64_t>(kRows, dataset.points));
  const int features = static_cast<int>(std::min<int64_t>(kRowColumns, dataset.dimensions));
  QStringList titles = {tr("Row")};
  if (dataset.hasLabels()) titles << tr("label");
  for (const Attribute& attribute : dataset.attributes) titles << text(attribute.name);
  for (int d = 0; d < features; ++d)
    titles << (dataset.featureNames.empty() ? tr("column %1").arg(dataset.sourceColumn(d))
                                            : text(dataset.featureNames[static_cast<size_t>(d)]));
  if (features < dataset.dimensions)
    titles << tr("and %1 more").arg(countText(dataset.dimensions - features));
  rows_->clear();
  rows_->setRowCount(count);
  rows_->setColumnCount(static_cast<int>(titles.size()));
  rows_->setHorizontalHeaderLabels(titles);
  for (int row = 0; row < count; ++row) {
    QStringList cells = {countText(dataset.sourceRow(row))};
    if (dataset.hasLabels())
      cells << (dataset.isLabelled(row)
                    ? text(dataset.classNames[static_cast<size_t>(dataset.labels[static_cast<size_t>(row)])])
                    : QString());
    for (const Attribute& attribute : dataset.attributes)
      cells << text(attribute.values[static_cast<size_t>(row)]);
    for (int d = 0; d < features; ++d) cells << valueText(dataset, row, d);
    for (int c = 0; c < cells.size(); ++c) rows_->setItem(row, c, new QTableWidgetItem(cells[c]));
  }
  rows_->resizeColumnsToContents();
}

void DataDialog::showFailure(const QString& where, const QString& problem, const QString& remedy) {
  head_->setText(QStringLiteral("<b>%1</b><br>%2")
                     .arg((where + ": " + problem).toHtmlEscaped(), remedy.toHtmlEscaped()));
  rows_->setRowCount(0);
  notes_->setText(tr("Change the header, the words for missing values or the columns, or close this."));
}

void DataDialog::takeRoles() {
  askForRoles(options_, columns_->columns());
  read();
}

}  // namespace adapsne
