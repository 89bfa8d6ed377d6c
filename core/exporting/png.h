// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "core/dataset/dataset.h"

namespace adapsne {

/// The bytes of a PNG of 8 bits a channel: grey, grey with alpha, RGB or RGBA by the shape's channels, 1
/// to 4. `pixels` are height x width x channels. Throws Error that names `shownAs` where there is no memory
/// for it.
std::string formatPng(std::span<const uint8_t> pixels, const ImageShape& shape, const std::string& shownAs);

}  // namespace adapsne
