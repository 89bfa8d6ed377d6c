// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "core/dataset/dataset.h"
#include "core/dataset/dataset_options.h"
#include "core/support/run_control.h"

namespace adapsne {

/// Gives the points the pictures that options.pictures names: a folder or a tar (matchPictures() says which
/// is whose), a text with one path a line, relative to it, or an array of one image a row of the source.
/// Where it is empty, those files that a column of a table names and that lie beside the table, `source`.
/// Symbolic links lead out of such a folder only with options.followLinks.
///
/// `sourcePoints` counts the rows of the source, of which the dataset may hold a part. What was guessed, and
/// how many pictures are missing or are none, is said in warnings; what is damaged further inside shows when
/// it is looked at. Throws Error that names both counts where pictures and rows do not go together,
/// Cancelled.
void attachPictures(Dataset& dataset, int64_t sourcePoints, const std::string& source,
                    const DatasetOptions& options, RunControl& control);

}  // namespace adapsne
