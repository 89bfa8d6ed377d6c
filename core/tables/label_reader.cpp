// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/files/byte_source.h"
#include "core/support/error.h"
#include "core/tables/csv_layout.h"
#include "core/tables/csv_scanner.h"
#include "core/tables/table_readers.h"

namespace adapsne {
namespace {

/// A text file with one label a line and maybe a title above them.
Labels textLabels(std::string_view bytes, const std::string& shownAs, RunControl& control) {
  const std::string_view text = csvBody(bytes, shownAs);
  CsvScanner scanner(text, findSeparator(text), shownAs);
  std::vector<std::string> texts;
  while (scanner.startRecord()) {
    if (texts.size() % 4096 == 0) control.checkpoint();
    const std::string_view cell = scanner.cell();
    if (scanner.isMissing())
      throw Error(scanner.where(), "the label is missing.", "Every point needs a label.");
    texts.emplace_back(cell);
    if (!scanner.recordEnded())
      throw Error(scanner.where(), "has more than one column; a labels file has one label a line.",
                  "Keep the labels' column alone, or quote labels that hold a comma.");
  }
  const bool titled = texts.size() > 1 &&
                      (isLabelColumnName(texts[0]) ||
                       (!wholeNumber(texts[0]) && std::all_of(texts.begin() + 1, texts.end(), wholeNumber)));
  if (titled) texts.erase(texts.begin());
  return indexLabels(texts);
}

}  // namespace

Labels readTableLabels(const std::filesystem::path& path, RunControl& control) {
  return textLabels(ByteSource(path, control).readAll(), path.string(), control);
}

}  // namespace adapsne
