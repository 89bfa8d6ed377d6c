// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/dataset/dataset_options.h"
#include "core/support/run_control.h"

namespace adapsne {

// What file_format.cpp's rows name: one function a format and use. Each checks every promise of a header
// against the file's real size before it allocates, and throws Error{file and place, problem, remedy}.
// Missing values (NaN, infinity, empty CSV cells) arrive as NaN or infinity: openDataset() applies the
// policy, and the labels file of options.labels, for all formats alike. Where options.labels names one, a
// reader does not look for labels beside the data.

/// IDX (LeCun's MNIST format), gzipped or not. Element types ubyte, byte, short, int, float, double; one or
/// more dimensions, the first counts points. The labels' file is the pair beside it
/// ("...-images-idx3-ubyte" -> "...-labels-idx1-ubyte").
Dataset readIdx(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);

/// NPY versions 1, 2 and 3, real numeric or boolean dtype of either byte order, C or Fortran order,
/// 1 to 4 dimensions (N, N x D, N x H x W, N x H x W x C).
Dataset readNpy(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);

/// NPZ: the array named features, X, x, data, x_train or images (or the only one of >= 2 dimensions) and, if
/// there, labels, y, target, y_train; with class_names, the labels are indices into it.
Dataset readNpz(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);

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

/// Class labels. Values become indices into sorted names (numerically where all are integers).
struct Labels {
  std::vector<int32_t> values;
  std::vector<std::string> names;
};
/// Those of any file that holds labels alone: a table has one column, an array one dimension (or N x 1).
Labels readLabels(const std::filesystem::path& path, RunControl& control);
Labels readTableLabels(const std::filesystem::path& path, RunControl& control);
Labels readNpyLabels(const std::filesystem::path& path, RunControl& control);
Labels readIdxLabels(const std::filesystem::path& path, RunControl& control);
/// Turns one text or integer a point into indices and sorted names.
Labels indexLabels(const std::vector<std::string>& texts);

}  // namespace adapsne
