// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "core/formats/file_format.h"

namespace adapsne {

/// Files as people have them that are not read: known by their first bytes or name, refused with the command
/// that converts them. The last rows of fileFormats().
std::vector<FileFormat> refusedFormats();

/// Whether a zip is one of arrays, as numpy saves them: an entry among its first is called .npy, or there is
/// none.
bool isZipOfArrays(std::string_view head);

}  // namespace adapsne
