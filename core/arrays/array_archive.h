// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/arrays/array_labels.h"
#include "core/arrays/stored_array.h"
#include "core/dataset/dataset_options.h"
#include "core/dataset/row_choice.h"
#include "core/dataset/source_part.h"

namespace adapsne {

/// What the header of an array in an archive tells.
struct ArrayEntry {
  using Kind = PartKind;       ///< Never pictures.
  std::string name;            ///< As --array takes it: a name, or a path within the file.
  std::vector<int64_t> shape;  ///< Of a sparse matrix N x D.
  Kind kind = Kind::Numbers;
  bool isColumn = false;  ///< A column of a table beside the features (AnnData's obs): labels, if anything.
};

/// A file of several named arrays.
class ArrayArchive {
 public:
  virtual ~ArrayArchive() = default;
  virtual std::string shownAs() const = 0;                          ///< The file.
  virtual std::string shownAs(size_t entry) const = 0;              ///< The file and the array.
  virtual std::vector<std::string> warnings() const { return {}; }  ///< What was noticed in it.
  virtual const std::vector<ArrayEntry>& entries() const = 0;
  /// An entry of numbers. Throws Error.
  virtual StoredArray array(size_t entry, RunControl& control) = 0;
  /// An entry as labels, or as numbers' names. `remedy` ends what is said of others. Throws Error.
  virtual LabelArray labels(size_t entry, const std::string& remedy, RunControl& control) = 0;
};

/// Opens a file of several arrays: its headers are read and checked, its elements later. Throws Error,
/// Cancelled.
using OpenArchive = std::unique_ptr<ArrayArchive> (*)(const std::filesystem::path&, RunControl&);

/// What an archive holds, none of it in use.
std::vector<SourcePart> partsOf(const ArrayArchive& archive);

/// The points of an archive that `choice` wants.
///
/// Features are options.array; else those of the split options.split ("train", "val", "test", or "all", one
/// after the other); else the array named features, X, x, data, images, embeddings or vectors; else those of
/// the training split; else the only array of at least two dimensions. Splits are x_train and y_train,
/// train_images and train_labels, train/data and so on. Only an array that options.array names may have one
/// dimension. Labels are options.labelArray, else the array named labels, y, target, label, targets, class or
/// classes, or the split's; with class_names, integers are indices into these. What is not read is named in a
/// warning; Dataset::parts are all arrays with their uses. Throws Error that names all arrays where the
/// features cannot be told, Cancelled.
ChosenPoints datasetFromArchive(ArrayArchive& archive, const std::filesystem::path& path,
                                const DatasetOptions& options, const RowChoice& choice, RunControl& control);

/// Labels of an archive that is a file of labels: options.labelArray; else the array named labels, y, target
/// and so on, or the split's that options.split names (train where none is given); else the only one in one
/// dimension. With class_names, integers are indices into these. Throws Error that names all arrays where it
/// cannot be told, Cancelled.
Labels labelsFromArchive(ArrayArchive& archive, const DatasetOptions& options, RunControl& control);

}  // namespace adapsne
