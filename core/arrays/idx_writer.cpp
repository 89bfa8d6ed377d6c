// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>
#include <optional>
#include <string>

#include "core/arrays/array_writers.h"
#include "core/dataset/class_numbers.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

void appendBigEndian(std::string& bytes, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xff);
}

std::string header(uint8_t type, const std::vector<int64_t>& shape) {
  std::string bytes{'\0', '\0', static_cast<char>(type), static_cast<char>(shape.size())};
  for (const int64_t extent : shape) appendBigEndian(bytes, static_cast<uint32_t>(extent));
  return bytes;
}

std::string features(const Dataset& dataset) {
  const std::vector<int64_t> shape = featureShape(dataset);
  const bool bytes = dataset.features.keptAsBytes();
  std::string result = header(bytes ? 0x08 : 0x0D, shape);
  dataset.features.forEachBlock([&](std::span<const float> block) {
    for (const float value : block) {
      if (bytes)
        result += static_cast<char>(static_cast<uint8_t>(value));
      else
        appendBigEndian(result, std::bit_cast<uint32_t>(value));
    }
  });
  return result;
}

std::string labels(const Dataset& dataset, const fs::path& path) {
  const std::vector<int32_t> numbers = classNumbers(dataset.classNames);
  const bool bytes =
      std::all_of(numbers.begin(), numbers.end(), [](int32_t n) { return n >= 0 && n <= 255; });
  std::string result = header(bytes ? 0x08 : 0x0C, {dataset.points});
  for (int64_t i = 0; i < dataset.points; ++i) {
    if (!dataset.isLabelled(i))
      throw Error(path.string(),
                  "cannot say that a point has no label, as " + placeText(dataset, i) + " has none.",
                  "Write another format, as NPZ or CSV.");
    const auto label = static_cast<size_t>(dataset.labels[static_cast<size_t>(i)]);
    const auto number = static_cast<uint32_t>(numbers[label]);
    if (bytes)
      result += static_cast<char>(number);
    else
      appendBigEndian(result, number);
  }
  return result;
}

}  // namespace

std::vector<int64_t> featureShape(const Dataset& dataset) {
  const ImageShape& image = dataset.image;
  if (image.empty()) return {dataset.points, dataset.dimensions};
  if (image.channels == 1) return {dataset.points, image.height, image.width};
  return {dataset.points, image.height, image.width, image.channels};
}

std::optional<fs::path> idxLabelsPath(const fs::path& images) {
  std::string name = images.filename().string();
  const auto replaceLast = [&name](const std::string& from, const std::string& to) {
    const size_t at = name.rfind(from);
    if (at != std::string::npos) name.replace(at, from.size(), to);
    return at != std::string::npos;
  };
  if (!replaceLast("images", "labels")) return std::nullopt;
  replaceLast("idx3", "idx1");
  replaceLast("idx4", "idx1");
  return images.parent_path() / name;
}

fs::path writeIdxLabels(const Dataset& dataset, const fs::path& images) {
  const std::optional<fs::path> path = idxLabelsPath(images);
  if (!path)
    throw Error(images.string(), "is a name that gives none to the file of labels beside it.",
                "Name it as in data-images-idx3-ubyte: the labels go to data-labels-idx1-ubyte.");
  writeFile(*path, labels(dataset, *path));
  return *path;
}

std::vector<fs::path> writeIdx(const Dataset& dataset, const fs::path& path) {
  std::vector<fs::path> written{path};
  if (dataset.hasLabels()) written.push_back(writeIdxLabels(dataset, path));
  writeFile(path, features(dataset));
  return written;
}

}  // namespace adapsne
