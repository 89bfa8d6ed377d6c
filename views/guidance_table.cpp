// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/guidance_table.h"

#include <algorithm>

#include <QHeaderView>
#include <QLabel>
#include <QStackedLayout>
#include <QTableWidget>
#include <QVBoxLayout>

#include "views/format.h"

namespace adapsne {

GuidanceTable::GuidanceTable(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  remark_ = new QLabel(this);
  remark_->setAlignment(Qt::AlignCenter);
  remark_->setWordWrap(true);
  remark_->setMargin(14);
  table_ = new QTableWidget(0, 5, this);
  table_->setAccessibleName(tr("Candidates of the entropy guide"));
  table_->setHorizontalHeaderLabels({tr("Perplexity"), tr("H_rep"), tr("H_grid"), tr("Trust."), tr("")});
  const char* tips[] = {
      QT_TR_NOOP("The target perplexity that was tried"),
      QT_TR_NOOP("Representation entropy: 1 when every exemplar stands for equally many points"),
      QT_TR_NOOP("Occupancy entropy: 1 when the map fills its box evenly"),
      QT_TR_NOOP("Trustworthiness at k = 12"), QT_TR_NOOP("The guide's choice")};
  for (int column = 0; column < 5; ++column)
    table_->horizontalHeaderItem(column)->setToolTip(tr(tips[column]));
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(21);
  table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  table_->horizontalHeader()->setHighlightSections(false);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setSelectionMode(QAbstractItemView::NoSelection);
  table_->setFocusPolicy(Qt::TabFocus);
  table_->setTabKeyNavigation(false);
  table_->setShowGrid(false);
  table_->setFrameShape(QFrame::NoFrame);
  table_->setFont(interfaceFont(12));
  table_->horizontalHeader()->setFont(interfaceFont(11));
  auto* stack = new QStackedLayout(this);
  stack->addWidget(remark_);
  stack->addWidget(table_);
  setTheme(theme);
  clear(tr("Each target perplexity that the guide tries appears here with its entropy and trustworthiness."));
}

void GuidanceTable::setTheme(const Theme& theme) {
  theme_ = theme;
  QPalette dim = remark_->palette();
  dim.setColor(QPalette::WindowText, theme.faint);
  remark_->setPalette(dim);
  table_->setStyleSheet(QStringLiteral("QTableWidget { background: %1; } QHeaderView, QHeaderView::section { "
                                       "background: %1; color: %2; border: none; padding: 3px; }")
                            .arg(theme.panel.name(), theme.dim.name()));
  fill(chosen_);
}

void GuidanceTable::clear(const QString& remark) {
  records_.clear();
  remark_->setText(remark);
  fill(-1);
}

void GuidanceTable::addCandidate(const GuidanceRecord& record) {
  const auto place =
      std::lower_bound(records_.begin(), records_.end(), record,
                       [](const auto& a, const auto& b) { return a.perplexity < b.perplexity; });
  records_.insert(place, record);
  fill(-1);
}

void GuidanceTable::markChosen(double perplexity) {
  for (size_t i = 0; i < records_.size(); ++i) {
    const int row = static_cast<int>(i);
    if (records_[i].perplexity == perplexity && chosen_ != row) return fill(row);
  }
}

void GuidanceTable::showRun(const Run& run) {
  if (run.guidance.empty()) {
    return clear(
        tr("The target perplexity was fixed at %1: nothing to guide.").arg(numberText(run.targetPerplexity)));
  }
  records_ = run.guidance;
  fill(static_cast<int>(chooseCandidate(records_, run.options.guidance)));
}

void GuidanceTable::fill(int chosen) {
  chosen_ = chosen;
  static_cast<QStackedLayout*>(layout())->setCurrentWidget(records_.empty() ? static_cast<QWidget*>(remark_)
                                                                            : table_);
  table_->setRowCount(static_cast<int>(records_.size()));
  for (int row = 0; row < table_->rowCount(); ++row) {
    const GuidanceRecord& record = records_[static_cast<size_t>(row)];
    const QString texts[] = {QString::number(record.perplexity, 'f', record.perplexity < 100 ? 1 : 0),
                             QString::number(record.entropyRepresentation, 'f', 4),
                             QString::number(record.entropyOccupancy, 'f', 4),
                             QString::number(record.trustworthiness, 'f', 4),
                             row == chosen ? tr("chosen") : QString()};
    for (int column = 0; column < 5; ++column) {
      auto* item = new QTableWidgetItem(texts[column]);
      item->setTextAlignment(Qt::AlignCenter);
      item->setForeground(row == chosen ? theme_.adapsne : theme_.text);
      QFont font = interfaceFont(12);
      if (row == chosen) font.setWeight(QFont::DemiBold);
      item->setFont(font);
      table_->setItem(row, column, item);
    }
  }
  if (chosen >= 0) table_->scrollToItem(table_->item(chosen, 0));
}

}  // namespace adapsne
