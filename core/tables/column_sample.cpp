// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tables/column_sample.h"

#include <algorithm>
#include <cmath>

#include "core/support/file_ending.h"

namespace adapsne {
namespace {

bool namesPicture(const std::string& text) {
  const std::string ending = endingOf(text);
  for (const char* known :
       {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".ppm", ".pgm", ".pnm"})
    if (ending == known) return true;
  return false;
}

}  // namespace

CellKind kindOf(const TableCell& cell, const MissingWords& missing) {
  if (cell.text.empty() || (missing.holdNumbers() && missing.contains(cell.text))) return CellKind::Missing;
  if (const auto number = parseNumber(cell.text)) {
    if (std::isnan(*number)) return CellKind::Missing;
    return std::isfinite(*number) && std::nearbyint(*number) != *number ? CellKind::Fraction
                                                                        : CellKind::Whole;
  }
  if (!cell.quoted && missing.contains(cell.text)) return CellKind::Missing;
  if (parseBoolean(cell.text)) return CellKind::Boolean;
  if (parseDate(cell.text)) return CellKind::Date;
  return numberStyle(cell.text) != NumberStyle::None ? CellKind::Odd : CellKind::Text;
}

void ColumnSample::count(const TableCell& cell, const MissingWords& missing) {
  switch (kindOf(cell, missing)) {
    case CellKind::Missing:
      return;
    case CellKind::Fraction:
    case CellKind::Odd:
      ++fractions;
      [[fallthrough]];
    case CellKind::Whole:
      ++numbers;
      break;
    case CellKind::Boolean:
      ++booleans;
      break;
    case CellKind::Date:
      ++dates;
      break;
    case CellKind::Text:
      ++texts;
      break;
  }
  std::string text(cell.text);
  pictures_ += namesPicture(text);
  distinct_.insert(std::move(text));
}

void ColumnSample::add(const TableCell& cell, const MissingWords& missing) {
  const int64_t before = values();
  count(cell, missing);
  const double value = parseNumber(cell.text).value_or(-1);
  if (before == 0)
    start_ = value;
  else
    counts_ &= value == previous_ + 1;
  counts_ &= values() > before;
  previous_ = value;
}

void ColumnSample::addBefore(const TableCell& cell, const MissingWords& missing) {
  const int64_t before = values();
  count(cell, missing);
  const double value = parseNumber(cell.text).value_or(-1);
  counts_ &= values() > before && (before == 0 || value + 1 == start_);
  start_ = value;
}

ColumnKind ColumnSample::kind() const {
  if (values() == 0) return ColumnKind::Empty;
  if (isText()) return ColumnKind::Text;
  if (booleans > 0 && booleans == values() - texts) return ColumnKind::Boolean;
  if (dates > 0 && dates == values() - texts) return ColumnKind::Date;
  return ColumnKind::Number;
}

}  // namespace adapsne
