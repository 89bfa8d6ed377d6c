// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/network_layers.h"

#include <algorithm>
#include <limits>
#include <string>

#include "core/training/window_product.h"

namespace adapsne {
namespace {

constexpr int kLeastSide = 8, kMostSide = 128;
// LeNet's first convolution widened pictures below 32 pixels; the second one needs it where little is left.
constexpr int64_t kUnpaddedSide = 32, kSecondUnpaddedSide = 20;

int64_t broughtUp(int64_t channels) {
  return (channels + kColumnUnit - 1) / kColumnUnit * kColumnUnit;
}

/// Puts layers behind each other.
class Layers {
 public:
  explicit Layers(const ImageShape& image) : height_(image.height), width_(image.width) {
    real_ = stored_ = image.channels;
  }
  explicit Layers(int64_t dimensions) : height_(1), width_(1), real_(dimensions), stored_(dimensions) {}

  void convolution(int64_t kernel, int64_t padding, int64_t units, bool normalise, bool pool, bool average) {
    NetworkLayer l;
    l.height = height_;
    l.width = width_;
    l.kernel = kernel;
    l.padding = padding;
    l.normalise = normalise;
    l.activation.pool = pool;
    l.average = average;
    add(l, units);
  }
  void dense(int64_t units, bool rectify) {
    stored_ *= height_ * width_;
    real_ *= height_ * width_;
    height_ = width_ = 1;
    NetworkLayer l;
    l.dense = true;
    l.height = l.width = 1;
    l.activation.rectify = rectify;
    add(l, units);
  }
  std::vector<NetworkLayer> take() { return std::move(layers_); }

 private:
  void add(NetworkLayer l, int64_t units) {
    l.channels = stored_;
    l.units = units;
    l.columns = broughtUp(units);
    l.fanIn = l.kernel * l.kernel * real_;
    if (!layers_.empty()) {
      const NetworkLayer& before = layers_.back();
      l.parameterAt = before.parameterEnd();
      l.statisticsAt = before.statisticsAt + (before.normalise ? before.columns : 0);
    }
    l.activation.height = l.madeHeight();
    l.activation.width = l.madeWidth();
    l.activation.channels = l.columns;
    height_ = l.average ? 1 : l.activation.outHeight();
    width_ = l.average ? 1 : l.activation.outWidth();
    real_ = units;
    stored_ = l.columns;
    layers_.push_back(l);
  }

  std::vector<NetworkLayer> layers_;
  int64_t height_, width_, real_ = 0, stored_ = 0;
};

std::vector<int> widthsOf(const NetworkSpec& spec, std::vector<int> own, size_t most) {
  if (!spec.widths.empty()) own = spec.widths;
  if (own.size() > most || std::any_of(own.begin(), own.end(), [](int w) { return w < 1 || w > 4096; }))
    throw Error("network", "its widths are not 1 to " + std::to_string(most) + " numbers from 1 to 4096.",
                "Give others.");
  return own;
}

void requireImages(const NetworkSpec& spec, const char* network) {
  const ImageShape& image = spec.image;
  if (image.empty())
    throw Error(network, "takes images, and these data are none.", "Take an MLP or softmax regression.");
  if (int64_t{image.height} * image.width * image.channels != spec.dimensions)
    throw Error(network,
                "got " + std::to_string(spec.dimensions) + " values for images of " +
                    std::to_string(image.height) + " x " + std::to_string(image.width) + " x " +
                    std::to_string(image.channels) + ".",
                "Give height x width x channels values a row.");
  if (!fitsNetworks(image))
    throw Error(network,
                "takes images of " + std::to_string(kLeastSide) + " x " + std::to_string(kLeastSide) +
                    " to " + std::to_string(kMostSide) + " x " + std::to_string(kMostSide) +
                    " pixels, and these have " + std::to_string(image.height) + " x " +
                    std::to_string(image.width) + ".",
                "Bring them to such a size (--image-size 32).");
}

}  // namespace

bool fitsNetworks(const ImageShape& image) {
  return std::min(image.height, image.width) >= kLeastSide &&
         std::max(image.height, image.width) <= kMostSide && image.channels >= 1;
}

std::vector<NetworkLayer> layersOf(const NetworkSpec& spec) {
  if (spec.classes < 1) throw Error("network", "there is no class to tell.", "Give labels.");
  if (spec.dimensions < 1) throw Error("network", "a row has no value.", "Give at least one column.");
  switch (spec.kind) {
    case NetworkKind::Softmax: {
      Layers layers(spec.dimensions);
      layers.dense(spec.classes, false);
      return layers.take();
    }
    case NetworkKind::Mlp: {
      Layers layers(spec.dimensions);
      for (const int width : widthsOf(spec, {256, 64}, 8)) layers.dense(width, true);
      layers.dense(spec.classes, false);
      return layers.take();
    }
    case NetworkKind::LeNet: {
      requireImages(spec, "LeNet");
      const int64_t side = std::min(spec.image.height, spec.image.width);
      Layers layers(spec.image);
      layers.convolution(5, side < kUnpaddedSide ? 2 : 0, 6, false, true, false);
      layers.convolution(5, side < kSecondUnpaddedSide ? 2 : 0, 16, false, true, false);
      layers.dense(120, true);
      layers.dense(84, true);
      layers.dense(spec.classes, false);
      return layers.take();
    }
    case NetworkKind::Cnn: {
      requireImages(spec, "CNN");
      // As many as images of 8 x 8 have pixels for.
      const std::vector<int> widths = widthsOf(spec, {24, 48, 96}, 4);
      Layers layers(spec.image);
      for (size_t i = 0; i < widths.size(); ++i)
        layers.convolution(3, 1, widths[i], true, i + 1 < widths.size(), i + 1 == widths.size());
      layers.dense(spec.classes, false);
      return layers.take();
    }
  }
  return {};
}

}  // namespace adapsne
