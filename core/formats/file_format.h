// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/arrays/array_archive.h"
#include "core/dataset/dataset.h"
#include "core/dataset/dataset_options.h"
#include "core/dataset/row_choice.h"
#include "core/dataset/source_slice.h"
#include "core/support/run_control.h"
#include "core/tables/table_readers.h"

namespace adapsne {

/// A kind of file or folder that datasets are read from and written to. Whatever lists formats - dialogs,
/// help, refusals, the README - reads fileFormats(): a new format is one row there, with its reader.
///
/// A null function means that the format cannot do that.
struct FileFormat {
  const char* title;  ///< As people are told: "NPY".
  /// How names end, in lower case: ".csv", "-ubyte". The first one is that of a file to be written.
  /// Empty where a dataset is a folder.
  std::vector<std::string> endings = {};
  /// Whether the file's first bytes (up to 4,096, unzipped) leave no doubt.
  bool (*isCertain)(std::string_view head) = nullptr;
  /// Whether they may be of this format, where nothing is certain and the name tells nothing.
  bool (*isLikely)(std::string_view head) = nullptr;
  /// Whether a folder is a dataset of this format; null where a dataset is a file.
  bool (*isFolder)(const std::filesystem::path&) = nullptr;

  /// Numbers.
  Dataset (*read)(const std::filesystem::path&, const DatasetOptions&, RunControl&) = nullptr;
  /// One of its named columns, as texts.
  Texts (*readTexts)(const std::filesystem::path&, const DatasetOptions&, RunControl&) = nullptr;
  /// A file of labels alone.
  Labels (*readLabels)(const std::filesystem::path&, const DatasetOptions&, RunControl&) = nullptr;
  /// Returns the files it wrote.
  std::vector<std::filesystem::path> (*write)(const Dataset&, const std::filesystem::path&) = nullptr;
  /// Rows of such a file, copied as they lie in it into a new one; returns what people should know of it.
  /// Text whose records are lines (Dataset::sourceLines) needs none.
  std::vector<std::string> (*slice)(const SourceSlice&, const std::filesystem::path&, RunControl&) = nullptr;

  /// Numbers of the rows that are wanted alone, where a file may be larger than memory or its features
  /// sparse.
  ChosenPoints (*readRows)(const std::filesystem::path&, const DatasetOptions&, const RowChoice&,
                           RunControl&) = nullptr;
  /// Numbers of all points that can be read, where some may be broken: ChosenPoints::of counts these, too.
  ChosenPoints (*readAll)(const std::filesystem::path&, const DatasetOptions&, RunControl&) = nullptr;
  /// Of a file of several arrays, from which all that reads follows (archiveFormat in file_format.cpp).
  OpenArchive open = nullptr;
  /// Of what is refused, whose title is what such a file is: the command that makes a file of it that is
  /// read.
  /// {} stands for its path.
  const char* convert = nullptr;
};

/// All formats, in the order in which they are listed.
const std::vector<FileFormat>& fileFormats();

/// What is wanted of a format.
enum class FormatUse { Read, Texts, Labels, Write };
bool serves(const FileFormat& format, FormatUse use);

/// The titles of the formats that serve, as a sentence lists them: "CSV, TSV, NPY and IDX".
std::string listedFormats(FormatUse use = FormatUse::Read, const std::string& conjunction = "and");
/// The endings that such files are given: ".csv, .tsv, .npy or .npz".
std::string listedEndings(FormatUse use, const std::string& conjunction = "or");
/// What a dialog that opens datasets shows: "*.csv", "*-ubyte" and so on, and "*.gz", as all are read gzipped
/// too.
std::vector<std::string> datasetNamePatterns();

/// Of a file by content first (gzipped or not), then by name; of a folder the first that takes it. Throws
/// Error naming the formats that are known, or the command that converts one that is refused.
const FileFormat& fileFormat(const std::filesystem::path& path, RunControl& control);
/// The format that is written to a file of this name; null if its ending, in capitals or not, is that of
/// none.
const FileFormat* formatToWrite(const std::filesystem::path& path);

/// Those of any file of labels: a table has one column, an array one dimension (or N x 1, or one-hot); of
/// several arrays, or JSON objects, options.labelArray names the one, where their own names do not tell.
/// Throws Error.
Labels readLabels(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);

/// Writes features and labels in the format of the file's ending, in any case (formatToWrite). Files are
/// written aside and renamed. Returns what was written, the features first. Throws Error for another ending,
/// or where a file cannot be written.
std::vector<std::filesystem::path> writeDataset(const Dataset& dataset, const std::filesystem::path& path);

}  // namespace adapsne
