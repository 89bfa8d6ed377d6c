// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/dataset/column_scale.h"
#include "core/dataset/feature_values.h"
#include "core/dataset/labels.h"
#include "core/dataset/point_pictures.h"
#include "core/dataset/source_column.h"
#include "core/dataset/source_part.h"

namespace adapsne {

/// How a row of features is to be seen as a picture: height x width x channels, channel last, row-major.
struct ImageShape {
  int height = 0, width = 0, channels = 0;
  bool empty() const { return height == 0; }
};

/// What all rows of a dataset share: a part of them has the same.
struct DatasetDescription {
  std::string name;         ///< Short, for titles and file names: "digits", "my-table".
  std::string source;       ///< The path that was read, or the generator with its arguments.
  std::string openedAs;     ///< What openDataset opens to get it again: a catalogue name or an absolute path.
  std::string attribution;  ///< Who made it and under which licence, where known.

  int64_t dimensions = 0;                 ///< D
  std::vector<std::string> classNames;    ///< In the order of the label values.
  std::vector<std::string> featureNames;  ///< Empty, or D names.
  /// Empty (feature d is column d + 1 of the source), or D column numbers of the source, counted from 1.
  std::vector<int64_t> sourceColumns;
  std::vector<SourceColumn> columns;  ///< All columns of a table as they were understood; empty for arrays.
  std::vector<SourcePart> parts;      ///< Of a source of several: all its arrays, or folders of pictures.
  std::vector<std::string> splits;    ///< The parts that the source has: some of train, val and test.
  std::vector<ColumnScale> scales;    ///< Empty (all plain), or how each of the D columns is kept.
  ImageShape image;                   ///< Empty, or height * width * channels == D.
  float imageMaximum = 0;             ///< The value that is drawn as white; 0 without images.
  bool sharedUnit = false;            ///< All columns are in one unit: scaling each by itself would distort.
  PointPicturesPtr pictures;          ///< What points are shown as; null: as `image` or their values say.
  std::vector<std::string> warnings;  ///< What reading noticed and people should know.
  double readSeconds = 0;             ///< Wall time of opening it; not part of the content.
};

/// N points of D features, with labels if there are any. Immutable once it is behind a DatasetPtr.
///
/// A point is its index in here, everywhere in the program. `sourceRows` leads back to the user's file where
/// only a part of it was taken.
struct Dataset : DatasetDescription {
  std::string hash;  ///< Content hash over shape, features, labels: see contentHash().

  int64_t points = 0;                 ///< N
  FeatureValues features;             ///< N x D, row-major, finite.
  std::vector<int32_t> labels;        ///< Empty, or N values in [0, classNames.size()) or kUnlabelled.
  std::vector<Attribute> attributes;  ///< Columns that are no features. Not part of the content hash.
  std::vector<int64_t> sourceRows;    ///< Empty (row i is row i of the source), or N source rows, ascending.
  std::vector<int32_t> sourceLines;   ///< Of a text file: N lines, counted from 1; else empty.

  /// As the source gives it.
  double value(int64_t row, int64_t column) const {
    const float kept = features[static_cast<size_t>(row * dimensions + column)];
    return scales.empty() ? kept : scales[static_cast<size_t>(column)].value(kept);
  }
  /// The D values of row i as `features` keeps them: where they lie, or decoded into `scratch`, which must
  /// outlive their use.
  std::span<const float> row(int64_t i, std::vector<float>& scratch) const {
    scratch.resize(static_cast<size_t>(dimensions));
    return features.read(static_cast<size_t>(i * dimensions), scratch);
  }
  bool hasLabels() const { return !labels.empty(); }
  bool isLabelled(int64_t row) const { return hasLabels() && labels[row] != kUnlabelled; }
  int classes() const { return static_cast<int>(classNames.size()); }
  int64_t sourceRow(int64_t i) const { return sourceRows.empty() ? i : sourceRows[i]; }
  int64_t sourceColumn(int64_t d) const { return sourceColumns.empty() ? d + 1 : sourceColumns[d]; }
};

using DatasetPtr = std::shared_ptr<const Dataset>;

/// Whether it was read from a file of several arrays.
bool isOfArrays(const Dataset& dataset);

/// Keeps the columns as `scales` (D) say, or plainly if all of them are plain; says in a warning which are
/// not. The features must be kept so.
void setScales(Dataset& dataset, std::vector<ColumnScale> scales);

/// The features of a dataset as another one's `scales` keep as many columns: what was learned from one then
/// applies to the other.
FeatureValues keptAs(const std::vector<ColumnScale>& scales, const Dataset& dataset);

/// The first attribute of a role, null if there is none.
const Attribute* attributeOf(const Dataset& dataset, ColumnRole role);

/// "train-images" for "/data/train-images.csv.gz".
std::string datasetName(const std::filesystem::path& path);

/// The white of a picture, as its values tell: data in [0, 1], 4-bit scans, bytes, or whatever the largest
/// value is.
float whiteLevel(const FeatureValues& values);

/// Hash over shape, features, labels and the white of images: equal content, equal hash, wherever it was read
/// from. The white counts only where it is not whiteLevel() of the values, as in a dark part of a bright set:
/// elsewhere the values say it, and earlier versions' hashes hold.
std::string contentHash(const Dataset& dataset);

/// "row 12 (counted from 0), line 14": the rows that are exported and, of a text file, an editor's lines. For
/// messages.
std::string placeText(const Dataset& dataset, int64_t row);

/// The rows of the source that `rows` of the dataset are.
std::vector<int64_t> sourceRowsOf(const Dataset& dataset, const std::vector<int64_t>& rows);

/// The points `rows` (ascending, distinct) of a dataset, as a dataset with sourceRows and a hash of its own.
Dataset selectRows(const Dataset& dataset, const std::vector<int64_t>& rows);

}  // namespace adapsne
