// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/arrays/npy.h"
#include "core/catalogue/catalogue.h"
#include "core/support/random.h"
#include "tests/core/dataset/test_files.h"
#include "tests/core/images/made_pictures.h"

namespace adapsne {
namespace {
using namespace test;

std::vector<std::string> validFiles() {
  const std::string array = npyOf("<f4", "(4, 3)", raw<float>({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}), true);
  const std::string labels = formatNpy(std::vector<int32_t>{0, 1, 1, 0}, {4});
  const std::string csv = "a,\"b\"\"c\",label\r\n1,2.5,x\r\n-3e2,\"4\",\"y, z\"\r\n5,6,x\r\n";
  const std::string images = idx(0x0B, {3, 2, 2}, std::string(24, '\x01'));
  const std::string tar = tarOf({tarEntry("1.pgm", pnm(testPicture(3, 2, 1))), tarEntry("1.cls", "a"),
                                 tarEntry("2.png", png(testPicture(3, 2, 3))),
                                 tarEntry("2.json", "{\"label\": \"b\", \"n\": 1}")});
  return {
      array,
      labels,
      formatNpy(std::vector<double>{1, 2, 3}, {3}),
      csv,
      "1;2;3\n4;5;6\n",
      images,
      idx(0x08, {5}, "abcde"),
      zip({deflatedEntry("X.npy", array), storedEntry("y.npy", labels)}),
      zip({storedEntry("x_train.npy", array), storedEntry("y_train.npy", npyOf("|S2", "(4,)", "abcdabcd")),
           storedEntry("x_test.npy", npyOf("<f4", "(1, 3)", raw<float>({7, 8, 9})))}),
      zip({storedEntry("format.npy", npyOf("|S3", "()", "csr")),
           storedEntry("shape.npy", formatNpy(std::vector<int64_t>{3, 2}, {2})),
           storedEntry("data.npy", formatNpy(std::vector<double>{1, 2, 3}, {3})),
           storedEntry("indices.npy", formatNpy(std::vector<int32_t>{0, 1, 0}, {3})),
           storedEntry("indptr.npy", formatNpy(std::vector<int32_t>{0, 1, 2, 3}, {4}))}),
      formatNpy(std::vector<int64_t>{1ll << 50, (1ll << 50) + 1, 7, 8}, {2, 2}),
      npyOf("|u1", "(2, 3, 2, 2)", "abcdefghijklmnopqrstuvwx"),
      littleEndian(64, 8) + R"({"t":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}}       )" +
          raw<float>({1, 2, 3, 4}),
      tar,
      gzip(tar),
      gzip(csv),
      gzip(images)};
}

/// Files of text, whose column is "t".
std::vector<std::string> validTexts() {
  const std::string json = "{\"t\": \"one \\\"two\\\"\", \"label\": 1}\n{\"t\": \"three\", \"label\": 2}\n";
  return {json, gzip(json), "t,label\none two,x\n\"three, four\",y\nfive,x\n"};
}

/// A few bytes changed, inserted, removed or cut off.
std::string damaged(std::string bytes, RandomStream& random) {
  const auto place = [&] { return random.below(bytes.size()); };
  for (uint64_t k = 1 + random.below(4); k > 0 && !bytes.empty(); --k) {
    switch (random.below(6)) {
      case 0:
        bytes[place()] = static_cast<char>(random.next());
        break;
      case 1:
        bytes[place()] ^= static_cast<char>(1 << random.below(8));
        break;
      case 2:
        bytes.insert(place(), 1, "\",;\n\r\xff\x7f-9(\0"[random.below(12)]);
        break;
      case 3:
        bytes.erase(place(), 1 + random.below(4));
        break;
      case 4:
        bytes.resize(place());
        break;
      case 5:
        bytes += bytes.substr(place());
        break;
    }
  }
  return bytes;
}

TEST(DamagedFiles, LoadOrThrowAnErrorAndNothingElse) {
  TemporaryFolder folder;
  RunControl control(1);
  RandomStream random(2024);
  int loaded = 0, refused = 0;
  std::vector<std::string> files = validFiles();
  const size_t firstText = files.size();
  for (const std::string& text : validTexts()) files.push_back(text);
  for (size_t f = 0; f < files.size(); ++f) {
    const std::string& valid = files[f];
    DatasetOptions whole;
    if (f >= firstText) whole.textColumn = "t";
    ASSERT_EQ(errorOf([&] { openDataset(folder.write("f.dat", valid).string(), whole, 1, control); }), "");
    for (int round = 0; round < 250; ++round) {
      const std::string path = folder.write("f.dat", damaged(valid, random)).string();
      const DatasetOptions options{.missing = round % 2 ? MissingPolicy::Drop : MissingPolicy::Mean,
                                   .labels = round % 16 == 0 ? path : "",
                                   .labelColumn = round % 8 == 1 ? "2" : "",
                                   .textColumn = whole.textColumn};
      try {
        const DatasetPtr dataset = openDataset(path, options, 1, control);
        ++loaded;
        ASSERT_GE(dataset->points, 1);
        ASSERT_GE(dataset->dimensions, 1);
        ASSERT_EQ(dataset->features.size(), static_cast<size_t>(dataset->points * dataset->dimensions));
        ASSERT_TRUE(dataset->labels.empty() ||
                    dataset->labels.size() == static_cast<size_t>(dataset->points));
      } catch (const Error& error) {
        ++refused;
        ASSERT_FALSE(error.where().empty() || error.problem().empty() || error.remedy().empty())
            << error.what();
      }
    }
  }
  EXPECT_GT(loaded, 100);
  EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace adapsne
