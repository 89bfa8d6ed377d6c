// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/dataset/dataset_options.h"
#include "core/dataset/row_choice.h"
#include "core/support/run_control.h"

namespace adapsne {

// All are read gzipped or not. Header, kinds and roles of the columns: table_layout.h. Missing cells arrive
// as NaN.

/// Text with one record a line: the separator is found from the first lines (tab ; , | or blanks between
/// numbers); quotes as RFC 4180; comment lines (#) and a line "sep=;" above the records.
Dataset readCsv(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);
/// The same from memory; `shownAs` names it in messages.
Dataset parseCsv(std::string_view text, const std::string& shownAs, const DatasetOptions& options,
                 RunControl& control);

/// Weka's ARFF with dense data: the names are those of its attributes.
Dataset readArff(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);

/// JSON lines (an object or a list a line), or one array of objects or of lists: fields are columns, a list
/// of numbers in a field is as many columns, an object in it is "outer.inner".
Dataset readJson(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);

/// svmlight (libsvm): "label index:value ...", indices from 1 (from 0 if there is a 0); what is not there is
/// 0.
Dataset readSvmlight(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);
/// The same of the rows that `choice` wants; sparse where all are too large with their zeros.
ChosenPoints readSvmlightRows(const std::filesystem::path& path, const DatasetOptions& options,
                              const RowChoice& choice, RunControl& control);

/// What a file of texts holds; features/text_features.h makes a dataset of it.
struct Texts {
  std::string name, source;                ///< As the dataset's.
  std::vector<std::string> texts, labels;  ///< `labels` empty, or one a text, "" where it is missing.
  std::vector<int64_t> lines;              ///< Where each text stands, from 1.
};

/// Texts of a table as readCsv reads it, or of JSON lines (an object a line). options.textColumn names the
/// column or field of text, or a table column's number (its first line is a header if it holds one of the
/// names that are asked for, or a label column's). Labels as readCsv, but never by being the last column.
Texts readCsvTexts(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);
Texts readJsonTexts(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);

/// A file of one label a line; an empty line is a point without a label.
Labels readTableLabels(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);
/// JSON: an array, or lines, of one label a point - a text, a whole number, null where it is missing, or an
/// object with a field that is - or an object with a field that holds such an array. The field is
/// options.labelArray, or the one named as labels are, or the only one. Throws Error.
Labels readJsonLabels(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);

}  // namespace adapsne
