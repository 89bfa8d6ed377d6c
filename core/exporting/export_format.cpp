// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exporting/export_format.h"

#include "core/images/cifar_writer.h"
#include "core/support/error.h"
#include "core/support/nearest_name.h"

namespace adapsne {
namespace {

std::vector<ExportFormat> makeFormats() {
  using Kind = ExportFormat::Kind;
  std::vector<ExportFormat> formats = {
      {.word = "source",
       .title = "As the source",
       .help = "the source's own format: its lines, records, arrays or pictures as they are",
       .kind = Kind::Source},
      {.word = "rows",
       .title = "Rows",
       .help = "a list: row, id, label, weight and file as CSV, or the rows alone as NPY or text",
       .kind = Kind::Rows,
       .endings = {".csv", ".npy", ".txt"}}};
  for (const FileFormat& format : fileFormats()) {
    // Tables and JSON are written, or copied line by line; what can be neither is no format of an export.
    if (!format.write && !format.slice && !format.readTexts) continue;
    // Images of one size alone fit into CIFAR: it is no format that any dataset is written to.
    const auto write = format.slice == sliceCifar ? writeCifar : format.write;
    const std::string title = format.title;
    // Archives whose rows are not copied as they lie in them.
    const bool anew = format.open && !format.slice;
    formats.push_back({.word = format.endings.front().substr(1),
                       .title = title,
                       .help = anew    ? title + ", written anew of a source of that format, too"
                               : write ? title + "; of a source of that format, its own bytes"
                                       : title + ", of a source of that format alone",
                       .kind = Kind::File,
                       .file = &format,
                       .endings = format.endings,
                       .write = write});
  }
  formats.push_back({.word = "images",
                     .title = "Image folder",
                     .help = "a folder of pictures, a subfolder a class, and metadata.csv (torchvision's "
                             "ImageFolder)",
                     .kind = Kind::ImageFolder});
  formats.push_back({.word = "webdataset",
                     .title = "WebDataset",
                     .help = "a tar of pictures, or arrays, with their labels",
                     .kind = Kind::WebDataset,
                     .endings = {".tar", ".tar.gz"}});
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
