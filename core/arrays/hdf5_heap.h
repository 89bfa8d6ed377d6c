// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/arrays/stored_array.h"
#include "core/support/error.h"

namespace adapsne {

/// Texts of any length, which HDF5 keeps in collections of a global heap (HDF5 File Format Specification 3.0,
/// III.E). Collections that were read are kept.
class Hdf5Heap {
 public:
  /// Bytes of a text's reference: its length, the address of a collection, its number there.
  static constexpr size_t kReference = 16;

  /// Addresses count from `base`; `damaged` is thrown of references that lead nowhere.
  Hdf5Heap(ReadBytes read, uint64_t base, uint64_t fileSize, Error damaged);
  /// What a reference of kReference bytes leads to, up to its first 0.
  std::string text(std::string_view reference);

 private:
  std::map<uint32_t, std::string> collectionAt(uint64_t address) const;

  ReadBytes read_;
  uint64_t base_, fileSize_;
  Error damaged_;
  std::map<uint64_t, std::map<uint32_t, std::string>> collections_;
};

}  // namespace adapsne
