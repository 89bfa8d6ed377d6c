// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/formats/file_format.h"

namespace adapsne {

/// What an export can be written as. Command line, dialogs and refusals list exportFormats(): a format of
/// fileFormats() that is written, or whose rows can be copied, is in it by itself.
struct ExportFormat {
  enum class Kind { Source, Rows, File, ImageFolder, WebDataset };
  std::string word;   ///< As the command line takes it: "csv".
  std::string title;  ///< As people are told: "CSV".
  std::string help;
  Kind kind = Kind::File;
  const FileFormat* file = nullptr;  ///< Of Kind::File.
  /// Of the file; empty where it is a folder, or the source's format decides.
  std::vector<std::string> endings = {};
  /// Of Kind::File: writes a dataset that fits the format; null where rows are copied alone.
  std::vector<std::filesystem::path> (*write)(const Dataset&, const std::filesystem::path&) = nullptr;

  bool isFolder() const { return kind == Kind::ImageFolder; }
};

const std::vector<ExportFormat>& exportFormats();
/// Throws UsageError with the nearest word where there is none.
const ExportFormat& exportFormat(const std::string& word);

}  // namespace adapsne
