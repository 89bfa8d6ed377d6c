// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

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

Labels readNpyLabels(const std::filesystem::path& path, RunControl& control);
Labels readIdxLabels(const std::filesystem::path& path, RunControl& control);

}  // namespace adapsne
