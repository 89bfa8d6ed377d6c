// SPDX-License-Identifier: GPL-3.0-or-later
// Functions of libhdf5 1.12 and later take other arguments under the same names.
#define H5_USE_110_API

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>

#include <hdf5.h>

#include "core/arrays/array_archive.h"
#include "core/arrays/array_readers.h"
#include "core/arrays/lzf.h"
#include "core/arrays/npy_text.h"
#include "core/arrays/numeric_array.h"
#include "core/arrays/sparse_array.h"
#include "core/files/byte_source.h"
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

/// The library is not made for threads: every call of it holds this, and waits for nothing else meanwhile.
std::recursive_mutex& libraryMutex() {
  static std::recursive_mutex mutex;
  return mutex;
}

/// An object of the library, closed at the end.
class Handle {
 public:
  Handle() = default;
  explicit Handle(hid_t id) : id_(id) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) H5Idec_ref(id_);
  }
  hid_t get() const { return id_; }
  explicit operator bool() const { return id_ >= 0; }

 private:
  hid_t id_ = -1;
};

/// h5py's own filter, which the library does not bring.
constexpr H5Z_filter_t kLzf = 32000;
/// Bytes that a chunk of the dataset that is being read unpacks to; under the library's mutex.
size_t expectedChunk = 0;

size_t unpackChunk(unsigned flags, size_t, const unsigned*, size_t size, size_t* room, void** buffer) {
  if (!(flags & H5Z_FLAG_REVERSE)) return 0;
  try {
    const std::optional<std::string> unpacked =
        unpackLzf({static_cast<const char*>(*buffer), size}, expectedChunk);
    // The library would read on behind fewer.
    if (!unpacked || unpacked->empty() || unpacked->size() != expectedChunk) return 0;
    void* bytes = H5allocate_memory(unpacked->size(), false);
    if (!bytes) return 0;
    std::memcpy(bytes, unpacked->data(), unpacked->size());
    H5free_memory(*buffer);
    *buffer = bytes;
    *room = unpacked->size();
    return unpacked->size();
  } catch (...) {
    return 0;
  }
}

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

std::string attributeText(hid_t object, const char* name) {
  if (H5Aexists(object, name) <= 0) return "";
  const Handle attribute(H5Aopen(object, name, H5P_DEFAULT));
  const Handle type(H5Aget_type(attribute.get())), space(H5Aget_space(attribute.get()));
  if (!attribute || !type || !space || H5Tget_class(type.get()) != H5T_STRING ||
      H5Sget_simple_extent_npoints(space.get()) != 1)
    return "";
  if (H5Tis_variable_str(type.get()) > 0) {
    char* text = nullptr;
    const Handle memory(H5Tcopy(type.get()));
    if (H5Aread(attribute.get(), memory.get(), &text) < 0 || !text) return "";
    std::string result(text);
    H5free_memory(text);
    return result;
  }
  const size_t size = H5Tget_size(type.get());
  constexpr size_t kMost = 256;
  if (size == 0 || size > kMost) return "";
  std::string text(size, '\0');
  if (H5Aread(attribute.get(), type.get(), text.data()) < 0) return "";
  text.resize(std::strlen(text.c_str()));
  return text;
}

/// The whole numbers of an attribute such as "shape"; empty if there are none or many.
std::vector<int64_t> attributeNumbers(hid_t object, const char* name) {
  if (H5Aexists(object, name) <= 0) return {};
  const Handle attribute(H5Aopen(object, name, H5P_DEFAULT));
  const Handle type(H5Aget_type(attribute.get())), space(H5Aget_space(attribute.get()));
  if (!attribute || !type || !space || H5Tget_class(type.get()) != H5T_INTEGER) return {};
  const hssize_t count = H5Sget_simple_extent_npoints(space.get());
  if (count < 1 || count > 8) return {};
  std::vector<int64_t> values(static_cast<size_t>(count));
  if (H5Aread(attribute.get(), H5T_NATIVE_INT64, values.data()) < 0) return {};
  return values;
}

/// H5Dread of a selection.
herr_t readSelection(hid_t dataset, hid_t type, hid_t into, hid_t selected, void* to) {
  const Handle creation(H5Dget_create_plist(dataset)), stored(H5Dget_type(dataset));
  expectedChunk = H5Tget_size(stored.get());
  hsize_t extents[H5S_MAX_RANK];
  const int rank =
      H5Pget_layout(creation.get()) == H5D_CHUNKED ? H5Pget_chunk(creation.get(), H5S_MAX_RANK, extents) : 0;
  for (int k = 0; k < rank; ++k) expectedChunk *= extents[k];
  return H5Dread(dataset, type, into, selected, H5P_DEFAULT, to);
}

/// How a dataset's values are read: always in the machine's byte order.
struct MemoryType {
  ElementType element;
  hid_t native;
};

std::optional<MemoryType> memoryType(hid_t type) {
  const size_t size = H5Tget_size(type);
  switch (H5Tget_class(type)) {
    case H5T_FLOAT:
      if (size <= 4) return MemoryType{ElementType::F32, H5T_NATIVE_FLOAT};
      return MemoryType{ElementType::F64, H5T_NATIVE_DOUBLE};
    case H5T_INTEGER: {
      const bool isSigned = H5Tget_sign(type) == H5T_SGN_2;
      if (size == 1)
        return isSigned ? MemoryType{ElementType::I8, H5T_NATIVE_INT8}
                        : MemoryType{ElementType::U8, H5T_NATIVE_UINT8};
      if (size == 2)
        return isSigned ? MemoryType{ElementType::I16, H5T_NATIVE_INT16}
                        : MemoryType{ElementType::U16, H5T_NATIVE_UINT16};
      if (size <= 4)
        return isSigned ? MemoryType{ElementType::I32, H5T_NATIVE_INT32}
                        : MemoryType{ElementType::U32, H5T_NATIVE_UINT32};
      if (size <= 8)
        return isSigned ? MemoryType{ElementType::I64, H5T_NATIVE_INT64}
                        : MemoryType{ElementType::U64, H5T_NATIVE_UINT64};
      return std::nullopt;
    }
    case H5T_ENUM:  // h5py's booleans
      if (size == 1) return MemoryType{ElementType::I8, H5T_NATIVE_INT8};
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

std::vector<int64_t> shapeOf(hid_t dataset) {
  const Handle space(H5Dget_space(dataset));
  const int rank = space ? H5Sget_simple_extent_ndims(space.get()) : 0;
  if (rank <= 0 || rank > H5S_MAX_RANK) return {};
  std::vector<hsize_t> extents(static_cast<size_t>(rank));
  H5Sget_simple_extent_dims(space.get(), extents.data(), nullptr);
  std::vector<int64_t> shape;
  for (const hsize_t extent : extents)
    shape.push_back(static_cast<int64_t>(std::min<hsize_t>(extent, std::numeric_limits<int64_t>::max())));
  return shape;
}

class Hdf5Archive : public ArrayArchive {
 public:
  Hdf5Archive(const std::filesystem::path& path, RunControl& control) : shownAs_(path.string()) {
    ByteSource source(path, control);
    fileSize_ = source.atMost();
    std::string unpacked;
    if (source.gzipped()) {
      unpacked = source.readArchive();
      fileSize_ = unpacked.size();
    }
    const std::lock_guard lock(libraryMutex());
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // Its own messages would go to the terminal.
    H5PLset_loading_state(0);                     // A file must not make it load programs.
    const H5Z_class2_t lzf{H5Z_CLASS_T_VERS, kLzf, 0, 1, "lzf", nullptr, nullptr, unpackChunk};
    H5Zregister(&lzf);
    const Handle access(H5Pcreate(H5P_FILE_ACCESS));
    H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG);
    if (!unpacked.empty()) {
      H5Pset_fapl_core(access.get(), 1 << 20, 0);
      H5Pset_file_image(access.get(), unpacked.data(), unpacked.size());
    }
    file_ = Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()));
    if (!file_)
      throw Error(shownAs_, "is not a readable HDF5 file.", "It may be truncated or damaged: copy it again.");
    std::set<haddr_t> visited;
    walk("", 0, visited);
  }
  ~Hdf5Archive() override {
    const std::lock_guard lock(libraryMutex());
    file_ = Handle();
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
    return kinds_[entry] == NodeKind::Sparse ? denseArray(sparseParts(entry, control), where(path), control)
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
                     (entry.name.starts_with("obs/") && (kind == NodeKind::Categorical ||
                                                         entry.kind == ArrayEntry::Kind::Numbers));
    entries_.push_back(std::move(entry));
    kinds_.push_back(kind);
  }

  /// Gathers the arrays below a group. Only what hangs there itself: links lead out of the file or in circles,
  /// and a group that was met is not entered again.
  void walk(const std::string& group, int depth, std::set<haddr_t>& visited) {
    std::vector<Link> links;
    const std::string path = group.empty() ? "/" : group;
    const Handle object(H5Gopen2(file_.get(), path.c_str(), H5P_DEFAULT));
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
      else if (info.type == H5O_TYPE_GROUP && !addGroup(name) && depth < kDeepest)
        walk(name, depth + 1, visited);
    }
  }

  void addDataset(const std::string& path) {
    const Handle dataset(H5Dopen2(file_.get(), path.c_str(), H5P_DEFAULT));
    const Handle type(dataset ? H5Dget_type(dataset.get()) : -1);
    if (!type) return;
    const auto kind = H5Tget_class(type.get()) == H5T_STRING ? ArrayEntry::Kind::Texts
                      : memoryType(type.get())               ? ArrayEntry::Kind::Numbers
                                                             : ArrayEntry::Kind::Other;
    add({path, shapeOf(dataset.get()), kind}, NodeKind::Dataset);
  }

  bool exists(const std::string& path) const {
    return H5Lexists(file_.get(), path.c_str(), H5P_DEFAULT) > 0;
  }

  /// A group that AnnData writes for one array; false for any other.
  bool addGroup(const std::string& path) {
    const Handle group(H5Gopen2(file_.get(), path.c_str(), H5P_DEFAULT));
    if (!group) return false;
    std::string encoding = attributeText(group.get(), "encoding-type");
    if (encoding.empty()) encoding = attributeText(group.get(), "h5sparse_format") + "_matrix";
    if (encoding == "csr_matrix" || encoding == "csc_matrix") {
      std::vector<int64_t> shape = attributeNumbers(group.get(), "shape");
      if (shape.empty()) shape = attributeNumbers(group.get(), "h5sparse_shape");
      if (shape.size() != 2 || !exists(path + "/data") || !exists(path + "/indices") || !exists(path + "/indptr"))
        return false;
      formats_.emplace_back(path, encoding == "csr_matrix" ? SparseFormat::Csr : SparseFormat::Csc);
      add({path, shape, ArrayEntry::Kind::Numbers}, NodeKind::Sparse);
      return true;
    }
    if (encoding == "categorical" && exists(path + "/codes") && exists(path + "/categories")) {
      const Handle codes(H5Dopen2(file_.get(), (path + "/codes").c_str(), H5P_DEFAULT));
      if (!codes) return false;
      add({path, shapeOf(codes.get()), ArrayEntry::Kind::Texts}, NodeKind::Categorical);
      return true;
    }
    return false;
  }

  /// A dataset by its path, which leads through no link.
  Handle open(const std::string& path) const {
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
    // So that a chunk is unpacked once for all pieces that are read of it.
    constexpr size_t kSlots = 12421;  // A prime, as the library asks for.
    const Handle access(H5Pcreate(H5P_DATASET_ACCESS));
    H5Pset_chunk_cache(access.get(), kSlots, kMostChunk, 1);
    Handle dataset(H5Dopen2(file_.get(), path.c_str(), access.get()));
    if (!dataset) throw Error(where(path), "cannot be read.", "The file is damaged: save it again.");
    return dataset;
  }

  /// Refuses a dataset that promises more than the file holds, or whose values lie in other files.
  void check(hid_t dataset, const std::string& path, uint64_t elementBytes) const {
    const std::vector<int64_t> shape = shapeOf(dataset);
    uint64_t count = 0;
    const bool fits = elementCount(shape, count);
    const Handle creation(H5Dget_create_plist(dataset));
    const H5D_layout_t layout = H5Pget_layout(creation.get());
    if (layout == H5D_VIRTUAL || H5Pget_external_count(creation.get()) > 0)
      throw Error(where(path), "lies in other files, which are not opened.",
                  "Copy the data themselves into the file.");
    const uint64_t stored = H5Dget_storage_size(dataset), promised = count * elementBytes;
    const Error tooMuch(where(path),
                        "promises " + shapeText(shape) + " values, more than the file can hold.",
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
    for (int k = 0; k < H5Pget_nfilters(creation); ++k) {
      unsigned flags = 0, configuration = 0;
      size_t values = 0;
      char name[64] = "";
      const H5Z_filter_t filter = H5Pget_filter2(creation, static_cast<unsigned>(k), &flags, &values, nullptr,
                                                 sizeof name, name, &configuration);
      if (filter < 0 || H5Zfilter_avail(filter) <= 0)
        throw Error(where(path),
                    "is packed by a filter that is not known here (" + std::to_string(filter) +
                        (name[0] ? std::string(", ") + name : "") + ").",
                    "Save it without, in Python: import h5py, hdf5plugin, numpy; numpy.save(\"x.npy\", "
                    "h5py.File(\"" + shownAs_ + "\")[\"" + path + "\"][:]).");
    }
  }

  StoredArray datasetArray(const std::string& path) const {
    const std::lock_guard lock(libraryMutex());
    const auto dataset = std::make_shared<LockedHandle>(open(path));
    const Handle type(H5Dget_type(dataset->handle.get()));
    const std::optional<MemoryType> memory = memoryType(type.get());
    if (!memory)
      throw Error(where(path), "holds no real numbers.", "Choose an array of numbers with --array NAME.");
    check(dataset->handle.get(), path, H5Tget_size(type.get()));
    StoredArray array;
    array.shownAs = where(path);
    array.shape = shapeOf(dataset->handle.get());
    array.type = memory->element;
    const uint64_t dimensions = array.dimensions(), size = elementSize(array.type);
    if (array.shape.size() > 2 && dimensions > kMostRow / size)
      throw Error(where(path), "has rows of " + shapeText(array.shape) + ".", "Use smaller images.");
    array.elements = [=, shape = array.shape, native = memory->native, where = where(path)](
                         uint64_t first, size_t count, std::string& scratch) -> std::string_view {
      std::vector<hsize_t> start(shape.size(), 0), extent(shape.begin(), shape.end());
      uint64_t skipped = 0;
      if (shape.empty()) {
        scratch.resize(size);
      } else {
        const bool wholeRows = count % dimensions == 0 && first % dimensions == 0;
        start[0] = first / dimensions;
        extent[0] = wholeRows ? count / dimensions : 1;
        if (!wholeRows && shape.size() == 2) {
          start[1] = first % dimensions;
          extent[1] = count;
        } else if (!wholeRows) {
          skipped = first % dimensions;  // Read as a whole.
        }
        uint64_t all = size;
        for (const hsize_t e : extent) all *= e;
        scratch.resize(all);
      }
      const std::lock_guard locked(libraryMutex());
      const Handle space(H5Dget_space(dataset->handle.get()));
      Handle into;
      if (!shape.empty()) {
        H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, start.data(), nullptr, extent.data(), nullptr);
        into = Handle(H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr));
      } else {
        into = Handle(H5Screate(H5S_SCALAR));
      }
      if (readSelection(dataset->handle.get(), native, into.get(), space.get(), scratch.data()) < 0)
        throw Error(where, "cannot be read.", "The file is damaged: save it again.");
      return std::string_view(scratch).substr(skipped * size, count * size);
    };
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
    std::vector<std::string> result;
    uint64_t points = 0;
    {
      const std::lock_guard lock(libraryMutex());
      const Handle dataset = open(path), type(H5Dget_type(dataset.get()));
      check(dataset.get(), path, H5Tget_size(type.get()));
      const std::vector<int64_t> shape = shapeOf(dataset.get());
      if (shape.size() != 1)
        throw Error(where(path), "is " + shapeText(shape) + ", texts in one dimension were expected.",
                    "Choose another array.");
      points = static_cast<uint64_t>(shape[0]);
    }
    constexpr uint64_t kAtOnce = 4096;
    uint64_t size = 0;
    for (uint64_t first = 0; first < points; first += kAtOnce) {
      control.checkpoint();
      const std::lock_guard lock(libraryMutex());
      for (std::string& text : textsOf(path, first, std::min(kAtOnce, points - first))) {
        size += text.size();
        result.push_back(std::move(text));
      }
      if (size > kMostText)
        throw Error(where(path), "holds more than " + sizeText(kMostText) + " of text.",
                    "Choose another array.");
    }
    return result;
  }

  std::vector<std::string> textsOf(const std::string& path, uint64_t first, uint64_t count) const {
    const Handle dataset = open(path), type(H5Dget_type(dataset.get())), space(H5Dget_space(dataset.get()));
    const hsize_t start = first, extent = count;
    H5Sselect_hyperslab(space.get(), H5S_SELECT_SET, &start, nullptr, &extent, nullptr);
    const Handle into(H5Screate_simple(1, &extent, nullptr));
    const Error failed(where(path), "cannot be read.", "The file is damaged: save it again.");
    std::vector<std::string> result;
    if (H5Tis_variable_str(type.get()) > 0) {
      std::vector<char*> pointers(count, nullptr);
      const herr_t code =
          readSelection(dataset.get(), type.get(), into.get(), space.get(), pointers.data());
      for (const char* text : pointers) result.push_back(text && code >= 0 ? validUtf8(text) : "");
      H5Dvlen_reclaim(type.get(), into.get(), H5P_DEFAULT, pointers.data());
      if (code < 0) throw failed;
      return result;
    }
    const size_t size = H5Tget_size(type.get());
    if (size == 0 || size > kMostRow / count) throw failed;
    std::string bytes(size * count, '\0');
    if (readSelection(dataset.get(), type.get(), into.get(), space.get(), bytes.data()) < 0) throw failed;
    for (uint64_t i = 0; i < count; ++i) {
      const std::string_view text = std::string_view(bytes).substr(i * size, size);
      result.push_back(validUtf8(text.substr(0, text.find('\0'))));
    }
    return result;
  }

  /// AnnData's codes and categories; a negative code is a missing label.
  LabelArray categorical(const std::string& path, RunControl& control) const {
    const std::string categories = path + "/categories";
    std::vector<std::string> names;
    bool isText = false;
    {
      const std::lock_guard lock(libraryMutex());
      const Handle dataset = open(categories), type(H5Dget_type(dataset.get()));
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
        throw Error(where(path), "the code " + code + " is none of its " + std::to_string(names.size()) +
                                     " categories.",
                    "The file is damaged: save it again.");
      labels.texts.push_back(names[index]);
    }
    return labels;
  }

  /// A dataset that a StoredArray keeps open.
  struct LockedHandle {
    explicit LockedHandle(Handle opened) : handle(std::move(opened)) {}
    ~LockedHandle() {
      const std::lock_guard lock(libraryMutex());
      handle = Handle();
    }
    LockedHandle(const LockedHandle&) = delete;
    LockedHandle& operator=(const LockedHandle&) = delete;
    Handle handle;
  };

  std::string shownAs_;
  uint64_t fileSize_ = 0;
  Handle file_;
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
  return readHdf5Rows(path, options, {}, control).dataset;
}

}  // namespace adapsne
