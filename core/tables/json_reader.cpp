// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/byte_source.h"
#include "core/support/error.h"
#include "core/tables/csv_scanner.h"
#include "core/tables/json_records.h"
#include "core/tables/table_dataset.h"
#include "core/tables/table_readers.h"

namespace adapsne {

Dataset readJson(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control) {
  const std::string text = ByteSource(path, control).readAll();
  JsonRecords records(csvBody(text, path.string()), path.string(), control);
  Dataset dataset = datasetOfTable({path.string(), records, records.names()}, options, control);
  // The records of an array stand on lines as it happens.
  if (text.find_first_not_of(" \t\r\n") != text.npos && records.expected() > 1 &&
      dataset.sourceLines.back() == 1)
    dataset.sourceLines.clear();
  dataset.name = datasetName(path);
  dataset.source = path.string();
  return dataset;
}

}  // namespace adapsne
