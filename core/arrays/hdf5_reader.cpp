// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>

#include <zlib.h>

#include "core/arrays/array_archive.h"
#include "core/arrays/array_readers.h"
#include "core/arrays/hdf5_attribute.h"
#include "core/arrays/hdf5_library.h"
#include "core/arrays/lzf.h"
#include "core/arrays/npy_text.h"
#include "core/arrays/numeric_array.h"
#include "core/arrays/sparse_array.h"
#include "core/dataset/sparse_points.h"
#include "core/files/file_bytes.h"
#include "core/support/words.h"

namespace adapsne {
namespace {

/// Deflate's best ratio, and room for what is not packed.
constexpr uint64_t kPackedRatio = 1032, kPackedSlack = 1 << 16;
/// What is looked through at most, so that no file takes for ever.
constexpr size_t kMostObjects = 20000;
constexpr int kDeepest = 16;
/// A chunk is unpacked as a whole.
constexpr uint64_t kMostChunk = 64 << 20, kChunkRatio = 32;
constexpr uint64_t kMostRow = 128 << 20, kMostText = 1 << 30;
/// Bytes of a text's reference: its length, the address of a heap, its number there.
constexpr size_t kReference = 16;
/// h5py's own filter.
constexpr H5Z_filter_t kLzf = 32000;

struct Link {
  std::string name;
  H5L_type_t type;
};

herr_t collectLink(hid_t, const char* name, const H5L_info_t* info, void* to) {
  auto& links = *static_cast<std::vector<Link>*>(to);
  if (links.size() >= kMostObjects) return 1;
  try {
    links.push_back({name, info->type});
  } catch (...) {
    return -1;
  }
  return 0;
}

/// How a dataset's values lie in the file.
struct StoredType {
  ElementType element;
  bool bigEndian;
};

std::optional<StoredType> storedType(hid_t type) {
  const size_t size = H5Tget_size(type);
  const auto as = [&](ElementType element) {
    return StoredType{element, H5Tget_order(type) == H5T_ORDER_BE};
  };
  switch (H5Tget_class(type)) {
    case H5T_FLOAT: {
      size_t sign = 0, exponent = 0, exponentBits = 0, mantissa = 0, mantissaBits = 0;
      H5Tget_fields(type, &sign, &exponent, &exponentBits, &mantissa, &mantissaBits);
      if (mantissa != 0 || exponent != mantissaBits || sign != 8 * size - 1) return std::nullopt;
      if (size == 2 && exponentBits == 5) return as(ElementType::F16);
      if (size == 4 && exponentBits == 8) return as(ElementType::F32);
      if (size == 8 && exponentBits == 11) return as(ElementType::F64);
      return std::nullopt;
    }
    case H5T_INTEGER: {
      if (H5Tget_precision(type) != 8 * size) return std::nullopt;
      const bool isSigned = H5Tget_sign(type) == H5T_SGN_2;
      if (size == 1) return as(isSigned ? ElementType::I8 : ElementType::U8);
      if (size == 2) return as(isSigned ? ElementType::I16 : ElementType::U16);
      if (size == 4) return as(isSigned ? ElementType::I32 : ElementType::U32);
      if (size == 8) return as(isSigned ? ElementType::I64 : ElementType::U64);
      return std::nullopt;
    }
    case H5T_ENUM:  // h5py's booleans
      if (size == 1) return as(ElementType::I8);
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::vector<int64_t> shapeOf(hid_t dataset) {
  const Hdf5Handle space(H5Dget_space(dataset));
  const int rank = space ? H5Sget_simple_extent_ndims(space.get()) : 0;
  if (rank <= 0 || rank > H5S_MAX_RANK) return {};
  std::vector<hsize_t> extents(static_cast<size_t>(rank));
  H5Sget_simple_extent_dims(space.get(), extents.data(), nullptr);
  std::vector<int64_t> shape;
  shape.reserve(extents.size());
  for (const hsize_t extent : extents)
    shape.push_back(static_cast<int64_t>(std::min<hsize_t>(extent, std::numeric_limits<int64_t>::max())));
  return shape;
}

struct Filter {
  H5Z_filter_t id;
  size_t element;  ///< Bytes that shuffle took apart.
};

std::vector<Filter> filtersOf(hid_t creation) {
  std::vector<Filter> filters;
  for (int k = 0; k < H5Pget_nfilters(creation); ++k) {
    unsigned flags = 0, configuration = 0, values[8] = {};
    size_t count = 8;
    const H5Z_filter_t id = H5Pget_filter2(creation, static_cast<unsigned>(k), &flags, &count, values, 0,
                                           nullptr, &configuration);
    filters.push_back({id, values[0]});
  }
  return filters;
}

/// A dataset that is read later.
struct LockedHandle {
  explicit LockedHandle(Hdf5Handle opened) : handle(std::move(opened)) {}
  ~LockedHandle() {
    const std::lock_guard lock(hdf5Mutex());
    handle = Hdf5Handle();
  }
  LockedHandle(const LockedHandle&) = delete;
  LockedHandle& operator=(const LockedHandle&) = delete;
  Hdf5Handle handle;
};

/// The elements of a dataset that is packed in chunks. Those chunks are kept unpacked that the rows that were
/// read last go through.
class Chunks {
 public:
  Chunks(std::shared_ptr<LockedHandle> dataset, hid_t creation, const std::vector<int64_t>& shape,
         size_t size, uint64_t fileSize, Error failed)
      : dataset_(std::move(dataset)),
        filters_(filtersOf(creation)),
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

  std::string_view read(uint64_t first, size_t count, std::string& scratch) {
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

 private:
  const std::string& chunkAt(const std::vector<hsize_t>& corner) {
    const auto found = kept_.find(corner);
    if (found != kept_.end()) return found->second;
    // Rows are read from first to last: the chunks before these are not needed again.
    if (!kept_.empty() && (kept_.begin()->first[0] != corner[0] || kept_.size() * chunkBytes_ > kMostChunk))
      kept_.clear();
    return kept_.emplace(corner, unpacked(corner)).first->second;
  }

  std::string unpacked(const std::vector<hsize_t>& corner) const {
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

  /// First bytes, then second bytes and so on to whole elements; what is over stays as it is.
  static std::string unshuffled(const std::string& bytes, size_t element) {
    if (element <= 1) return bytes;
    std::string whole = bytes;
    const size_t count = bytes.size() / element;
    for (size_t b = 0; b < element; ++b)
      for (size_t i = 0; i < count; ++i) whole[i * element + b] = bytes[b * count + i];
    return whole;
  }

  std::shared_ptr<LockedHandle> dataset_;
  std::vector<Filter> filters_;
  std::vector<hsize_t> shape_, chunk_;
  size_t size_, chunkBytes_ = 0;
  uint64_t fileSize_;
  Error failed_;
  std::string fill_;
  std::map<std::vector<hsize_t>, std::string> kept_;
};

class Hdf5Archive : public ArrayArchive {
 public:
  Hdf5Archive(const std::filesystem::path& path, RunControl& control) : shownAs_(path.string()) {
    const auto bytes = std::make_shared<FileBytes>(path, control);
    const auto unpackedBytes = std::make_shared<std::string>();
    std::string& unpacked = *unpackedBytes;
    fileSize_ = bytes->atMost();
    if (bytes->gzipped()) {
      unpacked = ByteSource(path, control).readArchive();
      fileSize_ = unpacked.size();
      read_ = [unpackedBytes](uint64_t offset, size_t size, std::string&) {
        const std::string_view all = *unpackedBytes;
        return offset < all.size() ? all.substr(offset, size) : std::string_view();
      };
    } else {
      read_ = [bytes](uint64_t offset, size_t size, std::string& scratch) {
        return bytes->read(offset, size, scratch);
      };
    }
    const std::lock_guard lock(hdf5Mutex());
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // Its own messages would go to the terminal.
    H5PLset_loading_state(0);                     // A file must not make it load programs.
    const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS));
    H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG);
    if (!unpacked.empty()) {
      H5Pset_fapl_core(access.get(), 1 << 20, 0);
      H5Pset_file_image(access.get(), unpacked.data(), unpacked.size());
    }
    // An image must not have the name of a file.
    const std::string name = unpacked.empty() ? shownAs_ : shownAs_ + "/unpacked";
    file_ = Hdf5Handle(H5Fopen(name.c_str(), H5F_ACC_RDONLY, access.get()));
    if (!file_)
      throw Error(shownAs_, "is not a readable HDF5 file.", "It may be truncated or damaged: copy it again.");
    const Hdf5Handle creation(H5Fget_create_plist(file_.get()));
    hsize_t userBlock = 0;
    size_t addressBytes = 0, lengthBytes = 0;
    H5Pget_userblock(creation.get(), &userBlock);
    H5Pget_sizes(creation.get(), &addressBytes, &lengthBytes);
    base_ = userBlock;
    isUsual_ = addressBytes == 8 && lengthBytes == 8;
    std::set<haddr_t> visited;
    walk("", 0, visited);
  }
  ~Hdf5Archive() override {
    const std::lock_guard lock(hdf5Mutex());
    file_ = Hdf5Handle();
  }
  Hdf5Archive(const Hdf5Archive&) = delete;
  Hdf5Archive& operator=(const Hdf5Archive&) = delete;

  std::string shownAs() const override { return shownAs_; }
  std::string shownAs(size_t entry) const override { return where(entries_[entry].name); }
  const std::vector<ArrayEntry>& entries() const override { return entries_; }
  std::vector<std::string> warnings() const override {
    if (links_.empty()) return {};
    constexpr size_t kNamed = 5;
    std::vector<std::string> names = links_;
    if (names.size() > kNamed) {
      names.resize(kNamed);
      names.push_back(std::to_string(links_.size() - kNamed) + " more");
    }
    return {"Links within the file and to other files are not followed: " + listed(names) + "."};
  }

  StoredArray array(size_t entry, RunControl& control) override {
    const std::string& path = entries_[entry].name;
    return kinds_[entry] == NodeKind::Sparse ? sparseArray(sparseParts(entry, control), where(path), control)
                                             : datasetArray(path);
  }

  LabelArray labels(size_t entry, const std::string& remedy, RunControl& control) override {
    const std::string& path = entries_[entry].name;
    if (kinds_[entry] == NodeKind::Categorical) return categorical(path, control);
    if (entries_[entry].kind == ArrayEntry::Kind::Texts) return textLabels(where(path), texts(path, control));
    return numberLabels(array(entry, control), remedy, control);
  }

 private:
  enum class NodeKind { Dataset, Sparse, Categorical };

  std::string where(const std::string& path) const { return shownAs_ + ", array " + path; }

  void add(ArrayEntry entry, NodeKind kind) {
    entry.isColumn = entry.name.starts_with("var/") ||
                     (entry.name.starts_with("obs/") &&
                      (kind == NodeKind::Categorical || entry.kind == ArrayEntry::Kind::Numbers));
    entries_.push_back(std::move(entry));
    kinds_.push_back(kind);
  }

  /// Gathers the arrays below a group. Only what hangs there itself: links lead out of the file or in
  /// circles, and a group that was met is not entered again.
  void walk(const std::string& group, int depth, std::set<haddr_t>& visited) {
    std::vector<Link> links;
    const std::string path = group.empty() ? "/" : group;
    const Hdf5Handle object(H5Gopen2(file_.get(), path.c_str(), H5P_DEFAULT));
    if (!object) return;
    H5Literate(object.get(), H5_INDEX_NAME, H5_ITER_INC, nullptr, collectLink, &links);
    for (const Link& link : links) {
      const std::string name = group.empty() ? link.name : group + "/" + link.name;
      if (link.type != H5L_TYPE_HARD) {
        links_.push_back(name);
        continue;
      }
      H5O_info_t info;
      if (H5Oget_info_by_name(file_.get(), name.c_str(), &info, H5P_DEFAULT) < 0) continue;
      if (visited.size() >= kMostObjects || !visited.insert(info.addr).second) continue;
      if (info.type == H5O_TYPE_DATASET)
        addDataset(name);
      else if (info.type == H5O_TYPE_GROUP && !addGroup(name, info.addr) && depth < kDeepest)
        walk(name, depth + 1, visited);
    }
  }

  void addDataset(const std::string& path) {
    const Hdf5Handle dataset(H5Dopen2(file_.get(), path.c_str(), H5P_DEFAULT));
    const Hdf5Handle type(dataset ? H5Dget_type(dataset.get()) : -1);
    if (!type) return;
    const auto kind = H5Tget_class(type.get()) == H5T_STRING ? ArrayEntry::Kind::Texts
                      : storedType(type.get())               ? ArrayEntry::Kind::Numbers
                                                             : ArrayEntry::Kind::Other;
    add({path, shapeOf(dataset.get()), kind}, NodeKind::Dataset);
  }

  /// An attribute of the object whose header lies there.
  std::optional<Hdf5Attribute> attribute(haddr_t header, const char* name) const {
    if (!isUsual_) return std::nullopt;
    return hdf5Attribute(read_, base_, header, name);
  }
  /// One that is a text, of fixed length or, as h5py writes it, in a heap; "" if there is none.
  std::string attributeText(haddr_t header, const char* name) const {
    const std::optional<Hdf5Attribute> found = attribute(header, name);
    if (!found) return "";
    if (found->kind != Hdf5Attribute::Kind::TextInHeap) return found->text();
    const Error damaged(shownAs_, std::string("its attribute ") + name + " cannot be read.",
                        "The file is damaged: save it again.");
    if (found->bytes.size() != kReference) throw damaged;
    std::map<uint64_t, std::map<uint32_t, std::string>> heaps;
    return heapText(found->bytes, heaps, damaged);
  }
  std::vector<int64_t> attributeNumbers(haddr_t header, const char* name) const {
    const std::optional<Hdf5Attribute> found = attribute(header, name);
    return found ? found->integers() : std::vector<int64_t>();
  }

  bool exists(const std::string& path) const { return H5Lexists(file_.get(), path.c_str(), H5P_DEFAULT) > 0; }

  /// A group that AnnData writes for one array; false for any other.
  bool addGroup(const std::string& path, haddr_t header) {
    const Hdf5Handle group(H5Gopen2(file_.get(), path.c_str(), H5P_DEFAULT));
    if (!group) return false;
    if (exists(path + "/data") && exists(path + "/indices") && exists(path + "/indptr")) {
      std::vector<int64_t> shape = attributeNumbers(header, "shape");
      if (shape.empty()) shape = attributeNumbers(header, "h5sparse_shape");
      const std::vector<int64_t> begins = shapeAt(path + "/indptr");
      if (shape.size() != 2 || shape[0] < 0 || shape[1] < 0 || begins.size() != 1) return false;
      // Of a square matrix the lengths say nothing.
      const bool byColumns =
          begins[0] == shape[1] + 1 &&
          (shape[0] != shape[1] || attributeText(header, "encoding-type") == "csc_matrix" ||
           attributeText(header, "h5sparse_format") == "csc");
      formats_.emplace_back(path, byColumns ? SparseFormat::Csc : SparseFormat::Csr);
      add({path, shape, ArrayEntry::Kind::Numbers}, NodeKind::Sparse);
      return true;
    }
    if (exists(path + "/codes") && exists(path + "/categories")) {
      add({path, shapeAt(path + "/codes"), ArrayEntry::Kind::Texts}, NodeKind::Categorical);
      return true;
    }
    return false;
  }

  std::vector<int64_t> shapeAt(const std::string& path) const {
    const Hdf5Handle dataset(H5Dopen2(file_.get(), path.c_str(), H5P_DEFAULT));
    return dataset ? shapeOf(dataset.get()) : std::vector<int64_t>();
  }

  /// A dataset by its path, which leads through no link.
  Hdf5Handle open(const std::string& path) const {
    for (size_t end = path.find('/'); true; end = path.find('/', end + 1)) {
      H5L_info_t info;
      const std::string part = path.substr(0, end);
      if (H5Lget_info(file_.get(), part.c_str(), &info, H5P_DEFAULT) < 0)
        throw Error(where(path), "cannot be read.", "The file is damaged: save it again.");
      if (info.type != H5L_TYPE_HARD)
        throw Error(where(path), "is reached through a link, which is not followed.",
                    "Copy the data themselves into the file.");
      if (end == std::string::npos) break;
    }
    Hdf5Handle dataset(H5Dopen2(file_.get(), path.c_str(), H5P_DEFAULT));
    if (!dataset) throw Error(where(path), "cannot be read.", "The file is damaged: save it again.");
    return dataset;
  }

  /// Refuses a dataset that promises more than the file holds, or whose values lie in other files.
  void check(hid_t dataset, const std::string& path, uint64_t elementBytes) const {
    const std::vector<int64_t> shape = shapeOf(dataset);
    uint64_t count = 0;
    const bool fits = elementCount(shape, count);
    const Hdf5Handle creation(H5Dget_create_plist(dataset));
    const H5D_layout_t layout = H5Pget_layout(creation.get());
    if (layout == H5D_VIRTUAL || H5Pget_external_count(creation.get()) > 0)
      throw Error(where(path), "lies in other files, which are not opened.",
                  "Copy the data themselves into the file.");
    const uint64_t stored = H5Dget_storage_size(dataset), promised = count * elementBytes;
    const Error tooMuch(where(path), "promises " + shapeText(shape) + " values, more than the file can hold.",
                        "It is truncated or damaged, or was never filled: save it again.");
    if (!fits || (count > 0 && stored == 0)) throw tooMuch;
    if (layout == H5D_CONTIGUOUS) {
      const haddr_t offset = H5Dget_offset(dataset);
      if (count > 0 && (offset == HADDR_UNDEF || offset > fileSize_ || promised > fileSize_ - offset))
        throw tooMuch;
    } else if (stored > fileSize_ || promised > stored * kPackedRatio + kPackedSlack) {
      throw tooMuch;
    }
    if (layout == H5D_CHUNKED) checkChunks(creation.get(), path, elementBytes);
  }

  void checkChunks(hid_t creation, const std::string& path, uint64_t elementBytes) const {
    hsize_t extents[H5S_MAX_RANK];
    const int rank = H5Pget_chunk(creation, H5S_MAX_RANK, extents);
    uint64_t bytes = elementBytes;
    bool fits = rank > 0;
    for (int k = 0; k < rank; ++k) fits &= !__builtin_mul_overflow(bytes, extents[k], &bytes);
    if (!fits || bytes > kMostChunk + kChunkRatio * fileSize_)
      throw Error(where(path), "is packed in chunks that are larger than the file can hold.",
                  "The file is damaged: save it again.");
    for (const Filter& filter : filtersOf(creation))
      if (filter.id != H5Z_FILTER_DEFLATE && filter.id != H5Z_FILTER_SHUFFLE &&
          filter.id != H5Z_FILTER_FLETCHER32 && filter.id != kLzf)
        throw Error(where(path),
                    "is packed by a filter that is not known here (" + std::to_string(filter.id) + ").",
                    "Save it without, in Python: import h5py, hdf5plugin, numpy; numpy.save(\"x.npy\", "
                    "h5py.File(\"" +
                        shownAs_ + "\")[\"" + path + "\"][:]).");
  }

  /// The elements of a dataset as they lie in the file, `size` bytes each. The library tells where they are;
  /// it does not read them, as it reads on behind chunks that unpack to less than they should.
  std::function<std::string_view(uint64_t, size_t, std::string&)> elementsOf(const std::string& path,
                                                                             size_t size) const {
    const auto dataset = std::make_shared<LockedHandle>(open(path));
    check(dataset->handle.get(), path, size);
    const Hdf5Handle creation(H5Dget_create_plist(dataset->handle.get()));
    const std::vector<int64_t> shape = shapeOf(dataset->handle.get());
    const Error failed(where(path), "cannot be read.", "The file is damaged: save it again.");
    switch (H5Pget_layout(creation.get())) {
      case H5D_CONTIGUOUS:
        return [read = read_, begin = H5Dget_offset(dataset->handle.get()), size, failed](
                   uint64_t first, size_t count, std::string& scratch) {
          const std::string_view bytes = read(begin + first * size, count * size, scratch);
          if (bytes.size() < count * size) throw failed;
          return bytes;
        };
      case H5D_CHUNKED:
        return [chunks = std::make_shared<Chunks>(dataset, creation.get(), shape, size, fileSize_, failed)](
                   uint64_t first, size_t count, std::string& scratch) {
          return chunks->read(first, count, scratch);
        };
      default:
        break;
    }
    // Compact: it lies in the dataset's header, which the library has read.
    uint64_t count = 0;
    elementCount(shape, count);
    const Hdf5Handle type(H5Dget_type(dataset->handle.get()));
    const auto all = std::make_shared<std::string>(count * size, '\0');
    constexpr uint64_t kMostCompact = 1 << 16;
    if (all->size() > kMostCompact || H5Tget_size(type.get()) != size ||
        H5Dread(dataset->handle.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, all->data()) < 0)
      throw failed;
    return [all, size](uint64_t first, size_t here, std::string&) {
      return std::string_view(*all).substr(first * size, here * size);
    };
  }

  StoredArray datasetArray(const std::string& path) const {
    const std::lock_guard lock(hdf5Mutex());
    const Hdf5Handle dataset = open(path), type(H5Dget_type(dataset.get()));
    const std::optional<StoredType> stored = storedType(type.get());
    if (!stored)
      throw Error(where(path), "holds no real numbers.", "Choose an array of numbers with --array NAME.");
    StoredArray array;
    array.shownAs = where(path);
    array.shape = shapeOf(dataset.get());
    array.type = stored->element;
    array.bigEndian = stored->bigEndian;
    array.elements = elementsOf(path, elementSize(array.type));
    return array;
  }

  /// All numbers of a part of a sparse matrix.
  template <typename Value>
  std::vector<Value> numbers(const std::string& path, RunControl& control) const {
    const StoredArray array = datasetArray(path);
    std::vector<Value> values;
    if (array.shape.size() != 1)
      throw Error(where(path), "is " + shapeText(array.shape) + ", one dimension was expected.",
                  "Save the matrix again.");
    if (std::is_integral_v<Value> && !isIntegral(array.type))
      throw Error(where(path), "holds fractions, indices were expected.", "Save the matrix again.");
    forEachBlock(array, nullptr, control, [&](uint64_t, const char* bytes, size_t count) {
      values.resize(values.size() + count);
      decodeElements(array.type, array.bigEndian, bytes, count, values.data() + (values.size() - count));
      return true;
    });
    return values;
  }

  SparseParts sparseParts(size_t entry, RunControl& control) const {
    const ArrayEntry& e = entries_[entry];
    SparseFormat format = SparseFormat::Csr;
    for (const auto& [path, known] : formats_)
      if (path == e.name) format = known;
    return {format,
            e.shape[0],
            e.shape[1],
            numbers<float>(e.name + "/data", control),
            numbers<int64_t>(e.name + "/indices", control),
            numbers<int64_t>(e.name + "/indptr", control)};
  }

  std::vector<std::string> texts(const std::string& path, RunControl& control) const {
    const std::lock_guard lock(hdf5Mutex());
    const Hdf5Handle dataset = open(path), type(H5Dget_type(dataset.get()));
    const std::vector<int64_t> shape = shapeOf(dataset.get());
    if (shape.size() != 1 || H5Tget_class(type.get()) != H5T_STRING)
      throw Error(where(path), "is " + shapeText(shape) + ", texts in one dimension were expected.",
                  "Choose another array.");
    const bool inHeap = H5Tis_variable_str(type.get()) > 0;
    const size_t size = inHeap ? kReference : H5Tget_size(type.get());
    const Error damaged(where(path), "cannot be read.", "The file is damaged: save it again.");
    if (size == 0 || size > kMostRow || (inHeap && !isUsual_)) throw damaged;
    const auto elements = elementsOf(path, size);
    const auto points = static_cast<uint64_t>(shape[0]), atOnce = std::max<uint64_t>(1, (1 << 20) / size);
    std::map<uint64_t, std::map<uint32_t, std::string>> heaps;
    std::vector<std::string> result;
    std::string scratch;
    uint64_t total = 0;
    for (uint64_t first = 0; first < points; first += atOnce) {
      const uint64_t count = std::min(atOnce, points - first);
      const std::string_view bytes = elements(first, static_cast<size_t>(count), scratch);
      for (uint64_t i = 0; i < count; ++i) {
        const std::string_view cell = bytes.substr(i * size, size);
        result.push_back(
            validUtf8(inHeap ? heapText(cell, heaps, damaged) : cell.substr(0, cell.find('\0'))));
        total += result.back().size();
      }
      if (total > kMostText)
        throw Error(where(path), "holds more than " + sizeText(kMostText) + " of text.",
                    "Choose another array.");
      if (control.cancelRequested()) throw Cancelled{};
    }
    return result;
  }

  /// The text that a reference (length, address of a collection, index) leads to in the global heap.
  std::string heapText(std::string_view reference, std::map<uint64_t, std::map<uint32_t, std::string>>& heaps,
                       const Error& damaged) const {
    const auto length = detail::loadBits<uint32_t>(reference.data(), false);
    const auto address = detail::loadBits<uint64_t>(reference.data() + 4, false);
    const auto index = detail::loadBits<uint32_t>(reference.data() + 12, false);
    if (length == 0) return "";
    auto found = heaps.find(address);
    if (found == heaps.end()) found = heaps.emplace(address, heapAt(address, damaged)).first;
    const auto object = found->second.find(index);
    if (object == found->second.end() || object->second.size() < length) throw damaged;
    return object->second.substr(0, std::min<size_t>(length, object->second.find('\0')));
  }

  std::map<uint32_t, std::string> heapAt(uint64_t address, const Error& damaged) const {
    constexpr uint64_t kHead = 16, kMostHeap = 64 << 20;
    std::string scratch;
    if (address > fileSize_) throw damaged;
    const std::string_view head = read_(base_ + address, kHead, scratch);
    if (head.size() < kHead || !head.starts_with("GCOL")) throw damaged;
    const auto size = detail::loadBits<uint64_t>(head.data() + 8, false);
    if (size > kMostHeap) throw damaged;
    const std::string bytes(read_(base_ + address, static_cast<size_t>(size), scratch));
    if (bytes.size() < size) throw damaged;
    std::map<uint32_t, std::string> objects;
    for (uint64_t at = kHead; at + kHead <= size;) {
      const auto index = detail::loadBits<uint16_t>(bytes.data() + at, false);
      const auto length = detail::loadBits<uint64_t>(bytes.data() + at + 8, false);
      if (index == 0) break;  // What follows is free.
      if (length > size - at - kHead) throw damaged;
      objects[index] = bytes.substr(at + kHead, length);
      at += kHead + (length + 7) / 8 * 8;
    }
    return objects;
  }

  /// AnnData's codes and categories; a negative code is a missing label.
  LabelArray categorical(const std::string& path, RunControl& control) const {
    const std::string categories = path + "/categories";
    std::vector<std::string> names;
    bool isText = false;
    {
      const std::lock_guard lock(hdf5Mutex());
      const Hdf5Handle dataset = open(categories), type(H5Dget_type(dataset.get()));
      isText = H5Tget_class(type.get()) == H5T_STRING;
    }
    names = isText ? texts(categories, control)
                   : numberLabels(datasetArray(categories), "Choose another column.", control).texts;
    const LabelArray codes = numberLabels(datasetArray(path + "/codes"), "Choose another column.", control);
    LabelArray labels{where(path), {}, false};
    for (const std::string& code : codes.texts) {
      if (code.empty() || code[0] == '-') {
        labels.texts.emplace_back();
        continue;
      }
      const uint64_t index = std::stoull(code);
      if (index >= names.size())
        throw Error(where(path),
                    "the code " + code + " is none of its " + std::to_string(names.size()) + " categories.",
                    "The file is damaged: save it again.");
      labels.texts.push_back(names[index]);
    }
    return labels;
  }

  std::string shownAs_;
  uint64_t fileSize_ = 0, base_ = 0;  ///< base_: where the addresses of the file count from.
  bool isUsual_ = true;               ///< Addresses and lengths are 8 bytes.
  ReadBytes read_;
  Hdf5Handle file_;
  std::vector<ArrayEntry> entries_;
  std::vector<NodeKind> kinds_;  ///< Of each entry.
  std::vector<std::pair<std::string, SparseFormat>> formats_;
  std::vector<std::string> links_;
};

}  // namespace

ChosenPoints readHdf5Rows(const std::filesystem::path& path, const DatasetOptions& options,
                          const RowChoice& choice, RunControl& control) {
  Hdf5Archive archive(path, control);
  return datasetFromArchive(archive, path, options, choice, control);
}

Dataset readHdf5(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control) {
  return withFeatures(readHdf5Rows(path, options, {}, control));
}

Labels readHdf5Labels(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control) {
  Hdf5Archive archive(path, control);
  return labelsFromArchive(archive, options, control);
}

std::vector<SourcePart> partsOfHdf5(const std::filesystem::path& path, const DatasetOptions& options,
                                    RunControl& control) {
  return partsOfArchive(Hdf5Archive(path, control), options);
}

std::vector<SourceArray> arraysOfHdf5(const std::filesystem::path& path, RunControl& control) {
  return arraysOf(Hdf5Archive(path, control));
}

}  // namespace adapsne
