// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/point_panel.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <QHBoxLayout>
#include <QLabel>
#include <QPixmap>
#include <QResizeEvent>
#include <QVBoxLayout>

#include "core/assessment/map_neighbors.h"
#include "views/format.h"
#include "views/hover_card.h"
#include "views/measure_list.h"
#include "views/point_colors.h"
#include "views/point_images.h"
#include "views/section_heading.h"
#include "views/thumbnail.h"
#include "views/thumbnail_grid.h"

namespace adapsne {

namespace {

constexpr int kPicture = 84, kLargePicture = 260, kNeighbors = 10;

/// For whom or by whom the point stands, after edits of the exemplars too.
QString exemplarText(const Run& run, const Subset& subset, int64_t row) {
  const auto isIn = [](const std::vector<int64_t>& rows, int64_t which) {
    return std::binary_search(rows.begin(), rows.end(), which);
  };
  const auto said = [&](int64_t exemplar) {
    return isIn(run.subset->rows, exemplar) ? QString() : QObject::tr(", by hand");
  };
  if (isIn(subset.rows, row)) return QObject::tr("itself") + said(row);
  if (subset.territory.empty()) return QObject::tr("being found");
  const int64_t exemplar = subset.rows[static_cast<size_t>(subset.territory[static_cast<size_t>(row)])];
  return QObject::tr("row %1").arg(countText(run.dataset->sourceRow(exemplar))) + said(exemplar);
}

std::vector<MeasureRow> pointMeasures(const Run& run, const Subset& subset, int64_t row) {
  const auto i = static_cast<size_t>(row);
  const SigmaResult& sigma = *run.sigma;
  return {
      {QObject::tr("Sigma"), numberText(sigma.sigma[i]),
       QObject::tr("Bandwidth of the point's Gaussian, in the units of the preprocessed features.")},
      {QObject::tr("Perplexity"),
       QObject::tr("%1 of %2").arg(numberText(sigma.reached[i]), numberText(run.targetPerplexity)),
       QObject::tr("As the datapath evaluated it at that sigma, and the target.")},
      {QObject::tr("Evaluations, passes"),
       QStringLiteral("%1, %2").arg(sigma.evaluations[i]).arg(sigma.passes[i]),
       QObject::tr("What finding this sigma took.")},
      {QObject::tr("Exemplar"), exemplarText(run, subset, row),
       QObject::tr("The exemplar that stands for this point: the nearest one in the input space.")},
  };
}

}  // namespace

PointPanel::PointPanel(const Theme& theme, QWidget* parent) : QWidget(parent), theme_(theme) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  fill();
  connect(PointImages::shared(), &PointImages::changed, this, [this] {
    if (pictureWaits_) showPicture();
  });
  connect(PointImages::shared(), &PointImages::replaced, this, &PointPanel::fill);
}

void PointPanel::setTheme(const Theme& theme) {
  theme_ = theme;
  fill();
}

void PointPanel::setRuns(DatasetPtr dataset, std::array<RunPtr, 2> runs, int current) {
  if (dataset == dataset_ && runs == runs_ && current == current_) return;
  dataset_ = std::move(dataset);
  if (runs != runs_) exemplars_ = {};
  runs_ = std::move(runs);
  current_ = current;
  if (!dataset_ || row_ >= dataset_->points) row_ = -1;
  fill();
}

void PointPanel::setExemplars(std::array<std::shared_ptr<const Subset>, 2> exemplars) {
  if (exemplars == exemplars_) return;
  exemplars_ = std::move(exemplars);
  fill();
}

void PointPanel::setPoint(int64_t row) {
  if (row == row_) return;
  row_ = row;
  fill();
}

void PointPanel::resizeEvent(QResizeEvent*) {
  arrange();
}

/// Three columns from the width on at which none of them is cramped.
void PointPanel::arrange() {
  constexpr int kWide = 600;
  const bool wide = width() >= kWide;
  columns_->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
  columns_->setSpacing(wide ? 24 : 8);
}

void PointPanel::fill() {
  picture_ = pictureText_ = nullptr;
  pictureWaits_ = false;
  auto* page = new QWidget(this);
  auto* outer = new QVBoxLayout(page);
  outer->setContentsMargins(14, 10, 14, 12);
  columns_ = new QBoxLayout(QBoxLayout::TopToBottom);
  outer->addLayout(columns_);
  const auto column = [&] {
    auto* part = new QWidget(page);
    auto* layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    columns_->addWidget(part, 1, Qt::AlignTop);
    return std::pair(layout, part);
  };
  if (dataset_ && row_ >= 0) {
    const auto [point, ofPoint] = column();
    addPoint(point, ofPoint);
    const auto [known, ofRuns] = column();
    for (size_t slot = 0; slot < runs_.size(); ++slot) {
      const RunPtr& run = runs_[slot];
      if (run) addRun(known, ofRuns, *run, exemplars_[slot] ? *exemplars_[slot] : *run->subset);
    }
    const RunPtr& run =
        runs_[static_cast<size_t>(current_)] ? runs_[static_cast<size_t>(current_)] : runs_[0];
    if (run) {
      const auto [near, ofNear] = column();
      addNeighbors(near, ofNear, *run);
    }
    outer->addStretch();
  } else {
    QLabel* hint = paragraph(tr("Click a point to see what is known of it."), theme_.faint, page);
    hint->setFont(interfaceFont(13));
    hint->setAlignment(Qt::AlignCenter);
    outer->addWidget(hint, 1);
  }
  arrange();
  if (page_) {
    this->layout()->removeWidget(page_);
    page_->hide();
    page_->deleteLater();  // a click on one of its pictures may have led here
  }
  page_ = page;
  this->layout()->addWidget(page);
  page->show();  // at once, or the layout has it for a moment without any height
}

void PointPanel::addPoint(QVBoxLayout* layout, QWidget* page) {
  const PointDescription point = describePoint(dataset_, nullptr, row_);
  const bool large = PointImages::shared()->picturesOf(*dataset_) != nullptr;
  auto* words =
      new QLabel(QStringLiteral("<b style='font-size:15px'>%1</b><br>%2")
                     .arg(point.title.toHtmlEscaped(),
                          dataset_->isLabelled(row_) ? point.lines.front().toHtmlEscaped() : QString()),
                 page);
  words->setObjectName("point-words");
  words->setWordWrap(true);
  picture_ = new QLabel(page);
  picture_->setObjectName("point-picture");
  picture_->setAlignment(large ? Qt::AlignLeft | Qt::AlignTop : Qt::AlignCenter);
  auto* head = new QBoxLayout(large ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  head->setSpacing(large ? 8 : 12);
  if (large) {
    // Above the picture: below it, a low panel would not show which point this is.
    pictureText_ = new QLabel(page);
    pictureText_->setObjectName("point-picture-text");
    pictureText_->setWordWrap(true);
    head->addWidget(words);
    head->addWidget(pictureText_);
    head->addWidget(picture_);
  } else {
    head->addWidget(picture_);
    head->addWidget(words, 1);
  }
  showPicture();
  layout->addLayout(head);
  if (dataset_->image.empty()) addValues(layout, page);
}

/// The picture as far as it is there: the original where the dataset has any.
void PointPanel::showPicture() {
  if (!picture_ || !dataset_ || row_ < 0) return;
  if (!pictureText_) {
    picture_->setFixedSize(kPicture, kPicture);
    return picture_->setPixmap(QPixmap::fromImage(thumbnail(*dataset_, row_, kPicture, theme_)));
  }
  const double ratio = devicePixelRatioF();
  const PointImages::Image shown = PointImages::shared()->image(*dataset_, row_, PointImages::Size::Full);
  pictureWaits_ = shown.pending;
  QImage image;
  if (!shown.image.isNull()) {
    // In a low window the rest of the panel is worth more than a tall picture.
    const int high = std::clamp(window()->height() / 4, 2 * kPicture, kLargePicture);
    const QSize most = QSize(kLargePicture, high) * ratio;
    const bool larger = shown.image.width() > most.width() || shown.image.height() > most.height();
    // Small pictures are enlarged by whole steps or left as they are: their pixels are the data.
    image = larger || shown.image.width() * 2 <= kPicture ? fitted(shown.image, larger ? most : most / 2)
                                                          : shown.image;
  } else if (!dataset_->image.empty() && shown.pending) {
    image = thumbnail(*dataset_, row_, kPicture, theme_);
  }
  image.setDevicePixelRatio(ratio);
  picture_->setPixmap(QPixmap::fromImage(image));
  picture_->setVisible(!image.isNull());
  QString text = shown.name.isEmpty() ? tr("no picture") : shown.name;
  if (shown.own.isValid()) text += tr(", %1 × %2 pixels").arg(shown.own.width()).arg(shown.own.height());
  if (shown.pending) text += tr(", is being read …");
  if (!shown.problem.isEmpty()) text += " " + shown.problem;
  pictureText_->setText(text);
  QPalette palette = pictureText_->palette();
  palette.setColor(QPalette::WindowText, shown.problem.isEmpty() ? theme_.dim : theme_.warning);
  pictureText_->setPalette(palette);
}

void PointPanel::addNeighbors(QVBoxLayout* layout, QWidget* page, const Run& run) {
  const auto near = run.graph->neighbors(row_);
  const auto shown = std::min<size_t>(kNeighbors, near.size());
  addPictures(layout, page, tr("Nearest in the input space"),
              std::vector<int64_t>(near.begin(), near.begin() + static_cast<std::ptrdiff_t>(shown)), 2);
  RunControl control(1);
  const auto inMap = mapNeighbors(run.map->positions, {row_}, static_cast<int>(shown), control);
  addPictures(layout, page, tr("Nearest in the map"), std::vector<int64_t>(inMap.begin(), inMap.end()), 2);
}

/// Of a table: its first columns by name. A picture says more than its pixels.
void PointPanel::addValues(QVBoxLayout* layout, QWidget* page) {
  constexpr int64_t kMost = 12;
  std::vector<MeasureRow> rows;
  for (int64_t feature = 0; feature < std::min(kMost, dataset_->dimensions); ++feature)
    rows.push_back({featureTitle(*dataset_, feature),
                    numberText(static_cast<double>(dataset_->value(row_, feature)), 4),
                    tr("As the dataset has it, before preprocessing.")});
  layout->addWidget(sectionHeading(
      dataset_->dimensions > kMost ? tr("Values, %1 of %2").arg(kMost).arg(countText(dataset_->dimensions))
                                   : tr("Values"),
      theme_, page));
  layout->addWidget(new MeasureList(rows, theme_, page));
}

void PointPanel::addRun(QVBoxLayout* layout, QWidget* page, const Run& run, const Subset& subset) {
  auto* name = new QLabel(methodMark(run.options.method, theme_), page);
  layout->addWidget(name);
  layout->addWidget(new MeasureList(pointMeasures(run, subset, row_), theme_, page));
  const QString problems = outlierText(run.assessment.outliers.reasons[static_cast<size_t>(row_)]);
  if (!problems.isEmpty()) layout->addWidget(paragraph(problems, theme_.warning, page));
}

void PointPanel::addPictures(QVBoxLayout* layout, QWidget* page, const QString& title,
                             std::vector<int64_t> rows, int mostLines) {
  layout->addWidget(sectionHeading(title, theme_, page));
  auto* grid = new ThumbnailGrid(theme_, page);
  grid->setAccessibleName(title);
  grid->setMostLines(mostLines);
  grid->setRows(dataset_, std::move(rows));
  connect(grid, &ThumbnailGrid::clicked, this, &PointPanel::clicked);
  layout->addWidget(grid);
}

}  // namespace adapsne
