// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "core/arrays/stored_array.h"

namespace adapsne {

/// The bytes of an attribute's value as they lie in the header of an HDF5 object at the address `header`,
/// counted from `base`; of a text of variable length its reference into a heap. "" where there is no such
/// attribute in the header, as where an object has very many, or the header is damaged.
///
/// libhdf5 reads an attribute only together with the heap, and does not come back from a damaged one. Read
/// are object headers of versions 1 and 2 and attribute messages of versions 1 to 3 (HDF5 File Format
/// Specification 3.0, IV.A).
std::string hdf5AttributeBytes(const ReadBytes& read, uint64_t base, uint64_t header,
                               const std::string& name);

}  // namespace adapsne
