// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "core/arrays/array_writers.h"
#include "core/arrays/hdf5_library.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"
#include "core/support/file_ending.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

/// An HDF5 file in memory. Equal content gives equal bytes: no times are in it.
class Image {
 public:
  explicit Image(std::string shownAs) : shownAs_(std::move(shownAs)) {
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // Its own messages would go to the terminal.
    const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS));
    constexpr size_t kGrowth = 1 << 20;
    H5Pset_fapl_core(access.get(), kGrowth, 0);
    H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG);
    // A name that is no file's: the library refuses one that it has open.
    file_ = Hdf5Handle(H5Fcreate((shownAs_ + "/image").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, access.get()));
    require(static_cast<bool>(file_));
  }

  /// A dataset whose rows are written from the first on: write(rows done so far, rows, their values).
  void begin(const std::string& name, hid_t type, const std::vector<int64_t>& shape) {
    const std::vector<hsize_t> extents(shape.begin(), shape.end());
    const Hdf5Handle space(H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr));
    const Hdf5Handle creation(H5Pcreate(H5P_DATASET_CREATE));
    H5Pset_obj_track_times(creation.get(), false);
    dataset_ = Hdf5Handle(
        H5Dcreate2(file_.get(), name.c_str(), type, space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT));
    require(static_cast<bool>(dataset_));
  }
  void write(hid_t type, const void* values) {
    require(H5Dwrite(dataset_.get(), type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0);
  }
  /// Values `first` and on of a dataset in C order, of which `row` are one of its rows: whole rows.
  void writeRows(hid_t type, const std::vector<int64_t>& shape, int64_t first, int64_t rows,
                 const void* values) {
    std::vector<hsize_t> start(shape.size(), 0), count(shape.begin(), shape.end());
    start[0] = static_cast<hsize_t>(first);
    count[0] = static_cast<hsize_t>(rows);
    const Hdf5Handle there(H5Dget_space(dataset_.get()));
    const Hdf5Handle here(H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr));
    require(H5Sselect_hyperslab(there.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr) >=
                0 &&
            H5Dwrite(dataset_.get(), type, here.get(), there.get(), H5P_DEFAULT, values) >= 0);
  }

  std::string finish() {
    dataset_ = Hdf5Handle();
    require(H5Fflush(file_.get(), H5F_SCOPE_LOCAL) >= 0);
    const ssize_t size = H5Fget_file_image(file_.get(), nullptr, 0);
    require(size > 0);
    std::string bytes(static_cast<size_t>(size), '\0');
    require(H5Fget_file_image(file_.get(), bytes.data(), bytes.size()) == size);
    return bytes;
  }

 private:
  void require(bool good) const {
    if (!good) throw Error(shownAs_, "the HDF5 file cannot be put together.", "Free some memory.");
  }

  std::string shownAs_;
  Hdf5Handle file_, dataset_;
};

/// Rows at a time, some megabytes.
int64_t rowsAtOnce(int64_t dimensions) {
  constexpr int64_t kValues = 1 << 20;
  return std::max<int64_t>(1, kValues / std::max<int64_t>(1, dimensions));
}

void writeFeatures(Image& image, const Dataset& dataset, const std::vector<int64_t>& shape) {
  const bool bytes = dataset.features.keptAsBytes(), wide = !dataset.scales.empty();
  image.begin("features", bytes ? H5T_STD_U8LE : wide ? H5T_IEEE_F64LE : H5T_IEEE_F32LE, shape);
  const int64_t dims = dataset.dimensions, atOnce = rowsAtOnce(dims);
  for (int64_t first = 0; first < dataset.points; first += atOnce) {
    const int64_t rows = std::min(atOnce, dataset.points - first);
    const auto count = static_cast<size_t>(rows * dims);
    if (wide) {
      std::vector<double> values;
      values.reserve(count);
      for (int64_t i = first; i < first + rows; ++i)
        for (int64_t d = 0; d < dims; ++d) values.push_back(dataset.value(i, d));
      image.writeRows(H5T_NATIVE_DOUBLE, shape, first, rows, values.data());
      continue;
    }
    std::vector<float> scratch(count);
    const std::span<const float> values = dataset.features.read(static_cast<size_t>(first * dims), scratch);
    if (bytes) {
      const std::vector<uint8_t> small(values.begin(), values.end());
      image.writeRows(H5T_NATIVE_UINT8, shape, first, rows, small.data());
    } else {
      image.writeRows(H5T_NATIVE_FLOAT, shape, first, rows, values.data());
    }
  }
}

/// Texts in UTF-8, all as long as the longest one, as h5py reads them with asstr().
void writeTexts(Image& image, const std::string& name, const std::vector<std::string>& texts) {
  size_t size = 1;
  for (const std::string& text : texts) size = std::max(size, text.size());
  std::string cells;
  for (const std::string& text : texts) cells += text + std::string(size - text.size(), '\0');
  const Hdf5Handle type(H5Tcopy(H5T_C_S1));
  H5Tset_size(type.get(), size);
  H5Tset_strpad(type.get(), H5T_STR_NULLPAD);
  H5Tset_cset(type.get(), H5T_CSET_UTF8);
  image.begin(name, type.get(), {static_cast<int64_t>(texts.size())});
  image.write(type.get(), cells.data());
}

std::string formatHdf5(const Dataset& dataset, const std::string& shownAs) {
  const std::lock_guard lock(hdf5Mutex());
  Image image(shownAs);
  writeFeatures(image, dataset, featureShape(dataset));
  if (dataset.hasLabels()) {
    image.begin("labels", H5T_STD_I32LE, {dataset.points});
    image.write(H5T_NATIVE_INT32, dataset.labels.data());
    writeTexts(image, "class_names", dataset.classNames);
  }
  return image.finish();
}

}  // namespace

std::vector<fs::path> writeHdf5(const Dataset& dataset, const fs::path& path) {
  if (endingOf(path) == ".h5ad")
    throw Error(path.string(), "is named as AnnData's files are, which hold more than features and labels.",
                "Name it .h5.");
  writeFile(path, formatHdf5(dataset, path.string()));
  return {path};
}

}  // namespace adapsne
