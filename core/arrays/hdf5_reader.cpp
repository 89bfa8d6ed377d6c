// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>

#include "core/arrays/array_archive.h"
#include "core/arrays/array_readers.h"
#include "core/arrays/hdf5_attribute.h"
#include "core/arrays/hdf5_chunks.h"
#include "core/arrays/hdf5_heap.h"
#include "core/arrays/hdf5_library.h"
#include "core/arrays/numeric_array.h"
#include "core/arrays/sparse_array.h"
#include "core/files/file_bytes.h"
#include "core/files/text_encoding.h"
#include "core/support/words.h"

namespace adapsne {
namespace {

/// Deflate's best ratio, and room for what is not packed.
constexpr uint64_t kPackedRatio = 1032, kPackedSlack = 1 << 16;
/// What is looked through at most, so that no file takes for ever.
constexpr size_t kMostObjects = 20000;
constexpr int kDeepest = 16;
constexpr uint64_t kChunkRatio = 32;
constexpr uint64_t kMostRow = 128 << 20, kMostText = 1 << 30;

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
    if (kinds_[entry] == NodeKind::Apart)
      throw Error(
          where(path),
          "is a sparse matrix whose shape lies in an attribute in dense storage (as HDF5 keeps more than "
          "eight), which is not read.",
          "Save the matrix alone, in Python: import h5py, scipy.sparse as s; g = h5py.File(\"" + shownAs_ +
              "\")[\"" + path +
              "\"]; s.save_npz(\"matrix.npz\", s.csr_matrix((g[\"data\"][:], g[\"indices\"][:], "
              "g[\"indptr\"][:]), shape=g.attrs[\"shape\"])), or csc_matrix if it is stored by columns.");
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
  /// Apart: sparse, with attributes that are not read.
  enum class NodeKind { Dataset, Sparse, Apart, Categorical };

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
    if (found->bytes.size() != Hdf5Heap::kReference) throw damaged;
    return Hdf5Heap(read_, base_, fileSize_, damaged).text(found->bytes);
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
      if (shape.empty() && isUsual_ && begins.size() == 1 && begins[0] > 0 &&
          hdf5KeepsAttributesApart(read_, base_, header)) {
        add({path, {begins[0] - 1, 0}, ArrayEntry::Kind::Numbers}, NodeKind::Apart);
        return true;
      }
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
    if (!fits || bytes > kMostHdf5Chunk + kChunkRatio * fileSize_)
      throw Error(where(path), "is packed in chunks that are larger than the file can hold.",
                  "The file is damaged: save it again.");
    for (const Hdf5Filter& filter : hdf5Filters(creation))
      if (!filter.isKnown())
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
    const auto dataset = std::make_shared<LockedHdf5Handle>(open(path));
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
        return
            [chunks = std::make_shared<Hdf5Chunks>(dataset, creation.get(), shape, size, fileSize_, failed)](
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
    const size_t size = inHeap ? Hdf5Heap::kReference : H5Tget_size(type.get());
    const Error damaged(where(path), "cannot be read.", "The file is damaged: save it again.");
    if (size == 0 || size > kMostRow || (inHeap && !isUsual_)) throw damaged;
    const auto elements = elementsOf(path, size);
    const auto points = static_cast<uint64_t>(shape[0]), atOnce = std::max<uint64_t>(1, (1 << 20) / size);
    Hdf5Heap heap(read_, base_, fileSize_, damaged);
    std::vector<std::string> result;
    std::string scratch;
    uint64_t total = 0;
    for (uint64_t first = 0; first < points; first += atOnce) {
      const uint64_t count = std::min(atOnce, points - first);
      const std::string_view bytes = elements(first, static_cast<size_t>(count), scratch);
      for (uint64_t i = 0; i < count; ++i) {
        const std::string_view cell = bytes.substr(i * size, size);
        result.push_back(validUtf8(inHeap ? heap.text(cell) : cell.substr(0, cell.find('\0'))));
        total += result.back().size();
      }
      if (total > kMostText)
        throw Error(where(path), "holds more than " + sizeText(kMostText) + " of text.",
                    "Choose another array.");
      if (control.cancelRequested()) throw Cancelled{};
    }
    return result;
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

std::unique_ptr<ArrayArchive> openHdf5(const std::filesystem::path& path, RunControl& control) {
  return std::make_unique<Hdf5Archive>(path, control);
}

}  // namespace adapsne
