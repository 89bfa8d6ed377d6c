// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdint>
#include <optional>

#include "core/arrays/array_dataset.h"
#include "core/arrays/array_readers.h"
#include "core/files/elements.h"
#include "core/support/format.h"

namespace adapsne {
namespace {
namespace fs = std::filesystem;

constexpr size_t kValuesAtOnce = 1 << 18;

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

struct IdxHeader {
  ElementType type;
  std::vector<int64_t> shape;
  uint64_t count = 0;  ///< Values promised.
};

IdxHeader readHeader(ByteSource& source) {
  uint8_t magic[4];
  const size_t size = source.read(reinterpret_cast<char*>(magic), sizeof magic);
  if (size < sizeof magic)
    throw Error(source.shownAs(), "ends inside the IDX header.", "Copy or download it again.");
  const std::optional<ElementType> type = elementType(magic[2]);
  if (magic[0] != 0 || magic[1] != 0 || !type || magic[3] == 0) {
    throw Error(source.shownAs(),
                format("is not an IDX file: it begins with the bytes %02x %02x %02x %02x, expected 00 00, an "
                       "element type and the number of dimensions.",
                       magic[0], magic[1], magic[2], magic[3]),
                "Check that it is the right file.");
  }
  IdxHeader header{*type, {}, 0};
  for (int i = 0; i < magic[3]; ++i) {
    char bytes[4];
    if (source.read(bytes, sizeof bytes) < sizeof bytes)
      throw Error(source.shownAs(), "ends inside the IDX header.", "Copy or download it again.");
    header.shape.push_back(detail::loadBits<uint32_t>(bytes, true));
  }
  const bool fits = elementCount(header.shape, header.count);
  const uint64_t headerBytes = 4 + 4 * header.shape.size();
  if (!fits || header.count * elementSize(header.type) + headerBytes > source.atMost())
    throw Error(
        source.shownAs(),
        "the IDX header promises " + shapeText(header.shape) + " values, more than the file can hold.",
        "It is truncated or damaged: copy or download it again.");
  return header;
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

/// What comes after the header.
template <typename Value>
NumericArray<Value> readValues(ByteSource& source, const IdxHeader& header) {
  const size_t size = elementSize(header.type);
  requireMemory(header.count * sizeof(Value), source.shownAs());
  NumericArray<Value> array{header.shape, {}, isIntegral(header.type)};
  // The header's promise was checked against the file: this is address space, touched as values come.
  array.values.reserve(header.count);
  preferLargePages(array.values.data(), header.count * sizeof(Value));
  std::string piece((std::min<uint64_t>(kValuesAtOnce, header.count) + 1) * size, '\0');
  while (array.values.size() < header.count) {
    const size_t done = array.values.size();
    const size_t wanted = std::min<uint64_t>(kValuesAtOnce, header.count - done);
    const size_t bytes = source.read(piece.data(), wanted * size);
    if (bytes < wanted * size)
      throw Error(source.shownAs(),
                  "the IDX header promises " + shapeText(header.shape) + " = " +
                      std::to_string(header.count) + " values, the file holds " +
                      std::to_string(done + bytes / size) + ".",
                  "It is truncated: copy or download it again.");
    array.values.resize(done + wanted);
    decodeElements(header.type, true, piece.data(), wanted, array.values.data() + done);
  }
  if (source.read(piece.data(), 1) > 0)
    throw Error(source.shownAs(),
                "goes on after the " + shapeText(header.shape) + " values that its IDX header promises.",
                "Check that it is the right file.");
  return array;
}

}  // namespace

NumericArray<double> readIdxArray(ByteSource& source) {
  return readValues<double>(source, readHeader(source));
}

FeatureArray readIdxFeatures(ByteSource& source) {
  const IdxHeader header = readHeader(source);
  if (isByte(header.type)) return {header.shape, FeatureValues(readValues<uint8_t>(source, header).values)};
  return {header.shape, readValues<float>(source, header).values};
}

Dataset readIdx(const fs::path& path, const DatasetOptions& options, RunControl& control) {
  ByteSource source(path, control);
  Dataset dataset = datasetFromArray(readIdxFeatures(source), path.string());
  dataset.name = datasetName(path);
  dataset.source = path.string();
  // Labels that were asked for are attached by openDataset, whatever the format.
  const std::optional<fs::path> pair = options.labels.empty() ? labelsBeside(path) : std::nullopt;
  if (pair) attachLabels(dataset, readIdxLabels(*pair, control), pair->string());
  return dataset;
}

Labels readIdxLabels(const std::filesystem::path& path, RunControl& control) {
  ByteSource source(path, control);
  return labelsFromArray(readIdxArray(source), path.string());
}

}  // namespace adapsne
