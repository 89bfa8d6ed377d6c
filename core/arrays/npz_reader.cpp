// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>
#include <optional>
#include <type_traits>

#include <zip.h>

#include "core/arrays/array_archive.h"
#include "core/arrays/array_dataset.h"
#include "core/arrays/array_readers.h"
#include "core/arrays/npy_array.h"
#include "core/arrays/npy_text.h"
#include "core/arrays/sparse_array.h"

namespace adapsne {
namespace {

/// Deflate cannot pack better: an entry that declares more is a lie or a bomb.
constexpr uint64_t kDeflateRatio = 1032, kDeflateSlack = 1 << 10;

/// A zip of files.
class Zip {
 public:
  Zip(std::string bytes, std::string shownAs, RunControl& control)
      : bytes_(std::move(bytes)), shownAs_(std::move(shownAs)), control_(control) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes_.data(), bytes_.size(), 0, &error);
    if (source) zip_.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
    const std::string message = zip_error_strerror(&error);
    zip_error_fini(&error);
    if (zip_) return;
    zip_source_free(source);
    throw Error(shownAs_, "is not a readable NPZ (zip) file: " + message + ".",
                "It may be truncated: copy it again.");
  }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (zip_int64_t i = 0; i < zip_get_num_entries(zip_.get(), 0); ++i) {
      const char* name = zip_get_name(zip_.get(), static_cast<zip_uint64_t>(i), 0);
      names.push_back(name ? name : "");
    }
    return names;
  }

  const std::string& shownAs() const { return shownAs_; }
  std::string entryShownAs(zip_uint64_t index) const {
    const char* name = zip_get_name(zip_.get(), index, 0);
    return shownAs_ + ", array " + (name ? name : "?");
  }

  /// Bytes of an unpacked entry, as it declares; they fit its packed bytes.
  uint64_t size(zip_uint64_t index) const {
    const std::string where = entryShownAs(index);
    zip_stat_t status;
    zip_stat_init(&status);
    constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    if (zip_stat_index(zip_.get(), index, 0, &status) != 0 || (status.valid & kNeeded) != kNeeded)
      failed(where);
    if (status.comp_size > bytes_.size() || status.size > status.comp_size * kDeflateRatio + kDeflateSlack)
      throw Error(where, "declares " + sizeText(status.size) + ", more than its packed bytes can hold.",
                  "The file is damaged: save it again.");
    return status.size;
  }

  /// The first `limit` bytes of an entry, all of it if it is shorter.
  std::string read(zip_uint64_t index, uint64_t limit) const {
    const std::string where = entryShownAs(index);
    const uint64_t size = this->size(index);
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(zip_fopen_index(zip_.get(), index, 0),
                                                                  &zip_fclose);
    if (!file) failed(where);
    limit = std::min(limit, size);
    requireMemory(limit, where);
    std::string content;
    content.reserve(limit);
    preferLargePages(content.data(), limit);
    constexpr size_t kPiece = 1 << 20;
    while (content.size() < limit) {
      control_.checkpoint();
      const size_t before = content.size();
      content.resize(before + std::min<uint64_t>(kPiece, limit - before));
      const zip_int64_t n = zip_fread(file.get(), content.data() + before, content.size() - before);
      if (n < 0)
        throw Error(where, std::string("cannot be unpacked: ") + zip_file_strerror(file.get()) + ".",
                    "The file is damaged: save it again.");
      content.resize(before + static_cast<size_t>(n));
      if (n == 0) break;
    }
    // The checksum is verified at the end of the entry only, so look for it.
    char extra;
    if (limit == size && zip_fread(file.get(), &extra, 1) != 0)
      throw Error(where, std::string("cannot be unpacked: ") + zip_file_strerror(file.get()) + ".",
                  "The file is damaged: save it again.");
    return content;
  }

 private:
  [[noreturn]] void failed(const std::string& where) const {
    throw Error(where, std::string("cannot be read: ") + zip_strerror(zip_.get()) + ".",
                "The file is damaged or encrypted: save it again.");
  }

  std::string bytes_;
  std::string shownAs_;
  RunControl& control_;
  std::unique_ptr<zip_t, decltype(&zip_discard)> zip_{nullptr, &zip_discard};
};

std::string withoutEnding(const std::string& name) {
  return name.ends_with(".npy") ? name.substr(0, name.size() - 4) : name;
}

/// An .npz file: a zip of .npy files. The parts of a sparse matrix, as scipy saves it, are one array.
class NpzArchive : public ArrayArchive {
 public:
  NpzArchive(const std::filesystem::path& path, RunControl& control)
      : zip_(ByteSource(path, control).readArchive(), path.string(), control) {
    const std::vector<std::string> names = zip_.names();
    for (size_t i = 0; i < names.size(); ++i) {
      if (!names[i].ends_with(".npy")) continue;
      const NpyHeader header = parseNpyHeader(zip_.read(i, kNpyHeaderBytes), zip_.entryShownAs(i));
      const char kind = header.descr.size() > 1 ? header.descr[1] : 'V';
      const auto as = isNpyText(header.descr) ? ArrayEntry::Kind::Texts
                      : std::string_view("biuf").find(kind) != std::string_view::npos
                          ? ArrayEntry::Kind::Numbers
                          : ArrayEntry::Kind::Other;
      entries_.push_back({withoutEnding(names[i]), header.shape, as});
      index_.push_back(i);
    }
    joinSparse(control);
  }

  std::string shownAs() const override { return zip_.shownAs(); }
  std::string shownAs(size_t entry) const override {
    return index_[entry] == kSparse ? shownAs() + ", sparse matrix" : zip_.entryShownAs(index_[entry]);
  }
  const std::vector<ArrayEntry>& entries() const override { return entries_; }

  StoredArray array(size_t entry, RunControl& control) override {
    if (index_[entry] == kSparse) return sparseArray(sparseParts(control), shownAs(entry), control);
    const zip_uint64_t index = index_[entry];
    const std::string where = zip_.entryShownAs(index);
    const NpyHeader header = parseNpyHeader(zip_.read(index, kNpyHeaderBytes), where);
    // Before all of it is unpacked.
    const uint64_t promised = npyLayout(header, where).bytes(), held = zip_.size(index) - header.bytes;
    if (promised != held) throw wrongNpyLength(header, promised, held, where);
    const auto bytes = std::make_shared<const std::string>(zip_.read(index, UINT64_MAX));
    StoredArray array = npyArray(*bytes, where);
    array.elements = [bytes, elements = std::move(array.elements)](uint64_t first, size_t count,
                                                                   std::string& scratch) {
      return elements(first, count, scratch);
    };
    return array;
  }

  LabelArray labels(size_t entry, const std::string& remedy, RunControl& control) override {
    if (entries_[entry].kind != ArrayEntry::Kind::Texts)
      return numberLabels(array(entry, control), remedy, control);
    const std::string where = zip_.entryShownAs(index_[entry]);
    return textLabels(where, parseNpyText(zip_.read(index_[entry], UINT64_MAX), where));
  }

 private:
  static constexpr zip_uint64_t kSparse = UINT64_MAX;

  /// The zip's entry of a part of a sparse matrix.
  std::optional<zip_uint64_t> part(const std::string& name) const {
    for (size_t i = 0; i < entries_.size(); ++i)
      if (entries_[i].name == name) return index_[i];
    return std::nullopt;
  }

  template <typename Value>
  std::vector<Value> values(zip_uint64_t index, RunControl& control) const {
    const std::string where = zip_.entryShownAs(index);
    const NumericArray<double> array = readNpyArray<double>(zip_.read(index, UINT64_MAX), where, control);
    std::vector<Value> values;
    values.reserve(array.values.size());
    for (const double value : array.values) {
      if (std::is_integral_v<Value> && !(value >= 0 && value <= 0x1p53))
        throw Error(where, "holds " + numberText(value) + ", which is no index.",
                    "Save the matrix again with scipy.sparse.save_npz.");
      values.push_back(static_cast<Value>(value));
    }
    return values;
  }

  /// Puts one entry in the place of format, shape, data, indices and indptr (or row and col).
  void joinSparse(RunControl& control) {
    const auto format = part("format"), shape = part("shape"), data = part("data");
    if (!format || !shape || !data) return;
    const std::string where = zip_.entryShownAs(*format);
    const std::vector<std::string> words = parseNpyText(zip_.read(*format, kNpyHeaderBytes), where);
    const std::string word = words.size() == 1 ? words[0] : "";
    // As small as it is, it may claim to unpack to anything.
    const bool isShape = zip_.size(*shape) <= kNpyHeaderBytes;
    const std::vector<double> extents = isShape ? values<double>(*shape, control) : std::vector<double>();
    const std::optional<SparseFormat> known = sparseFormat(word);
    if (!known)
      throw Error(shownAs(), "is a sparse matrix in the format \"" + word + "\"; read are csr, csc and coo.",
                  "Save it again with scipy.sparse.save_npz(\"new.npz\", matrix.tocsr()).");
    const auto inner = part(innerName(*known)), outer = part(outerName(*known));
    const auto isExtent = [](double extent) { return extent >= 0 && extent <= 0x1p31; };
    if (!inner || !outer || extents.size() != 2 || !isExtent(extents[0]) || !isExtent(extents[1]))
      throw Error(shownAs(), "is a sparse matrix that lacks its indices or its shape.",
                  "Save it again with scipy.sparse.save_npz.");
    sparse_ = {*known, *data, *inner, *outer};
    std::vector<ArrayEntry> entries = {{"data",
                                        {static_cast<int64_t>(extents[0]), static_cast<int64_t>(extents[1])},
                                        ArrayEntry::Kind::Numbers}};
    std::vector<zip_uint64_t> index = {kSparse};
    for (size_t i = 0; i < entries_.size(); ++i) {
      const zip_uint64_t at = index_[i];
      if (at == *format || at == *shape || at == *data || at == *inner || at == *outer) continue;
      entries.push_back(std::move(entries_[i]));
      index.push_back(at);
    }
    entries_ = std::move(entries);
    index_ = std::move(index);
  }

  SparseParts sparseParts(RunControl& control) const {
    return {sparse_.format,
            entries_[0].shape[0],
            entries_[0].shape[1],
            values<float>(sparse_.data, control),
            values<int64_t>(sparse_.inner, control),
            values<int64_t>(sparse_.outer, control)};
  }

  Zip zip_;
  std::vector<ArrayEntry> entries_;
  std::vector<zip_uint64_t> index_;  ///< Entry of the zip, or kSparse.
  struct {
    SparseFormat format = SparseFormat::Csr;
    zip_uint64_t data = 0, inner = 0, outer = 0;
  } sparse_;
};

}  // namespace

std::unique_ptr<ArrayArchive> openNpz(const std::filesystem::path& path, RunControl& control) {
  return std::make_unique<NpzArchive>(path, control);
}

}  // namespace adapsne
