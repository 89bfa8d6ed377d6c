// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/array_dataset.h"

#include <cmath>
#include <optional>
#include <type_traits>

#include "core/dataset/missing_values.h"
#include "core/dataset/sparse_points.h"
#include "core/support/error.h"
#include "core/support/memory.h"

namespace adapsne {
namespace {

/// gcc's own: 64-bit integers of either sign and their differences.
__extension__ typedef __int128 WideInteger;

bool mayBeChannels(int64_t extent) {
  return extent == 1 || extent == 3 || extent == 4;
}

/// Where the channels of four extents lie; nothing where these are no images.
struct ImageLayout {
  ImageShape shape;
  bool channelsFirst = false;
};

ImageLayout imageLayout(const StoredArray& array, ChannelOrder order) {
  const std::vector<int64_t>& shape = array.shape;
  if (shape.size() != 3 && shape.size() != 4) return {};
  ImageLayout layout;
  int64_t height = shape[1], width = shape[2], channels = 1;
  if (shape.size() == 4) {
    layout.channelsFirst =
        order == ChannelOrder::First ||
        (order == ChannelOrder::Auto && mayBeChannels(shape[1]) && !mayBeChannels(shape[3]));
    channels = shape[layout.channelsFirst ? 1 : 3];
    if (layout.channelsFirst) {
      height = shape[2];
      width = shape[3];
    }
  }
  if (!mayBeChannels(channels)) {
    if (shape.size() == 4 && order == ChannelOrder::First)
      throw Error(array.shownAs,
                  "is " + shapeText(shape) + ": " + std::to_string(channels) +
                      " channels cannot be shown, only 1, 3 or 4.",
                  "Give --channels auto.");
    return {};
  }
  if (std::max(height, width) > std::numeric_limits<int>::max()) return {};
  layout.shape = {static_cast<int>(height), static_cast<int>(width), static_cast<int>(channels)};
  return layout;
}

/// channels x pixels of every row to pixels x channels.
template <typename Value>
void putChannelsLast(std::vector<Value>& values, const ImageShape& image, RunControl& control) {
  const size_t channels = static_cast<size_t>(image.channels);
  const size_t pixels = static_cast<size_t>(image.height) * static_cast<size_t>(image.width);
  if (channels == 1) return;
  std::vector<Value> row(channels * pixels);
  size_t sinceCheckpoint = 0;
  for (size_t from = 0; from < values.size(); from += row.size()) {
    if ((sinceCheckpoint += row.size()) > 1 << 20) {
      control.checkpoint();
      sinceCheckpoint = 0;
    }
    std::copy_n(values.begin() + static_cast<ptrdiff_t>(from), row.size(), row.begin());
    for (size_t p = 0; p < pixels; ++p)
      for (size_t c = 0; c < channels; ++c) values[from + p * channels + c] = row[c * pixels + p];
  }
}

/// Whether float32 may round values of this type.
bool isWide(ElementType type) {
  switch (type) {
    case ElementType::I32:
    case ElementType::U32:
    case ElementType::I64:
    case ElementType::U64:
    case ElementType::F64:
      return true;
    case ElementType::Bool:
    case ElementType::U8:
    case ElementType::I8:
    case ElementType::U16:
    case ElementType::I16:
    case ElementType::F16:
    case ElementType::BF16:
    case ElementType::F32:
      break;
  }
  return false;
}

/// The range of a column of 64-bit integers, of which float64 does not hold all.
template <typename Integer>
struct IntegerRange {
  Integer least = std::numeric_limits<Integer>::max(), largest = std::numeric_limits<Integer>::min();
  bool rounded = false;

  void add(Integer value) {
    least = std::min(least, value);
    largest = std::max(largest, value);
    rounded |= static_cast<WideInteger>(static_cast<float>(value)) != static_cast<WideInteger>(value);
  }
  ColumnScale scale() const {
    if (largest < least || !rounded) return {};
    const WideInteger low = least, high = largest, half = (high - low + 1) / 2;
    const WideInteger size = std::max(low < 0 ? -low : low, high < 0 ? -high : high);
    return scaleOf(static_cast<double>(size), static_cast<double>(low + half), static_cast<double>(half));
  }
};

float kept(double value, const ColumnScale& scale) {
  return scale.keep(value);
}
/// The difference from the origin, which is a whole number, is exact.
template <typename Integer>
float kept(Integer value, const ColumnScale& scale) {
  if (scale == ColumnScale()) return static_cast<float>(static_cast<double>(value));
  const WideInteger difference = static_cast<WideInteger>(value) - static_cast<WideInteger>(scale.origin);
  return static_cast<float>(static_cast<double>(difference) / scale.unit);
}

template <typename Stored>
using RangeOf = std::conditional_t<std::is_same_v<Stored, double>, ColumnRange, IntegerRange<Stored>>;

/// How the columns of `rows` are kept; Stored holds every value exactly.
template <typename Stored>
std::vector<ColumnScale> scalesOf(const StoredArray& array, const std::vector<int64_t>* rows,
                                  RunControl& control) {
  std::vector<RangeOf<Stored>> ranges(array.dimensions());
  std::vector<Stored> values;
  forEachBlock(array, rows, control, [&](uint64_t first, const char* bytes, size_t count) {
    values.resize(count);
    decodeElements(array.type, array.bigEndian, bytes, count, values.data());
    size_t d = first % ranges.size();
    for (const Stored value : values) {
      ranges[d].add(value);
      if (++d == ranges.size()) d = 0;
    }
    return true;
  });
  std::vector<ColumnScale> scales;
  scales.reserve(ranges.size());
  for (const RangeOf<Stored>& range : ranges) scales.push_back(range.scale());
  return scales;
}

/// What float32 makes of values that follow one another in a column.
struct ColumnLoss {
  uint64_t differing = 0;  ///< Pairs that differ in the file.
  uint64_t merged = 0;     ///< Of these, pairs that are one number in float32.
  /// One in a hundred may be a coincidence.
  bool matters() const { return merged * 100 > differing; }
};

/// What is said of columns in which float32 merges what differs; nothing where there is none. Where no two
/// rows that follow one another can be told apart any more, there is nothing to show: Error.
void tellLoss(Dataset& dataset, const StoredArray& array, const std::vector<ColumnLoss>& losses) {
  uint64_t columns = 0, differing = 0, merged = 0;
  for (const ColumnLoss& loss : losses) {
    columns += loss.matters();
    differing += loss.differing;
    merged += loss.merged;
  }
  if (columns == 0) return;
  const std::string remedy =
      "Subtract the mean and divide by the standard deviation before the array is saved.";
  if (differing == merged)
    throw Error(array.shownAs,
                "its values differ by less than float32, in which they are kept, can hold beside their size.",
                remedy);
  dataset.warnings.push_back("In " + std::to_string(columns) + " of " + std::to_string(losses.size()) +
                             " columns values that differ in the file are equal in float32, in which they "
                             "are kept. " +
                             remedy);
}

/// Values that float32 may round: kept as `scales` (empty: plainly) say.
template <typename Stored>
std::vector<float> keepWide(Dataset& dataset, const StoredArray& array, const std::vector<int64_t>* rows,
                            const std::vector<ColumnScale>& scales, uint64_t count, RunControl& control) {
  const auto dimensions = static_cast<size_t>(array.dimensions());
  std::vector<float> result;
  result.reserve(count);
  preferLargePages(result.data(), count * sizeof(float));
  std::vector<ColumnLoss> losses(dimensions);
  std::vector<Stored> values, above(dimensions);
  forEachBlock(array, rows, control, [&](uint64_t first, const char* bytes, size_t here) {
    values.resize(here);
    decodeElements(array.type, array.bigEndian, bytes, here, values.data());
    size_t d = first % dimensions;
    for (const Stored value : values) {
      const float number = kept(value, scales.empty() ? ColumnScale() : scales[d]);
      if (result.size() >= dimensions && value != above[d]) {
        ++losses[d].differing;
        losses[d].merged += number == result[result.size() - dimensions];
      }
      above[d] = value;
      result.push_back(number);
      if (++d == dimensions) d = 0;
    }
    return true;
  });
  tellLoss(dataset, array, losses);
  return result;
}

template <typename Value>
std::vector<Value> keepExactly(const StoredArray& array, const std::vector<int64_t>* rows, uint64_t count,
                               RunControl& control) {
  std::vector<Value> result;
  result.reserve(count);
  preferLargePages(result.data(), count * sizeof(Value));
  forEachBlock(array, rows, control, [&](uint64_t first, const char* bytes, size_t here) {
    result.resize(first + here);
    decodeElements(array.type, array.bigEndian, bytes, here, result.data() + first);
    return true;
  });
  return result;
}

/// Rows without NaN and infinity.
std::vector<int64_t> completeRows(const StoredArray& array, RunControl& control) {
  std::vector<int64_t> complete;
  std::vector<float> values;
  const uint64_t dimensions = array.dimensions();
  bool isComplete = true;
  forEachBlock(array, nullptr, control, [&](uint64_t first, const char* bytes, size_t count) {
    values.resize(count);
    decodeElements(array.type, array.bigEndian, bytes, count, values.data());
    for (size_t k = 0; k < count; ++k) {
      isComplete &= std::isfinite(values[k]);
      if ((first + k + 1) % dimensions != 0) continue;
      if (isComplete) complete.push_back(static_cast<int64_t>((first + k) / dimensions));
      isComplete = true;
    }
    return true;
  });
  return complete;
}

bool isFloating(ElementType type) {
  return !isIntegral(type);
}

/// The white of all pictures, of which `rows` may be a dark part.
float whiteOfAll(const StoredArray& array, RunControl& control) {
  float highest = 0;
  std::vector<float> values;
  forEachBlock(array, nullptr, control, [&](uint64_t, const char* bytes, size_t count) {
    if (array.type == ElementType::U8) {
      uint8_t largest = 0;
      for (size_t k = 0; k < count; ++k) largest = std::max(largest, static_cast<uint8_t>(bytes[k]));
      highest = std::max(highest, static_cast<float>(largest));
      return whiteLevel({highest}) < 255;  // No byte leads further.
    }
    values.resize(count);
    decodeElements(array.type, array.bigEndian, bytes, count, values.data());
    for (const float value : values)
      if (std::isfinite(value)) highest = std::max(highest, value);
    return true;
  });
  return whiteLevel({highest});
}

void requireTable(const StoredArray& array) {
  const char* remedy = "Give an array of N x D, N x height x width or N x height x width x channels.";
  const std::string& shownAs = array.shownAs;
  if (array.shape.empty()) throw Error(shownAs, "holds a single value, not one row a point.", remedy);
  const std::string shape = shapeText(array.shape);
  if (array.shape[0] == 0) throw Error(shownAs, "holds no points (" + shape + ").", remedy);
  if (array.dimensions() == 0) throw Error(shownAs, "holds no features (" + shape + ").", remedy);
  if (array.shape[0] > std::numeric_limits<int32_t>::max())
    throw Error(shownAs,
                "holds " + std::to_string(array.shape[0]) + " points, at most 2147483647 are possible.",
                "Use a smaller part of the data.");
}

/// The rows that are wanted, all of them where there is nothing.
std::optional<std::vector<int64_t>> chooseRows(const StoredArray& array, const DatasetOptions& options,
                                               const RowChoice& choice, Dataset& dataset,
                                               RunControl& control) {
  if (!choice) return std::nullopt;
  const int64_t points = array.points();
  std::vector<int64_t> rows;
  if (options.missing == MissingPolicy::Drop && isFloating(array.type)) {
    const std::vector<int64_t> complete = completeRows(array, control);
    if (complete.empty()) refuseToDropAll(array.shownAs);
    const auto count = static_cast<int64_t>(complete.size());
    for (const int64_t k : choice(count)) rows.push_back(complete[static_cast<size_t>(k)]);
    if (count < points) dataset.warnings.push_back(droppedText(points - count, points));
  } else {
    rows = choice(points);
  }
  if (static_cast<int64_t>(rows.size()) == points) return std::nullopt;
  return rows;
}

void requireRoom(const StoredArray& array, uint64_t count) {
  const uint64_t bytes = count * (isByte(array.type) ? 1 : sizeof(float));
  requireMemory(bytes, array.shownAs, "Take a part of the data, for example with --points 5000.");
}

}  // namespace

ChosenPoints datasetFromArray(const StoredArray& array, const DatasetOptions& options,
                              const RowChoice& choice, RunControl& control) {
  requireTable(array);
  if (array.sparse) return sparsePoints(*array.sparse, options, choice, array.shownAs, control);
  ChosenPoints chosen;
  chosen.of = array.points();
  Dataset& dataset = chosen.dataset;
  const ImageLayout images = imageLayout(array, options.channels);
  const std::optional<std::vector<int64_t>> chosenRows = chooseRows(array, options, choice, dataset, control);
  const std::vector<int64_t>* rows = chosenRows ? &*chosenRows : nullptr;
  dataset.points = rows ? static_cast<int64_t>(rows->size()) : chosen.of;
  dataset.dimensions = static_cast<int64_t>(array.dimensions());
  dataset.image = images.shape;
  const uint64_t count = static_cast<uint64_t>(dataset.points) * array.dimensions();
  requireRoom(array, count);

  const auto keep = [&](auto values) {
    if (images.channelsFirst) putChannelsLast(values, images.shape, control);
    dataset.features = FeatureValues(std::move(values));
  };
  const auto keepAs = [&]<typename Stored>(Stored) {
    // Pixels share one scale, which their pictures show.
    const bool table = array.shape.size() <= 2;
    std::vector<ColumnScale> scales =
        table ? scalesOf<Stored>(array, rows, control) : std::vector<ColumnScale>();
    keep(keepWide<Stored>(dataset, array, rows, scales, count, control));
    setScales(dataset, std::move(scales));
  };
  if (isByte(array.type))
    keep(keepExactly<uint8_t>(array, rows, count, control));
  else if (!isWide(array.type))
    keep(keepExactly<float>(array, rows, count, control));
  else if (array.type == ElementType::I64)
    keepAs(int64_t{});
  else if (array.type == ElementType::U64)
    keepAs(uint64_t{});
  else
    keepAs(double{});

  if (array.shape.size() == 1)
    dataset.warnings.push_back("The array has one dimension (" + shapeText(array.shape) +
                               "): one value a point.");
  if (images.channelsFirst)
    dataset.warnings.push_back("Read as images with " + std::to_string(images.shape.channels) +
                               (images.shape.channels == 1 ? " channel" : " channels") +
                               " before their rows and columns (" + shapeText(array.shape) +
                               "); --channels last reads them as they lie.");
  if (!dataset.image.empty())
    dataset.imageMaximum = rows ? whiteOfAll(array, control) : whiteLevel(dataset.features);
  if (chosenRows) dataset.sourceRows = *chosenRows;
  return chosen;
}

}  // namespace adapsne
