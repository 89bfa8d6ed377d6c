// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_dialog.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <utility>

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
#include "core/formats/file_format.h"
#include "core/support/error.h"
#include "core/support/task_outcome.h"
#include "core/tables/column_roles.h"
#include "views/arrays_table.h"
#include "views/columns_table.h"
#include "views/format.h"
#include "views/option_words.h"
#include "views/thumbnail_grid.h"

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

/// How many points each class has: "ant 40, bee 20 and 3 without a label".
QString classesText(const Dataset& dataset) {
  constexpr size_t kMost = 40;
  std::vector<int64_t> counts(dataset.classNames.size());
  int64_t unlabelled = 0;
  for (const int32_t label : dataset.labels)
    ++(label == kUnlabelled ? unlabelled : counts[static_cast<size_t>(label)]);
  QStringList parts;
  for (size_t c = 0; c < std::min(kMost, counts.size()); ++c)
    parts << QStringLiteral("%1 %2").arg(text(dataset.classNames[c]), countText(counts[c]));
  QString line = parts.join(QStringLiteral(", "));
  if (counts.size() > kMost)
    line += QObject::tr(" and %1 more classes").arg(countText(static_cast<int64_t>(counts.size() - kMost)));
  if (unlabelled > 0) line += QObject::tr(", without a label %1").arg(countText(unlabelled));
  return line;
}

/// Some rows, evenly over the dataset: the first ones alone are often all of one class.
std::vector<int64_t> someRows(const Dataset& dataset) {
  constexpr int64_t kMost = 104;
  const int64_t count = std::min(kMost, dataset.points);
  std::vector<int64_t> rows;
  for (int64_t i = 0; i < count; ++i) rows.push_back(i * dataset.points / count);
  return rows;
}

}  // namespace

DataDialog::DataDialog(const QString& source, const DatasetOptions& options, uint64_t seed,
                       const Theme& theme, QWidget* parent)
    : QDialog(parent), source_(source), options_(options), seed_(seed) {
  setObjectName("data-dialog");
  setWindowTitle(tr("What %1 is read as").arg(QFileInfo(source).fileName()));
  resize(980, 640);
  auto* layout = new QVBoxLayout(this);
  layout->setSpacing(10);
  head_ = new QLabel(this);
  head_->setWordWrap(true);
  layout->addWidget(head_);
  classes_ = new QLabel(this);
  classes_->setObjectName("classes");
  classes_->setTextFormat(Qt::PlainText);
  classes_->setWordWrap(true);
  layout->addWidget(classes_);
  layout->addWidget(buildReading());

  columns_ = new ColumnsTable(this);
  layout->addWidget(columns_, 3);
  arrays_ = new ArraysTable(this);
  layout->addWidget(arrays_, 3);
  rowsTitle_ = new QLabel(this);
  layout->addWidget(rowsTitle_);
  pictures_ = new ThumbnailGrid(theme, this);
  pictures_->setAccessibleName(tr("Some of the pictures"));
  layout->addWidget(pictures_);
  rows_ = new QTableWidget(this);
  rows_->setObjectName("first-points");
  rows_->setAccessibleName(tr("First points"));
  rows_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  rows_->verticalHeader()->hide();
  rows_->setShowGrid(false);
  layout->addWidget(rows_, 2);
  notes_ = new QLabel;
  notes_->setObjectName("notes");
  notes_->setWordWrap(true);
  notes_->setAlignment(Qt::AlignTop);
  notes_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* notesArea = new QScrollArea(this);
  notesArea->setWidget(notes_);
  notesArea->setWidgetResizable(true);
  notesArea->setFrameShape(QFrame::NoFrame);
  layout->addWidget(notesArea, 1);
  spare_ = new QWidget(this);
  layout->addWidget(spare_, 1);

  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Open | QDialogButtonBox::Cancel, this);
  open_ = buttons->button(QDialogButtonBox::Open);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(columns_, &ColumnsTable::roleChanged, this, &DataDialog::takeRoles);
  connect(arrays_, &ArraysTable::useChanged, this, &DataDialog::takeUse);
  connect(&task_, &LatestTask::failed, this,
          [this](const QString& where, const QString& problem, const QString& remedy) {
            showChoices(nullptr);
            showFailure(where + ": " + problem, remedy);
          });
  showChoices(nullptr);
  read();
}

DataDialog::~DataDialog() {
  if (control_) control_->cancel();
}

/// The line of what is decided for the whole file.
QWidget* DataDialog::buildReading() {
  auto* line = new QWidget(this);
  auto* reading = new QHBoxLayout(line);
  reading->setContentsMargins(0, 0, 0, 0);
  // A box of an option that is one of a few: what is chosen is read at once.
  const auto box = [&](const QString& name, const std::vector<std::pair<QString, int>>& items, int now,
                       auto take) {
    auto* made = new QComboBox(line);
    made->setAccessibleName(name);
    for (const auto& [title, value] : items) made->addItem(title, value);
    if (made->findData(now) < 0) made->addItem(QString::number(now), now);
    made->setCurrentIndex(made->findData(now));
    connect(made, &QComboBox::activated, this, [this, made, take] {
      take(made->currentData().toInt());
      read();
    });
    reading->addWidget(made);
    return made;
  };
  header_ = box(tr("Header"),
                {{tr("Header: as the first lines tell"), static_cast<int>(Header::Auto)},
                 {tr("Header: the first line"), static_cast<int>(Header::Yes)},
                 {tr("Header: none"), static_cast<int>(Header::No)}},
                static_cast<int>(options_.header), [this](int value) {
                  options_.header = static_cast<Header>(value);
                  // The names are others now: what was said by name is no longer said of a column.
                  options_.labelColumn = options_.idColumn = options_.featureColumns = options_.leaveOut = {};
                });
  missing_ = box(tr("Missing values"),
                 {{tr("Gaps: refuse"), static_cast<int>(MissingPolicy::Refuse)},
                  {tr("Gaps: leave such rows out"), static_cast<int>(MissingPolicy::Drop)},
                  {tr("Gaps: the column's mean"), static_cast<int>(MissingPolicy::Mean)}},
                 static_cast<int>(options_.missing),
                 [this](int value) { options_.missing = static_cast<MissingPolicy>(value); });
  missingWords_ = new QLineEdit(text(options_.missingWords), line);
  missingWords_->setPlaceholderText(tr("further words for a missing value, such as -999"));
  missingWords_->setAccessibleName(tr("Missing words"));
  connect(missingWords_, &QLineEdit::editingFinished, this, [this] {
    if (missingWords_->text().toStdString() == options_.missingWords) return;
    options_.missingWords = missingWords_->text().toStdString();
    read();
  });
  reading->addWidget(missingWords_, 1);
  split_ = new QComboBox(line);
  split_->setAccessibleName(tr("Split"));
  connect(split_, &QComboBox::activated, this, [this] {
    options_.split = split_->currentData().toString().toStdString();
    read();
  });
  reading->addWidget(split_);
  std::vector<std::pair<QString, int>> sides = {{tr("Picture size: automatic"), 0}};
  for (const int side : {8, 16, 24, 32, 48, 64, 96, 128, 224})
    sides.emplace_back(tr("Picture size: %1 × %1").arg(side), side);
  side_ =
      box(tr("Picture size"), sides, options_.imageSize, [this](int value) { options_.imageSize = value; });
  color_ = box(tr("Picture colour"),
               {{tr("Colour: as most are"), static_cast<int>(PictureColor::Auto)},
                {tr("Colour: grey"), static_cast<int>(PictureColor::Grey)},
                {tr("Colour: red, green, blue"), static_cast<int>(PictureColor::Color)}},
               static_cast<int>(options_.imageColor),
               [this](int value) { options_.imageColor = static_cast<PictureColor>(value); });
  channels_ = box(tr("Channels"),
                  {{tr("Channels: automatic"), static_cast<int>(ChannelOrder::Auto)},
                   {tr("Channels: last"), static_cast<int>(ChannelOrder::Last)},
                   {tr("Channels: first"), static_cast<int>(ChannelOrder::First)}},
                  static_cast<int>(options_.channels),
                  [this](int value) { options_.channels = static_cast<ChannelOrder>(value); });
  reading->addStretch();
  return line;
}

void DataDialog::read() {
  if (control_) control_->cancel();
  control_ = std::make_shared<RunControl>(0);
  open_->setEnabled(false);
  head_->setText(tr("Reading %1 …").arg(source_));
  task_.start([source = source_.toStdString(), options = options_, seed = seed_,
               control = control_] { return look(source, options, seed, *control); },
              [this](const Look& look) { present(look); });
}

DataDialog::Look DataDialog::look(const std::string& source, const DatasetOptions& options, uint64_t seed,
                                  RunControl& control) {
  Look look;
  try {
    look.dataset = std::make_shared<const Dataset>(readDataset(source, options, seed, control));
    if (isOfArrays(*look.dataset)) look.arrays = look.dataset->parts;
  } catch (const Error& error) {
    look.failure = QString::fromStdString(error.where() + ": " + error.problem());
    look.remedy = QString::fromStdString(error.remedy());
    // Which arrays there are to choose from, as far as that can be read.
    attempt([&] {
      const FileFormat& format = fileFormat(source, control);
      if (format.open) look.arrays = partsOf(*format.open(source, control));
    });
  }
  return look;
}

void DataDialog::present(const Look& look) {
  std::vector<SourcePart> arrays = look.arrays;
  if (!look.dataset) {
    // What was asked for is shown as asked for.
    for (SourcePart& array : arrays) {
      if (array.name == options_.labelArray) array.use = PartUse::Labels;
      if (array.name == options_.array) array.use = PartUse::Features;
    }
  }
  arrays_->show(arrays);
  showChoices(look.dataset.get());
  if (look.dataset)
    showData(look.dataset);
  else
    showFailure(look.failure, look.remedy);
}

/// What can be chosen of this kind of data. A table that cannot be read (null) keeps its choices, as one of
/// them may be the remedy.
void DataDialog::showChoices(const Dataset* dataset) {
  const bool folder = QFileInfo(source_).isDir();
  const bool arrays = !arrays_->arrays().empty();
  const bool table = dataset ? !dataset->columns.empty() : !folder && !arrays;
  const bool images = dataset && !dataset->image.empty();
  const bool files = folder || (images && attributeOf(*dataset, ColumnRole::Picture));
  const auto visible = [](bool shown, std::initializer_list<QWidget*> widgets) {
    for (QWidget* widget : widgets) widget->setVisible(shown);
  };
  visible(table, {columns_, header_, missingWords_});
  visible(!files, {missing_});
  visible(arrays, {arrays_});
  visible(files, {side_, color_});
  visible(!files && !table && (images || options_.channels != ChannelOrder::Auto), {channels_});
  // Splits that could not be found stay to be taken back.
  fillSplits(dataset ? dataset->splits : std::vector<std::string>());
  const bool pictures = dataset && (images || dataset->pictures);
  visible(pictures, {pictures_});
  visible(dataset && !images, {rows_});
  visible(dataset != nullptr, {rowsTitle_});
  visible(dataset && dataset->hasLabels(), {classes_});
  visible(!table && !arrays && !rows_->isVisibleTo(this), {spare_});
}

void DataDialog::fillSplits(const std::vector<std::string>& splits) {
  split_->clear();
  split_->addItem(tr("Split: as guessed"), QString());
  for (const std::string& split : splits) split_->addItem(tr("Split: %1").arg(text(split)), text(split));
  if (splits.size() > 1) split_->addItem(tr("Split: all"), QStringLiteral("all"));
  const QString now = text(options_.split);
  if (split_->findData(now) < 0) split_->addItem(tr("Split: %1").arg(now), now);
  split_->setCurrentIndex(split_->findData(now));
  split_->setVisible(split_->count() > 1);
}

void DataDialog::showData(const DatasetPtr& shown) {
  const Dataset& dataset = *shown;
  QString head =
      QStringLiteral("<b>%1</b> · %2 × %3")
          .arg(text(dataset.name).toHtmlEscaped(), countText(dataset.points), countText(dataset.dimensions));
  if (!dataset.image.empty())
    head +=
        tr(" (pictures of %1 × %2, %3)")
            .arg(dataset.image.width)
            .arg(dataset.image.height)
            .arg(dataset.image.channels == 1 ? tr("grey") : tr("%1 channels").arg(dataset.image.channels));
  head += " · " + (dataset.hasLabels() ? tr("%1 classes").arg(dataset.classes()) : tr("no labels"));
  head_->setText(head);
  classes_->setText(classesText(dataset));
  columns_->show(dataset);
  rowsTitle_->setText(dataset.image.empty() && !dataset.pictures ? tr("First points") : tr("Some points"));
  if (!pictures_->isHidden()) pictures_->setRows(shown, someRows(dataset));
  pictures_->setMostLines(dataset.image.empty() ? 1 : 4);
  if (dataset.image.empty()) fillRows(dataset);
  QStringList notes;
  for (const std::string& warning : dataset.warnings) notes << inWindowWords(warning).toHtmlEscaped();
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

void DataDialog::showFailure(const QString& problem, const QString& remedy) {
  head_->setText(QStringLiteral("<b>%1</b><br>%2")
                     .arg(inWindowWords(problem).toHtmlEscaped(), inWindowWords(remedy).toHtmlEscaped()));
  notes_->setText(!arrays_->arrays().empty() ? tr("Choose what each array is used for, or close this.")
                  : !columns_->isHidden()
                      ? tr("Change the header, the words for missing values or the columns, or "
                           "close this.")
                      : QString());
}

void DataDialog::takeRoles() {
  askForRoles(options_, columns_->columns());
  read();
}

void DataDialog::takeUse(int row, PartUse use) {
  const SourcePart& array = arrays_->arrays()[static_cast<size_t>(row)];
  switch (use) {
    case PartUse::Features:
      options_.array = array.name;
      options_.split.clear();  // An array that is named is no part of a split.
      break;
    case PartUse::Labels:
      options_.labelArray = array.name;
      break;
    case PartUse::ClassNames:
    case PartUse::NotRead:
      break;
  }
  // An array is one thing at a time.
  if (array.use == PartUse::Labels && use != PartUse::Labels) options_.labelArray = "none";
  if (array.use == PartUse::Features && use != PartUse::Features) options_.array.clear();
  read();
}

}  // namespace adapsne
