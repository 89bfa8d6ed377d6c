// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/accelerator_painter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <QFontMetricsF>
#include <QObject>

#include "core/accelerator/technology.h"
#include "core/support/format.h"
#include "views/colors.h"
#include "views/format.h"
#include "views/nice_ticks.h"

namespace adapsne {

namespace {

constexpr double kGap = 16, kTitle = 18, kRow = 15, kLegendLine = 14;
constexpr double kBelowTitle = 6;  // where there is room
constexpr double kTall = 430;      // from here on the array stands above the phases, not beside them

/// One decimal is what a first-order model can bear.
QString percentText(double share) {
  return share > 0 && share < 0.0005 ? QStringLiteral("<0.1 %")
                                     : QStringLiteral("%1 %").arg(100 * share, 0, 'f', 1);
}

QString cyclesText(Count cycles) {
  return QString::fromStdString(grouped(cycles.text()));
}

class AcceleratorPainter {
 public:
  AcceleratorPainter(QPainter& painter, const Theme& theme, const AcceleratorReport& report,
                     std::vector<HoverText>* hovers)
      : p_(painter), theme_(theme), r_(report), hovers_(hovers) {}

  void paint(QSizeF size) {
    p_.fillRect(QRectF(QPointF(), size), theme_.panel);
    const QRectF area = QRectF(QPointF(), size).adjusted(12, 6, -12, -8);
    const double top = area.top() +
                       headline({area.left(), area.top(), area.width() - 64, kTitle}, area.height() > 190) +
                       (area.height() >= kTall ? 8 : 4);
    const double height = area.bottom() - top;
    if (area.height() >= kTall) return paintTall(area, top);
    const double side = std::min(height - kTitle - 14, area.width() * 0.2);
    const double energyWidth = std::clamp(area.width() * 0.3, 215.0, 340.0);
    heatMap({area.left(), top, side, height});
    const double middle = area.left() + side + kGap + 22;
    phases({middle, top, area.right() - energyWidth - kGap - middle, height});
    energy({area.right() - energyWidth, top, energyWidth, height}, 34, 2);
  }

 private:
  void text(const QRectF& place, const QString& what, const QColor& color, int pixels, int flags,
            bool strong = false) {
    QFont font = interfaceFont(pixels);
    if (strong) font.setWeight(QFont::DemiBold);
    p_.setFont(font);
    p_.setPen(color);
    p_.drawText(place, flags | Qt::AlignVCenter,
                QFontMetricsF(font).elidedText(what, Qt::ElideRight, place.width()));
  }
  /// What limits the run; in two lines where one is too short and there is room. Returns the height.
  double headline(const QRectF& line, bool hasRoom) {
    const QString what = QString::fromStdString(r_.limit);
    const QFont font = interfaceFont(12);
    if (!hasRoom || QFontMetricsF(font).horizontalAdvance(what) <= line.width()) {
      explain(line, what);
      text(line, what, theme_.text, 12, Qt::AlignLeft);
      return line.height();
    }
    const QRectF two(line.left(), line.top() + 1, line.width(), 2 * kRow);
    explain(two, what);
    p_.setFont(font);
    p_.setPen(theme_.text);
    p_.drawText(two, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, what);
    return two.height();
  }
  void explain(const QRectF& place, const QString& what) {
    if (hovers_) hovers_->push_back({place, what});
  }
  QColor labelColor(size_t label) const {
    const QColor quiet = theme_.dark ? QColor("#3a4250") : QColor("#c3cad4");
    const std::array<QColor, kPeLabels> colors = {theme_.adapsne,
                                                  QColor(theme_.dark ? "#9a8ae0" : "#7a64c8"),
                                                  theme_.dark ? QColor("#5b6678") : QColor("#97a1b0"),
                                                  QColor("#e6a01a"),
                                                  QColor("#d65f2c"),
                                                  quiet};
    return colors[label];
  }

  void heatMap(const QRectF& area) {
    text({area.left(), area.top(), area.width() + 24, kTitle},
         QObject::tr("%1 x %2 PEs, active %3")
             .arg(r_.configuration.rows)
             .arg(r_.configuration.columns)
             .arg(percentText(r_.utilization)),
         theme_.dim, 11, Qt::AlignLeft);
    const int rows = r_.configuration.rows, columns = r_.configuration.columns;
    const double side = area.width();
    const QRectF map(area.left(), area.top() + kTitle + 2, side, side);
    const double hottest = *std::max_element(r_.heatMap.begin(), r_.heatMap.end());
    const double scale = std::max(1e-9, hottest);
    const double w = side / columns, h = side / rows, gap = w > 6 ? 1 : 0;
    p_.setPen(Qt::NoPen);
    for (int y = 0; y < rows; ++y)
      for (int x = 0; x < columns; ++x) {
        const double active = r_.heatMap[static_cast<size_t>(y) * columns + x];
        const QRectF cell(map.left() + x * w, map.top() + y * h, w - gap, h - gap);
        p_.fillRect(cell, viridis(active / scale));
        explain(cell, QObject::tr(
                          "PE (%1, %2): active %3 % of all cycles.\nRows hold points, columns candidates or "
                          "neighbours; the mean of the map is the utilisation.")
                          .arg(y)
                          .arg(x)
                          .arg(100 * active, 0, 'f', 2));
      }
    const QRectF ramp(map.right() + 6, map.top(), 8, side);
    QLinearGradient gradient(ramp.bottomLeft(), ramp.topLeft());
    for (int i = 0; i <= 8; ++i) gradient.setColorAt(i / 8.0, viridis(i / 8.0));
    p_.fillRect(ramp, gradient);
    text({map.left(), map.bottom() + 1, side + 14, 12}, QObject::tr("0 to %1").arg(percentText(hottest)),
         theme_.faint, 10, Qt::AlignRight);
  }

  /// A page of its own: the array and its units above, what they do in each phase and what it costs below.
  void paintTall(const QRectF& area, double top) {
    // Two columns of which one would cut its names stand below each other.
    constexpr double kTwoColumns = 540;
    const bool stacked = area.width() < kTwoColumns;
    const double upper = (area.bottom() - top) * (stacked ? 0.36 : 0.46);
    const double side = std::min(upper - kTitle - 18, area.width() * 0.36);
    heatMap({area.left(), top, side, upper});
    const double beside = area.left() + side + kGap + 30, below = top + upper + kGap;
    const QRectF units(beside, top, area.right() - beside, upper - 16);
    unitsTitle(units);
    constexpr double kNames = 72;
    lanes(units, kNames, (units.height() - kTitle - 2) / static_cast<double>(unitCount()));
    timeAxis({units.left() + kNames, units.bottom(), units.width() - kNames, 16});
    QRectF left(area.left(), below, area.width(), area.bottom() - below), right = left;
    if (stacked) {
      left.setHeight((left.height() - kGap) * 0.54);
      right.setTop(left.bottom() + kGap);
    } else {
      right.setLeft(right.right() - std::clamp(area.width() * 0.4, 260.0, 560.0));
      left.setRight(right.left() - 2 * kGap);
    }
    text({left.left(), left.top(), left.width(), kTitle},
         QObject::tr("What the PEs do in each phase, and its share of the cycles"), theme_.dim, 11,
         Qt::AlignLeft);
    constexpr double kTallRow = 48, kTallEnergy = 80;
    left = onlyAsTall(left, kTitle + kBelowTitle + 6 + kTallRow * phaseCount(), peLegend());
    const double legendHeight = legend(peLegend(), left, left.height() - kTitle - 2 - 10 * phaseCount());
    phaseRows({left.left(), left.top() + kTitle + kBelowTitle, left.width(),
               left.height() - kTitle - kBelowTitle - 6 - legendHeight},
              nameWidth(left.width()), kTallRow);
    energy(right, kTallEnergy, kBelowTitle);
  }

  /// Under the lanes: the time that the run takes on the accelerator.
  void timeAxis(const QRectF& line) {
    if (!(r_.seconds > 0)) return;
    const auto [unit, scale] = r_.seconds >= 1      ? std::pair("s", 1.0)
                               : r_.seconds >= 1e-3 ? std::pair("ms", 1e3)
                                                    : std::pair("µs", 1e6);
    const double whole = r_.seconds * scale;
    const NiceTicks ticks = niceTicks(0, whole);
    for (int i = 0; i < ticks.count && i * ticks.step <= whole; ++i) {
      const double x = line.left() + line.width() * i * ticks.step / whole;
      p_.fillRect(QRectF(x, line.top() - 2, 1, 4), theme_.faint);
      QString number = QString::number(i * ticks.step, 'f', ticks.decimals);
      if (i == 0) number = QStringLiteral("0 ") + QString::fromUtf8(unit);
      const double width = QFontMetricsF(interfaceFont(10)).horizontalAdvance(number) + 2;
      const double left = std::clamp(x - width / 2, line.left(), line.right() - width);
      text({left, line.top() + 2, width, 12}, number, theme_.dim, 10, Qt::AlignHCenter);
    }
  }

  double phaseCount() const { return static_cast<double>(r_.phases.size()); }
  size_t unitCount() const { return unitUse(r_.phases.front(), r_.configuration).size(); }
  static constexpr double kShare = 46;  ///< Of the cycles, in figures, behind each phase's bar.
  double nameWidth(double width) const {
    constexpr double kLeastBar = 54;
    const QFontMetricsF metrics(interfaceFont(11));
    double longest = 60;
    for (const PhaseReport& phase : r_.phases)
      longest = std::max(longest, metrics.horizontalAdvance(QString::fromStdString(phase.name)) + 10);
    return std::min(longest, std::max(60.0, width - kShare - kLeastBar));
  }
  void unitsTitle(const QRectF& area) {
    text({area.left(), area.top(), area.width(), kTitle},
         QObject::tr("Units over time: %1 cycles, %2")
             .arg(cyclesText(r_.totalCycles), durationText(r_.seconds)),
         theme_.dim, 11, Qt::AlignLeft);
  }

  /// The units over time in true proportion, and below what the PEs do in each phase.
  void phases(const QRectF& area) {
    constexpr double kLeastRow = 10, kLane = 9;
    unitsTitle(area);
    const double names = nameWidth(area.width());
    const double legendHeight =
        legend(peLegend(), area, area.height() - kTitle - 2 - kLeastRow * phaseCount());
    double y = area.top() + kTitle + 2;
    const double allLanes = static_cast<double>(unitCount()) * kLane + 8;
    // Where both do not fit, what the PEs do in each phase says more than the lanes.
    if (area.bottom() - legendHeight - (y + allLanes) >= 11.5 * phaseCount()) {
      lanes(area, names, kLane);
      y += allLanes;
    }
    phaseRows({area.left(), y, area.width(), area.bottom() - legendHeight - y}, names, kRow);
  }

  /// Below the area's title; `names` is the width that the units' names take.
  void lanes(const QRectF& area, double names, double lane) {
    const double total = static_cast<double>(r_.totalCycles);
    const double left = area.left() + names, width = area.right() - left;
    const double gap = lane > 14 ? 5 : 2;
    double y = area.top() + kTitle + 2;
    for (size_t u = 0; u < unitCount(); ++u) {
      double x = left;
      p_.fillRect(QRectF(left, y, width, lane - gap), theme_.plot);
      for (const PhaseReport& phase : r_.phases) {
        const UnitUse use = unitUse(phase, r_.configuration)[u];
        const double span = width * static_cast<double>(phase.cycles) / total;
        QColor color = okabeIto(static_cast<int>(u) + 1);
        color.setAlphaF(static_cast<float>(use.share));
        const QRectF place(x, y, span, lane - gap);
        p_.fillRect(place, color);
        if (span >= 3)
          explain(place, QObject::tr("%1 in %2: busy %3 % of the phase's cycles.")
                             .arg(use.unit, QString::fromStdString(phase.name))
                             .arg(100 * use.share, 0, 'f', 1));
        x += span;
      }
      const double words = std::max(lane - gap, 11.0);
      text({area.left(), y + (lane - gap - words) / 2, names - 8, words},
           unitUse(r_.phases.front(), r_.configuration)[u].unit, theme_.dim, lane > 14 ? 11 : 10,
           Qt::AlignRight);
      y += lane;
    }
  }

  void phaseRows(const QRectF& area, double names, double most) {
    const double total = static_cast<double>(r_.totalCycles);
    const double left = area.left() + names, width = area.right() - left;
    const double row = std::min(most, area.height() / phaseCount()), gap = row > 20 ? 6 : 3;
    double y = area.top();
    for (const PhaseReport& phase : r_.phases) {
      text({area.left(), y, names - 8, row}, QString::fromStdString(phase.name), theme_.text, 11,
           Qt::AlignRight);
      phaseBar(phase, {left, y + gap / 2, width - kShare, row - gap});
      text({area.right() - kShare, y, kShare, row}, percentText(static_cast<double>(phase.cycles) / total),
           theme_.dim, 11, Qt::AlignRight);
      y += row;
    }
  }

  void phaseBar(const PhaseReport& phase, const QRectF& bar) {
    double all = 0;
    for (const Count cycles : phase.peCycles) all += static_cast<double>(cycles);
    QString help = QString::fromStdString(phase.name) + ": " + cyclesText(phase.cycles) +
                   QObject::tr(" cycles, DRAM ") + numberText(phase.operations.dramBytes / 1e6) + " MB\n" +
                   QString::fromStdString(phase.formula);
    double x = bar.left();
    for (size_t l = 0; l < kPeLabels && all > 0; ++l) {
      const double part = static_cast<double>(phase.peCycles[l]) / all;
      p_.fillRect(QRectF(x, bar.top(), bar.width() * part, bar.height()), labelColor(l));
      x += bar.width() * part;
      if (part > 0)
        help += QStringLiteral("\n%1 %  %2")
                    .arg(100 * part, 0, 'f', 1)
                    .arg(peLabelTitle(static_cast<PeLabel>(l)));
    }
    explain(bar, help);
  }

  struct LegendEntry {
    QString name;
    QColor color;
    double width;  ///< with its square and the gap to the next
  };
  static LegendEntry legendEntry(const QString& name, const QColor& color) {
    return {name, color, QFontMetricsF(interfaceFont(10)).horizontalAdvance(name) + 22};
  }
  /// What the PEs do in any phase.
  std::vector<LegendEntry> peLegend() const {
    std::vector<LegendEntry> entries;
    for (size_t l = 0; l < kPeLabels; ++l) {
      const bool occurs = std::any_of(r_.phases.begin(), r_.phases.end(),
                                      [l](const PhaseReport& phase) { return phase.peCycles[l] > 0; });
      if (occurs) entries.push_back(legendEntry(peLabelTitle(static_cast<PeLabel>(l)), labelColor(l)));
    }
    return entries;
  }
  static int legendLines(const std::vector<LegendEntry>& entries, double width) {
    int lines = 1;
    double x = 0;
    for (const LegendEntry& entry : entries) {
      if (x > 0 && x + entry.width - 10 > width) {
        ++lines;
        x = 0;
      }
      x += entry.width;
    }
    return lines;
  }
  /// An area that ends with its legend, which stands right below what it explains.
  static QRectF onlyAsTall(const QRectF& area, double content, const std::vector<LegendEntry>& entries) {
    QRectF needed = area;
    needed.setHeight(std::min(area.height(), content + kLegendLine * legendLines(entries, area.width())));
    return needed;
  }

  /// At the bottom of an area, in as many lines as it takes or there is room for: what does not fit, a bar's
  /// help names as well. Returns the height.
  double legend(const std::vector<LegendEntry>& entries, const QRectF& area, double room) {
    const int lines = std::clamp(static_cast<int>(room / kLegendLine), 0, legendLines(entries, area.width()));
    double x = area.left(), y = area.bottom() + 2 - kLegendLine * lines;
    for (const LegendEntry& entry : entries) {
      if (x > area.left() && x + entry.width - 10 > area.right()) {
        x = area.left();
        y += kLegendLine;
      }
      if (y + kLegendLine > area.bottom() + 3) break;
      p_.fillRect(QRectF(x, y + 3, 8, 8), entry.color);
      text({x + 12, y, entry.width - 10, kLegendLine}, entry.name, theme_.dim, 10, Qt::AlignLeft);
      x += entry.width;
    }
    return kLegendLine * lines;
  }

  /// `most` high bars at most, `under` below the title.
  void energy(const QRectF& whole, double most, double under) {
    QRectF area = whole;
    text({area.left(), area.top(), area.width(), kTitle},
         QObject::tr("Energy of the whole run, area; first order"), theme_.dim, 11, Qt::AlignLeft);
    double largest = 0;
    for (const EnergyReport& e : r_.energy) largest = std::max(largest, e.total());
    const std::array<const char*, 5> names = {"compute", "SRAM", "DRAM", "leakage", "DRAM background"};
    const std::array<QColor, 5> colors = {okabeIto(2), okabeIto(3), okabeIto(6), okabeIto(4),
                                          theme_.dark ? QColor("#5b6678") : QColor("#97a1b0")};
    std::vector<LegendEntry> entries;
    for (size_t t = 0; t < names.size(); ++t) {
      const bool occurs = std::any_of(r_.energy.begin(), r_.energy.end(),
                                      [t](const EnergyReport& e) { return energyTerms(e)[t] > 0; });
      if (occurs) entries.push_back(legendEntry(names[t], colors[t]));
    }
    constexpr double kLeastStep = 22;
    area = onlyAsTall(area, kTitle + under + 5 * most, entries);
    const double legendHeight = legend(entries, area, area.height() - kTitle - under - 5 * kLeastStep);
    const double step = std::min(most, (area.height() - kTitle - under - legendHeight) / 5);
    double y = area.top() + kTitle + under;
    for (const EnergyReport& e : r_.energy) {
      const QString name = QString(e.architecture == Architecture::Dedicated ? QObject::tr("dedicated")
                                                                             : QObject::tr("multiplexed")) +
                           (e.fusion == Fusion::Spill ? QObject::tr(", spill") : QObject::tr(", fused")) +
                           (e.gated ? QObject::tr(", gated") : QString());
      const bool chosen =
          !e.gated && e.architecture == r_.configuration.architecture && e.fusion == r_.configuration.fusion;
      const double figures = 112;
      text({area.left(), y, area.width() - figures, 13}, name, chosen ? theme_.text : theme_.dim, 11,
           Qt::AlignLeft, chosen);
      text({area.left(), y, area.width(), 13},
           QObject::tr("%1 mJ  %2 mm²").arg(numberText(1e3 * e.total()), numberText(e.areaMm2)),
           chosen ? theme_.text : theme_.dim, 11, Qt::AlignRight, chosen);
      const std::array<double, 5> terms = energyTerms(e);
      const QRectF bar(area.left(), y + 14, area.width(), std::max(4.0, step - (step > 44 ? 28 : 20)));
      p_.fillRect(bar, theme_.plot);
      double x = bar.left();
      QString help =
          name + QObject::tr(": search + entropy %1 mJ of the whole's %2 mJ (baseline: the other bars)")
                     .arg(numberText(1e3 * e.searchAndEntropy), numberText(1e3 * e.total()));
      for (size_t t = 0; t < terms.size(); ++t) {
        const double width = largest > 0 ? bar.width() * terms[t] / largest : 0;
        p_.fillRect(QRectF(x, bar.top(), width, bar.height()), colors[t]);
        x += width;
        help += QStringLiteral("\n%1 mJ  %2").arg(numberText(1e3 * terms[t]), names[t]);
      }
      help += QObject::tr("\nDRAM %1 pJ/bit: %2")
                  .arg(constant("dram_bit"))
                  .arg(QString::fromStdString(sourceOf("dram_bit")));
      help += QObject::tr("\nOperations: %1; SRAM: %2")
                  .arg(QString::fromStdString(sourceOf("add16")), QString::fromStdString(sourceOf("sram64")));
      explain({area.left(), y, area.width(), step}, help);
      y += step;
    }
  }

  static std::array<double, 5> energyTerms(const EnergyReport& e) {
    return {e.compute, e.sram, e.dram, e.leakage, e.dramBackground};
  }

  static std::string sourceOf(const std::string& name) {
    for (const Constant& c : constants())
      if (c.name == name) return c.source;
    return {};
  }

  QPainter& p_;
  const Theme& theme_;
  const AcceleratorReport& r_;
  std::vector<HoverText>* hovers_;
};

}  // namespace

void paintAccelerator(QPainter& painter, QSizeF size, const Theme& theme, const AcceleratorReport& report,
                      std::vector<HoverText>* hovers) {
  if (hovers) hovers->clear();
  AcceleratorPainter(painter, theme, report, hovers).paint(size);
}

}  // namespace adapsne
