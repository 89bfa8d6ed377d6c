// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/arrays/hdf5_library.h"
#include "core/support/error.h"

namespace adapsne {

/// A chunk is unpacked as a whole: this much at a time.
constexpr uint64_t kMostHdf5Chunk = 64 << 20;

/// What the chunks of a dataset were put through, in the order of writing.
struct Hdf5Filter {
  H5Z_filter_t id;
  size_t element;  ///< Bytes that shuffle took apart.
  /// Whether it can be undone here: deflate, shuffle, a checksum, h5py's LZF.
  bool isKnown() const;
};
/// Of a dataset's creation properties.
std::vector<Hdf5Filter> hdf5Filters(hid_t creation);

/// An object of libhdf5 that is used later, on whatever thread.
struct LockedHdf5Handle {
  explicit LockedHdf5Handle(Hdf5Handle opened) : handle(std::move(opened)) {}
  ~LockedHdf5Handle() {
    const std::lock_guard lock(hdf5Mutex());
    handle = Hdf5Handle();
  }
  LockedHdf5Handle(const LockedHdf5Handle&) = delete;
  LockedHdf5Handle& operator=(const LockedHdf5Handle&) = delete;
  Hdf5Handle handle;
};

/// The elements of a dataset that is packed in chunks. Those chunks are kept unpacked that the rows that were
/// read last go through. libhdf5 hands them out as they are stored; they are unpacked here, as it reads on
/// behind chunks that unpack to less than they should.
class Hdf5Chunks {
 public:
  /// `size`: bytes of an element; `failed` is thrown where chunks are not what they should be. With
  /// hdf5Mutex() held.
  Hdf5Chunks(std::shared_ptr<LockedHdf5Handle> dataset, hid_t creation, const std::vector<int64_t>& shape,
             size_t size, uint64_t fileSize, Error failed);

  /// The bytes of the elements first .. first + count - 1 in C order, in `scratch`.
  std::string_view read(uint64_t first, size_t count, std::string& scratch);

 private:
  const std::string& chunkAt(const std::vector<hsize_t>& corner);
  std::string unpacked(const std::vector<hsize_t>& corner) const;

  std::shared_ptr<LockedHdf5Handle> dataset_;
  std::vector<Hdf5Filter> filters_;
  std::vector<hsize_t> shape_, chunk_;
  size_t size_, chunkBytes_ = 0;
  uint64_t fileSize_;
  Error failed_;
  std::string fill_;
  std::map<std::vector<hsize_t>, std::string> kept_;
};

}  // namespace adapsne
