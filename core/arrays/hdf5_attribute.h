// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/arrays/stored_array.h"

namespace adapsne {

/// An attribute as it lies in the header of its object.
struct Hdf5Attribute {
  enum class Kind { Integers, Text, TextInHeap };  ///< In a heap: `bytes` are the reference to it.
  Kind kind = Kind::Integers;
  size_t elementBytes = 0;  ///< Of a text its length.
  bool isSigned = false, bigEndian = false;
  std::string bytes;

  /// The integers, 1 to 8 of 1, 2, 4 or 8 bytes; empty where there are others.
  std::vector<int64_t> integers() const;
  /// A text of fixed length up to its first 0; "" of another kind.
  std::string text() const;
};

/// An attribute of the object whose header lies at the address `header`, counted from `base`. Nothing where
/// the header has none of this name and of these kinds, as where an object has very many, or is damaged.
///
/// libhdf5 reads on behind the end of attributes that are damaged, and one in a heap only together with that.
/// Read are object headers of versions 1 and 2, attribute messages of versions 1 to 3, and addresses of 8
/// bytes (HDF5 File Format Specification 3.0, IV.A).
std::optional<Hdf5Attribute> hdf5Attribute(const ReadBytes& read, uint64_t base, uint64_t header,
                                           const std::string& name);

/// Whether the attributes of that object lie in a heap of their own ("dense storage"), as those of an object
/// with more than eight may: they are not read.
bool hdf5KeepsAttributesApart(const ReadBytes& read, uint64_t base, uint64_t header);

}  // namespace adapsne
