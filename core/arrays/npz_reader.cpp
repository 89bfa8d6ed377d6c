// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include <zip.h>

#include "core/arrays/array_dataset.h"
#include "core/arrays/array_readers.h"
#include "core/arrays/npy_text.h"

namespace adapsne {
namespace {

/// Deflate cannot pack better: an entry that declares more is a lie or a bomb.
constexpr uint64_t kDeflateRatio = 1032, kDeflateSlack = 1 << 10;

/// Enough for the header of any array but one of a record type with thousands of fields.
constexpr uint64_t kHeaderBytes = 1 << 17;

/// An .npz file: a zip of .npy files.
class Archive {
 public:
  Archive(std::string bytes, std::string shownAs, RunControl& control)
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

  std::string entryShownAs(zip_uint64_t index) const {
    const char* name = zip_get_name(zip_.get(), index, 0);
    return shownAs_ + ", array " + (name ? name : "?");
  }

  /// The first `limit` bytes of an entry, all of it if it is shorter.
  std::string read(zip_uint64_t index, uint64_t limit) const {
    const std::string where = entryShownAs(index);
    zip_stat_t status;
    zip_stat_init(&status);
    constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
    if (zip_stat_index(zip_.get(), index, 0, &status) != 0 || (status.valid & kNeeded) != kNeeded)
      failed(where);
    if (status.comp_size > bytes_.size() || status.size > status.comp_size * kDeflateRatio + kDeflateSlack)
      throw Error(where, "declares " + sizeText(status.size) + ", more than its packed bytes can hold.",
                  "The file is damaged: save it again.");
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(zip_fopen_index(zip_.get(), index, 0),
                                                                  &zip_fclose);
    if (!file) failed(where);
    limit = std::min<uint64_t>(limit, status.size);
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
    if (limit == status.size && zip_fread(file.get(), &extra, 1) != 0)
      throw Error(where, std::string("cannot be unpacked: ") + zip_file_strerror(file.get()) + ".",
                  "The file is damaged: save it again.");
    return content;
  }

  NumericArray<double> array(zip_uint64_t index) const {
    return readNpyArray<double>(read(index, UINT64_MAX), entryShownAs(index), control_);
  }
  FeatureArray features(zip_uint64_t index) const {
    return readNpyFeatures(read(index, UINT64_MAX), entryShownAs(index), control_);
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

std::optional<zip_uint64_t> findEntry(const std::vector<std::string>& entries,
                                      std::initializer_list<const char*> wanted) {
  for (const char* name : wanted)
    for (size_t i = 0; i < entries.size(); ++i)
      if (withoutEnding(entries[i]) == name) return i;
  return std::nullopt;
}

/// The only array with at least two dimensions.
zip_uint64_t onlyMatrix(const Archive& archive, const std::vector<std::string>& entries,
                        const std::string& shownAs) {
  std::vector<zip_uint64_t> matrices;
  std::string list;
  for (size_t i = 0; i < entries.size(); ++i) {
    if (!entries[i].ends_with(".npy")) continue;
    const NpyHeader header = parseNpyHeader(archive.read(i, kHeaderBytes), archive.entryShownAs(i));
    if (header.shape.size() >= 2) matrices.push_back(i);
    list += (list.empty() ? "" : ", ") + withoutEnding(entries[i]) + " (" + shapeText(header.shape) + ")";
  }
  if (matrices.size() == 1) return matrices[0];
  throw Error(shownAs,
              list.empty() ? "holds no arrays."
                           : std::string("holds ") + (matrices.empty() ? "no" : "more than one") +
                                 " array of features; its arrays are " + list + ".",
              "Save the features under the name features, X or data.");
}

/// Labels that are indices into names, as writeDataset saves them.
Labels namedLabels(const NumericArray<double>& indices, const std::string& where,
                   std::vector<std::string> names) {
  Labels labels{{}, std::move(names)};
  for (const double index : indices.values) {
    if (!(index >= 0 && index < static_cast<double>(labels.names.size())) || index != std::floor(index))
      throw Error(where,
                  "the label " + numberText(index) + " is no index into the " +
                      std::to_string(labels.names.size()) + " class_names.",
                  "Save the labels as indices into class_names, or leave class_names out.");
    labels.values.push_back(static_cast<int32_t>(index));
  }
  return labels;
}

}  // namespace

Dataset readNpz(const std::filesystem::path& path, const DatasetOptions& options, RunControl& control) {
  const std::string shownAs = path.string();
  const Archive archive(ByteSource(path, control).readAll(), shownAs, control);
  const std::vector<std::string> entries = archive.names();
  std::optional<zip_uint64_t> features =
      findEntry(entries, {"features", "X", "x", "data", "x_train", "images"});
  if (!features) features = onlyMatrix(archive, entries, shownAs);
  Dataset dataset = datasetFromArray(archive.features(*features), archive.entryShownAs(*features));
  dataset.name = datasetName(path);
  dataset.source = shownAs;
  const auto labels = findEntry(entries, {"labels", "y", "target", "y_train"});
  if (labels && options.labels.empty()) {
    const std::string where = archive.entryShownAs(*labels);
    const auto names = findEntry(entries, {"class_names"});
    attachLabels(
        dataset,
        names ? namedLabels(archive.array(*labels), where,
                            parseNpyText(archive.read(*names, UINT64_MAX), archive.entryShownAs(*names)))
              : labelsFromArray(archive.array(*labels), where),
        where);
  }
  return dataset;
}

}  // namespace adapsne
