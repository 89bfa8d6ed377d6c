// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <QColor>
#include <QRgb>
#include <QString>
#include <QStringList>

#include "core/dataset/dataset.h"
#include "core/pipeline/run.h"
#include "views/theme.h"

namespace adapsne {

/// What a point's colour says. Label, Feature and Column are known before there is a run; the others need a
/// finished one.
enum class ColorKind {
  Label,
  Feature,
  Sigma,
  Perplexity,
  PerplexityError,
  Outlier,
  Density,
  Territory,
  Column
};

struct ColorBy {
  ColorKind kind = ColorKind::Label;
  int64_t column = 0;  ///< For Feature which feature, for Column which attribute of the dataset.
  bool operator==(const ColorBy&) const = default;
};

struct PointColors;
/// What there is to colour by. `run` is not null where the kind needs one.
struct ColorInputs {
  const Dataset& dataset;
  const Run* run;
  const Subset* subset;  ///< The run's exemplars, or those that people made of them. Null without a run.
  const ColorBy& by;
  const Theme& theme;
};
/// One thing that a colour can say, described once: menu, tool bar, shortcut, the window's arguments and the
/// colouring itself read this. Another one is another value of ColorKind and another row in point_colors.cpp.
struct ColorRow {
  ColorKind value;
  const char* word;   ///< "perplexity-error": in arguments and object names.
  const char* title;  ///< "Perplexity error"
  const char* key;    ///< The shortcut: "5".
  bool needsRun;      ///< A finished one.
  void (*color)(PointColors& colors, const ColorInputs& inputs);
};
/// In the order of menu and tool bar.
std::span<const ColorRow> colorRows();
const ColorRow& colorRow(ColorKind kind);
/// Null for a word that there is not.
const ColorRow* colorRow(std::string_view word);
inline bool needsRun(ColorKind kind) {
  return colorRow(kind).needsRun;
}

/// "petal width", "pixel 12, 7" (row, column), "feature 31" (the column of its file, from 1): in words. 0 <=
/// feature < D.
QString featureTitle(const Dataset& dataset, int64_t feature);

/// Whether a column is to be chosen beside a kind of colours.
inline bool hasChoice(ColorKind kind) {
  return kind == ColorKind::Feature || kind == ColorKind::Column;
}
/// What may be chosen beside a kind of colours, in order: the features, or the columns that are none. Empty
/// for kinds without a choice.
QStringList colorChoices(const Dataset& dataset, ColorKind kind);
/// Which of them is meant by a name, as it stands in the source, or by a column's number in the source,
/// counted from 1; -1 for none. Names go before numbers.
int64_t colorChoice(const Dataset& dataset, ColorKind kind, const QString& name);

struct LegendEntry {
  QColor color;
  QString text;
  int64_t count = 0;
};

/// The colour of every point and how the legend explains it.
struct PointColors {
  std::vector<uint16_t> index;  ///< N, into the palette
  std::vector<QRgb> palette;
  QString title;                     ///< Of the legend: what is coloured, with its unit.
  QString note;                      ///< A line below the title, where neither entries nor a ramp explain it.
  std::vector<LegendEntry> entries;  ///< Empty for a ramp.
  bool byClass = false;              ///< Entry i is class i: the legend can mute it.
  bool ramp = false;
  static constexpr int kSteps = 257;  ///< Of a ramp, from low to high; odd, so that one is its middle. What
                                      ///< the palette has beyond them is no part of it.
  double low = 0, high = 0;           ///< What the ends of the ramp stand for.
  bool dates = false;                 ///< They are seconds since 1970, UTC.
  bool below = false, above = false;  ///< Values lie beyond the ends, and have their colours.
};

/// `run` may be null; what needs one is then coloured by label. `subset`: other exemplars than the run's own,
/// where people made them; null: the run's.
PointColors colorPoints(const Dataset& dataset, const Run* run, const ColorBy& by, const Theme& theme,
                        const Subset* subset = nullptr);

/// "lost: none of its nearest neighbours is near it in the map": every reason that holds; empty for none.
QString outlierText(uint8_t reasons);

}  // namespace adapsne
