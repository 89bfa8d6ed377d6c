// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/columns_table.h"

#include <cmath>

#include <QComboBox>
#include <QDateTime>
#include <QHeaderView>

#include "views/format.h"

namespace adapsne {

namespace {

enum Column { kNumber, kName, kRole, kKind, kRange, kMissing, kExample, kWhy, kColumns };

QString text(const std::string& value) {
  return QString::fromStdString(value);
}

QString rangeText(const SourceColumn& column) {
  if (!std::isfinite(column.least)) return {};
  const auto shown = [&](double value) {
    if (column.kind != ColumnKind::Date) return QString::number(value, 'g', 10);
    return QDateTime::fromSecsSinceEpoch(static_cast<qint64>(value), Qt::UTC)
        .toString(QStringLiteral("yyyy-MM-dd"));
  };
  return QObject::tr("%1 to %2").arg(shown(column.least), shown(column.largest));
}

QString missingText(const SourceColumn& column, int64_t points) {
  if (column.missing == 0 || points == 0) return {};
  return QString::number(100.0 * static_cast<double>(column.missing) / static_cast<double>(points), 'f', 1) +
         QStringLiteral(" %");
}

/// What a column may be used for by choice: that it names pictures or holds text follows from its cells.
constexpr ColumnRole kChoices[] = {ColumnRole::Feature, ColumnRole::Label, ColumnRole::Id,
                                   ColumnRole::LeftOut};

}  // namespace

ColumnsTable::ColumnsTable(QWidget* parent) : QTableWidget(0, kColumns, parent) {
  setObjectName("columns");
  setAccessibleName(tr("Columns"));
  setHorizontalHeaderLabels({tr("Column"), tr("Name"), tr("Used as"), tr("Holds"), tr("Range"), tr("Missing"),
                             tr("Example"), tr("Why")});
  verticalHeader()->hide();
  horizontalHeader()->setStretchLastSection(true);
  horizontalHeader()->setHighlightSections(false);
  setEditTriggers(NoEditTriggers);
  setSelectionBehavior(SelectRows);
  setSelectionMode(SingleSelection);
  setShowGrid(false);
  setWordWrap(false);
}

void ColumnsTable::show(const Dataset& dataset) {
  columns_ = shown_ = dataset.columns;
  setRowCount(0);
  setRowCount(static_cast<int>(columns_.size()));
  for (int row = 0; row < rowCount(); ++row) addRow(dataset, row);
  resizeColumnsToContents();
  setColumnWidth(kRole, std::max(columnWidth(kRole), 110));
  setColumnWidth(kName, std::min(columnWidth(kName), 220));
  setColumnWidth(kExample, std::min(columnWidth(kExample), 160));
}

void ColumnsTable::addRow(const Dataset& dataset, int row) {
  const SourceColumn& column = columns_[static_cast<size_t>(row)];
  const auto set = [&](int cell, const QString& value, bool right = false) {
    auto* item = new QTableWidgetItem(value);
    item->setToolTip(value);
    if (right) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    setItem(row, cell, item);
  };
  set(kNumber, QString::number(column.number), true);
  set(kName, text(column.name));
  set(kKind, QString::fromLatin1(kColumnKindWords.wordOf(column.kind)));
  set(kRange, rangeText(column));
  set(kMissing, missingText(column, dataset.points), true);
  set(kExample, text(column.example));
  set(kWhy, text(column.reason));
  auto* box = new QComboBox(this);
  box->setAccessibleName(tr("Use of column %1").arg(column.number));
  const auto add = [&](ColumnRole role) {
    box->addItem(QString::fromLatin1(kColumnRoleWords.wordOf(role)), static_cast<int>(role));
  };
  bool among = false;
  for (const ColumnRole role : kChoices) {
    add(role);
    among |= role == column.role;
  }
  if (!among) add(column.role);
  box->setCurrentIndex(box->findData(static_cast<int>(column.role)));
  setCellWidget(row, kRole, box);
  connect(box, &QComboBox::activated, this,
          [this, row, box] { setRole(row, static_cast<ColumnRole>(box->currentData().toInt())); });
}

void ColumnsTable::setRole(int row, ColumnRole role) {
  const bool one = role == ColumnRole::Label || role == ColumnRole::Id;
  for (size_t c = 0; c < columns_.size(); ++c) {
    const bool here = static_cast<int>(c) == row;
    if (!here && !(one && columns_[c].role == role)) continue;
    // Only one column holds the labels, and one the ids.
    columns_[c].role = here ? role : ColumnRole::LeftOut;
    auto* box = qobject_cast<QComboBox*>(cellWidget(static_cast<int>(c), kRole));
    box->setCurrentIndex(box->findData(static_cast<int>(columns_[c].role)));
    item(static_cast<int>(c), kWhy)
        ->setText(columns_[c].role == shown_[c].role ? text(shown_[c].reason) : tr("chosen here"));
  }
  emit roleChanged();
}

bool ColumnsTable::changed() const {
  for (size_t c = 0; c < columns_.size(); ++c)
    if (columns_[c].role != shown_[c].role) return true;
  return false;
}

}  // namespace adapsne
