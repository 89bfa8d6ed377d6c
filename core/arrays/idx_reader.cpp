// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdint>
#include <memory>
#include <optional>

#include "core/arrays/array_dataset.h"
#include "core/arrays/array_labels.h"
#include "core/arrays/array_readers.h"
#include "core/files/file_bytes.h"
#include "core/support/format.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

std::optional<ElementType> elementType(uint8_t code) {
  switch (code) {
    case 0x08:
      return ElementType::U8;
    case 0x09:
      return ElementType::I8;
    case 0x0B:
      return ElementType::I16;
    case 0x0C:
      return ElementType::I32;
    case 0x0D:
      return ElementType::F32;
    case 0x0E:
      return ElementType::F64;
  }
  return std::nullopt;
}

/// The array of an IDX file.
StoredArray idxArray(const std::shared_ptr<FileBytes>& file) {
  const std::string& shownAs = file->shownAs();
  std::string scratch;
  // At most 255 dimensions.
  const std::string_view head = file->read(0, 4 + 4 * 255, scratch);
  const Error endsInHeader(shownAs, "ends inside the IDX header.", "Copy or download it again.");
  if (head.size() < 4) throw endsInHeader;
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(head[i]); };
  const std::optional<ElementType> type = elementType(byte(2));
  if (byte(0) != 0 || byte(1) != 0 || !type || byte(3) == 0) {
    throw Error(shownAs,
                format("is not an IDX file: it begins with the bytes %02x %02x %02x %02x, expected 00 00, an "
                       "element type and the number of dimensions.",
                       byte(0), byte(1), byte(2), byte(3)),
                "Check that it is the right file.");
  }
  StoredArray array;
  array.shownAs = shownAs;
  array.type = *type;
  array.bigEndian = true;
  const size_t begin = 4 + 4 * static_cast<size_t>(byte(3));
  if (head.size() < begin) throw endsInHeader;
  for (size_t at = 4; at < begin; at += 4)
    array.shape.push_back(detail::loadBits<uint32_t>(head.data() + at, true));
  const std::string shape = shapeText(array.shape);
  uint64_t count = 0;
  const uint64_t size = elementSize(array.type);
  if (!elementCount(array.shape, count) || count * size + begin > file->atMost())
    throw Error(shownAs, "the IDX header promises " + shape + " values, more than the file can hold.",
                "It is truncated or damaged: copy or download it again.");
  const auto wrongEnd = [=](uint64_t held) {
    return held > count * size
               ? Error(shownAs, "goes on after the " + shape + " values that its IDX header promises.",
                       "Check that it is the right file.")
               : Error(shownAs,
                       "the IDX header promises " + shape + " = " + std::to_string(count) +
                           " values, the file holds " + std::to_string(held / size) + ".",
                       "It is truncated: copy or download it again.");
  };
  if (!file->gzipped() && file->atMost() > count * size + begin) throw wrongEnd(file->atMost() - begin);
  const auto read = [file](uint64_t offset, size_t wanted, std::string& into) {
    return file->read(offset, wanted, into);
  };
  return arrayAt(std::move(array), {read, begin, false, wrongEnd});
}

/// "train-images-idx3-ubyte.gz" -> "train-labels-idx1-ubyte.gz", if such a file is there, packed or not.
std::optional<fs::path> labelsBeside(const fs::path& images) {
  std::string name = images.filename().string();
  const auto replaceLast = [&name](const std::string& from, const std::string& to) {
    const size_t at = name.rfind(from);
    if (at != std::string::npos) name.replace(at, from.size(), to);
    return at != std::string::npos;
  };
  if (!replaceLast("images", "labels")) return std::nullopt;
  replaceLast("idx3", "idx1");
  const std::string other = name.ends_with(".gz") ? name.substr(0, name.size() - 3) : name + ".gz";
  for (const std::string& candidate : {name, other})
    if (std::error_code ignored; fs::is_regular_file(images.parent_path() / candidate, ignored))
      return images.parent_path() / candidate;
  return std::nullopt;
}

}  // namespace

ChosenPoints readIdxRows(const fs::path& path, const DatasetOptions& options, const RowChoice& choice,
                         RunControl& control) {
  ChosenPoints chosen =
      datasetFromArray(idxArray(std::make_shared<FileBytes>(path, control)), options, choice, control);
  chosen.dataset.name = datasetName(path);
  chosen.dataset.source = path.string();
  // Labels that were asked for are attached by openDataset, whatever the format.
  const std::optional<fs::path> pair =
      options.labels.empty() && options.labelColumn != "none" ? labelsBeside(path) : std::nullopt;
  if (pair)
    attachLabels(chosen, readIdxLabels(*pair, options, control), options.pick == PickRows::First,
                 pair->string());
  return chosen;
}

Dataset readIdx(const fs::path& path, const DatasetOptions& options, RunControl& control) {
  return readIdxRows(path, options, {}, control).dataset;
}

Labels readIdxLabels(const fs::path& path, const DatasetOptions&, RunControl& control) {
  return labelsOf(
      numberLabels(idxArray(std::make_shared<FileBytes>(path, control)), "Or leave out --labels.", control));
}

}  // namespace adapsne
