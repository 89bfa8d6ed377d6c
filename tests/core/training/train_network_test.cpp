// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/train_network.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <gtest/gtest.h>

#include "core/dataset/labels.h"
#include "core/support/parallel.h"
#include "core/support/random.h"
#include "core/training/network_layers.h"

namespace adapsne {
namespace {

constexpr NetworkKind kKinds[] = {NetworkKind::Softmax, NetworkKind::Mlp, NetworkKind::LeNet,
                                  NetworkKind::Cnn};

struct Rows {
  NetworkSpec spec;
  std::vector<float> values;
  std::vector<int32_t> labels;
};

/// Noise with a bright bar: standing, lying or none.
Rows bars(NetworkKind kind, int64_t count, uint64_t seed, ImageShape image = {8, 8, 1}) {
  Rows rows;
  rows.spec = {kind, int64_t{image.height} * image.width * image.channels, image, 3, {}};
  RandomStream random(seed, 0x62617273);
  for (int64_t i = 0; i < count; ++i) {
    const auto label = static_cast<int32_t>(i % 3);
    const int64_t at = 2 + static_cast<int64_t>(random.below(4));
    for (int64_t y = 0; y < image.height; ++y)
      for (int64_t x = 0; x < image.width; ++x)
        for (int64_t c = 0; c < image.channels; ++c)
          rows.values.push_back(static_cast<float>(
              100 + 10 * random.normal() + ((label == 0 && x == at) || (label == 1 && y == at) ? 80 : 0)));
    rows.labels.push_back(label);
  }
  return rows;
}

TrainingOptions quick(const NetworkSpec& spec, int steps) {
  TrainingOptions options = usualTraining(spec);
  options.steps = steps;
  options.warmUp = 5;
  return options;
}

double accuracy(const Network& network, const Rows& rows) {
  RunControl control(1);
  const std::vector<int32_t> predicted = predict(network, rows.values, control);
  double hits = 0;
  for (size_t i = 0; i < predicted.size(); ++i) hits += predicted[i] == rows.labels[i];
  return hits / static_cast<double>(predicted.size());
}

TEST(TrainNetwork, EveryKindLearnsWhereTheBarIs) {
  for (const NetworkKind kind : kKinds) {
    RunControl control(1);
    const Rows rows = bars(kind, 60, 1), held = bars(kind, 90, 2);
    const Network network = trainNetwork(rows.spec, rows.values, rows.labels, quick(rows.spec, 120), control);
    EXPECT_GT(accuracy(network, rows), 0.95) << static_cast<int>(kind);
    EXPECT_GT(accuracy(network, held), 0.8) << static_cast<int>(kind);
    EXPECT_LT(accuracy(firstNetwork(rows.spec, 1), held), 0.7) << static_cast<int>(kind);
  }
}

TEST(TrainNetwork, SameSeedSameBitsHoweverManyTrainSideBySide) {
  const auto trained = [](int threads) {
    std::vector<Network> networks(8);
    RunControl control(threads);
    parallelFor(control, 8, 1, [&](int64_t begin, int64_t) {
      const Rows rows = bars(kKinds[begin % 4], 20, 1);
      TrainingOptions options = quick(rows.spec, 6);
      options.seed = static_cast<uint64_t>(begin / 4);
      options.mirror = true;
      networks[begin] = trainNetwork(rows.spec, rows.values, rows.labels, options, control);
    });
    return networks;
  };
  const std::vector<Network> one = trained(1);
  for (const int threads : {2, 3}) {
    const std::vector<Network> other = trained(threads);
    for (size_t i = 0; i < one.size(); ++i) {
      EXPECT_EQ(other[i].parameters, one[i].parameters) << i;
      EXPECT_EQ(other[i].runningMean, one[i].runningMean) << i;
      EXPECT_EQ(other[i].runningVariance, one[i].runningVariance) << i;
    }
  }
  for (size_t i = 0; i < 4; ++i) EXPECT_NE(one[i].parameters, one[i + 4].parameters) << "another seed";
}

TEST(TrainNetwork, ARowIsPredictedAloneAsAmongOthersAtAnyThreadCount) {
  for (const NetworkKind kind : kKinds) {
    RunControl one(1), three(3);
    const Rows rows = bars(kind, 21, 1);
    const Network network = trainNetwork(rows.spec, rows.values, rows.labels, quick(rows.spec, 5), one);
    const std::vector<float> all = scores(network, rows.values, one);
    ASSERT_EQ(all.size(), 63u);
    EXPECT_EQ(scores(network, rows.values, three), all);
    for (const int64_t i : {0, 15, 16, 20}) {
      const std::vector<float> alone = scores(
          network, std::span(rows.values).subspan(i * network.spec.dimensions, network.spec.dimensions), one);
      EXPECT_EQ(alone, std::vector<float>(all.begin() + 3 * i, all.begin() + 3 * i + 3)) << i;
    }
    EXPECT_TRUE(predict(network, {}, one).empty());
  }
}

TEST(TrainNetwork, ImagesOfManySizesGoThrough) {
  for (const ImageShape image :
       {ImageShape{8, 8, 1}, {9, 15, 1}, {20, 19, 2}, {28, 28, 1}, {32, 32, 3}, {40, 33, 4}})
    for (const NetworkKind kind : {NetworkKind::LeNet, NetworkKind::Cnn}) {
      RunControl control(1);
      const Rows rows = bars(kind, 4, 1, image);
      TrainingOptions options = quick(rows.spec, 1);
      options.batch = 4;
      const Network network = trainNetwork(rows.spec, rows.values, rows.labels, options, control);
      for (const float score : scores(network, rows.values, control)) EXPECT_TRUE(std::isfinite(score));
    }
}

TEST(TrainNetwork, RowsAreStandardisedByThoseThatAreTrainedOnAlone) {
  RunControl control(1);
  Rows rows;
  rows.spec = {NetworkKind::Softmax, 3, {}, 2, {}};
  rows.values = {1, 10, 7, 3, 20, 7, 5, 60, 7};
  rows.labels = {0, 1, 1};
  const Network network = trainNetwork(rows.spec, rows.values, rows.labels, quick(rows.spec, 0), control);
  EXPECT_EQ(network.center, (std::vector<float>{3, 30, 7}));
  // 8 and 1,400 of squared distances over nine values.
  for (const float factor : network.factor) EXPECT_NEAR(factor, 1 / std::sqrt(1408 / 9.0), 1e-6);

  Rows images = bars(NetworkKind::Cnn, 3, 1, {8, 8, 2});
  for (size_t i = 0; i < images.values.size(); i += 2) images.values[i] = 5;
  const Network seen =
      trainNetwork(images.spec, images.values, images.labels, quick(images.spec, 0), control);
  double mean = 0;
  for (size_t i = 1; i < images.values.size(); i += 2) mean += images.values[i] / 192;
  for (size_t d = 0; d < 128; d += 2) {
    EXPECT_EQ(seen.center[d], 5);
    EXPECT_EQ(seen.factor[d], 0) << "a constant channel has no scale";
    EXPECT_NEAR(seen.center[d + 1], mean, 1e-3);
    EXPECT_NEAR(seen.factor[d + 1], seen.factor[1], 0);
  }
}

TEST(TrainNetwork, TheUnitOfTheDataIsOfNoConsequence) {
  RunControl control(1);
  Rows rows = bars(NetworkKind::Cnn, 30, 1);
  const Network network = trainNetwork(rows.spec, rows.values, rows.labels, quick(rows.spec, 20), control);
  const std::vector<float> before = scores(network, rows.values, control);
  for (float& v : rows.values) v *= 4;
  const Network other = trainNetwork(rows.spec, rows.values, rows.labels, quick(rows.spec, 20), control);
  EXPECT_EQ(scores(other, rows.values, control), before) << "a power of two, exactly";
}

TEST(TrainNetwork, MovingChangesNothingWhereImagesLookTheSameMoved) {
  RunControl control(1);
  Rows rows = bars(NetworkKind::Cnn, 12, 1);
  for (size_t i = 0; i < rows.values.size(); ++i) rows.values[i] = static_cast<float>(i / 64 % 3);
  TrainingOptions still = quick(rows.spec, 8), moved = still;
  still.shift = 0;
  moved.shift = 3;
  moved.mirror = true;
  const auto trained = [&](const TrainingOptions& options) {
    return trainNetwork(rows.spec, rows.values, rows.labels, options, control).parameters;
  };
  EXPECT_EQ(trained(moved), trained(still)) << "edges go on";
  // Symmetric from left to right.
  for (size_t i = 0; i < rows.values.size(); ++i)
    rows.values[i] = static_cast<float>(std::min(i % 8, 7 - i % 8) * (i / 64 % 3));
  moved.shift = 0;
  EXPECT_EQ(trained(moved), trained(still));
  rows.values[0] = 9;
  EXPECT_NE(trained(moved), trained(still));
}

TEST(TrainNetwork, ChannelsThatAreNoneStayNothing) {
  RunControl control(1);
  const Rows rows = bars(NetworkKind::LeNet, 12, 1);
  const Network network = trainNetwork(rows.spec, rows.values, rows.labels, quick(rows.spec, 10), control);
  const std::vector<NetworkLayer> layers = layersOf(rows.spec);
  int64_t nothing = 0;
  for (const NetworkLayer& l : layers)
    for (int64_t j = 0; j < l.inner(); ++j)
      for (int64_t u = l.units; u < l.columns; ++u, ++nothing)
        ASSERT_EQ(network.parameters[l.parameterAt + j * l.columns + u], 0);
  EXPECT_GT(nothing, 0);
}

TEST(TrainNetwork, OneClassOneRowAndConstantImagesAreNoTrouble) {
  for (const NetworkKind kind : kKinds) {
    RunControl control(1);
    Rows rows = bars(kind, 9, 1);
    const auto finite = [&](const Network& network) {
      const std::vector<float> all = scores(network, rows.values, control);
      return std::all_of(all.begin(), all.end(), [](float s) { return std::isfinite(s); });
    };
    NetworkSpec oneClass = rows.spec;
    oneClass.classes = 1;
    const Network single =
        trainNetwork(oneClass, rows.values, std::vector<int32_t>(9), quick(oneClass, 3), control);
    EXPECT_TRUE(finite(single));
    EXPECT_EQ(predict(single, rows.values, control), std::vector<int32_t>(9, 0));
    // Labels of one class alone where there are three.
    const Network always =
        trainNetwork(rows.spec, rows.values, std::vector<int32_t>(9, 2), quick(rows.spec, 150), control);
    EXPECT_EQ(predict(always, rows.values, control), std::vector<int32_t>(9, 2));

    const Network oneRow = trainNetwork(rows.spec, std::span(rows.values).first(64),
                                        std::span(rows.labels).first(1), quick(rows.spec, 150), control);
    EXPECT_TRUE(finite(oneRow));
    EXPECT_EQ(predict(oneRow, std::span(rows.values).first(64), control).front(), rows.labels.front());

    std::fill(rows.values.begin(), rows.values.end(), 0.1f);
    EXPECT_TRUE(finite(trainNetwork(rows.spec, rows.values, rows.labels, quick(rows.spec, 5), control)));
  }
}

TEST(TrainNetwork, NoStepLeavesTheFirstWeights) {
  RunControl control(1);
  const Rows rows = bars(NetworkKind::Cnn, 9, 1);
  TrainingOptions options = quick(rows.spec, 0);
  options.seed = 7;
  EXPECT_EQ(trainNetwork(rows.spec, rows.values, rows.labels, options, control).parameters,
            firstNetwork(rows.spec, 7).parameters);
}

TEST(TrainNetwork, ProgressCountsTheStepsAndTheLossFalls) {
  RunControl control(1);
  const Rows rows = bars(NetworkKind::Mlp, 30, 1);
  std::vector<TrainingProgress> seen;
  trainNetwork(rows.spec, rows.values, rows.labels, quick(rows.spec, 60), control,
               [&](const TrainingProgress& p) { seen.push_back(p); });
  ASSERT_EQ(seen.size(), 60u);
  for (int i = 0; i < 60; ++i) {
    EXPECT_EQ(seen[i].step, i + 1);
    EXPECT_EQ(seen[i].steps, 60);
    EXPECT_GE(seen[i].secondsLeft, 0);
  }
  EXPECT_EQ(seen.back().secondsLeft, 0);
  EXPECT_LT(seen.back().loss, 0.7 * seen.front().loss);
}

TEST(TrainNetwork, CanBeCancelledAtAnyStep) {
  RunControl control(1);
  const Rows rows = bars(NetworkKind::Cnn, 30, 1);
  int last = 0;
  EXPECT_THROW(trainNetwork(rows.spec, rows.values, rows.labels, quick(rows.spec, 1000), control,
                            [&](const TrainingProgress& p) {
                              last = p.step;
                              if (p.step == 3) control.cancel();
                            }),
               Cancelled);
  EXPECT_EQ(last, 3);
  EXPECT_THROW(trainNetwork(rows.spec, rows.values, rows.labels, quick(rows.spec, 0), control), Cancelled);
  EXPECT_THROW(predict(firstNetwork(rows.spec, 1), rows.values, control), Cancelled);
}

TEST(TrainNetwork, RefusesWhatItCannotLearnFrom) {
  RunControl control(1);
  const auto refusal = [&](Rows rows, const std::function<void(Rows&, TrainingOptions&)>& spoil) {
    TrainingOptions options = quick(rows.spec, 1);
    spoil(rows, options);
    try {
      trainNetwork(rows.spec, rows.values, rows.labels, options, control);
    } catch (const Error& e) {
      return std::string(e.what());
    }
    return std::string("trained");
  };
  const Rows rows = bars(NetworkKind::Cnn, 6, 1);
  const auto expect = [&](const std::string& part,
                          const std::function<void(Rows&, TrainingOptions&)>& spoil) {
    const std::string text = refusal(rows, spoil);
    EXPECT_NE(text.find(part), std::string::npos) << text;
  };
  EXPECT_EQ(refusal(rows, [](Rows&, TrainingOptions&) {}), "trained");
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()})
    expect("row 2 (counted from 0) has a value that is not a finite number in column 4",
           [&](Rows& r, TrainingOptions&) { r.values[2 * 64 + 3] = bad; });
  expect("row 4 (counted from 0) has no label", [](Rows& r, TrainingOptions&) { r.labels[4] = kUnlabelled; });
  expect("none of the classes", [](Rows& r, TrainingOptions&) { r.labels[4] = 3; });
  expect("there are none", [](Rows& r, TrainingOptions&) { r.values.clear(), r.labels.clear(); });
  expect("6 rows have 5 labels", [](Rows& r, TrainingOptions&) { r.labels.pop_back(); });
  expect("are not rows of 64", [](Rows& r, TrainingOptions&) { r.values.pop_back(); });
  expect("no class", [](Rows& r, TrainingOptions&) { r.spec.classes = 0; });
  expect("these data are none", [](Rows& r, TrainingOptions&) { r.spec.image = {}; });
  expect("got 64 values for images of 8 x 9 x 1", [](Rows& r, TrainingOptions&) { r.spec.image.width = 9; });
  expect("8 x 8 to 128 x 128 pixels, and these have 4 x 16", [](Rows& r, TrainingOptions&) {
    r.spec.image = {4, 16, 1};
  });
  expect("widths", [](Rows& r, TrainingOptions&) { r.spec.widths = {8, 0}; });
  expect("steps", [](Rows&, TrainingOptions& o) { o.steps = -1; });
  expect("batch", [](Rows&, TrainingOptions& o) { o.batch = 0; });
  expect("learning rate", [](Rows&, TrainingOptions& o) { o.learningRate = std::nan(""); });
  expect("weight decay", [](Rows&, TrainingOptions& o) { o.weightDecay = -1; });
  expect("smoothing", [](Rows&, TrainingOptions& o) { o.smoothing = 1; });
  expect("shift", [](Rows&, TrainingOptions& o) { o.shift = -1; });
  expect("warm-up", [](Rows&, TrainingOptions& o) { o.warmUp = -1; });
  EXPECT_THROW(predict(firstNetwork(rows.spec, 1), std::vector<float>(64, std::nanf("")), control), Error);
  EXPECT_THROW(predict(firstNetwork(rows.spec, 1), std::vector<float>(63), control), Error);
}

}  // namespace
}  // namespace adapsne
