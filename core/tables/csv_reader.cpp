// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/byte_source.h"
#include "core/files/text_encoding.h"
#include "core/tables/records.h"
#include "core/tables/table_dataset.h"
#include "core/tables/table_readers.h"

namespace adapsne {

Dataset parseCsv(std::string_view text, const std::string& shownAs, const DatasetOptions& options,
                 RunControl& control) {
  control.checkpoint();
  const CsvDialect dialect = findDialect(csvBody(text, shownAs));
  CsvRecords records(dialect, shownAs);
  ExpandedRecords expanded(records, shownAs);
  Records& used = expanded.expands() ? static_cast<Records&>(expanded) : records;
  return datasetOfTable({shownAs, used, {}, std::string(dialect.titles)}, options, control);
}

namespace {

/// All of a text file. What is no text shows at its beginning, before all of it is unpacked.
std::string textOf(const std::filesystem::path& path, RunControl& control) {
  constexpr size_t kHead = 4096;
  std::string head(kHead, ' ');
  head.resize(ByteSource(path, control).read(head.data(), kHead));
  csvBody(head, path.string());
  return ByteSource(path, control).readAll();
}

}  // namespace

Dataset readCsv(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control) {
  std::string text = textOf(path, control);
  const bool changed = makeValidUtf8(text);
  Dataset dataset = parseCsv(text, path.string(), options, control);
  dataset.name = datasetName(path);
  dataset.source = path.string();
  if (changed) dataset.warnings.emplace_back(kReadAsWindows1252);
  return dataset;
}

}  // namespace adapsne
