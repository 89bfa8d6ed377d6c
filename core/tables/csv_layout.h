// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace adapsne {

/// How a CSV is to be read, as its first lines show.
struct CsvLayout {
  char separator = ',';
  bool header = false;
  int64_t columns = 0;
  int64_t labelColumn = -1;  ///< Counted from 0; -1 = none.
  std::vector<uint8_t>
      leftOut;  ///< One a column, 1: text that is neither feature nor label, as an identifier.
  std::vector<std::string> names;  ///< With a header: one a column.
  double bytesPerRecord = 1;       ///< On average, for the estimate of memory.
  std::vector<std::string> warnings;

  bool isFeature(int64_t column) const {
    return column != labelColumn && leftOut[static_cast<size_t>(column)] == 0;
  }
  std::string name(int64_t column) const {
    return header && column < columns ? names[static_cast<size_t>(column)] : "";
  }
};

/// `wantedLabel`: DatasetOptions::labelColumn. Throws Error if there are no numbers, nothing under the
/// header, or no such label column.
CsvLayout findLayout(std::string_view text, const std::string& shownAs, const std::string& wantedLabel);

/// The one of tab, semicolon and comma that occurs equally often in each of the first lines.
char findSeparator(std::string_view text);

/// label, class, target, species or y, in any case: a column of this name holds the labels.
bool isLabelColumnName(const std::string& name);

}  // namespace adapsne
