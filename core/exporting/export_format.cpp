// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporting/export_format.h"

#include "core/support/error.h"
#include "core/support/nearest_name.h"

namespace adapsne {
namespace {

std::vector<ExportFormat> makeFormats() {
  using Kind = ExportFormat::Kind;
  std::vector<ExportFormat> formats = {
      {"source",
       "As the source",
       "the source's own format: its lines, records, arrays or pictures as they are",
       Kind::Source,
       nullptr,
       {}},
      {"rows",
       "Rows",
       "a list: row, id, label, weight and file as CSV, or the rows alone as NPY or text",
       Kind::Rows,
       nullptr,
       {".csv", ".npy", ".txt"}}};
  for (const FileFormat& format : fileFormats()) {
    // Tables and JSON are written, or copied line by line; what can be neither is no format of an export.
    if (!format.write && !format.slice && !format.readTexts) continue;
    const std::string title = format.title;
    formats.push_back({format.endings.front().substr(1), title,
                       format.write ? title + "; of a source of that format, its own bytes"
                                    : title + ", of a source of that format alone",
                       Kind::File, &format, format.endings});
  }
  formats.push_back(
      {"images",
       "Image folder",
       "a folder of pictures, a subfolder a class, and metadata.csv (torchvision's ImageFolder)",
       Kind::ImageFolder,
       nullptr,
       {}});
  formats.push_back({"webdataset",
                     "WebDataset",
                     "a tar of pictures, or arrays, with their labels",
                     Kind::WebDataset,
                     nullptr,
                     {".tar", ".tar.gz"}});
  return formats;
}

}  // namespace

const std::vector<ExportFormat>& exportFormats() {
  static const std::vector<ExportFormat> formats = makeFormats();
  return formats;
}

const ExportFormat& exportFormat(const std::string& word) {
  std::vector<std::string> words;
  for (const ExportFormat& format : exportFormats()) {
    if (format.word == word) return format;
    words.push_back(format.word);
  }
  throw UsageError("--as", "\"" + word + "\" is no format that is written.",
                   "Did you mean " + nearestName(word, words) + "?");
}

}  // namespace adapsne
