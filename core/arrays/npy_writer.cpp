// SPDX-License-Identifier: GPL-3.0-or-later
#include <span>
#include <string>
#include <vector>

#include <zip.h>

#include "core/arrays/array_writers.h"
#include "core/arrays/npy.h"
#include "core/arrays/npy_layout.h"
#include "core/arrays/npy_text.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

/// A zip of .npy files in memory, packed one after the other without compression, as numpy.savez does.
class NpzBuilder {
 public:
  explicit NpzBuilder(std::string shownAs) : shownAs_(std::move(shownAs)) {
    source_ = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    if (source_) zip_source_keep(source_);  // Outlives the archive, to be read at the end.
    zip_ = source_ ? zip_open_from_source(source_, ZIP_TRUNCATE, nullptr) : nullptr;
    if (!zip_) failed();
  }
  ~NpzBuilder() {
    if (zip_) zip_discard(zip_);
    zip_source_free(source_);
  }
  NpzBuilder(const NpzBuilder&) = delete;
  NpzBuilder& operator=(const NpzBuilder&) = delete;

  /// `bytes` must live until finish().
  void add(const std::string& name, const std::string& bytes) {
    zip_source_t* entry = zip_source_buffer(zip_, bytes.data(), bytes.size(), 0);
    const zip_int64_t index = entry ? zip_file_add(zip_, name.c_str(), entry, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
      zip_source_free(entry);
      failed();
    }
    zip_set_file_compression(zip_, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
    // The zip format's first day: equal content is to give equal bytes.
    zip_file_set_dostime(zip_, static_cast<zip_uint64_t>(index), 0, 1 << 5 | 1, 0);
  }

  std::string finish() {
    if (zip_close(zip_) != 0) failed();
    zip_ = nullptr;
    zip_stat_t status;
    zip_source_stat(source_, &status);
    std::string bytes(status.size, '\0');
    zip_source_open(source_);
    const zip_int64_t size = zip_source_read(source_, bytes.data(), bytes.size());
    zip_source_close(source_);
    if (size != static_cast<zip_int64_t>(bytes.size())) failed();
    return bytes;
  }

 private:
  [[noreturn]] void failed() const {
    throw Error(shownAs_, "the NPZ file cannot be put together.", "Free some memory.");
  }

  std::string shownAs_;
  zip_source_t* source_ = nullptr;
  zip_t* zip_ = nullptr;
};

/// The features as float32, N x D, whatever they are kept as; as float64 where float32 would round them away.
std::string formatFeatures(const Dataset& dataset) {
  if (!dataset.scales.empty()) {
    std::vector<double> values;
    values.reserve(dataset.features.size());
    for (int64_t i = 0; i < dataset.points; ++i)
      for (int64_t d = 0; d < dataset.dimensions; ++d) values.push_back(dataset.value(i, d));
    return formatNpy(values, {dataset.points, dataset.dimensions});
  }
  std::string bytes = formatNpyHeader("<f4", {dataset.points, dataset.dimensions});
  bytes.reserve(bytes.size() + dataset.features.size() * sizeof(float));
  dataset.features.forEachBlock([&](std::span<const float> block) {
    bytes.append(reinterpret_cast<const char*>(block.data()), block.size_bytes());
  });
  return bytes;
}

std::string formatNpz(const Dataset& dataset, const std::string& shownAs) {
  const std::string features = formatFeatures(dataset);
  const std::string labels = formatNpy(dataset.labels, {dataset.points});
  const std::string classNames = formatNpyText(dataset.classNames);
  NpzBuilder archive(shownAs);
  archive.add("features.npy", features);
  if (dataset.hasLabels()) {
    archive.add("labels.npy", labels);
    archive.add("class_names.npy", classNames);
  }
  return archive.finish();
}

}  // namespace

std::vector<fs::path> writeNpz(const Dataset& dataset, const fs::path& path) {
  writeFile(path, formatNpz(dataset, path.string()));
  return {path};
}
std::vector<fs::path> writeNpy(const Dataset& dataset, const fs::path& path) {
  if (!dataset.hasLabels()) {
    writeFile(path, formatFeatures(dataset));
    return {path};
  }
  const fs::path labels = path.parent_path() / (path.stem().string() + "-labels" + path.extension().string());
  const std::string features = formatFeatures(dataset), values = formatNpy(dataset.labels, {dataset.points});
  writeFiles({{path, features}, {labels, values}});
  return {path, labels};
}

}  // namespace adapsne
