// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/files/byte_source.h"
#include "core/support/error.h"
#include "core/tables/records.h"
#include "core/tables/table_dataset.h"
#include "core/tables/table_readers.h"

namespace adapsne {
namespace {

bool startsWith(std::string_view line, std::string_view lower) {
  return line.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), line.begin(), [](char a, char b) {
           return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
         });
}

/// The name after "@attribute": one word, or in quotes.
std::string attributeName(std::string_view line, const std::string& where) {
  line.remove_prefix(std::string_view("@attribute").size());
  const size_t first = line.find_first_not_of(" \t");
  if (first == line.npos) throw Error(where, "names no attribute.", "Write @attribute NAME TYPE.");
  line.remove_prefix(first);
  if (line.front() == '\'' || line.front() == '"') {
    const size_t end = line.find(line.front(), 1);
    if (end == line.npos) throw Error(where, "opens a quote that is not closed.", "Close it.");
    return std::string(line.substr(1, end - 1));
  }
  return std::string(line.substr(0, line.find_first_of(" \t{")));
}

/// Records whose texts may stand in single quotes.
class ArffRecords : public CsvRecords {
 public:
  using CsvRecords::CsvRecords;
  bool next(std::vector<TableCell>& cells) override {
    if (!CsvRecords::next(cells)) return false;
    for (TableCell& cell : cells)
      if (cell.text.size() >= 2 && cell.text.front() == '\'' && cell.text.back() == '\'')
        cell = {cell.text.substr(1, cell.text.size() - 2), true};
    return true;
  }
};

}  // namespace

Dataset readArff(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control) {
  const std::string shownAs = path.string(), bytes = ByteSource(path, control).readAll();
  std::string_view rest = csvBody(bytes, shownAs);
  CsvDialect dialect{',', '%', {}, 1, {}};
  std::vector<std::string> names;
  bool data = false;
  for (int64_t line = 1; !rest.empty() && !data; ++line) {
    const std::string where = shownAs + ", line " + std::to_string(line);
    std::string_view text = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(text.size() + 1, rest.size()));
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r"), text.size()));
    if (startsWith(text, "@attribute")) names.push_back(attributeName(text, where));
    data = startsWith(text, "@data");
    dialect.firstLine = line + 1;
  }
  if (!data || names.empty())
    throw Error(shownAs, data ? "declares no attribute." : "has no line @data.",
                "Check that it is a whole ARFF file.");
  dialect.body = rest;
  if (const size_t first = rest.find_first_not_of(" \t\r\n"); first != rest.npos && rest[first] == '{')
    throw Error(shownAs, "holds sparse data, which are not read.",
                "Save it dense: in Weka apply the filter SparseToNonSparse.");
  ArffRecords records(dialect, shownAs);
  Dataset dataset = datasetOfTable({shownAs, records, names}, options, control);
  dataset.name = datasetName(path);
  dataset.source = shownAs;
  return dataset;
}

}  // namespace adapsne
