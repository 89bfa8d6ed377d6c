// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/data_check_panel.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QStringList>
#include <QStyle>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include "core/pipeline/data_check_table.h"
#include "views/elided_label.h"
#include "views/format.h"

namespace adapsne {

namespace {

constexpr int kRowHeight = 24, kCellPadding = 5;

/// Cells with room between a number and the word that follows it.
class PaddedCells : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &ground, painter, option.widget);
    QStyleOptionViewItem inner = option;
    inner.rect.adjust(kCellPadding, 0, -kCellPadding, 0);
    QStyledItemDelegate::paint(painter, inner, index);
  }
};

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

QString found(const DataCheck& check) {
  QStringList parts;
  if (check.far > 0) parts << QObject::tr("%1 far from everything").arg(countText(check.far));
  if (check.duplicates > 0)
    parts << QObject::tr("%1 near duplicates in %2")
                 .arg(countText(check.duplicates),
                      check.groups == 1 ? QObject::tr("1 group")
                                        : QObject::tr("%1 groups").arg(countText(check.groups)));
  if (check.labels > 0)
    parts << (check.labels == 1 ? QObject::tr("1 label disagrees")
                                : QObject::tr("%1 labels disagree").arg(countText(check.labels)));
  return parts.join(QStringLiteral(" · "));
}

}  // namespace

void DataCheckModel::set(DatasetPtr dataset, std::shared_ptr<const DataCheck> check) {
  beginResetModel();
  dataset_ = std::move(dataset);
  id_ = dataset_ ? attributeOf(*dataset_, ColumnRole::Id) : nullptr;
  check_ = std::move(check);
  arrange();
  endResetModel();
}

int DataCheckModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(order_.size());
}

int DataCheckModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QString DataCheckModel::labelText(int32_t label) const {
  return label == kUnlabelled ? QString() : text(dataset_->classNames[static_cast<size_t>(label)]);
}

QVariant DataCheckModel::data(const QModelIndex& index, int role) const {
  const DataFinding& finding = at(index.row());
  if (role == PointRole) return static_cast<qint64>(finding.row);
  const bool isNumber = index.column() == Row || index.column() == Score;
  if (role == Qt::TextAlignmentRole)
    return QVariant::fromValue(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
  if (role == Qt::ToolTipRole) return text(findingReason(*dataset_, *check_, finding));
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case Row:
      return countText(dataset_->sourceRow(finding.row));
    case Id:
      return id_ ? text(id_->values[static_cast<size_t>(finding.row)]) : QString();
    case Fault:
      return tr(kDataFaultWords[finding.fault].help);
    case Score:
      return QString::number(finding.score, 'f', 2);
    case Label:
      return dataset_->isLabelled(finding.row) ? labelText(dataset_->labels[static_cast<size_t>(finding.row)])
                                               : QString();
    case Suggested:
      return labelText(finding.suggested);
    default:
      return text(findingReason(*dataset_, *check_, finding));
  }
}

QVariant DataCheckModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  static const struct {
    const char *title, *tip;
  } columns[kColumns] = {
      {"Row", "Of the source, counted from 0"},
      {"Id", "What the data name the row"},
      {"Finding", "What may be wrong: docs/method.md#data-check"},
      {"Score",
       "The larger, the clearer. Far: deviations above the typical distance. Duplicate: 1 for equal rows. "
       "Label: "
       "the neighbours' share of the other label less that of its own."},
      {"Label", "The row's own"},
      {"Neighbours say", "The label that most of its neighbours have"},
      {"Why", "What it is concluded from"},
  };
  if (role == Qt::DisplayRole) return tr(columns[section].title);
  if (role == Qt::ToolTipRole) return tr(columns[section].tip);
  if (role == Qt::TextAlignmentRole)
    return QVariant::fromValue(Qt::AlignVCenter |
                               (section == Row || section == Score ? Qt::AlignRight : Qt::AlignLeft));
  return {};
}

void DataCheckModel::sort(int column, Qt::SortOrder order) {
  sortedBy_ = column;
  sortOrder_ = order;
  emit layoutAboutToBeChanged();
  const QModelIndexList before = persistentIndexList();
  std::vector<size_t> findings;
  for (const QModelIndex& index : before) findings.push_back(order_[static_cast<size_t>(index.row())]);
  arrange();
  std::vector<int> place(order_.size());
  for (size_t i = 0; i < order_.size(); ++i) place[order_[i]] = static_cast<int>(i);
  QModelIndexList after;
  for (qsizetype i = 0; i < before.size(); ++i)
    after.append(index(place[findings[static_cast<size_t>(i)]], before[i].column()));
  changePersistentIndexList(before, after);
  emit layoutChanged();
}

void DataCheckModel::arrange() {
  order_.assign(check_ ? check_->findings.size() : 0, 0);
  std::iota(order_.begin(), order_.end(), size_t{0});
  if (sortedBy_ < 0) return;
  const std::vector<DataFinding> none;
  const std::vector<DataFinding>& findings = check_ ? check_->findings : none;
  const auto labelOf = [&](const DataFinding& f) {
    return dataset_->hasLabels() ? dataset_->labels[f.row] : -1;
  };
  // What is alike keeps the check's own order.
  const auto before = [&](size_t i, size_t j) {
    const DataFinding &a = findings[i], &b = findings[j];
    switch (sortedBy_) {
      case Row:
        return a.row < b.row;
      case Id:
        return id_ && id_->values[static_cast<size_t>(a.row)] < id_->values[static_cast<size_t>(b.row)];
      case Score:
        return a.score < b.score;
      case Label:
        return labelOf(a) < labelOf(b);
      case Suggested:
        return a.suggested < b.suggested;
      default:
        return a.fault != b.fault ? a.fault < b.fault : a.group < b.group;
    }
  };
  if (sortOrder_ == Qt::AscendingOrder)
    std::stable_sort(order_.begin(), order_.end(), before);
  else
    std::stable_sort(order_.begin(), order_.end(), [&](size_t i, size_t j) { return before(j, i); });
}

DataCheckPanel::DataCheckPanel(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  auto* head = new QHBoxLayout;
  head->setContentsMargins(12, 4, 8, 2);
  heading_ = new ElidedLabel(this);
  head->addWidget(heading_, 1);
  export_ = new QPushButton(tr("Export as CSV …"), this);
  export_->setToolTip(tr("Write all findings with their rows, scores and evidence"));
  head->addWidget(export_);
  connect(export_, &QPushButton::clicked, this, &DataCheckPanel::exportRequested);

  model_ = new DataCheckModel(this);
  table_ = new QTableView(this);
  table_->setModel(model_);
  table_->setItemDelegate(new PaddedCells(table_));
  table_->setAccessibleName(tr("Findings of the data check"));
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setShowGrid(false);
  table_->setWordWrap(false);
  table_->setFrameShape(QFrame::NoFrame);
  table_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(kRowHeight);
  QHeaderView* header = table_->horizontalHeader();
  header->setHighlightSections(false);
  header->setStretchLastSection(true);
  header->setSortIndicatorClearable(true);
  header->setSortIndicator(-1, Qt::AscendingOrder);
  table_->setSortingEnabled(true);
  const int widths[] = {60, 80, 124, 60, 76, 116};
  for (int column = 0; column < DataCheckModel::Reason; ++column)
    table_->setColumnWidth(column, widths[column]);
  // The mouse may ask for the same row again; the keyboard goes from row to row.
  table_->viewport()->installEventFilter(this);
  const auto tell = [this](const QModelIndex& index) {
    if (index.isValid()) emit clicked(index.data(DataCheckModel::PointRole).toLongLong());
  };
  connect(table_, &QTableView::clicked, this, [this, tell](const QModelIndex& index) {
    pressed_ = false;
    tell(index);
  });
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this, tell](const QModelIndex& index) {
            if (!pressed_) tell(index);
          });

  empty_ = new QLabel(this);
  empty_->setAlignment(Qt::AlignCenter);
  empty_->setWordWrap(true);
  empty_->setMargin(14);
  pages_ = new QStackedWidget(this);
  pages_->addWidget(empty_);
  pages_->addWidget(table_);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addLayout(head);
  layout->addWidget(pages_, 1);
  connect(&task_, &LatestTask::failed, this,
          [this](const QString& where, const QString& problem, const QString& remedy) {
            say(tr("The data could not be checked: %1").arg(problem));
            emit failed(where, problem, remedy);
          });
  setTheme(theme);
  setRun(nullptr);
}

DataCheckPanel::~DataCheckPanel() {
  stop();
}

bool DataCheckPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched == table_->viewport()) {
    if (event->type() == QEvent::MouseButtonPress) pressed_ = true;
    // After the view has said what was clicked, if anything was.
    if (event->type() == QEvent::MouseButtonRelease)
      QMetaObject::invokeMethod(
          this, [this] { pressed_ = false; }, Qt::QueuedConnection);
  }
  return QWidget::eventFilter(watched, event);
}

void DataCheckPanel::setTheme(const Theme& theme) {
  theme_ = theme;
  QPalette palette = this->palette();
  palette.setColor(QPalette::WindowText, theme.dim);
  heading_->setPalette(palette);
  empty_->setPalette(palette);
  table_->setStyleSheet(
      QStringLiteral(
          "QTableView { background: %1; color: %2; selection-background-color: %3; selection-color: %4; }"
          "QHeaderView { background: %1; border: none; }"
          "QHeaderView::section { background: %1; color: %5; border: none; border-bottom: 1px solid %6; "
          "padding: 3px 8px; }")
          .arg(theme.panel.name(), theme.text.name(), theme.accent.name(), theme.onAccent.name(),
               theme.dim.name(), theme.line.name()));
}

QString DataCheckPanel::heading() const {
  return heading_->fullText();
}

void DataCheckPanel::stop() {
  if (control_) control_->cancel();
  control_.reset();
  task_.drop();
}

void DataCheckPanel::say(const QString& message) {
  empty_->setText(message);
  heading_->setFullText({});
  export_->setVisible(false);
  pages_->setCurrentWidget(empty_);
}

void DataCheckPanel::setRun(const RunPtr& run) {
  if (run && run->graph == graph_ && run->dataset == dataset_) return;
  stop();
  check_.reset();
  model_->set(nullptr, nullptr);
  graph_ = run ? run->graph : nullptr;
  dataset_ = run ? run->dataset : nullptr;
  if (!run) return say(tr("A run finds the neighbours of each point, from which its data are checked."));
  say(tr("Looking at the neighbours of each row …"));
  control_ = std::make_shared<RunControl>(1);
  task_.start(
      [dataset = dataset_, graph = graph_, control = control_] {
        return std::make_shared<const DataCheck>(checkData(*graph, dataset->labels, *control));
      },
      [this](std::shared_ptr<const DataCheck> check) { present(std::move(check)); });
}

void DataCheckPanel::present(std::shared_ptr<const DataCheck> check) {
  check_ = std::move(check);
  model_->set(dataset_, check_);
  table_->setColumnHidden(DataCheckModel::Id, !model_->hasIds());
  if (check_->findings.empty())
    return say(
        dataset_->hasLabels()
            ? tr("Nothing was found: no row far from everything, no near duplicates, no label that disagrees "
                 "with its neighbours.")
            : tr("Nothing was found: no row far from everything, no near duplicates. There are no labels to "
                 "compare."));
  heading_->setFullText(found(*check_));
  export_->setVisible(true);
  pages_->setCurrentWidget(table_);
}

}  // namespace adapsne
