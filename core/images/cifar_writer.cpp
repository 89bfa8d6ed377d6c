// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/cifar_writer.h"

#include "core/dataset/class_numbers.h"
#include "core/files/byte_sink.h"
#include "core/files/byte_source.h"
#include "core/support/atomic_file.h"
#include "core/support/error.h"

namespace adapsne {
namespace {

constexpr int kSide = 32, kChannels = 3, kClasses = 10;
constexpr const char* kOthers = "Write another format, as NPZ or IDX.";

}  // namespace

std::vector<std::string> sliceCifar(const SourceSlice& slice, const std::filesystem::path& to,
                                    RunControl& control) {
  const std::string bytes = ByteSource(slice.source, control).readAll();
  const auto points = static_cast<size_t>(slice.points());
  const size_t record = bytes.size() / points;
  if (record * points != bytes.size() || static_cast<size_t>(slice.rows.back()) >= points)
    throw Error(slice.source.string(), "is not as long as its records: it has changed since it was opened.",
                "Open it again.");
  ByteSink sink(to, control);
  for (const int64_t row : slice.rows)
    sink.write(std::string_view(bytes).substr(static_cast<size_t>(row) * record, record));
  sink.finish();
  return {"The records hold class numbers; the names of the classes lie in a text beside the source."};
}

std::vector<std::filesystem::path> writeCifar(const Dataset& dataset, const std::filesystem::path& path) {
  const ImageShape& shape = dataset.image;
  if (shape.height != kSide || shape.width != kSide || shape.channels != kChannels ||
      !dataset.features.keptAsBytes())
    throw Error(path.string(), "holds images of 32 x 32 x 3 bytes, and " + dataset.name + " has none.",
                kOthers);
  const std::vector<int32_t> numbers = classNumbers(dataset.classNames);
  std::string bytes;
  std::vector<float> scratch;
  for (int64_t i = 0; i < dataset.points; ++i) {
    const int32_t number =
        dataset.isLabelled(i) ? numbers[static_cast<size_t>(dataset.labels[static_cast<size_t>(i)])] : -1;
    if (number < 0 || number >= kClasses)
      throw Error(path.string(), "has class numbers from 0 to 9, and " + placeText(dataset, i) + " has none.",
                  kOthers);
    bytes += static_cast<char>(number);
    const std::span<const float> row = dataset.row(i, scratch);
    for (size_t c = 0; c < kChannels; ++c)
      for (size_t p = c; p < row.size(); p += kChannels)
        bytes += static_cast<char>(static_cast<uint8_t>(row[p]));
  }
  writeFile(path, bytes);
  return {path};
}

}  // namespace adapsne
