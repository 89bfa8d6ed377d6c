// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/hdf5_chunks.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include <zlib.h>

#include "core/arrays/lzf.h"

namespace adapsne {
namespace {

/// h5py's own filter.
constexpr H5Z_filter_t kLzf = 32000;

/// First bytes, then second bytes and so on to whole elements; what is over stays as it is.
std::string unshuffled(const std::string& bytes, size_t element) {
  if (element <= 1) return bytes;
  std::string whole = bytes;
  const size_t count = bytes.size() / element;
  for (size_t b = 0; b < element; ++b)
    for (size_t i = 0; i < count; ++i) whole[i * element + b] = bytes[b * count + i];
  return whole;
}

}  // namespace

bool Hdf5Filter::isKnown() const {
  return id == H5Z_FILTER_DEFLATE || id == H5Z_FILTER_SHUFFLE || id == H5Z_FILTER_FLETCHER32 || id == kLzf;
}

std::vector<Hdf5Filter> hdf5Filters(hid_t creation) {
  std::vector<Hdf5Filter> filters;
  for (int k = 0; k < H5Pget_nfilters(creation); ++k) {
    unsigned flags = 0, configuration = 0, values[8] = {};
    size_t count = 8;
    const H5Z_filter_t id = H5Pget_filter2(creation, static_cast<unsigned>(k), &flags, &count, values, 0,
                                           nullptr, &configuration);
    filters.push_back({id, values[0]});
  }
  return filters;
}

Hdf5Chunks::Hdf5Chunks(std::shared_ptr<LockedHdf5Handle> dataset, hid_t creation,
                       const std::vector<int64_t>& shape, size_t size, uint64_t fileSize, Error failed)
    : dataset_(std::move(dataset)),
      filters_(hdf5Filters(creation)),
      shape_(shape.begin(), shape.end()),
      chunk_(shape.size()),
      size_(size),
      fileSize_(fileSize),
      failed_(std::move(failed)) {
  if (H5Pget_chunk(creation, static_cast<int>(chunk_.size()), chunk_.data()) !=
      static_cast<int>(chunk_.size()))
    throw failed_;
  chunkBytes_ = size_;
  for (const hsize_t extent : chunk_) {
    if (extent == 0) throw failed_;
    chunkBytes_ *= extent;
  }
  fill_.assign(size_, '\0');
  const Hdf5Handle type(H5Dget_type(dataset_->handle.get()));
  H5D_fill_value_t filled = H5D_FILL_VALUE_UNDEFINED;
  if (H5Tget_size(type.get()) == size_ && H5Tget_class(type.get()) != H5T_STRING &&
      H5Pfill_value_defined(creation, &filled) >= 0 && filled == H5D_FILL_VALUE_USER_DEFINED)
    H5Pget_fill_value(creation, type.get(), fill_.data());
}

std::string_view Hdf5Chunks::read(uint64_t first, size_t count, std::string& scratch) {
  scratch.resize(count * size_);
  const size_t rank = shape_.size();
  std::vector<hsize_t> place(rank), corner(rank);
  for (size_t done = 0; done < count;) {
    uint64_t rest = first + done;
    for (size_t k = rank; k-- > 0; rest /= shape_[k]) place[k] = rest % shape_[k];
    uint64_t inside = 0;
    for (size_t k = 0; k < rank; ++k) {
      corner[k] = place[k] / chunk_[k] * chunk_[k];
      inside = inside * chunk_[k] + (place[k] - corner[k]);
    }
    // On to the end of the row, of the chunk, or of what is wanted.
    const hsize_t last = rank - 1, end = std::min(shape_[last], corner[last] + chunk_[last]);
    const size_t here = static_cast<size_t>(std::min<uint64_t>(end - place[last], count - done));
    std::memcpy(scratch.data() + done * size_, chunkAt(corner).data() + inside * size_, here * size_);
    done += here;
  }
  return scratch;
}

const std::string& Hdf5Chunks::chunkAt(const std::vector<hsize_t>& corner) {
  const auto found = kept_.find(corner);
  if (found != kept_.end()) return found->second;
  // Rows are read from first to last: the chunks before these are not needed again.
  if (!kept_.empty() && (kept_.begin()->first[0] != corner[0] || kept_.size() * chunkBytes_ > kMostHdf5Chunk))
    kept_.clear();
  return kept_.emplace(corner, unpacked(corner)).first->second;
}

std::string Hdf5Chunks::unpacked(const std::vector<hsize_t>& corner) const {
  std::string bytes;
  uint32_t skipped = 0;
  {
    const std::lock_guard lock(hdf5Mutex());
    hsize_t stored = 0;
    if (H5Dget_chunk_storage_size(dataset_->handle.get(), corner.data(), &stored) < 0) stored = 0;
    if (stored > fileSize_) throw failed_;
    if (stored == 0) {  // Never written.
      for (size_t k = 0; k < chunkBytes_; k += size_) bytes += fill_;
      return bytes;
    }
    bytes.resize(stored);
    if (H5Dread_chunk(dataset_->handle.get(), H5P_DEFAULT, corner.data(), &skipped, bytes.data()) < 0)
      throw failed_;
  }
  constexpr size_t kChecksum = 4;
  for (size_t k = filters_.size(); k-- > 0;) {
    if (k < 32 && skipped >> k & 1) continue;
    switch (filters_[k].id) {
      case H5Z_FILTER_DEFLATE: {
        std::string unpacked(chunkBytes_ + kChecksum, '\0');
        uLongf size = unpacked.size();
        if (uncompress(reinterpret_cast<Bytef*>(unpacked.data()), &size,
                       reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()) != Z_OK)
          throw failed_;
        unpacked.resize(size);
        bytes = std::move(unpacked);
        break;
      }
      case H5Z_FILTER_FLETCHER32:
        if (bytes.size() < kChecksum) throw failed_;
        bytes.resize(bytes.size() - kChecksum);
        break;
      case H5Z_FILTER_SHUFFLE:
        bytes = unshuffled(bytes, filters_[k].element);
        break;
      default: {
        std::optional<std::string> unpacked = unpackLzf(bytes, chunkBytes_ + kChecksum);
        if (!unpacked) throw failed_;
        bytes = std::move(*unpacked);
      }
    }
  }
  if (bytes.size() != chunkBytes_) throw failed_;
  return bytes;
}

}  // namespace adapsne
