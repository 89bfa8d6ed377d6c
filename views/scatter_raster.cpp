// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/scatter_raster.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <vector>

#include "core/support/parallel.h"
#include "core/support/simd_clones.h"

namespace adapsne {

namespace {

constexpr int kPhases = 4;        // Sub-pixel positions an axis.
constexpr int kBlock = 8;         // Pixels blended together: 32 bytes of channels.
constexpr int kBandRows = 32;     // Of the image; with the width of a screen a band is some 100 kB.
constexpr int64_t kPart = 32768;  // Points sorted at a time.
constexpr int kWeightBits = 7;    // Weights 0 .. 128: products of channel differences fit 16 bits.

/// The coverage of a disc at every sub-pixel position: rows of whole blocks, a weight for each channel.
class Sprite {
 public:
  Sprite(double radius, double alpha)
      : reach_(static_cast<int>(std::ceil(radius + 0.5))),
        side_(2 * reach_ + 1),
        blocks_((side_ + kBlock - 1) / kBlock),
        weights_(static_cast<size_t>(kPhases * kPhases * side_ * blocks_ * kBlock * 4), 0) {
    for (int phaseY = 0; phaseY < kPhases; ++phaseY)
      for (int phaseX = 0; phaseX < kPhases; ++phaseX)
        for (int y = 0; y < side_; ++y)
          for (int x = 0; x < side_; ++x) {
            const double dx = x - reach_ + 0.5 - (phaseX + 0.5) / kPhases;
            const double dy = y - reach_ + 0.5 - (phaseY + 0.5) / kPhases;
            const double coverage = std::clamp(radius + 0.5 - std::hypot(dx, dy), 0.0, 1.0);
            const auto weight = static_cast<int16_t>(std::lround((1 << kWeightBits) * alpha * coverage));
            std::fill_n(weights_.begin() + offsetOf(phaseX, phaseY, y) + 4 * x, 4, weight);
          }
  }

  int reach() const { return reach_; }
  int side() const { return side_; }
  int blocks() const { return blocks_; }
  const int16_t* phase(int x, int y) const { return weights_.data() + offsetOf(x, y, 0); }

 private:
  std::ptrdiff_t offsetOf(int phaseX, int phaseY, int y) const {
    return static_cast<std::ptrdiff_t>((phaseY * kPhases + phaseX) * side_ + y) * blocks_ * kBlock * 4;
  }
  int reach_, side_, blocks_;
  std::vector<int16_t> weights_;
};

/// A point's place in quarters of a pixel, from the padded corner, and its colour.
struct Record {
  uint16_t x, y, color;
};

typedef uint8_t Bytes __attribute__((vector_size(4 * kBlock)));
typedef int16_t Channels __attribute__((vector_size(8 * kBlock)));

/// Blends one sprite; `pixels` is its upper left corner.
ADAPSNE_INLINE void blend(uint8_t* pixels, int64_t stride, const int16_t* weights, const Channels& color,
                          int side, int blocks) {
  for (int y = 0; y < side; ++y, pixels += stride)
    for (int b = 0; b < blocks; ++b, weights += 4 * kBlock) {
      Bytes under;
      Channels weight;
      __builtin_memcpy(&under, pixels + b * 4 * kBlock, sizeof under);
      __builtin_memcpy(&weight, weights, sizeof weight);
      const Channels channels = __builtin_convertvector(under, Channels);
      const Channels mixed = channels + (((color - channels) * weight) >> kWeightBits);
      const Bytes over = __builtin_convertvector(mixed, Bytes);
      __builtin_memcpy(pixels + b * 4 * kBlock, &over, sizeof over);
    }
}

/// All records of one band into its buffer. `top`: the padded row of the image at the buffer's first row.
ADAPSNE_SIMD_CLONES
void drawBand(const Record* records, int64_t count, const int16_t* weights, int64_t phaseSize,
              const int16_t* palette, int reach, int side, int blocks, uint8_t* buffer, int64_t stride,
              int top) {
  for (int64_t i = 0; i < count; ++i) {
    const Record r = records[i];
    const int x = (r.x >> 2) - reach, y = (r.y >> 2) - reach - top;
    Channels color;
    __builtin_memcpy(&color, palette + static_cast<int64_t>(r.color) * 4 * kBlock, sizeof color);
    blend(buffer + y * stride + 4 * x, stride, weights + ((r.y & 3) * kPhases + (r.x & 3)) * phaseSize, color,
          side, blocks);
  }
}

/// Draws one splat; holds what its steps share.
class Splatter {
 public:
  Splatter(QImage& image, const ScatterPoints& points, const ScatterTransform& transform,
           const Sprite& sprite)
      : image_(image),
        points_(points),
        sprite_(sprite),
        pad_(sprite.side() + 1),
        bands_((image.height() + kBandRows - 1) / kBandRows),
        scaleX_(transform.scaleX * kPhases),
        scaleY_(transform.scaleY * kPhases),
        offsetX_((transform.offsetX + pad_) * kPhases),
        offsetY_((transform.offsetY + pad_) * kPhases) {
    // Eight pixels of a colour, channel by channel, as the kernel wants them.
    for (const QRgb color : points.palette)
      for (int pixel = 0; pixel < kBlock; ++pixel)
        for (int channel = 0; channel < 4; ++channel)
          palette_.push_back(channel == 3 ? 255 : static_cast<int16_t>(color >> (8 * channel) & 255));
  }

  void draw(RunControl& control) {
    sort(control);
    parallelFor(control, bands_, 1, [&](int64_t band, int64_t) { drawBandOf(static_cast<int>(band)); });
  }

 private:
  /// Calls use(record, first band, last band) for the points of a part that touch the image.
  template <typename Use>
  void each(int64_t begin, int64_t end, const Use& use) const {
    const int reach = sprite_.reach();
    const double least = kPhases * (pad_ - reach);
    const double mostX = kPhases * (pad_ + image_.width() + reach),
                 mostY = kPhases * (pad_ + image_.height() + reach);
    const auto colors = static_cast<uint16_t>(points_.palette.size() - 1);
    for (int64_t i = begin; i < end; ++i) {
      const double x = scaleX_ * points_.positions[2 * i] + offsetX_;
      const double y = scaleY_ * points_.positions[2 * i + 1] + offsetY_;
      // Written so that NaN is outside.
      if (!(x >= least && y >= least && x < mostX && y < mostY)) continue;
      const auto color = points_.color.empty() ? uint16_t{0} : std::min(points_.color[i], colors);
      const Record record{static_cast<uint16_t>(x), static_cast<uint16_t>(y), color};
      const int row = (record.y >> 2) - pad_;
      use(record, std::max(0, row - reach) / kBandRows,
          std::min(image_.height() - 1, row + reach) / kBandRows);
    }
  }

  /// A counting sort by band that keeps the rows' order; a point at the border of two bands goes to both.
  void sort(RunControl& control) {
    const int64_t count = std::ssize(points_.positions) / 2, parts = (count + kPart - 1) / kPart;
    std::vector<int32_t> next(static_cast<size_t>(parts * bands_), 0);
    const auto begin = [&](int64_t part) { return part * kPart; };
    const auto end = [&](int64_t part) { return std::min(count, (part + 1) * kPart); };
    parallelFor(control, parts, 1, [&](int64_t part, int64_t) {
      int32_t* of = next.data() + part * bands_;
      each(begin(part), end(part), [&](const Record&, int first, int last) {
        for (int band = first; band <= last; ++band) ++of[band];
      });
    });
    start_.assign(static_cast<size_t>(bands_) + 1, 0);
    int32_t total = 0;
    for (int band = 0; band < bands_; ++band) {
      start_[static_cast<size_t>(band)] = total;
      for (int64_t part = 0; part < parts; ++part) {
        int32_t& here = next[static_cast<size_t>(part * bands_ + band)];
        const int32_t counted = here;
        here = total;
        total += counted;
      }
    }
    start_.back() = total;
    records_.resize(static_cast<size_t>(total));
    parallelFor(control, parts, 1, [&](int64_t part, int64_t) {
      int32_t* of = next.data() + part * bands_;
      each(begin(part), end(part), [&](const Record& record, int first, int last) {
        for (int band = first; band <= last; ++band) records_[static_cast<size_t>(of[band]++)] = record;
      });
    });
  }

  /// In a buffer with a margin all around, so that nothing need be clipped.
  void drawBandOf(int band) {
    const int first = band * kBandRows, last = std::min(image_.height(), first + kBandRows);
    const int side = sprite_.side();
    const int64_t stride = 4 * static_cast<int64_t>(image_.width() + 2 * pad_ + sprite_.blocks() * kBlock);
    std::vector<uint8_t> buffer(static_cast<size_t>(stride) *
                                static_cast<size_t>(last - first + 2 * side + 2));
    const auto rowOf = [&](int y) { return buffer.data() + (y - first + side) * stride + 4 * pad_; };
    const auto bytes = static_cast<size_t>(image_.width()) * 4;
    for (int y = first; y < last; ++y) std::memcpy(rowOf(y), image_.constScanLine(y), bytes);
    const int32_t from = start_[static_cast<size_t>(band)], to = start_[static_cast<size_t>(band) + 1];
    drawBand(records_.data() + from, to - from, sprite_.phase(0, 0),
             sprite_.phase(1, 0) - sprite_.phase(0, 0), palette_.data(), sprite_.reach(), side,
             sprite_.blocks(), buffer.data(), stride, first - side + pad_);
    for (int y = first; y < last; ++y)
      std::memcpy(pixels_ + static_cast<std::ptrdiff_t>(y) * image_.bytesPerLine(), rowOf(y), bytes);
  }

  QImage& image_;
  uchar* pixels_ = image_.bits();  // once: it may detach
  const ScatterPoints& points_;
  const Sprite& sprite_;
  int pad_, bands_;
  double scaleX_, scaleY_, offsetX_, offsetY_;
  std::vector<int16_t> palette_;
  std::vector<int32_t> start_;  ///< of each band in records_, and the end
  std::vector<Record> records_;
};

}  // namespace

void splat(QImage& image, const ScatterPoints& points, const ScatterTransform& transform, double radius,
           double alpha, int threads) {
  // Quarters of a pixel are counted in 16 bits.
  constexpr int kLargest = 16000;
  if (image.isNull() || points.palette.empty() || points.positions.empty()) return;
  Q_ASSERT(image.width() <= kLargest && image.height() <= kLargest);
  const Sprite sprite(radius, std::clamp(alpha, 0.0, 1.0));
  RunControl control(threads);
  Splatter(image, points, transform, sprite).draw(control);
}

}  // namespace adapsne
