// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/picture_dataset.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/images/fit_picture.h"
#include "core/support/error.h"
#include "core/support/format.h"
#include "core/support/large_vector.h"
#include "core/support/memory.h"
#include "core/support/words.h"

namespace adapsne {
namespace {

constexpr int kDefaultSide = 32, kLargestKept = 64;

std::string sizeOf(int width, int height) {
  return std::to_string(width) + " x " + std::to_string(height);
}

std::string counted(int64_t count) {
  return grouped(std::to_string(count));
}

/// What the pictures that can be read are like, taken together.
struct Summary {
  int64_t pictures = 0, grey = 0, deep = 0, transparent = 0;
  int leastWidth = 0, leastHeight = 0, mostWidth = 0, mostHeight = 0;

  void add(const PictureHeader& header) {
    const int width = header.shownWidth(), height = header.shownHeight();
    if (pictures == 0) leastWidth = mostWidth = width;
    if (pictures == 0) leastHeight = mostHeight = height;
    leastWidth = std::min(leastWidth, width);
    mostWidth = std::max(mostWidth, width);
    leastHeight = std::min(leastHeight, height);
    mostHeight = std::max(mostHeight, height);
    ++pictures;
    grey += header.grey;
    deep += header.deep;
    transparent += header.transparent;
  }
  bool oneSize() const { return leastWidth == mostWidth && leastHeight == mostHeight; }

  ImageShape shape(const DatasetOptions& options) const {
    const bool small = oneSize() && std::max(mostWidth, mostHeight) <= kLargestKept;
    const int channels = 2 * grey > pictures ? 1 : 3;
    return wantedShape(small ? ImageShape{mostHeight, mostWidth, channels}
                             : ImageShape{kDefaultSide, kDefaultSide, channels},
                       options);
  }
};

/// All pictures, one after the other: headers, rows and what is wrong with those that have something wrong.
struct Decoded {
  std::vector<PictureHeader> headers;
  std::vector<uint8_t> rows;
  std::vector<std::string> faults;

  Summary summary() const {
    Summary summary;
    for (size_t i = 0; i < headers.size(); ++i)
      if (faults[i].empty()) summary.add(headers[i]);
    return summary;
  }
};

size_t rowSize(const ImageShape& shape) {
  return static_cast<size_t>(shape.height) * static_cast<size_t>(shape.width) *
         static_cast<size_t>(shape.channels);
}

Decoded decodeAll(const PictureList& list, const ForEachPicture& forEach, const ImageShape& shape,
                  RunControl& control) {
  const size_t count = list.files.size();
  requireMemory(count * (rowSize(shape) + sizeof(PictureHeader) + sizeof(std::string)), list.source,
                "Use a smaller --image-size, --image-color grey, or a part of the pictures.");
  Decoded decoded{std::vector<PictureHeader>(count), {}, std::vector<std::string>(count)};
  growTo(decoded.rows, count * rowSize(shape), control);
  const DecodeWish wish{shape.channels == 1, std::max(shape.height, shape.width)};
  forEach([&](int64_t picture, const LoadPicture& load) {
    const auto i = static_cast<size_t>(picture);
    try {
      const std::string_view bytes = load();
      decoded.headers[i] = pictureHeader(bytes);
      fitPicture(decodePicture(bytes, decoded.headers[i], wish, control), decoded.headers[i].orientation,
                 shape, decoded.rows.data() + i * rowSize(shape));
    } catch (const BrokenPicture& broken) {
      decoded.faults[i] = broken.what();
    }
  });
  control.checkpoint();
  return decoded;
}

bool sameShape(const ImageShape& a, const ImageShape& b) {
  return a.height == b.height && a.width == b.width && a.channels == b.channels;
}

void warnOfSizes(Dataset& dataset, const Summary& all, const DatasetOptions& options) {
  const std::string to = sizeOf(dataset.image.width, dataset.image.height);
  const bool asTheyAre =
      all.oneSize() && all.mostWidth == dataset.image.width && all.mostHeight == dataset.image.height;
  if (asTheyAre) return;
  std::string text = all.oneSize()
                         ? "The pictures are of " + sizeOf(all.mostWidth, all.mostHeight) + " pixels: "
                         : "The pictures are " + std::to_string(all.leastWidth) + " to " +
                               std::to_string(all.mostWidth) + " pixels wide and " +
                               std::to_string(all.leastHeight) + " to " + std::to_string(all.mostHeight) +
                               " high: ";
  const bool square = all.oneSize() && all.mostWidth == all.mostHeight;
  text +=
      square ? "each is brought to " + to : "the largest square in the middle of each is brought to " + to;
  text += options.imageSize == 0 ? "; --image-size chooses another size." : ".";
  dataset.warnings.push_back(std::move(text));
}

void warnOfKinds(Dataset& dataset, const Summary& all, const DatasetOptions& options) {
  const bool grey = dataset.image.channels == 1;
  const int64_t others = grey ? all.pictures - all.grey : all.grey;
  if (others > 0 && options.imageColor == PictureColor::Auto)
    dataset.warnings.push_back(counted(others) + " of " + counted(all.pictures) + " pictures are " +
                               (grey ? "in colour and were read as grey, as most are; --image-color color "
                                       "reads all in colour."
                                     : "grey and were read in three equal channels; --image-color grey "
                                       "reads all as grey."));
  if (all.deep > 0)
    dataset.warnings.push_back(counted(all.deep) + " of " + counted(all.pictures) +
                               " pictures have more than 8 bits a sample: their full range was scaled to 8.");
  if (all.transparent > 0)
    dataset.warnings.push_back(counted(all.transparent) + " of " + counted(all.pictures) +
                               " pictures can be transparent: they were laid on white.");
}

/// "cats/a.jpg ends early.", the first few of those that are broken.
std::string firstFaults(const PictureList& list, const Decoded& decoded) {
  constexpr int kNamed = 3;
  std::string text;
  int named = 0;
  for (size_t i = 0; i < list.files.size() && named < kNamed; ++i)
    if (!decoded.faults[i].empty()) {
      text += " " + list.files[i] + " " + decoded.faults[i];
      ++named;
    }
  return text;
}

template <typename T>
std::vector<T> selected(const std::vector<T>& values, const std::vector<int64_t>& rows) {
  std::vector<T> result;
  result.reserve(rows.size());
  for (const int64_t row : rows) result.push_back(values[static_cast<size_t>(row)]);
  return result;
}

/// Leaves out the rows of broken pictures. Returns those that stay.
std::vector<int64_t> closeGaps(Decoded& decoded, size_t size) {
  std::vector<int64_t> rows;
  for (size_t i = 0; i < decoded.faults.size(); ++i) {
    if (!decoded.faults[i].empty()) continue;
    if (rows.size() != i)
      std::copy_n(decoded.rows.begin() + static_cast<std::ptrdiff_t>(i * size), size,
                  decoded.rows.begin() + static_cast<std::ptrdiff_t>(rows.size() * size));
    rows.push_back(static_cast<int64_t>(i));
  }
  decoded.rows.resize(rows.size() * size);
  return rows;
}

}  // namespace

ImageShape wantedShape(const ImageShape& own, const DatasetOptions& options) {
  ImageShape shape = own;
  if (options.imageSize > 0) shape.height = shape.width = options.imageSize;
  if (options.imageColor != PictureColor::Auto)
    shape.channels = options.imageColor == PictureColor::Grey ? 1 : 3;
  return shape;
}

std::string folderName(const std::filesystem::path& folder) {
  const std::filesystem::path whole = std::filesystem::absolute(folder).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

std::string firstFew(const std::vector<std::string>& items) {
  constexpr size_t kNamed = 3;
  std::vector<std::string> named(items.begin(),
                                 items.begin() + static_cast<std::ptrdiff_t>(std::min(items.size(), kNamed)));
  if (items.size() > kNamed) named.push_back(counted(static_cast<int64_t>(items.size() - kNamed)) + " more");
  return listed(named);
}

ChosenPoints datasetOfPictures(PictureList list, const ForEachPicture& forEach, const DatasetOptions& options,
                               RunControl& control) {
  const auto total = static_cast<int64_t>(list.files.size());
  if (total > std::numeric_limits<int32_t>::max())
    throw Error(list.source, "holds " + counted(total) + " pictures, at most 2,147,483,647 are possible.",
                "Use a part of them.");
  Summary likely;
  likely.add(list.likely);
  Dataset dataset;
  dataset.image = likely.shape(options);
  Decoded decoded = decodeAll(list, forEach, dataset.image, control);
  Summary all = decoded.summary();
  if (all.pictures > 0 && !sameShape(all.shape(options), dataset.image)) {
    dataset.image = all.shape(options);
    decoded = {};
    decoded = decodeAll(list, forEach, dataset.image, control);
    all = decoded.summary();
  }
  if (all.pictures == 0)
    throw Error(list.source,
                "none of its " + counted(total) + " pictures can be read:" + firstFaults(list, decoded),
                "Read are " + listedPictures() + "; copy or convert them again.");

  dataset.name = std::move(list.name);
  dataset.source = list.source;
  dataset.warnings = std::move(list.warnings);
  if (all.pictures < total)
    dataset.warnings.push_back(counted(total - all.pictures) + " of " + counted(total) +
                               " pictures cannot be read and were left out:" + firstFaults(list, decoded));
  warnOfSizes(dataset, all, options);
  warnOfKinds(dataset, all, options);

  const size_t size = rowSize(dataset.image);
  const std::vector<int64_t> rows = closeGaps(decoded, size);
  dataset.points = all.pictures;
  dataset.dimensions = static_cast<int64_t>(size);
  dataset.imageMaximum = std::numeric_limits<uint8_t>::max();
  dataset.features = FeatureValues(std::move(decoded.rows));
  dataset.attributes.push_back({"file", ColumnRole::Picture, selected(list.files, rows)});
  for (const Attribute& attribute : list.attributes)
    dataset.attributes.push_back({attribute.name, attribute.role, selected(attribute.values, rows)});
  if (all.pictures < total) dataset.sourceRows = rows;
  if (!list.labels.empty()) attachLabels(dataset, indexLabels(selected(list.labels, rows)), list.source);
  return {std::move(dataset), total};
}

}  // namespace adapsne
