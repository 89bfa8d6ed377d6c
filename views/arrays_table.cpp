// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/arrays_table.h"

#include <algorithm>

#include <QComboBox>
#include <QHeaderView>

#include "core/arrays/numeric_array.h"

namespace adapsne {

namespace {
enum Column { kName, kUse, kShape, kHolds, kColumns };
}

ArraysTable::ArraysTable(QWidget* parent) : QTableWidget(0, kColumns, parent) {
  setObjectName("arrays");
  setAccessibleName(tr("Arrays"));
  setHorizontalHeaderLabels({tr("Array"), tr("Used as"), tr("Shape"), tr("Holds")});
  verticalHeader()->hide();
  horizontalHeader()->setStretchLastSection(true);
  horizontalHeader()->setHighlightSections(false);
  setEditTriggers(NoEditTriggers);
  setSelectionBehavior(SelectRows);
  setSelectionMode(SingleSelection);
  setShowGrid(false);
  setWordWrap(false);
}

void ArraysTable::show(const std::vector<SourcePart>& arrays) {
  arrays_ = arrays;
  setRowCount(0);
  setRowCount(static_cast<int>(arrays_.size()));
  for (int row = 0; row < rowCount(); ++row) {
    const SourcePart& array = arrays_[static_cast<size_t>(row)];
    const auto set = [&](int column, const QString& value) {
      auto* item = new QTableWidgetItem(value);
      item->setToolTip(value);
      setItem(row, column, item);
    };
    set(kName, QString::fromStdString(array.name));
    set(kShape, QString::fromStdString(shapeText(array.shape)));
    set(kHolds, QString::fromLatin1(kPartKindWords.wordOf(array.kind)));
    auto* box = new QComboBox(this);
    box->setAccessibleName(tr("Use of %1").arg(QString::fromStdString(array.name)));
    for (const auto& [use, word, help] : kPartUseWords) {
      // Texts are no features, and the names of the classes are found by their own.
      const bool fits =
          use == PartUse::Features ? array.kind == PartKind::Numbers : use != PartUse::ClassNames;
      if (!fits && array.use != use) continue;
      box->addItem(QString::fromLatin1(word), static_cast<int>(use));
    }
    box->setCurrentIndex(box->findData(static_cast<int>(array.use)));
    setCellWidget(row, kUse, box);
    connect(box, &QComboBox::activated, this,
            [this, row, box] { emit useChanged(row, static_cast<PartUse>(box->currentData().toInt())); });
  }
  resizeColumnsToContents();
  setColumnWidth(kUse, std::max(columnWidth(kUse), 110));
  setColumnWidth(kName, std::clamp(columnWidth(kName), 120, 320));
}

}  // namespace adapsne
