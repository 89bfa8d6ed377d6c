// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/point_colors.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>

#include <QStringList>

#include "core/embedding/map_density.h"
#include "core/embedding/middle_range.h"
#include "core/support/enum_words.h"
#include "core/tables/attribute_values.h"
#include "views/colors.h"
#include "views/format.h"
#include "views/map_overlays.h"

namespace adapsne {

namespace {

void colorByLabel(PointColors& colors, const ColorInputs& in) {
  const Dataset& dataset = in.dataset;
  if (!dataset.hasLabels()) {
    colors.index.assign(static_cast<size_t>(dataset.points), 0);
    colors.palette = {in.theme.adapsne.rgb()};
    return;
  }
  colors.title = QStringLiteral("Classes");
  colors.byClass = true;
  for (int c = 0; c < dataset.classes(); ++c) {
    const QColor color = classColor(c);
    colors.palette.push_back(color.rgb());
    colors.entries.push_back({color, QString::fromStdString(dataset.classNames[static_cast<size_t>(c)]), 0});
  }
  colors.index.reserve(dataset.labels.size());
  // The last one: points without a label, in grey.
  const auto unlabelled = static_cast<size_t>(dataset.classes());
  const auto indexOf = [&](int32_t label) {
    return label == kUnlabelled ? unlabelled : static_cast<size_t>(label);
  };
  if (std::find(dataset.labels.begin(), dataset.labels.end(), kUnlabelled) != dataset.labels.end()) {
    colors.palette.push_back(in.theme.faint.rgb());
    colors.entries.push_back({in.theme.faint, QStringLiteral("unlabelled"), 0});
  }
  for (const int32_t label : dataset.labels) {
    colors.index.push_back(static_cast<uint16_t>(indexOf(label)));
    ++colors.entries[indexOf(label)].count;
  }
}

constexpr int kSteps = PointColors::kSteps;

/// What most of the finite values span; 0 to 0 where there are none.
MiddleRange rangeOf(const std::vector<double>& values) {
  constexpr double kTail = 0.01;
  std::vector<double> finite;
  std::copy_if(values.begin(), values.end(), std::back_inserter(finite),
               [](double v) { return std::isfinite(v); });
  return finite.empty() ? MiddleRange{} : middleOf(finite, kTail);
}

/// Indices along the ramp from low to high; what lies beyond takes an end, what is not a number the lower
/// one.
void placeOnRamp(PointColors& colors, const std::vector<double>& values) {
  colors.ramp = true;
  const double span = colors.high > colors.low ? colors.high - colors.low : 1;
  colors.below = std::any_of(values.begin(), values.end(), [&](double v) { return v < colors.low; });
  colors.above = std::any_of(values.begin(), values.end(), [&](double v) { return v > colors.high; });
  colors.index.reserve(values.size());
  for (const double value : values) {
    const double t = std::isnan(value) ? 0 : std::clamp((value - colors.low) / span, 0.0, 1.0);
    colors.index.push_back(static_cast<uint16_t>(std::lround((kSteps - 1) * t)));
  }
}

/// Viridis over the 1 to 99 percentiles, so that a few extremes do not flatten the rest.
void colorByValue(PointColors& colors, const std::vector<double>& values, const Theme& theme) {
  // The end of viridis that would vanish in the background is left out.
  const double from = theme.dark ? 0.16 : 0, to = theme.dark ? 1 : 0.9;
  for (int i = 0; i < kSteps; ++i)
    colors.palette.push_back(viridis(from + (to - from) * i / (kSteps - 1)).rgb());
  const MiddleRange range = rangeOf(values);
  colors.low = range.low;
  colors.high = range.high;
  placeOnRamp(colors, values);
}

/// Too low, right, too high: signed values on a ramp whose middle is 0.
void colorBySign(PointColors& colors, const std::vector<double>& values, double leastRange,
                 const Theme& theme) {
  const QColor middle = theme.dark ? QColor("#56606f") : QColor("#c3cad4");
  const QColor below = okabeIto(1), above = okabeIto(5);
  for (int i = 0; i < kSteps; ++i) {
    const double t = 2.0 * i / (kSteps - 1) - 1;
    const QColor& end = t < 0 ? below : above;
    const auto mix = [t](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * std::abs(t))); };
    colors.palette.push_back(
        qRgb(mix(middle.red(), end.red()), mix(middle.green(), end.green()), mix(middle.blue(), end.blue())));
  }
  std::vector<double> sizes;
  sizes.reserve(values.size());
  for (const double value : values) sizes.push_back(std::abs(value));
  colors.high = std::max(leastRange, rangeOf(sizes).high);
  colors.low = -colors.high;
  placeOnRamp(colors, values);
}

std::vector<double> perplexityErrors(const Run& run) {
  std::vector<double> errors;
  for (const double reached : run.sigma->reached)
    errors.push_back(100 * (reached / run.targetPerplexity - 1));
  return errors;
}

std::vector<double> column(const Dataset& dataset, int64_t feature) {
  std::vector<double> values;
  values.reserve(static_cast<size_t>(dataset.points));
  for (int64_t row = 0; row < dataset.points; ++row) values.push_back(dataset.value(row, feature));
  return values;
}

void colorByTerritory(PointColors& colors, const ColorInputs& in) {
  // Until it is known who stands for whom after an edit, the run's own territories are shown.
  const Subset& subset = in.subset->territory.empty() ? *in.run->subset : *in.subset;
  constexpr size_t kMostColors = 4096;
  const size_t count = std::min(subset.rows.size(), kMostColors);
  colors.title = QStringLiteral("Territories");
  colors.note = QStringLiteral("a colour for each of %1 exemplars")
                    .arg(countText(static_cast<int64_t>(subset.rows.size())));
  for (size_t i = 0; i < count; ++i) {
    // Hues a golden angle apart: neighbours in the list differ, and in the map as a rule.
    const double hue = std::fmod(static_cast<double>(i) * 0.61803398875, 1.0);
    colors.palette.push_back(QColor::fromHslF(static_cast<float>(hue),
                                              0.5f + 0.2f * static_cast<float>(i % 2),
                                              0.46f + 0.11f * static_cast<float>(i % 3))
                                 .rgb());
  }
  for (const int32_t territory : subset.territory)
    colors.index.push_back(static_cast<uint16_t>(static_cast<size_t>(territory) % count));
}

void colorByOutlier(PointColors& colors, const ColorInputs& in) {
  colors.title = QStringLiteral("Outliers of the map");
  const QColor fine = in.theme.dark ? QColor("#4a5362") : QColor("#b8c0cc");
  colors.palette.push_back(fine.rgb());
  colors.entries.push_back({fine, QStringLiteral("in place"), 0});
  for (const OutlierMark& mark : outlierMarks()) {
    colors.palette.push_back(mark.color.rgb());
    colors.entries.push_back({mark.color, mark.name, 0});
  }
  for (const uint8_t reasons : in.run->assessment.outliers.reasons) {
    const uint16_t kind = reasons & kLost ? 1 : reasons & kStray ? 2 : reasons & kUnreachable ? 3 : 0;
    colors.index.push_back(kind);
    ++colors.entries[kind].count;
  }
}

void colorByFeature(PointColors& colors, const ColorInputs& in) {
  const int64_t feature = std::clamp<int64_t>(in.by.column, 0, in.dataset.dimensions - 1);
  colors.title = featureTitle(in.dataset, feature);
  colorByValue(colors, column(in.dataset, feature), in.theme);
}

void colorBySigma(PointColors& colors, const ColorInputs& in) {
  colors.title = QStringLiteral("Sigma");
  colorByValue(colors, in.run->sigma->sigma, in.theme);
}

void colorByPerplexity(PointColors& colors, const ColorInputs& in) {
  colors.title = QStringLiteral("Perplexity reached");
  colorByValue(colors, in.run->sigma->reached, in.theme);
}

void colorByPerplexityError(PointColors& colors, const ColorInputs& in) {
  constexpr double kLeastRange = 0.1;  // per cent: less is no error to speak of
  colors.title = QStringLiteral("Perplexity error, %");
  colorBySign(colors, perplexityErrors(*in.run), kLeastRange, in.theme);
}

void colorByDensity(PointColors& colors, const ColorInputs& in) {
  const std::vector<float> density = mapDensity(in.run->map->positions).atPoint;
  colors.title = QStringLiteral("Points per unit of area");
  colorByValue(colors, {density.begin(), density.end()}, in.theme);
}

void colorByColumn(PointColors& colors, const ColorInputs& in) {
  constexpr size_t kMostCategories = 12;
  const std::vector<Attribute>& attributes = in.dataset.attributes;
  if (attributes.empty()) return colorByLabel(colors, in);
  const auto chosen = static_cast<size_t>(std::clamp<int64_t>(in.by.column, 0, std::ssize(attributes) - 1));
  const AttributeValues values = valuesOf(attributes[chosen], kMostCategories);
  colors.title = QString::fromStdString(attributes[chosen].name);
  if (values.kind != AttributeValues::Kind::Category) {
    colors.dates = values.kind == AttributeValues::Kind::Date;
    colorByValue(colors, values.numbers, in.theme);
    if (values.missing == 0) return;
    colors.note = QStringLiteral("%1 without a value, in grey").arg(countText(values.missing));
    const auto missing = static_cast<uint16_t>(colors.palette.size());
    colors.palette.push_back(in.theme.faint.rgb());
    for (size_t i = 0; i < values.numbers.size(); ++i)
      if (std::isnan(values.numbers[i])) colors.index[i] = missing;
    return;
  }
  const auto add = [&](const QColor& color, const QString& text, int64_t count) {
    colors.palette.push_back(color.rgb());
    colors.entries.push_back({color, text, count});
    return static_cast<uint16_t>(colors.palette.size() - 1);
  };
  for (size_t i = 0; i < values.categories.size(); ++i)
    add(classColor(static_cast<int>(i)), QString::fromStdString(values.categories[i].name),
        values.categories[i].count);
  uint16_t other = 0, missing = 0;
  if (values.other > 0) other = add(in.theme.dim, QStringLiteral("other"), values.other);
  if (values.missing > 0) missing = add(in.theme.faint, QStringLiteral("missing"), values.missing);
  colors.index.reserve(values.category.size());
  for (const int32_t category : values.category)
    colors.index.push_back(category == AttributeValues::kMissing ? missing
                           : category == AttributeValues::kOther ? other
                                                                 : static_cast<uint16_t>(category));
}

constexpr ColorRow kRows[] = {
    {ColorKind::Label, "label", "Class label", "1", false, colorByLabel},
    {ColorKind::Feature, "feature", "Feature", "2", false, colorByFeature},
    {ColorKind::Sigma, "sigma", "Sigma", "3", true, colorBySigma},
    {ColorKind::Perplexity, "perplexity", "Perplexity reached", "4", true, colorByPerplexity},
    {ColorKind::PerplexityError, "perplexity-error", "Perplexity error", "5", true, colorByPerplexityError},
    {ColorKind::Outlier, "outlier", "Outlier reason", "6", true, colorByOutlier},
    {ColorKind::Density, "density", "Density in the map", "7", true, colorByDensity},
    {ColorKind::Territory, "territory", "Territory", "8", true, colorByTerritory},
    {ColorKind::Column, "column", "Other column", "9", false, colorByColumn},
};
static_assert(wordsOf(kRows).size() == std::size(kRows));  // it compiles only where each value has a row

}  // namespace

QString featureTitle(const Dataset& dataset, int64_t feature) {
  if (!dataset.featureNames.empty())
    return QString::fromStdString(dataset.featureNames[static_cast<size_t>(feature)]);
  if (dataset.image.empty()) return QStringLiteral("feature %1").arg(dataset.sourceColumn(feature));
  const int64_t pixel = feature / dataset.image.channels;
  QString title =
      QStringLiteral("pixel %1, %2").arg(pixel / dataset.image.width).arg(pixel % dataset.image.width);
  if (dataset.image.channels > 1)
    title += QStringLiteral(", channel %1").arg(feature % dataset.image.channels);
  return title;
}

std::span<const ColorRow> colorRows() {
  return kRows;
}

const ColorRow& colorRow(ColorKind kind) {
  for (const ColorRow& row : kRows)
    if (row.value == kind) return row;
  throw std::invalid_argument("not a kind of colours");
}

const ColorRow* colorRow(std::string_view word) {
  for (const ColorRow& row : kRows)
    if (row.word == word) return &row;
  return nullptr;
}

QStringList colorChoices(const Dataset& dataset, ColorKind kind) {
  QStringList titles;
  if (kind == ColorKind::Feature)
    for (int64_t feature = 0; feature < dataset.dimensions; ++feature)
      titles << featureTitle(dataset, feature);
  if (kind == ColorKind::Column)
    for (const Attribute& attribute : dataset.attributes) titles << QString::fromStdString(attribute.name);
  return titles;
}

int64_t colorChoice(const Dataset& dataset, ColorKind kind, const QString& name) {
  const QStringList titles = colorChoices(dataset, kind);
  for (const Qt::CaseSensitivity how : {Qt::CaseSensitive, Qt::CaseInsensitive}) {
    const auto found = std::find_if(titles.begin(), titles.end(),
                                    [&](const QString& title) { return title.compare(name, how) == 0; });
    if (found != titles.end()) return found - titles.begin();
  }
  bool isNumber = false;
  const qlonglong number = name.toLongLong(&isNumber);
  if (!isNumber) return -1;
  if (kind == ColorKind::Feature) {
    for (int64_t feature = 0; feature < dataset.dimensions; ++feature)
      if (dataset.sourceColumn(feature) == number) return feature;
    return -1;
  }
  for (size_t i = 0; i < dataset.columns.size(); ++i)
    if (dataset.columns[i].number == number)
      return titles.indexOf(QString::fromStdString(optionName(dataset.columns, i)));
  return -1;
}

PointColors colorPoints(const Dataset& dataset, const Run* run, const ColorBy& by, const Theme& theme,
                        const Subset* subset) {
  PointColors colors;
  const ColorRow& row = colorRow(!run && needsRun(by.kind) ? ColorKind::Label : by.kind);
  row.color(colors, {dataset, run, subset || !run ? subset : run->subset.get(), by, theme});
  return colors;
}

QString outlierText(uint8_t reasons) {
  QStringList texts;
  if (reasons & kLost) texts << QStringLiteral("lost: none of its nearest neighbours is near it in the map");
  if (reasons & kStray) texts << QStringLiteral("stray: it lies among another class than its neighbours");
  if (reasons & kUnreachable) texts << QStringLiteral("unreachable: no sigma gives its target perplexity");
  return texts.join("\n");
}

}  // namespace adapsne
