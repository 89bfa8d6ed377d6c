// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/catalogue.h"

#include <limits>
#include <string_view>

#include "core/arrays/array_readers.h"
#include "core/catalogue/generators.h"
#include "core/catalogue/named_dataset.h"
#include "core/files/byte_source.h"
#include "core/tables/table_readers.h"

namespace adapsne {

extern const unsigned char bundledDigits[];
extern const size_t bundledDigitsSize;

namespace {
namespace fs = std::filesystem;

constexpr int64_t kDefaultPoints = 2000;
constexpr const char* kFashionFolder = "/usr/share/datasets/fashion-mnist";
constexpr const char* kFashionRemedy = "sudo apt-get install dataset-fashion-mnist";
constexpr const char* kFashionAttribution =
    "Fashion-MNIST: H. Xiao, K. Rasul, R. Vollgraf, 2017 (Zalando SE), MIT licence; "
    "from Debian's package dataset-fashion-mnist";
constexpr const char* kDigitsAttribution =
    "Optical Recognition of Handwritten Digits: E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, "
    "1998, "
    "CC BY 4.0; as shipped with scikit-learn";

struct Generator {
  const char* name;
  const char* title;
  int64_t bytesPerPoint;
  Dataset (*generate)(int64_t points, uint64_t seed, RunControl& control);
};
constexpr Generator kGenerators[] = {
    {"blobs", "Eight clusters of varying density in 10 dimensions, with duplicates and isolated points", 52,
     generateBlobs},
    {"swiss-roll", "Swiss roll in 3 dimensions", 16, generateSwissRoll},
    {"rings", "Three interlocked rings in 3 dimensions", 16, generateRings},
    {"mixture", "A hundred Gaussian clusters in ten groups, 50 dimensions", 204, generateMixture}};

fs::path fashionImages(const fs::path& folder, bool test) {
  return folder / (test ? "t10k-images-idx3-ubyte.gz" : "train-images-idx3-ubyte.gz");
}

Dataset readDigits(RunControl& control) {
  const std::string_view packed(reinterpret_cast<const char*>(bundledDigits), bundledDigitsSize);
  DatasetOptions options;
  options.labelColumn = "65";
  Dataset dataset = parseCsv(ByteSource(packed, "digits", control).readAll(), "digits", options, control);
  dataset.name = "digits";
  dataset.source = "digits (bundled)";
  dataset.attribution = kDigitsAttribution;
  dataset.image = {8, 8, 1};
  dataset.imageMaximum = 16;
  return dataset;
}

Dataset generate(const Generator& generator, int64_t points, uint64_t seed, RunControl& control) {
  if (points > std::numeric_limits<int32_t>::max())
    throw Error(generator.name, "at most 2147483647 points are possible.", "Ask for fewer with --points.");
  if (points == 0) points = kDefaultPoints;
  requireMemory(static_cast<uint64_t>(points * generator.bytesPerPoint), generator.name);
  return generator.generate(points, seed, control);
}

}  // namespace

std::vector<CatalogueEntry> catalogue() {
  std::vector<CatalogueEntry> entries;
  entries.push_back({.name = "digits",
                     .title = "UCI handwritten digits, 1,797 x 64, 10 classes",
                     .attribution = kDigitsAttribution});
  for (const bool test : {false, true}) {
    std::error_code ignored;
    const bool available = fs::exists(fashionImages(kFashionFolder, test), ignored);
    entries.push_back({.name = test ? "fashion-mnist-test" : "fashion-mnist",
                       .title = test ? "Fashion-MNIST test split, 10,000 x 784, 10 classes"
                                     : "Fashion-MNIST, 60,000 x 784, 10 classes",
                       .attribution = kFashionAttribution,
                       .available = available,
                       .remedy = available ? "" : kFashionRemedy,
                       .testSplit = test ? "" : "fashion-mnist-test"});
  }
  for (const Generator& generator : kGenerators)
    entries.push_back(
        {.name = generator.name, .title = generator.title, .attribution = "Generated", .generated = true});
  return entries;
}

std::string testSplitOf(const std::string& nameOrPath) {
  for (const CatalogueEntry& entry : catalogue())
    if (entry.name == nameOrPath) return entry.testSplit;
  return "";
}

bool isCatalogueName(const std::string& name) {
  for (const CatalogueEntry& entry : catalogue())
    if (entry.name == name) return true;
  return false;
}

Dataset readFashionMnist(const fs::path& folder, bool test, RunControl& control) {
  const fs::path images = fashionImages(folder, test);
  if (std::error_code ignored; !fs::exists(images, ignored))
    throw Error(test ? "fashion-mnist-test" : "fashion-mnist",
                "is not installed: there is no " + images.string() + ".",
                std::string("Install it with: ") + kFashionRemedy);
  Dataset dataset = readIdx(images, {}, control);
  if (dataset.classes() != 10)
    throw Error(images.string(), "has " + std::to_string(dataset.classes()) + " classes, 10 were expected.",
                "Install the package dataset-fashion-mnist again.");
  dataset.name = test ? "fashion-mnist-test" : "fashion-mnist";
  dataset.attribution = kFashionAttribution;
  dataset.classNames = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
                        "Sandal",      "Shirt",   "Sneaker",  "Bag",   "Ankle boot"};
  return dataset;
}

Dataset readNamed(const std::string& name, int64_t points, uint64_t seed, RunControl& control) {
  for (const Generator& generator : kGenerators)
    if (name == generator.name) return generate(generator, points, seed, control);
  if (name == "digits") return readDigits(control);
  return readFashionMnist(kFashionFolder, name == "fashion-mnist-test", control);
}

}  // namespace adapsne
