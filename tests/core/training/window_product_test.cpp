// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/window_product.h"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "core/support/random.h"

namespace adapsne {
namespace {

struct Case {
  int64_t side, channels, kernel, columns;
};

class WindowProducts : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    const Case c = GetParam();
    RandomStream random(1, static_cast<uint64_t>(c.side * 1000 + c.columns));
    const auto drawn = [&](int64_t count) {
      std::vector<float> values(count);
      for (float& v : values) v = static_cast<float>(random.normal());
      return values;
    };
    // A picture that is wider than it is high.
    width_ = c.side + 2;
    outRows_ = c.side - c.kernel + 1;
    outColumns_ = width_ - c.kernel + 1;
    picture_ = drawn(c.side * width_ * c.channels);
    inner_ = c.kernel * c.kernel * c.channels;
    weights_ = drawn(inner_ * c.columns);
    right_ = drawn(outRows_ * outColumns_ * c.columns);
    windows_.first = picture_.data();
    windows_.rows = outRows_;
    windows_.count = outColumns_;
    windows_.rowStep = windows_.segmentStep = width_ * c.channels;
    windows_.step = c.channels;
    windows_.segments = c.kernel;
    windows_.length = c.kernel * c.channels;
  }
  /// Value j of the window at (y, x).
  double value(int64_t y, int64_t x, int64_t j) const {
    const Case c = GetParam();
    const int64_t down = j / (c.kernel * c.channels), rest = j % (c.kernel * c.channels);
    return picture_[((y + down) * width_ + x) * c.channels + rest];
  }
  int64_t width_ = 0, outRows_ = 0, outColumns_ = 0, inner_ = 0;
  std::vector<float> picture_, weights_, right_;
  Windows windows_;
};

TEST_P(WindowProducts, AreWhatThePlainLoopsGive) {
  const int64_t columns = GetParam().columns;
  std::vector<float> result(outRows_ * outColumns_ * columns, 7);
  multiplyWindows(windows_, weights_.data(), columns, result.data(), outColumns_ * columns);
  for (int64_t y = 0; y < outRows_; ++y)
    for (int64_t x = 0; x < outColumns_; ++x)
      for (int64_t c = 0; c < columns; ++c) {
        double sum = 0;
        for (int64_t j = 0; j < inner_; ++j) sum += value(y, x, j) * weights_[j * columns + c];
        ASSERT_NEAR(result[(y * outColumns_ + x) * columns + c], sum, 2e-4) << y << " " << x << " " << c;
      }
}

TEST_P(WindowProducts, GradientsAreAddedToWhatIsThere) {
  const int64_t columns = GetParam().columns;
  std::vector<float> result(inner_ * columns, 3);
  addWindowProducts(windows_, right_.data(), outColumns_ * columns, columns, result.data());
  for (int64_t j = 0; j < inner_; ++j)
    for (int64_t c = 0; c < columns; ++c) {
      double sum = 3;
      for (int64_t y = 0; y < outRows_; ++y)
        for (int64_t x = 0; x < outColumns_; ++x)
          sum += value(y, x, j) * right_[(y * outColumns_ + x) * columns + c];
      ASSERT_NEAR(result[j * columns + c], sum, 5e-4) << j << " " << c;
    }
}

// Every size of a tile and of a block of columns.
INSTANTIATE_TEST_SUITE_P(Sizes, WindowProducts,
                         testing::Values(Case{3, 1, 3, 8}, Case{5, 3, 3, 16}, Case{6, 5, 5, 24},
                                         Case{8, 4, 3, 32}, Case{9, 2, 3, 40}, Case{12, 3, 1, 48},
                                         Case{7, 9, 1, 56}, Case{4, 17, 1, 96}, Case{1, 1, 1, 8},
                                         Case{14, 2, 2, 8}));

}  // namespace
}  // namespace adapsne
