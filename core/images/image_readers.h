// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "core/dataset/dataset.h"
#include "core/dataset/dataset_options.h"
#include "core/dataset/row_choice.h"
#include "core/support/run_control.h"

namespace adapsne {

/// A folder of pictures, sorted by their paths (folder by folder, bytewise), in three layouts: all in one
/// folder; a subfolder a class; below that of a split (train, val, test), of which options.split is read, by
/// default train. A metadata.csv or metadata.jsonl beside pictures gives them labels (options.labelColumn, or
/// the column named label, class, target, species or y) and attributes. Hidden files are not looked at,
/// symbolic links that lead out of the folder only with options.followLinks.
///
/// Dataset::parts are its subfolders. Throws Error if there are no pictures or no such split, Cancelled.
Dataset readImageFolder(const std::filesystem::path& folder, const DatasetOptions& options,
                        RunControl& control);
/// The same with the number of all its pictures, of which some may be broken.
ChosenPoints readAllOfImageFolder(const std::filesystem::path& folder, const DatasetOptions& options,
                                  RunControl& control);

/// CIFAR-10 or CIFAR-100 in their binary versions, one file of records. Labels are CIFAR-100's fine ones, or
/// the coarse ones with options.labelColumn "coarse"; both are attributes. Names come from
/// batches.meta.txt, fine_label_names.txt and coarse_label_names.txt beside it.
Dataset readCifar(const std::filesystem::path& file, const DatasetOptions& options, RunControl& control);

/// All batches of a folder: those for training unless options.split is test or all.
bool isCifarFolder(const std::filesystem::path& folder);
Dataset readCifarFolder(const std::filesystem::path& folder, const DatasetOptions& options,
                        RunControl& control);

/// Whether a file's first bytes are those of a tar archive.
bool isTar(std::string_view head);

/// A tar of pictures, gzipped or not, as WebDataset lays it out: files of one name up to its first point are
/// a sample, whose class is in .cls or in a field of .json; other fields and .txt become attributes. Where no
/// sample has a class and the pictures lie in folders, these are the classes. Nothing is unpacked to disk;
/// links and names that lead out of the archive are left out.
Dataset readPictureTar(const std::filesystem::path& file, const DatasetOptions& options, RunControl& control);
ChosenPoints readAllOfPictureTar(const std::filesystem::path& file, const DatasetOptions& options,
                                 RunControl& control);

}  // namespace adapsne
