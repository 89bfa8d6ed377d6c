// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "core/exporting/export_data.h"
#include "core/pipeline/run.h"
#include "views/map_painter.h"

namespace adapsne {

/// Writes what a map view shows, by the path's ending: .png (twice the screen's pixels), .svg or .pdf (vector
/// axes and text; points as vectors up to 20,000). Safe on any thread. Throws Error.
void writeMapPicture(const MapPicture& picture, const std::filesystem::path& path);

/// Writes the chosen points' source rows, with the points that each stands for where that is known, and,
/// beside them, where they come from: exportData() as a list of rows. A file of that name is replaced, as
/// people were asked.
void writeRowList(ExportRequest request, const std::filesystem::path& path);

}  // namespace adapsne
