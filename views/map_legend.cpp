// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map_legend.h"

#include <algorithm>

#include <QFontMetricsF>
#include <QLinearGradient>

#include "core/tables/attribute_values.h"
#include "views/format.h"

namespace adapsne {

namespace {

using Symbol = LegendLine::Symbol;

constexpr double kMargin = 12, kPad = 9, kRampWidth = 132;

QColor glass(const Theme& theme) {
  QColor color = theme.dark ? QColor("#1a1e25") : QColor("#ffffff");
  color.setAlpha(222);
  return color;
}

double heightOf(const LegendLine& line) {
  return line.symbol == Symbol::Title ? 22 : line.symbol == Symbol::Ramp ? 32 : 18;
}

LegendLine title(const QString& text) {
  return {Symbol::Title, text, {}};
}

/// Rings alone explain themselves.
void addExemplarLines(const MapScene& scene, std::vector<LegendLine>& lines) {
  const bool isPlain = scene.run && scene.exemplars == scene.run->subset;
  if (isPlain && scene.pinned.empty() && scene.exemplars->given.empty()) return;
  int64_t counts[3] = {}, pinned = 0;
  for (const int64_t row : scene.exemplars->rows) {
    const ExemplarMark mark = exemplarMarkOf(scene, row);
    ++counts[static_cast<size_t>(mark.kind)];
    pinned += mark.pinned;
  }
  const auto [chosen, given, byHand] = counts;
  if (given + byHand + pinned == 0) return;
  lines.push_back(title(QStringLiteral("Exemplars")));
  const auto add = [&lines](int64_t count, const QString& text, ExemplarMark mark) {
    if (count == 0) return;
    lines.push_back({Symbol::Exemplar, text, countText(count)});
    lines.back().exemplar = mark;
  };
  add(chosen, QStringLiteral("chosen"), {ExemplarKind::Chosen, false});
  add(given, QStringLiteral("given"), {ExemplarKind::Given, false});
  add(byHand, QStringLiteral("by hand"), {ExemplarKind::ByHand, false});
  add(pinned, QStringLiteral("of them pinned"), {ExemplarKind::Chosen, true});
}

std::vector<LegendLine> markLines(const MapScene& scene) {
  std::vector<LegendLine> lines;
  if (scene.overlays.outliers && scene.run) {
    const Outliers& outliers = scene.run->assessment.outliers;
    const int64_t counts[] = {outliers.lost, outliers.stray, outliers.unreachable};
    for (size_t i = 0; i < outlierMarks().size(); ++i) {
      const OutlierMark& mark = outlierMarks()[i];
      if (counts[i] > 0) lines.push_back({Symbol::Mark, mark.name, countText(counts[i]), mark.color, &mark});
    }
    if (!lines.empty()) lines.insert(lines.begin(), title(QStringLiteral("Outliers")));
  }
  if (scene.overlays.exemplars && scene.exemplars) addExemplarLines(scene, lines);
  if (scene.density) {
    lines.push_back(title(QStringLiteral("Density")));
    lines.push_back({Symbol::Text, QStringLiteral("lines hold 25, 50, 75, 95 %"), {}});
  }
  if (scene.occupancy) {
    const int side = scene.occupancy->side;
    lines.push_back(title(QStringLiteral("Occupancy")));
    lines.push_back({Symbol::Text,
                     QStringLiteral("%1 × %1, H_grid %2").arg(side).arg(scene.occupancy->entropy, 0, 'f', 3),
                     {}});
  }
  return lines;
}

/// What the ends of the ramp stand for, as text and count.
LegendLine rampLine(const PointColors& colors) {
  const auto said = [&colors](double value) {
    if (!colors.dates) return numberText(value);
    return QString::fromStdString(dateText(value)).section(' ', 0, 0);  // the time of day would be too long
  };
  return {Symbol::Ramp, (colors.below ? QStringLiteral("≤ ") : QString()) + said(colors.low),
          (colors.above ? QStringLiteral("≥ ") : QString()) + said(colors.high)};
}

std::vector<LegendLine> colorLines(const MapScene& scene, double room) {
  const PointColors& colors = *scene.colors;
  std::vector<LegendLine> lines = {title(colors.title)};
  if (colors.ramp) lines.push_back(rampLine(colors));
  if (!colors.note.isEmpty()) lines.push_back({Symbol::Text, colors.note, {}});
  const auto most = static_cast<size_t>(std::max(2.0, (room - 22) / 18));
  for (size_t i = 0; i < colors.entries.size(); ++i) {
    // The last one takes no more room than to say that there is one more.
    if (i == most && i + 1 < colors.entries.size()) {
      lines.push_back({Symbol::Text, QStringLiteral("and %1 more").arg(colors.entries.size() - most), {}});
      break;
    }
    const LegendEntry& entry = colors.entries[i];
    LegendLine line{Symbol::Dot, entry.text, countText(entry.count), entry.color};
    // Points without a label come after the classes and cannot be switched off.
    if (colors.byClass && i < scene.dataset->classNames.size()) line.label = static_cast<int>(i);
    line.muted = colors.byClass && i < scene.muted.size() && scene.muted[i] != 0;
    lines.push_back(line);
  }
  return lines;
}

std::vector<LegendLine> legendLines(const MapScene& scene, QSizeF size) {
  const bool roomy = size.width() >= 420;  // else the names on the map say enough
  const std::vector<LegendLine> marks = markLines(scene);
  double room = size.height() * 0.7;
  for (const LegendLine& line : marks) room -= heightOf(line);
  std::vector<LegendLine> lines;
  const bool explains = scene.colors && !scene.colors->title.isEmpty();
  if (explains && (scene.showClasses || !scene.colors->byClass) && (roomy || !scene.overlays.labels))
    lines = colorLines(scene, room);
  lines.insert(lines.end(), marks.begin(), marks.end());
  return lines;
}

void paintRamp(QPainter& painter, const LegendLine& line, const PointColors& colors, const Theme& theme) {
  const QRectF bar(line.place.left(), line.place.top() + 3, line.place.width(), 9);
  QLinearGradient gradient(bar.topLeft(), bar.topRight());
  for (size_t i = 0; i <= 10; ++i)
    gradient.setColorAt(static_cast<double>(i) / 10,
                        QColor::fromRgb(colors.palette[i * (PointColors::kSteps - 1) / 10]));
  painter.fillRect(bar, gradient);
  const QRectF numbers(bar.left(), bar.bottom() + 3, bar.width(), 16);
  painter.setPen(theme.dim);
  painter.drawText(numbers, Qt::AlignLeft | Qt::AlignVCenter, line.text);
  painter.drawText(numbers, Qt::AlignRight | Qt::AlignVCenter, line.count);
}

double widthOf(const LegendLine& line, const QFontMetricsF& metrics, const QFontMetricsF& titleMetrics) {
  if (line.symbol == Symbol::Title) return titleMetrics.horizontalAdvance(line.text.toUpper());
  const double texts = metrics.horizontalAdvance(line.text) + metrics.horizontalAdvance(line.count);
  if (line.symbol == Symbol::Ramp) return std::max(kRampWidth, texts + 14);
  return texts + (line.count.isEmpty() ? 4 : 26);
}

}  // namespace

int MapLegend::classAt(QPointF at) const {
  for (const LegendLine& line : lines) {
    if (line.label >= 0 && line.place.adjusted(-kPad, 0, kPad, 0).contains(at)) return line.label;
  }
  return -1;
}

MapLegend layOutLegend(const MapPicture& picture) {
  MapLegend legend;
  if (!picture.scene.positions || !picture.scene.overlays.legend) return legend;
  legend.lines = legendLines(picture.scene, picture.size);
  if (legend.lines.empty()) return legend;
  const QFontMetricsF metrics(interfaceFont(11)), titleMetrics(titleFont());
  double width = 0, height = 8;
  for (const LegendLine& line : legend.lines) {
    width = std::max(width, widthOf(line, metrics, titleMetrics));
    height += heightOf(line);
  }
  // Long names are cut before they take the map's room.
  const double most = std::clamp(picture.size.width() * 0.34, 190.0, 260.0);
  width = std::min({width + 2 * kPad, most, picture.size.width() * 0.5});
  legend.box = QRectF(picture.size.width() - kMargin - width, kMargin, width, height);
  double y = legend.box.top() + 2;
  for (LegendLine& line : legend.lines) {
    line.place = QRectF(legend.box.left() + kPad, y, width - 2 * kPad, heightOf(line));
    y += line.place.height();
  }
  return legend;
}

void paintLegend(QPainter& painter, const MapLegend& legend, const MapPicture& picture) {
  if (legend.lines.empty()) return;
  const Theme& theme = picture.style.theme;
  painter.setPen(QPen(theme.line, 1));
  painter.setBrush(glass(theme));
  painter.drawRoundedRect(legend.box, 6, 6);
  QFont font = interfaceFont(11);
  const QFontMetricsF metrics(font);
  for (const LegendLine& line : legend.lines) {
    if (line.symbol == Symbol::Title) {
      painter.setFont(titleFont());
      painter.setPen(theme.dim);
      painter.drawText(line.place, Qt::AlignLeft | Qt::AlignVCenter, line.text.toUpper());
      continue;
    }
    font.setStrikeOut(false);
    painter.setFont(font);
    if (line.symbol == Symbol::Ramp) {
      paintRamp(painter, line, *picture.scene.colors, theme);
      continue;
    }
    const QPointF symbol(line.place.left() + 4, line.place.center().y());
    if (line.symbol == Symbol::Dot) {
      painter.setPen(line.muted ? QPen(theme.faint, 1.2) : QPen(Qt::NoPen));
      painter.setBrush(line.muted ? QBrush(Qt::NoBrush) : QBrush(line.color));
      painter.drawEllipse(symbol, line.muted ? 3.4 : 4, line.muted ? 3.4 : 4);
    } else if (line.symbol == Symbol::Mark) {
      paintOutlierMark(painter, symbol, *line.mark, theme);
    } else if (line.symbol == Symbol::Exemplar) {
      paintExemplarMark(painter, symbol, 3.4, theme.adapsne, line.exemplar, theme);
    }
    painter.setPen(theme.dim);
    painter.drawText(line.place, Qt::AlignRight | Qt::AlignVCenter, line.count);
    if (line.symbol != Symbol::Text) painter.setPen(line.muted ? theme.faint : theme.text);
    font.setStrikeOut(line.muted);
    painter.setFont(font);
    const double indent = line.symbol == Symbol::Text ? 0 : 14;
    painter.drawText(
        line.place.adjusted(indent, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(line.text, Qt::ElideRight,
                           line.place.width() - indent - metrics.horizontalAdvance(line.count) - 4));
  }
}

}  // namespace adapsne
