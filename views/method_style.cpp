// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/method_style.h"

#include <algorithm>
#include <array>
#include <vector>

#include <QPolygonF>

#include "core/comparison/compared_methods.h"

namespace adapsne {
namespace {

constexpr std::string_view kByClass = "-classes";
constexpr size_t kPatterns = 4;

/// Without the ones that look like NMS's orange or AdapSNE's blue.
QColor paletteColor(const Theme& theme, size_t index) {
  static constexpr std::array<QRgb, 8> kDark = {0xffa9b2bf, 0xff6cc070, 0xffd8a0e0, 0xffe3cf57,
                                                0xffc9a27e, 0xff4fc4b0, 0xfff27d85, 0xfff29ac1};
  static constexpr std::array<QRgb, 8> kLight = {0xff667080, 0xff2e7d32, 0xff8e3fa0, 0xff8a7400,
                                                 0xff7a5236, 0xff00796b, 0xffc62839, 0xffb8407c};
  return QColor::fromRgb((theme.dark ? kDark : kLight)[index % kDark.size()]);
}
constexpr size_t kColors = 8;

bool isByClass(const std::string& method) {
  return method.size() > kByClass.size() &&
         method.compare(method.size() - kByClass.size(), kByClass.size(), kByClass) == 0;
}

/// What shares a colour: "kmeans-pca" for itself and class by class, "random" for random rows of each class.
std::string familyOf(const std::string& method) {
  if (method == "stratified") return "random";
  return isByClass(method) ? method.substr(0, method.size() - kByClass.size()) : method;
}

struct Families {
  std::vector<std::string> others;             ///< In the order of comparedMethods().
  std::vector<std::string> nms, adapsne = {};  ///< Presets.
};

const Families& families() {
  static const Families all = [] {
    Families found;
    for (const ComparedMethod& method : comparedMethods()) {
      const std::string family = familyOf(method.name);
      if (!method.preset.empty())
        (method.name.rfind("nms", 0) == 0 ? found.nms : found.adapsne).push_back(method.name);
      else if (std::find(found.others.begin(), found.others.end(), family) == found.others.end())
        found.others.push_back(family);
    }
    return found;
  }();
  return all;
}

size_t placeIn(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

}  // namespace

MethodStyle methodStyle(const Theme& theme, const std::string& method) {
  for (const std::vector<std::string>* presets : {&families().nms, &families().adapsne}) {
    const size_t place = placeIn(*presets, method);
    if (place < presets->size()) return {methodColor(theme, method), static_cast<int>(place % kPatterns)};
  }
  const size_t place = placeIn(families().others, familyOf(method));
  const size_t pattern = 2 * (place / kColors) + (familyOf(method) == method ? 0 : 1);
  return {paletteColor(theme, place), static_cast<int>(pattern % kPatterns)};
}

QPen methodPen(const MethodStyle& style, double width) {
  static const std::array<QList<qreal>, kPatterns> kDashes = {
      QList<qreal>{}, {3, 2}, {1, 1.5}, {4, 1.5, 1, 1.5}};
  QPen pen(style.color, width);
  pen.setJoinStyle(Qt::RoundJoin);
  pen.setCapStyle(Qt::FlatCap);
  const QList<qreal>& dashes = kDashes[static_cast<size_t>(style.pattern)];
  if (!dashes.isEmpty()) pen.setDashPattern(dashes);
  return pen;
}

void paintMethodMark(QPainter& painter, QPointF at, const MethodStyle& style, double radius) {
  painter.setPen(Qt::NoPen);
  painter.setBrush(style.color);
  const double r = radius;
  switch (style.pattern) {
    case 0:
      return painter.drawEllipse(at, r, r);
    case 1:
      return painter.drawRect(QRectF(at.x() - 0.9 * r, at.y() - 0.9 * r, 1.8 * r, 1.8 * r));
    case 2:
      return painter.drawPolygon(QPolygonF(
          {at + QPointF(0, -1.2 * r), at + QPointF(1.1 * r, 0.8 * r), at + QPointF(-1.1 * r, 0.8 * r)}));
    default:
      return painter.drawPolygon(QPolygonF({at + QPointF(0, -1.3 * r), at + QPointF(1.3 * r, 0),
                                            at + QPointF(0, 1.3 * r), at + QPointF(-1.3 * r, 0)}));
  }
}

}  // namespace adapsne
