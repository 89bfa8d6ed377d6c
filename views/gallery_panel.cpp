// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/gallery_panel.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "views/format.h"
#include "views/thumbnail_grid.h"

namespace adapsne {

GalleryPanel::GalleryPanel(const Theme& theme, QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(14, 8, 14, 10);
  layout->setSpacing(8);
  auto* head = new QHBoxLayout;
  heading_ = new QLabel(this);
  export_ = new QPushButton(this);
  connect(export_, &QPushButton::clicked, this, [this] {
    if (selection_.empty())
      emit exportSubsetRequested();
    else
      emit exportSelectionRequested();
  });
  head->addWidget(heading_, 1);
  head->addWidget(export_);
  layout->addLayout(head);
  grid_ = new ThumbnailGrid(theme, this);
  connect(grid_, &ThumbnailGrid::clicked, this, &GalleryPanel::clicked);
  connect(grid_, &ThumbnailGrid::menuRequested, this, &GalleryPanel::menuRequested);
  layout->addWidget(grid_);
  layout->addStretch();
  fill();
}

void GalleryPanel::setTheme(const Theme& theme) {
  grid_->setTheme(theme);
}

void GalleryPanel::setDataset(const DatasetPtr& dataset) {
  dataset_ = dataset;
  run_ = nullptr;
  exemplars_ = nullptr;
  pinned_.clear();
  selection_ = {};
  fill();
}

void GalleryPanel::setRun(const RunPtr& run) {
  if (run == run_) return;
  run_ = run;
  exemplars_ = run ? run->subset : nullptr;
  if (selection_.empty()) fill();
}

void GalleryPanel::setExemplars(std::shared_ptr<const Subset> subset, std::vector<int64_t> pinned) {
  if (!run_) return;
  if (!subset) subset = run_->subset;
  if (subset == exemplars_ && pinned == pinned_) return;
  const bool sameRows = subset->rows == exemplars_->rows;
  exemplars_ = std::move(subset);
  pinned_ = std::move(pinned);
  if (selection_.empty() && !sameRows) return fill();
  showMarks();
}

void GalleryPanel::showMarks() {
  std::vector<int64_t> byHand;
  if (exemplars_ && exemplars_ != run_->subset)
    std::set_difference(exemplars_->rows.begin(), exemplars_->rows.end(), run_->subset->rows.begin(),
                        run_->subset->rows.end(), std::back_inserter(byHand));
  grid_->setMarks(pinned_, std::move(byHand));
}

void GalleryPanel::setSelection(const Selection& selection) {
  selection_ = selection;
  fill();
}

QString GalleryPanel::heading() const {
  return heading_->text();
}

void GalleryPanel::fill() {
  const bool selected = dataset_ && !selection_.empty();
  rows_ = selected ? selection_.rows() : exemplars_ ? exemplars_->rows : std::vector<int64_t>{};
  const auto all = static_cast<int64_t>(rows_.size());
  rows_.resize(std::min(rows_.size(), kMostPictures));
  const QString count = countText(all);
  QString what = selected ? (all == 1 ? tr("1 selected point") : tr("%1 selected points").arg(count))
                          : (all == 1 ? tr("1 exemplar") : tr("%1 exemplars").arg(count));
  if (!selected && exemplars_ && exemplars_->rows != run_->subset->rows) what += tr(", edited by hand");
  if (all > static_cast<int64_t>(rows_.size())) what += tr(", the first %1").arg(rows_.size());
  heading_->setText(what);
  export_->setText(selected ? tr("Export selection …") : tr("Export subset …"));
  grid_->setAccessibleName(what);
  grid_->setRows(selected ? dataset_ : run_ ? run_->dataset : nullptr, rows_);
  showMarks();
}

}  // namespace adapsne
