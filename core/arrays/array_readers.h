// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/dataset/dataset_options.h"
#include "core/dataset/row_choice.h"
#include "core/dataset/source_array.h"
#include "core/dataset/source_part.h"
#include "core/support/run_control.h"

namespace adapsne {

// What file_format.cpp's rows name: one function a format and use. Each checks every promise of a header
// against the file's real size before it allocates, and throws Error{file and place, problem, remedy}.
// Missing values (NaN, infinity, empty CSV cells) arrive as NaN or infinity: openDataset() applies the
// policy, and the labels file of options.labels, for all formats alike. Where options.labels names one, a
// reader does not look for labels beside the data.

// A sparse matrix is read with all its zeros where it is small so (isSmallWithZeros), else it stays sparse:
// only the functions named ...Rows return it then, the others throw Error.

// The functions named ...Rows read only the rows that `choice` wants; of a file that is larger than memory no
// more than these are held.

/// IDX (LeCun's MNIST format), gzipped or not. Element types ubyte, byte, short, int, float, double; one or
/// more dimensions, the first counts points. The labels' file is the pair beside it
/// ("...-images-idx3-ubyte" -> "...-labels-idx1-ubyte").
Dataset readIdx(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);
ChosenPoints readIdxRows(const std::filesystem::path& path, const DatasetOptions& options,
                         const RowChoice& choice, RunControl& control);

/// NPY versions 1, 2 and 3, real numeric or boolean dtype of either byte order, C or Fortran order,
/// 1 to 4 dimensions (N, N x D, N x H x W, N x H x W x C or N x C x H x W).
Dataset readNpy(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);
ChosenPoints readNpyRows(const std::filesystem::path& path, const DatasetOptions& options,
                         const RowChoice& choice, RunControl& control);

/// NPZ: arrays chosen as datasetFromArchive() says; scipy's sparse matrices (csr, csc, coo).
Dataset readNpz(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);
ChosenPoints readNpzRows(const std::filesystem::path& path, const DatasetOptions& options,
                         const RowChoice& choice, RunControl& control);

/// HDF5: arrays are chosen as of NPZ, by their paths in the file. AnnData's files (.h5ad): X, dense or
/// sparse, or obsm/X_pca and so on; labels are a categorical column of obs. Links are not followed.
Dataset readHdf5(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);
ChosenPoints readHdf5Rows(const std::filesystem::path& path, const DatasetOptions& options,
                          const RowChoice& choice, RunControl& control);

/// safetensors: arrays are chosen as of NPZ. Types BOOL, U8 to I64, F16, BF16, F32 and F64.
Dataset readSafetensors(const std::filesystem::path& path, const DatasetOptions& options,
                        RunControl& control);
ChosenPoints readSafetensorsRows(const std::filesystem::path& path, const DatasetOptions& options,
                                 const RowChoice& choice, RunControl& control);

/// The arrays of such a file, none of them in use, whatever they are.
std::vector<SourceArray> arraysOfNpz(const std::filesystem::path& path, RunControl& control);
std::vector<SourceArray> arraysOfHdf5(const std::filesystem::path& path, RunControl& control);
std::vector<SourceArray> arraysOfSafetensors(const std::filesystem::path& path, RunControl& control);

/// Text, numbers that are integers, or one-hot: see array_labels.h.
Labels readNpyLabels(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);
Labels readIdxLabels(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);
/// The array that labelsFromArchive() chooses.
Labels readNpzLabels(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);
Labels readHdf5Labels(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);
Labels readSafetensorsLabels(const std::filesystem::path& path, const DatasetOptions& options,
                             RunControl& control);

/// What is in an archive, and what of it is read. Throws Error as the readers do.
std::vector<SourcePart> partsOfNpz(const std::filesystem::path& path, const DatasetOptions& options,
                                   RunControl& control);
std::vector<SourcePart> partsOfHdf5(const std::filesystem::path& path, const DatasetOptions& options,
                                    RunControl& control);
std::vector<SourcePart> partsOfSafetensors(const std::filesystem::path& path, const DatasetOptions& options,
                                           RunControl& control);

}  // namespace adapsne
