// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/files/byte_source.h"
#include "core/files/text_encoding.h"
#include "core/support/error.h"
#include "core/tables/cell_value.h"
#include "core/tables/csv_scanner.h"
#include "core/tables/records.h"
#include "core/tables/table_layout.h"
#include "core/tables/table_readers.h"

namespace adapsne {
namespace {

bool isWhole(const std::string& text) {
  const auto value = parseNumber(text);
  return value && std::nearbyint(*value) == *value;
}

/// A text file with one label a line and maybe a title above them. Empty lines count, but for those at the
/// end.
Labels textLabels(std::string_view bytes, const std::string& shownAs, RunControl& control) {
  const std::string_view text = csvBody(bytes, shownAs);
  const CsvDialect dialect = findDialect(text);
  const MissingWords missing;
  // Blanks belong to the labels.
  CsvScanner scanner(dialect.body, dialect.separator == ' ' ? ',' : dialect.separator, shownAs,
                     dialect.firstLine);
  std::vector<std::string> texts;
  for (int64_t expected = dialect.firstLine; scanner.startRecord(); expected = scanner.line()) {
    if (texts.size() % 4096 == 0) control.checkpoint();
    for (; expected < scanner.line(); ++expected) texts.emplace_back();
    const std::string_view cell = scanner.cell();
    texts.emplace_back(!scanner.quoted() && missing.contains(cell) ? "" : cell);
    if (!scanner.recordEnded())
      throw Error(scanner.where(), "has more than one column; a labels file has one label a line.",
                  "Keep the labels' column alone, or quote labels that hold a comma.");
  }
  const bool titled = texts.size() > 1 &&
                      (isLabelColumnName(texts[0]) ||
                       (!isWhole(texts[0]) && std::all_of(texts.begin() + 1, texts.end(), [](const auto& t) {
                         return t.empty() || isWhole(t);
                       })));
  if (titled) texts.erase(texts.begin());
  Labels labels = indexLabels(texts);
  labels.lines = !titled;
  return labels;
}

}  // namespace

Labels readTableLabels(const std::filesystem::path& path, const DatasetOptions&, RunControl& control) {
  std::string text = ByteSource(path, control).readAll();
  makeValidUtf8(text);
  return textLabels(text, path.string(), control);
}

}  // namespace adapsne
