// SPDX-License-Identifier: GPL-3.0-or-later
// The way back through a network against differences of the loss.
#include <cmath>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/support/random.h"
#include "core/training/cross_entropy.h"
#include "core/training/network_pass.h"
#include "core/training/train_network.h"

namespace adapsne {
namespace {

struct Case {
  const char* name;
  NetworkSpec spec;
};
void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}
NetworkSpec specOf(NetworkKind kind, ImageShape image, std::vector<int> widths = {}) {
  return {kind, int64_t{image.height} * image.width * image.channels, image, 5, std::move(widths)};
}

class Gradients : public testing::TestWithParam<Case> {};

TEST_P(Gradients, AreThoseOfTheLoss) {
  const NetworkSpec& spec = GetParam().spec;
  constexpr int64_t kBatch = 6;
  const double smoothing = 0.1;
  RunControl control(1);
  RandomStream random(1, 2);
  Network network = firstNetwork(spec, 5);
  const std::vector<NetworkLayer> layers = layersOf(spec);
  // Scales and shifts that differ from 1 and 0, of the channels that are real.
  for (const NetworkLayer& l : layers)
    if (l.normalise)
      for (int64_t u = 0; u < l.units; ++u) {
        network.parameters[l.biasAt() + u] = static_cast<float>(random.normal());
        network.parameters[l.shiftAt() + u] = static_cast<float>(0.3 * random.normal());
      }
  NetworkPass pass(layers, kBatch, true);
  std::vector<int32_t> labels;
  std::vector<float> row(spec.dimensions);
  for (int64_t i = 0; i < kBatch; ++i) {
    for (float& v : row) v = static_cast<float>(random.normal());
    pass.setRow(i, row);
    labels.push_back(static_cast<int32_t>(i % spec.classes));
  }
  std::vector<float> scoreGradient(kBatch * pass.columns());
  const auto loss = [&] {
    return crossEntropy(pass.forwardInTraining(network, control), labels, spec.classes, pass.columns(),
                        smoothing, scoreGradient);
  };
  std::vector<float> gradient(network.parameters.size());
  loss();
  pass.backward(network, scoreGradient, gradient, control);

  int groups = 0;
  const auto check = [&](int64_t begin, int64_t end, const std::string& what) {
    // Along the gradient of a random half of the parameters: what is wrong in it shows as a part of it.
    for (int half = 0; half < 3; ++half) {
      std::vector<double> direction(end - begin);
      double square = 0;
      for (int64_t j = begin; j < end; ++j) {
        direction[j - begin] = half == 0 || random.below(2) == 1 ? gradient[j] : 0;
        square += direction[j - begin] * direction[j - begin];
      }
      if (square == 0) continue;
      const double length = std::sqrt(square);
      const std::vector<float> before = network.parameters;
      double nearest = 1e9;
      // A rectifier or a maximum that changes sides within a step spoils it, and rounding a short step: the
      // nearest of several counts. What is wrong in the gradient is wrong by all of them.
      for (const double step : {2e-3, 1e-3, 5e-4, 2.5e-4}) {
        double losses[2];
        for (int side = 0; side < 2; ++side) {
          for (int64_t j = begin; j < end; ++j)
            network.parameters[j] =
                static_cast<float>(before[j] + (side == 0 ? -step : step) * direction[j - begin] / length);
          losses[side] = loss();
          network.parameters = before;
        }
        const double difference = (losses[1] - losses[0]) / (2 * step);
        if (std::abs(difference - length) < std::abs(nearest - length)) nearest = difference;
      }
      EXPECT_NEAR(nearest, length, 0.02 * length + 1e-4) << what;
    }
    ++groups;
  };
  for (size_t at = 0; at < layers.size(); ++at) {
    const NetworkLayer& l = layers[at];
    const std::string name = "layer " + std::to_string(at);
    check(l.parameterAt, l.biasAt(), name + ", weights");
    if (l.normalise) check(l.biasAt(), l.shiftAt(), name + ", scales");
    check(l.shiftAt(), l.parameterEnd(), name + ", shifts");
  }
  EXPECT_GE(groups, 2);
  // Channels that are none.
  for (const NetworkLayer& l : layers)
    for (int64_t j = 0; j < l.inner(); ++j)
      for (int64_t u = l.units; u < l.columns; ++u) ASSERT_EQ(gradient[l.parameterAt + j * l.columns + u], 0);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Gradients,
                         testing::Values(Case{"softmax", specOf(NetworkKind::Softmax, {1, 7, 1})},
                                         Case{"mlp", specOf(NetworkKind::Mlp, {1, 9, 1}, {11, 6})},
                                         Case{"lenet", specOf(NetworkKind::LeNet, {28, 28, 1})},
                                         Case{"lenet_small", specOf(NetworkKind::LeNet, {8, 8, 2})},
                                         Case{"lenet_colour", specOf(NetworkKind::LeNet, {32, 33, 3})},
                                         Case{"cnn", specOf(NetworkKind::Cnn, {8, 8, 1}, {5, 8, 12})},
                                         Case{"cnn_odd", specOf(NetworkKind::Cnn, {11, 13, 3}, {6, 10})},
                                         Case{"cnn_one", specOf(NetworkKind::Cnn, {9, 8, 1}, {4})}),
                         [](const auto& info) { return info.param.name; });

TEST(CrossEntropy, IsWhatItSaysAndItsGradientToo) {
  // Two rows of three classes, brought up to four columns.
  const std::vector<float> scores = {1, 2, 0, 99, -1, 0, 3, 99};
  const std::vector<int32_t> labels = {1, 0};
  std::vector<float> gradient(8, 5);
  const double loss = crossEntropy(scores, labels, 3, 4, 0.3, gradient);
  double expected = 0;
  for (int i = 0; i < 2; ++i) {
    double sum = 0;
    for (int c = 0; c < 3; ++c) sum += std::exp(double{scores[4 * i + c]});
    for (int c = 0; c < 3; ++c) {
      const double target = 0.1 + (c == labels[i] ? 0.7 : 0),
                   share = std::exp(double{scores[4 * i + c]}) / sum;
      expected -= target * std::log(share) / 2;
      EXPECT_NEAR(gradient[4 * i + c], (share - target) / 2, 1e-6);
    }
    EXPECT_EQ(gradient[4 * i + 3], 0);
  }
  EXPECT_NEAR(loss, expected, 1e-12);
}

}  // namespace
}  // namespace adapsne
