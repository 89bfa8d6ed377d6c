// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/hover_card.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>

#include "views/colors.h"
#include "views/format.h"
#include "views/point_colors.h"
#include "views/point_images.h"
#include "views/thumbnail.h"

namespace adapsne {

namespace {

/// The picture's name, and what is wrong with it.
void addPicture(PointDescription& point, const PointPictures& pictures) {
  const std::string name = pictures.nameOf(point.dataset->sourceRow(point.row));
  if (name.empty()) {
    point.lines << QObject::tr("no picture");
    return;
  }
  const PointImages::Image picture =
      PointImages::shared()->image(*point.dataset, point.row, PointImages::Size::Full);
  QString line = picture.name.section('/', -1);
  if (picture.own.isValid())
    line += QStringLiteral(" · %1 × %2").arg(picture.own.width()).arg(picture.own.height());
  point.lines << line;
  if (!picture.problem.isEmpty()) point.problems << QObject::tr("Its picture %1").arg(picture.problem);
}

/// The point's picture as it is best known so far.
QImage cardPicture(const PointDescription& point, int side, const Theme& theme) {
  const PointPicturesPtr pictures = PointImages::shared()->picturesOf(*point.dataset);
  if (!pictures) return thumbnail(*point.dataset, point.row, side, theme);
  const QImage full = PointImages::shared()->image(*point.dataset, point.row, PointImages::Size::Full).image;
  if (!full.isNull()) return PointImages::shared()->fittedInto(full, {side, side});
  // Until the original is there, what the dataset was made of.
  const bool own = pictures->areOriginals() && !point.dataset->image.empty();
  return own ? thumbnail(*point.dataset, point.row, side, theme) : QImage();
}

}  // namespace

PointDescription describePoint(const DatasetPtr& dataset, const Run* run, int64_t row, const Subset* subset) {
  const auto i = static_cast<size_t>(row);
  PointDescription point;
  point.row = row;
  point.dataset = dataset;
  const QString rowText = QStringLiteral("row %1").arg(countText(dataset->sourceRow(row)));
  point.title = dataset->isLabelled(row) ? className(*dataset, row) : rowText;
  point.color = dataset->isLabelled(row) ? classColor(dataset->labels[i]) : QColor();
  if (dataset->isLabelled(row)) point.lines << rowText;
  constexpr int64_t kValues = 4;
  for (int64_t f = 0; dataset->image.empty() && f < std::min(kValues, dataset->dimensions); ++f)
    point.lines << featureTitle(*dataset, f) + " " + numberText(dataset->value(row, f));
  if (dataset->image.empty() && dataset->dimensions > kValues)
    point.lines << QStringLiteral("and %1 more columns").arg(countText(dataset->dimensions - kValues));
  if (const PointPicturesPtr pictures = PointImages::shared()->picturesOf(*dataset))
    addPicture(point, *pictures);
  if (!run) return point;
  point.lines << QStringLiteral("sigma %1").arg(numberText(run->sigma->sigma[i]));
  point.lines << QStringLiteral("perplexity %1 of %2")
                     .arg(numberText(run->sigma->reached[i]), numberText(run->targetPerplexity));
  if (!subset) subset = run->subset.get();
  const auto holds = [row](const std::vector<int64_t>& rows) {
    return std::binary_search(rows.begin(), rows.end(), row);
  };
  if (holds(subset->rows)) {
    const auto number = static_cast<int32_t>(std::lower_bound(subset->rows.begin(), subset->rows.end(), row) -
                                             subset->rows.begin());
    const auto size = std::count(subset->territory.begin(), subset->territory.end(), number);
    QString what = holds(subset->given)       ? QStringLiteral("given exemplar")
                   : holds(run->subset->rows) ? QStringLiteral("exemplar")
                                              : QStringLiteral("exemplar by hand");
    // After an edit it takes a moment until it is known for whom it stands.
    if (!subset->territory.empty())
      what += QStringLiteral(" of %1 %2").arg(countText(size), size == 1 ? "point" : "points");
    point.lines << what;
  } else if (holds(run->subset->rows)) {
    point.lines << QStringLiteral("exemplar of the run, until it was edited");
  }
  const QString problems = outlierText(run->assessment.outliers.reasons[i]);
  if (!problems.isEmpty()) point.problems << problems.split('\n');
  return point;
}

void paintHoverRing(QPainter& painter, QPointF at, const Theme& theme) {
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme.plot, 4));
  painter.drawEllipse(at, 6.5, 6.5);
  painter.setPen(QPen(theme.dark ? QColor(Qt::white) : theme.text, 1.8));
  painter.drawEllipse(at, 6.5, 6.5);
}

void paintHoverCard(QPainter& painter, QSizeF view, QPointF at, const PointDescription& point,
                    const Theme& theme) {
  constexpr double kPad = 10, kLine = 17, kTextWidth = 190;
  const bool hasPicture = PointImages::shared()->picturesOf(*point.dataset) != nullptr;
  const double side = hasPicture ? 168 : 60;
  const QFont font = interfaceFont(12);
  QFont bold = font;
  bold.setWeight(QFont::DemiBold);
  const QFontMetricsF metrics(font);

  double problemsHeight = 0;
  for (const QString& problem : point.problems) {
    problemsHeight +=
        metrics.boundingRect(QRectF(0, 0, kTextWidth, 200), Qt::TextWordWrap, problem).height() + 3;
  }
  double textWidth = QFontMetricsF(bold).horizontalAdvance(point.title);
  for (const QString& line : point.lines) textWidth = std::max(textWidth, metrics.horizontalAdvance(line));
  textWidth = std::clamp(textWidth + 2, 90.0, kTextWidth);
  if (problemsHeight > 0) textWidth = kTextWidth;
  const double textHeight = kLine * (1 + static_cast<double>(point.lines.size())) + problemsHeight;
  const QSizeF size(kPad + side + 11 + textWidth + kPad, std::max(side, textHeight) + 2 * kPad);

  // Right of the point and above it; on the other side where that would leave the view.
  QRectF card(at + QPointF(16, -size.height() - 8), size);
  if (card.right() > view.width() - 8) card.moveRight(at.x() - 16);
  if (card.top() < 8) card.moveTop(at.y() + 14);
  card.moveLeft(std::max(8.0, std::min(card.left(), view.width() - 8 - size.width())));
  card.moveTop(std::max(8.0, std::min(card.top(), view.height() - 8 - size.height())));

  paintHoverRing(painter, at, theme);

  painter.setPen(Qt::NoPen);
  painter.setBrush(QColor(0, 0, 0, theme.dark ? 90 : 28));
  painter.drawRoundedRect(card.translated(0, 2).adjusted(-1, -1, 1, 2), 9, 9);
  painter.setPen(QPen(theme.line, 1));
  painter.setBrush(theme.raised);
  painter.drawRoundedRect(card, 8, 8);

  const QRectF frame(card.left() + kPad, card.top() + kPad, side, side);
  const double ratio = painter.device()->devicePixelRatioF();
  QImage picture = cardPicture(point, static_cast<int>(side * ratio), theme);
  picture.setDevicePixelRatio(ratio);
  painter.fillRect(frame, hasPicture ? theme.plot : QColor(Qt::black));
  const QSizeF shown = picture.deviceIndependentSize();
  painter.drawImage(frame.center() - QPointF(shown.width() / 2, shown.height() / 2), picture);
  if (point.color.isValid()) painter.fillRect(QRectF(frame.left(), frame.bottom(), side, 3), point.color);

  QRectF line(frame.right() + 11, card.top() + kPad - 1, textWidth, kLine);
  painter.setFont(bold);
  painter.setPen(theme.text);
  painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetricsF(bold).elidedText(point.title, Qt::ElideRight, textWidth));
  painter.setFont(font);
  painter.setPen(theme.dim);
  for (const QString& text : point.lines) {
    line.translate(0, kLine);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(text, Qt::ElideRight, textWidth));
  }
  painter.setPen(theme.warning);
  QRectF rest(line.left(), line.bottom() + 2, textWidth, 200);
  for (const QString& problem : point.problems) {
    QRectF used;
    painter.drawText(rest, Qt::TextWordWrap, problem, &used);
    rest.translate(0, used.height() + 3);
  }
}

}  // namespace adapsne
