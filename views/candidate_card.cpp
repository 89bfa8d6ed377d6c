// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/candidate_card.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QStringList>

#include "views/camera.h"
#include "views/format.h"
#include "views/point_colors.h"
#include "views/scatter_raster.h"

namespace adapsne {

QImage smallMap(std::span<const float> positions, const Dataset* dataset, int side, double pixelRatio,
                const Theme& theme) {
  const size_t points = positions.size() / 2;
  if (points == 0) return {};
  const QSizeF size(side * pixelRatio, side * pixelRatio);
  QImage image(size.toSize(), QImage::Format_RGB32);
  image.fill(theme.plot);
  PointColors colors;
  if (dataset && static_cast<size_t>(dataset->points) == points) {
    colors = colorPoints(*dataset, nullptr, {}, theme);
  } else {
    colors.index.assign(points, 0);
    colors.palette = {theme.adapsne.rgb()};
  }
  const Camera camera = Camera::fitted(positions, size, 5 * pixelRatio);
  const QPointF origin = camera.toScreen({0, 0}, size);
  splat(image, {positions, colors.index, colors.palette},
        {camera.scale(), -camera.scale(), origin.x(), origin.y()}, 1.0 * pixelRatio, 0.7);
  image.setDevicePixelRatio(pixelRatio);
  return image;
}

void paintCandidateCard(QPainter& painter, QSizeF view, QPointF at, const GuidanceRecord& record,
                        const QImage& map, bool chosen, const Theme& theme) {
  constexpr double kPad = 8, kRow = 17, kNumbers = 118;
  const double side = map.isNull() ? 0 : map.width() / map.devicePixelRatio();
  QFont bold = interfaceFont(12);
  bold.setWeight(QFont::DemiBold);
  const std::pair<QString, QString> rows[] = {
      {QStringLiteral("H_rep"), QString::number(record.entropyRepresentation, 'f', 4)},
      {QStringLiteral("H_grid"), QString::number(record.entropyOccupancy, 'f', 4)},
      {QStringLiteral("Trust."), QString::number(record.trustworthiness, 'f', 4)},
      {QStringLiteral("KL"), numberText(record.kl)},
      {QStringLiteral("Time"), durationText(record.seconds)}};
  const QSizeF size(kPad * 2 + kNumbers + (side > 0 ? side + 10 : 0), 2 * kPad + std::max(side, 6 * kRow));
  QRectF card(at + QPointF(14, -size.height() / 2), size);
  if (card.right() > view.width() - 4) card.moveRight(at.x() - 14);
  card.moveLeft(std::max(4.0, card.left()));
  card.moveTop(std::clamp(card.top(), 4.0, std::max(4.0, view.height() - size.height() - 4)));

  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme.line, 1));
  painter.setBrush(theme.raised);
  painter.drawRoundedRect(card, 7, 7);
  QRectF row(card.left() + kPad, card.top() + kPad - 1, kNumbers, kRow);
  if (side > 0) {
    painter.drawImage(card.topLeft() + QPointF(kPad, kPad), map);
    row.translate(side + 10, 0);
  }
  painter.setFont(bold);
  painter.setPen(chosen ? theme.adapsne : theme.text);
  painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                   QStringLiteral("Perplexity %1%2")
                       .arg(numberText(record.perplexity), chosen ? QStringLiteral(" ✓") : QString()));
  painter.setFont(interfaceFont(12));
  for (const auto& [name, value] : rows) {
    row.translate(0, kRow);
    painter.setPen(theme.dim);
    painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, name);
    painter.setPen(theme.text);
    painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, value);
  }
}

double bestTrustworthiness(const std::vector<GuidanceRecord>& records) {
  double best = 0;
  for (const GuidanceRecord& r : records) best = std::max(best, r.trustworthiness);
  return best;
}

QString guidanceSentence(const std::vector<GuidanceRecord>& records, const GuidanceOptions& options,
                         const GuidanceCurve& curve) {
  if (records.empty()) return {};
  if (curve.empty()) {
    return QStringLiteral("%1 %2 so far, best trustworthiness %3; the rule decides when all are in.")
        .arg(records.size())
        .arg(records.size() == 1 ? "perplexity" : "perplexities",
             QString::number(bestTrustworthiness(records), 'f', 4));
  }
  const bool occupancy = options.rule == GuidanceRule::Occupancy;
  QString highest =
      QStringLiteral("Highest mean %1").arg(occupancy ? QStringLiteral("H_grid") : QStringLiteral("H_rep"));
  if (!curve.entropy.empty()) {
    highest += QStringLiteral(", %1 ± %2")
                   .arg(QString::number(curve.entropy[curve.chosen], 'f', 4),
                        QString::number(2 * curve.entropyDeviation[curve.chosen], 'f', 4));
  }
  const QString answer = numberText(curve.target());
  if (occupancy) {
    return QStringLiteral(
               "%1: perplexity %2. In our experiments this rule runs to the ends of the range and gains "
               "no accuracy over H_rep.")
        .arg(highest, answer);
  }
  if (std::isnan(curve.leastTrustworthiness))
    return QStringLiteral("%1: perplexity %2.").arg(highest, answer);
  return QStringLiteral("%1, where mean trustworthiness is at least %2 − %3: perplexity %4.")
      .arg(highest, QString::number(curve.leastTrustworthiness + options.slack, 'f', 4),
           QString::number(options.slack, 'g', 3), answer);
}

}  // namespace adapsne
