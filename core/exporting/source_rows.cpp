// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporting/source_rows.h"

#include "core/arrays/array_slices.h"
#include "core/arrays/array_writers.h"
#include "core/catalogue/catalogue.h"
#include "core/exporting/part_names.h"
#include "core/files/byte_sink.h"
#include "core/files/byte_source.h"
#include "core/support/error.h"
#include "core/support/file_ending.h"
#include "core/tables/csv_cell.h"
#include "core/tables/line_slice.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

/// The dataset with all rows of its source, for the lines on which they begin and for their number.
DatasetPtr openWhole(const Dataset& dataset, DatasetOptions options, uint64_t seed, RunControl& control) {
  options.points = 0;
  options.missing = MissingPolicy::Mean;  // Which leaves out no row.
  return openDataset(dataset.openedAs, options, seed, control);
}

bool isJsonArray(const fs::path& path, RunControl& control) {
  ByteSource source(path, control);
  std::string head(4096, '\0');
  head.resize(source.read(head.data(), head.size()));
  const size_t first = head.find_first_not_of("\xef\xbb\xbf \t\r\n");
  return first != std::string::npos && head[first] == '[' &&
         head.find_first_not_of(" \t\r\n", first + 1) != std::string::npos;
}

/// One label a line; "" in quotes where there is none, as all that would not be read back as it is.
std::string labelLines(const PointsToExport& p) {
  std::string text;
  for (const int64_t point : p.points) {
    const auto at = static_cast<size_t>(point);
    const bool labelled = p.dataset.isLabelled(point);
    text += csvCell(labelled ? p.dataset.classNames[static_cast<size_t>(p.dataset.labels[at])] : "") + "\n";
  }
  return text;
}

}  // namespace

std::optional<SourceFile> sourceFileOf(const Dataset& dataset, RunControl& control) {
  std::error_code ignored;
  // Installed data have a name, and say in `source` which file they are.
  fs::path path = dataset.openedAs;
  if (!path.is_absolute()) path = dataset.source;
  if (!path.is_absolute() || fs::is_directory(path, ignored)) return std::nullopt;
  if (!fs::exists(path, ignored)) return SourceFile{path, nullptr, false};
  SourceFile source{path, &fileFormat(path, control), false};
  source.canBeSliced =
      source.format->slice != nullptr || (!dataset.sourceLines.empty() && !isJsonArray(path, control));
  return source;
}

void requireUnchangedSource(const Dataset& dataset, const DatasetOptions& options, uint64_t seed,
                            RunControl& control) {
  const DatasetPtr now = openDataset(dataset.openedAs, options, seed, control);
  if (now->hash != dataset.hash || now->sourceRows != dataset.sourceRows)
    throw Error(dataset.openedAs, "has changed since it was opened; nothing was written.",
                "Open it again, and choose anew.");
}

std::vector<std::string> writeSourceRows(const PointsToExport& p, const SourceFile& source, uint64_t seed,
                                         const fs::path& to, RunControl& control) {
  const Dataset& d = p.dataset;
  DatasetPtr whole;  // Opened where it is needed.
  const auto wholeOf = [&]() -> const Dataset& {
    if (d.sourceRows.empty()) return d;
    if (!whole) whole = openWhole(d, p.options, seed, control);
    return *whole;
  };
  SourceSlice slice{source.path, sourceRowsOf(d, p.points), [&] { return wholeOf().points; }};
  std::vector<std::string> remarks;
  if (source.format->slice)
    remarks = source.format->slice(slice, to, control);
  else
    sliceLines(source.path, wholeOf().sourceLines, slice.rows, to, control);
  if (source.format->read == readSvmlight)
    remarks.push_back("The lines do not say how many columns there are: read them with n_features=" +
                      std::to_string(d.dimensions) + ".");

  if (!p.options.labels.empty()) {
    const fs::path labels = p.options.labels;
    const FileFormat& format = fileFormat(labels, control);
    const fs::path beside =
        to.parent_path() / besideName(to, "-labels", format.slice ? endingOf(labels) : ".csv");
    if (format.slice) {
      slice.source = labels;
      const std::vector<std::string> more = format.slice(slice, beside, control);
      remarks.insert(remarks.end(), more.begin(), more.end());
    } else {
      writeThrough(beside, labelLines(p), control);
    }
    remarks.push_back("The labels are in a file beside it, which --labels reads.");
  } else if (source.format->slice == sliceIdx && d.hasLabels()) {
    writeIdxLabels(selectRows(d, p.points), to);
  }
  return remarks;
}

}  // namespace adapsne
