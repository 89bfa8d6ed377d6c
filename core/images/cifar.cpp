// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <optional>

#include "core/images/data_splits.h"
#include "core/images/fit_picture.h"
#include "core/images/guarded_source.h"
#include "core/images/image_readers.h"
#include "core/images/picture_dataset.h"
#include "core/support/error.h"
#include "core/support/large_vector.h"
#include "core/support/memory.h"
#include "core/support/parallel.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

constexpr int kSide = 32;
constexpr size_t kPlane = size_t{kSide} * kSide, kPixels = 3 * kPlane;
constexpr int64_t kRecordsAtOnce = 256;

/// CIFAR-10 puts one label before the pixels, CIFAR-100 a coarse and a fine one.
struct Variant {
  size_t labels;
  std::array<unsigned, 2> classes;
  std::array<const char*, 2> names;  ///< Of the files with the classes' names.
  size_t recordSize() const { return labels + kPixels; }
};
constexpr Variant kVariants[] = {{1, {10, 0}, {"batches.meta.txt", ""}},
                                 {2, {20, 100}, {"coarse_label_names.txt", "fine_label_names.txt"}}};

bool fits(const Variant& variant, std::string_view bytes) {
  if (bytes.empty() || bytes.size() % variant.recordSize() != 0) return false;
  for (size_t at = 0; at < bytes.size(); at += variant.recordSize())
    for (size_t l = 0; l < variant.labels; ++l)
      if (static_cast<unsigned char>(bytes[at + l]) >= variant.classes[l]) return false;
  return true;
}

/// One line a class, from a file beside the records; empty if there is none.
std::vector<std::string> namesBeside(const fs::path& folder, const char* name, RunControl& control) {
  std::error_code ignored;
  std::vector<std::string> names;
  if (!fs::is_regular_file(folder / name, ignored) || fs::file_size(folder / name, ignored) == 0)
    return names;
  const std::string text = GuardedSource(folder / name, control).readAll();
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    std::string line = text.substr(at, end - at);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    if (!line.empty()) names.push_back(std::move(line));
    at = end + 1;
  }
  return names;
}

struct Batch {
  std::string path, file, split, bytes;
};

[[noreturn]] void refuse(const std::string& shownAs, uint64_t size) {
  throw Error(
      shownAs,
      "is not CIFAR's binary version: its " + sizeText(size) +
          " are not records of 3,073 bytes (a label below 10, 32 x 32 x 3 pixels) or 3,074 (two labels).",
      "It is truncated or something else: check that it is the right file, or download it again.");
}

Batch readBatch(const fs::path& path, const std::string& split, RunControl& control) {
  GuardedSource source(path, control);
  const bool whole = std::any_of(std::begin(kVariants), std::end(kVariants), [&](const Variant& variant) {
    return source.fileSize() % variant.recordSize() == 0;
  });
  if (!source.gzipped() && !whole) refuse(path.string(), source.fileSize());
  return {path.string(), path.filename().string(), split, source.readAll()};
}

const Variant& variantOf(const std::vector<Batch>& batches, const std::string& shownAs) {
  for (const Variant& variant : kVariants)
    if (std::all_of(batches.begin(), batches.end(), [&](const Batch& b) { return fits(variant, b.bytes); }))
      return variant;
  for (const Batch& batch : batches)
    if (!fits(kVariants[0], batch.bytes) && !fits(kVariants[1], batch.bytes))
      refuse(batch.path, batch.bytes.size());
  throw Error(shownAs, "holds batches of CIFAR-10 and of CIFAR-100.", "Put them into folders of their own.");
}

std::string className(const std::vector<std::string>& names, size_t label) {
  return label < names.size() ? names[label] : std::to_string(label);
}

/// Labels in the order of their numbers, of those classes alone that occur.
Labels labelsOf(const std::vector<uint8_t>& numbers, const std::vector<std::string>& names) {
  std::array<int32_t, 256> index{};
  index.fill(kUnlabelled);
  for (const uint8_t number : numbers) index[number] = 0;
  Labels labels;
  for (size_t number = 0; number < index.size(); ++number) {
    if (index[number] == kUnlabelled) continue;
    index[number] = static_cast<int32_t>(labels.names.size());
    labels.names.push_back(className(names, number));
  }
  for (const uint8_t number : numbers) labels.values.push_back(index[number]);
  return labels;
}

Dataset datasetOf(const std::vector<Batch>& batches, const fs::path& folder, const std::string& shownAs,
                  const DatasetOptions& options, RunControl& control) {
  const Variant& variant = variantOf(batches, shownAs);
  std::vector<const char*> records;
  std::array<std::vector<uint8_t>, 2> numbers;
  Attribute origin{"batch", ColumnRole::LeftOut, {}}, split{"split", ColumnRole::LeftOut, {}};
  for (const Batch& batch : batches)
    for (size_t at = 0; at < batch.bytes.size(); at += variant.recordSize()) {
      records.push_back(batch.bytes.data() + at);
      for (size_t l = 0; l < variant.labels; ++l)
        numbers[l].push_back(static_cast<uint8_t>(batch.bytes[at + l]));
      origin.values.push_back(batch.file);
      split.values.push_back(batch.split);
    }

  Dataset dataset;
  dataset.source = shownAs;
  dataset.points = static_cast<int64_t>(records.size());
  dataset.image = wantedShape({kSide, kSide, 3}, options);
  const ImageShape& shape = dataset.image;
  dataset.dimensions = int64_t{shape.height} * shape.width * shape.channels;
  dataset.imageMaximum = 255;
  const auto size = static_cast<size_t>(dataset.dimensions);
  requireMemory(records.size() * size, shownAs, "Use a smaller --image-size.");
  std::vector<uint8_t> rows;
  growTo(rows, records.size() * size, control);
  parallelFor(control, dataset.points, kRecordsAtOnce, [&](int64_t begin, int64_t end) {
    Picture picture{kSide, kSide, 3, std::vector<uint8_t>(kPixels)};
    for (int64_t i = begin; i < end; ++i) {
      // Stored channel by channel.
      const char* planes = records[static_cast<size_t>(i)] + variant.labels;
      for (size_t p = 0; p < kPlane; ++p)
        for (size_t c = 0; c < 3; ++c)
          picture.samples[3 * p + c] = static_cast<uint8_t>(planes[c * kPlane + p]);
      fitPicture(picture, 1, shape, rows.data() + static_cast<size_t>(i) * size);
    }
  });
  dataset.features = FeatureValues(std::move(rows));

  const bool coarse = variant.labels == 2 && options.labelColumn == "coarse";
  const bool known = options.labelColumn.empty() || options.labelColumn == "none" || coarse ||
                     options.labelColumn == (variant.labels == 2 ? "fine" : "label");
  if (!known)
    throw Error(shownAs, "there are no labels \"" + options.labelColumn + "\".",
                variant.labels == 2 ? "Give --label-column fine, coarse or none."
                                    : "Leave out --label-column, or give none.");
  std::array<std::vector<std::string>, 2> names;
  for (size_t l = 0; l < variant.labels; ++l) names[l] = namesBeside(folder, variant.names[l], control);
  if (options.labels.empty() && options.labelColumn != "none") {
    const size_t l = variant.labels == 2 && !coarse ? 1 : 0;
    attachLabels(dataset, labelsOf(numbers[l], names[l]), shownAs);
  }
  for (size_t l = 0; l < variant.labels && variant.labels == 2; ++l) {
    Attribute attribute{l == 0 ? "coarse" : "fine", ColumnRole::LeftOut, {}};
    for (const uint8_t number : numbers[l]) attribute.values.push_back(className(names[l], number));
    dataset.attributes.push_back(std::move(attribute));
  }
  if (batches.size() > 1) dataset.attributes.push_back(std::move(origin));
  if (batches.size() > 1 && batches.front().split != batches.back().split)
    dataset.attributes.push_back(std::move(split));
  return dataset;
}

struct BatchFile {
  std::string name, split;
};

/// The files of CIFAR-10 or CIFAR-100 in a folder, those for training first.
std::vector<BatchFile> batchFiles(const fs::path& folder) {
  const auto there = [&](const std::string& name) {
    std::error_code ignored;
    return fs::is_regular_file(folder / name, ignored);
  };
  std::vector<BatchFile> files;
  for (int batch = 1; there("data_batch_" + std::to_string(batch) + ".bin"); ++batch)
    files.push_back({"data_batch_" + std::to_string(batch) + ".bin", "train"});
  if (there("test_batch.bin")) files.push_back({"test_batch.bin", "test"});
  if (!files.empty()) return files;
  // Other data have such names, too: the names of the classes lie beside those of CIFAR-100.
  if (!there("fine_label_names.txt") && !there("coarse_label_names.txt")) return files;
  for (const char* split : {"train", "test"})
    if (there(std::string(split) + ".bin")) files.push_back({std::string(split) + ".bin", split});
  return files;
}

}  // namespace

Dataset readCifar(const fs::path& file, const DatasetOptions& options, RunControl& control) {
  if (!options.split.empty() && options.split != "all")
    throw Error(file.string(), "is one split of CIFAR, and --split was given.",
                "Leave it out, or give the folder of all batches.");
  std::vector<Batch> batches;
  batches.push_back(readBatch(file, "", control));
  Dataset dataset = datasetOf(batches, file.parent_path(), file.string(), options, control);
  dataset.name = datasetName(file);
  return dataset;
}

bool isCifarFolder(const fs::path& folder) {
  return !batchFiles(folder).empty();
}

Dataset readCifarFolder(const fs::path& folder, const DatasetOptions& options, RunControl& control) {
  const std::vector<BatchFile> files = batchFiles(folder);
  std::vector<std::string> splits;
  for (const BatchFile& file : files)
    if (splits.empty() || splits.back() != file.split) splits.push_back(file.split);
  const std::vector<std::string> chosen = chosenSplits(splits, options.split, folder.string());
  std::vector<Batch> batches;
  for (const BatchFile& file : files)
    if (std::find(chosen.begin(), chosen.end(), file.split) != chosen.end())
      batches.push_back(readBatch(folder / file.name, file.split, control));
  Dataset dataset = datasetOf(batches, folder, folder.string(), options, control);
  dataset.name = folderName(folder);
  if (std::string text = splitsWarning(splits, chosen, options.split); !text.empty())
    dataset.warnings.push_back(std::move(text));
  return dataset;
}

}  // namespace adapsne
