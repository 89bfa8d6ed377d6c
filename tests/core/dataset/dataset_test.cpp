// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset.h"

#include <gtest/gtest.h>

namespace adapsne {
namespace {

Dataset small() {
  Dataset dataset;
  dataset.name = "small";
  dataset.points = 4;
  dataset.dimensions = 2;
  dataset.features = {0, 1, 2, 3, 4, 5, 6, 7};
  dataset.labels = {0, 1, 0, 1};
  dataset.classNames = {"a", "b"};
  dataset.featureNames = {"x1", "x2"};
  return dataset;
}

TEST(ContentHash, IsTheSameForEqualContentUnderOtherNames) {
  Dataset other = small();
  other.name = other.source = "elsewhere";
  other.warnings = {"noticed"};
  EXPECT_EQ(contentHash(small()), contentHash(other));
}

TEST(ContentHash, ChangesWithEveryPartOfTheContent) {
  const std::string hash = contentHash(small());
  Dataset dataset = small();
  dataset.features = {0, 1, 2, 3.5f, 4, 5, 6, 7};
  EXPECT_NE(contentHash(dataset), hash);
  dataset = small();
  dataset.labels[3] = 0;
  EXPECT_NE(contentHash(dataset), hash);
  dataset = small();
  dataset.labels.clear();
  EXPECT_NE(contentHash(dataset), hash);
  dataset = small();
  std::swap(dataset.points, dataset.dimensions);
  EXPECT_NE(contentHash(dataset), hash);
  dataset = small();
  dataset.image = {1, 2, 1};  // Images are scaled otherwise than tables.
  EXPECT_NE(contentHash(dataset), hash);
}

TEST(ContentHash, KnowsTheWhiteOfImages) {
  // It scales patches and gradients. Three grey rows of a bright set are not those of a dark one.
  Dataset bright = small(), dark = small();
  bright.image = dark.image = {1, 2, 1};
  bright.imageMaximum = 255;
  dark.imageMaximum = 16;
  EXPECT_NE(contentHash(bright), contentHash(dark));
  dark.imageMaximum = 255;
  EXPECT_EQ(contentHash(bright), contentHash(dark));
}

TEST(ContentHash, OfImagesWithTheWhiteThatTheirValuesGiveIsAsItWas) {
  // Folders of runs that earlier versions wrote name it.
  Dataset dataset = small();
  dataset.image = {1, 2, 1};
  dataset.imageMaximum = 16;
  EXPECT_EQ(contentHash(dataset), "51126b51a99e4f066e1a4d22daa2d8ea");
}

TEST(SelectRows, TakesFeaturesLabelsAndTheWayBack) {
  const Dataset part = selectRows(small(), {1, 3});
  EXPECT_EQ(part.points, 2);
  EXPECT_EQ(part.features, (std::vector<float>{2, 3, 6, 7}));
  EXPECT_EQ(part.labels, (std::vector<int32_t>{1, 1}));
  EXPECT_EQ(part.classNames.size(), 2u);
  EXPECT_EQ(part.featureNames, small().featureNames);
  EXPECT_EQ(part.sourceRows, (std::vector<int64_t>{1, 3}));
  EXPECT_EQ(part.hash, contentHash(part));
}

TEST(SelectRows, LeadsBackToTheSourceThroughTwoSelections) {
  const Dataset part = selectRows(selectRows(small(), {1, 2, 3}), {0, 2});
  EXPECT_EQ(part.sourceRows, (std::vector<int64_t>{1, 3}));
  EXPECT_EQ(part.sourceRow(1), 3);
}

}  // namespace
}  // namespace adapsne
