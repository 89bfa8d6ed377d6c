// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>

#include "core/arrays/array_archive.h"
#include "core/dataset/dataset.h"
#include "core/dataset/dataset_options.h"
#include "core/dataset/row_choice.h"
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

// Files of several arrays, which array_archive.h makes datasets and labels of.

/// NPZ, with scipy's sparse matrices (csr, csc, coo).
std::unique_ptr<ArrayArchive> openNpz(const std::filesystem::path& path, RunControl& control);
/// HDF5, arrays named by their paths in the file. AnnData's files (.h5ad): X, dense or sparse, or obsm/X_pca
/// and so on; labels are a categorical column of obs. Links are not followed.
std::unique_ptr<ArrayArchive> openHdf5(const std::filesystem::path& path, RunControl& control);
/// safetensors. Types BOOL, U8 to I64, F16, BF16, F32 and F64.
std::unique_ptr<ArrayArchive> openSafetensors(const std::filesystem::path& path, RunControl& control);

/// Text, numbers that are integers, or one-hot: see array_labels.h.
Labels readNpyLabels(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);
Labels readIdxLabels(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control);

}  // namespace adapsne
