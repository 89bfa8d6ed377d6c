// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/images/fit_picture.h"

#include <algorithm>
#include <cmath>

namespace adapsne {
namespace {

/// Weights are integers of this many fractional bits: 255 of them fit 31 bits.
constexpr int kWeightBits = 22;

/// From which samples of a line, and how much of each, a resampled one is made.
struct Taps {
  int first = 0;
  std::vector<int32_t> weights;
};

/// The taps of `length` samples that cover [begin, begin + extent) of a line of `available` ones.
std::vector<Taps> tapsOf(int available, double begin, double extent, int length) {
  const double scale = extent / length, reach = std::max(scale, 1.0);
  std::vector<Taps> taps(static_cast<size_t>(length));
  std::vector<double> weights;
  for (int i = 0; i < length; ++i) {
    const double center = begin + (i + 0.5) * scale;
    const int first = std::max(0, static_cast<int>(std::floor(center - reach + 0.5)));
    const int end = std::min(available, static_cast<int>(std::floor(center + reach + 0.5)));
    weights.clear();
    double sum = 0;
    for (int s = first; s < end; ++s) {
      weights.push_back(std::max(0.0, 1 - std::abs((s + 0.5 - center) / reach)));
      sum += weights.back();
    }
    Taps& tap = taps[static_cast<size_t>(i)];
    tap.first = first;
    for (const double weight : weights)
      tap.weights.push_back(static_cast<int32_t>(std::lround(weight / sum * (1 << kWeightBits))));
  }
  return taps;
}

uint8_t rounded(int32_t sum) {
  return static_cast<uint8_t>(std::clamp((sum + (1 << (kWeightBits - 1))) >> kWeightBits, 0, 255));
}

/// ITU-R BT.601 in 16 fractional bits.
Picture toGrey(const Picture& color) {
  Picture grey{color.width, color.height, 1, {}};
  grey.samples.resize(color.samples.size() / 3);
  for (size_t i = 0; i < grey.samples.size(); ++i) {
    const uint8_t* rgb = color.samples.data() + 3 * i;
    grey.samples[i] = static_cast<uint8_t>((rgb[0] * 19595 + rgb[1] * 38470 + rgb[2] * 7471 + 0x8000) >> 16);
  }
  return grey;
}

/// The part of `picture` of the proportions width : height, at that size.
Picture resampled(const Picture& picture, int width, int height) {
  if (picture.width == width && picture.height == height) return picture;
  // The largest part of these proportions, in the middle.
  const double scale =
      std::min(static_cast<double>(picture.width) / width, static_cast<double>(picture.height) / height);
  const double partWidth = scale * width, partHeight = scale * height;
  const auto across = tapsOf(picture.width, (picture.width - partWidth) / 2, partWidth, width);
  const auto down = tapsOf(picture.height, (picture.height - partHeight) / 2, partHeight, height);
  const auto channels = static_cast<size_t>(picture.channels);
  const size_t sourceRow = static_cast<size_t>(picture.width) * channels;
  const size_t row = static_cast<size_t>(width) * channels;

  const int firstRow = down.front().first;
  const int endRow = down.back().first + static_cast<int>(down.back().weights.size());
  std::vector<uint8_t> narrow(static_cast<size_t>(endRow - firstRow) * row);
  uint8_t* to = narrow.data();
  for (int y = firstRow; y < endRow; ++y)
    for (const Taps& tap : across)
      for (size_t c = 0; c < channels; ++c) {
        const uint8_t* from = picture.samples.data() + static_cast<size_t>(y) * sourceRow +
                              static_cast<size_t>(tap.first) * channels + c;
        int32_t sum = 0;
        for (const int32_t weight : tap.weights) {
          sum += weight * *from;
          from += channels;
        }
        *to++ = rounded(sum);
      }

  Picture result{width, height, picture.channels, std::vector<uint8_t>(static_cast<size_t>(height) * row)};
  to = result.samples.data();
  for (const Taps& tap : down)
    for (size_t i = 0; i < row; ++i) {
      const uint8_t* from = narrow.data() + static_cast<size_t>(tap.first - firstRow) * row + i;
      int32_t sum = 0;
      for (const int32_t weight : tap.weights) {
        sum += weight * *from;
        from += row;
      }
      *to++ = rounded(sum);
    }
  return result;
}

/// Where the pixel that is shown at (y, x) is stored, by EXIF's table of orientations.
size_t storedAt(int orientation, const Picture& stored, int y, int x) {
  const int right = stored.width - 1, bottom = stored.height - 1;
  const bool turned = orientation >= 5;
  int row = turned ? x : y, column = turned ? y : x;
  if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7) row = bottom - row;
  if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8) column = right - column;
  return static_cast<size_t>(row) * static_cast<size_t>(stored.width) + static_cast<size_t>(column);
}

}  // namespace

void fitPicture(const Picture& picture, int orientation, const ImageShape& shape, uint8_t* to) {
  const bool turned = orientation >= 5;
  const bool becomesGrey = shape.channels == 1 && picture.channels == 3;
  const Picture fitted = resampled(becomesGrey ? toGrey(picture) : picture,
                                   turned ? shape.height : shape.width, turned ? shape.width : shape.height);
  for (int y = 0; y < shape.height; ++y)
    for (int x = 0; x < shape.width; ++x) {
      const uint8_t* from =
          fitted.samples.data() + storedAt(orientation, fitted, y, x) * static_cast<size_t>(fitted.channels);
      for (int c = 0; c < shape.channels; ++c) *to++ = from[fitted.channels == 3 ? c : 0];
    }
}

}  // namespace adapsne
