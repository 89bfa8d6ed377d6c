// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/dataset/dataset_options.h"
#include "core/support/run_control.h"

namespace adapsne {

/// CSV or TSV, gzipped or not: separator , ; or tab found from the first lines; quotes as RFC 4180; a header
/// if a cell of the first line is text where the column below is numeric. The label column is
/// options.labelColumn, or one named label, class, target, species or y (but not a y beside an x, nor one
/// that holds fractions), or the last one if it alone is text.
Dataset readCsv(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);

/// The same from memory; `shownAs` names it in messages.
Dataset parseCsv(std::string_view text, const std::string& shownAs, const DatasetOptions& options,
                 RunControl& control);

/// What a file of texts holds; features/text_features.h makes a dataset of it.
struct Texts {
  std::string name, source;                ///< As the dataset's.
  std::vector<std::string> texts, labels;  ///< `labels` empty, or one a text.
  std::vector<int64_t> lines;              ///< Where each text stands, from 1.
};

/// Texts of a CSV or TSV as readCsv reads it, or of JSON lines (an object a line), gzipped or not.
/// options.textColumn names the column or field of text, or a CSV column's number (its first line is a header
/// if it holds one of the names that are asked for, or a label column's). Labels as readCsv, but never by
/// being the last column.
Texts readCsvTexts(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);
Texts readJsonTexts(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);

/// A file of one label a line, "" where it is missing.
Labels readTableLabels(const std::filesystem::path& path, RunControl& control);

}  // namespace adapsne
