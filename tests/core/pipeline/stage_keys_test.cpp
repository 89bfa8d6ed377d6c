// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stage_keys.h"

#include <chrono>
#include <filesystem>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "core/pipeline/presets.h"
#include "core/pipeline/schema.h"
#include "core/pipeline/stage_cache.h"
#include "core/pipeline/starting_map.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {

/// A value for each option that differs from the default and means something else.
const std::map<std::string, std::string>& otherValues() {
  static const std::map<std::string, std::string> values = {{"points", "50"},
                                                            {"pick", "random"},
                                                            {"missing", "mean"},
                                                            {"labels", "x.npy"},
                                                            {"label-column", "2"},
                                                            {"header", "no"},
                                                            {"id-column", "3"},
                                                            {"features-columns", "1"},
                                                            {"leave-out", "2"},
                                                            {"missing-words", "x"},
                                                            {"text-column", "2"},
                                                            {"text-dimensions", "7"},
                                                            {"split", "test"},
                                                            {"pictures", "/nowhere"},
                                                            {"image-size", "9"},
                                                            {"image-color", "grey"},
                                                            {"follow-links", "true"},
                                                            {"array", "x"},
                                                            {"label-array", "none"},
                                                            {"channels", "first"},
                                                            {"seed", "7"},
                                                            {"threads", "3"},
                                                            {"features", "hog"},
                                                            {"scale", "none"},
                                                            {"metric", "cosine"},
                                                            {"pca", "3"},
                                                            {"neighbors", "17"},
                                                            {"neighbor-search", "approximate"},
                                                            {"method", "nms-edge"},
                                                            {"perplexity", "12"},
                                                            {"rule", "occupancy"},
                                                            {"optimizer", "fireworks"},
                                                            {"candidates", "5"},
                                                            {"lowest-perplexity", "4"},
                                                            {"highest-perplexity", "20"},
                                                            {"candidate-iterations", "99"},
                                                            {"trustworthiness-slack", "0.1"},
                                                            {"sampler-seeds", "2"},
                                                            {"arithmetic", "fixed8"},
                                                            {"subtract-nearest", "true"},
                                                            {"search", "bisection"},
                                                            {"evaluations", "9"},
                                                            {"bisection-start", "beta-one"},
                                                            {"bisection-keeps", "best"},
                                                            {"tolerance", "0.2"},
                                                            {"start", "cold"},
                                                            {"fireworks", "5"},
                                                            {"sparks", "3"},
                                                            {"amplitude", "0.5"},
                                                            {"amplify", "2"},
                                                            {"reduce", "0.3"},
                                                            {"guiding-sparks", "3"},
                                                            {"iterations", "77"},
                                                            {"stall", "0.01"},
                                                            {"learning-rate", "33"},
                                                            {"exaggeration", "4"},
                                                            {"exaggeration-iterations", "11"},
                                                            {"initial-momentum", "0.1"},
                                                            {"final-momentum", "0.6"},
                                                            {"repulsion", "mesh"},
                                                            {"mesh-spacing", "0.5"},
                                                            {"theta", "0.7"},
                                                            {"init", "random"},
                                                            {"ratio", "0.3"},
                                                            {"count", "9"},
                                                            {"sampler", "random"},
                                                            {"allocation", "equal"},
                                                            {"exemplar", "densest"},
                                                            {"classes", "per-class"},
                                                            {"class-budget", "class 1=4,class 0=5"},
                                                            {"given", "/nowhere/given.csv"},
                                                            {"exclude", "/nowhere/exclude.csv"},
                                                            {"given-rows", "7,3"},
                                                            {"exclude-rows", "8"}};
  return values;
}

class Keys : public testing::Test {
 protected:
  StageKeys keysOf(const Options& options) const {
    return stageKeys(*dataset_, options, hashesOf(readSideFiles(options)));
  }
  Options changed(Options options, const std::string& name) const {
    setOption(options, optionSpec(name), otherValues().at(name));
    return options;
  }
  DatasetPtr dataset_ = test::clusteredDataset(100, 6, 1);
};

TEST_F(Keys, EveryOptionHasAnotherValueHere) {
  for (const OptionSpec& spec : schema()) EXPECT_TRUE(otherValues().count(spec.name)) << spec.name;
}

TEST_F(Keys, AChangeInvalidatesFromItsStageOnAndNothingBefore) {
  // What the dataset's own hash answers for: here it is a fixed dataset, so these change no key.
  const std::set<std::string> ofTheDataset = {
      "points",          "pick",     "missing",    "labels",      "label-column",     "text-column",
      "text-dimensions", "split",    "image-size", "image-color", "follow-links",     "array",
      "label-array",     "channels", "header",     "id-column",   "features-columns", "leave-out",
      "missing-words",   "pictures"};
  for (const char* method : {"adapsne", "nms-edge"}) {
    Options base;
    applyMethod(base, method);
    const StageKeys before = keysOf(base);
    for (const OptionSpec& spec : schema()) {
      const size_t first = firstDifference(before, keysOf(changed(base, spec.name)));
      SCOPED_TRACE(spec.name + " with " + method);
      // With a guided target the guide itself searches, maps and samples: it depends on their options too.
      const Stage stage = base.perplexity == 0 ? std::min(spec.stage, Stage::Guidance) : spec.stage;
      EXPECT_GE(first, static_cast<size_t>(stage));
      const bool withoutEffect = ofTheDataset.count(spec.name) || spec.name == "threads";
      if (withoutEffect) {
        EXPECT_EQ(first, kStages.size());
      }
      for (size_t later = first; later < kStages.size(); ++later)
        EXPECT_NE(keysOf(changed(base, spec.name))[later], before[later]) << "keys are chained";
    }
  }
}

TEST_F(Keys, EveryOptionThatMattersChangesAKey) {
  // For adapsne in float64 all of fireworks' options count; those of the edge formats need a fixed format.
  const Options base;
  const std::set<std::string> silent = {
      "points",          "pick",     "missing",    "labels",      "label-column",     "text-column",
      "text-dimensions", "split",    "image-size", "image-color", "follow-links",     "array",
      "label-array",     "channels", "header",     "id-column",   "features-columns", "leave-out",
      "missing-words",   "pictures", "threads"};
  for (const OptionSpec& spec : schema()) {
    if (silent.count(spec.name)) continue;
    Options reading = base;
    if (spec.name.rfind("bisection-", 0) == 0) reading.search.search = Search::Bisection;
    if (spec.name == "mesh-spacing") reading.embedding.repulsion.method = RepulsionMethod::Mesh;
    if (spec.name == "class-budget") {
      reading.sampling.classes = ClassPolicy::Given;
      reading.sampling.classBudget = "class 0=1";
    }
    if (spec.name == "theta") reading.embedding.repulsion.method = RepulsionMethod::BarnesHut;
    EXPECT_LT(firstDifference(keysOf(reading), keysOf(changed(reading, spec.name))), kStages.size())
        << spec.name;
  }
}

TEST_F(Keys, ASearchFollowsTheOptionsThatItReadsAndNoOthers) {
  const std::set<std::string> bisection = {"bisection-start", "bisection-keeps"}, none = {}, seed = {"seed"},
                              published = {"seed", "tolerance"},
                              all = {"seed",      "tolerance", "start",  "fireworks",     "sparks",
                                     "amplitude", "amplify",   "reduce", "guiding-sparks"};
  const std::pair<Search, std::set<std::string>> expected[] = {
      {Search::Bisection, bisection}, {Search::Newton, none},     {Search::GoldenSection, none},
      {Search::Random, seed},         {Search::Fireworks, all},   {Search::Fireworks2010, published},
      {Search::Efwa, published},      {Search::DynFwa, published}};
  for (const auto& [search, read] : expected) {
    Options base;
    base.perplexity = 30;
    base.init = "random";
    base.search.search = search;
    for (const char* name : {"bisection-start", "bisection-keeps", "tolerance", "start", "fireworks",
                             "sparks", "amplitude", "amplify", "reduce", "guiding-sparks", "seed"}) {
      const size_t first = firstDifference(keysOf(base), keysOf(changed(base, name)));
      EXPECT_EQ(first == static_cast<size_t>(Stage::Affinities), read.count(name) > 0)
          << name << " with search " << static_cast<int>(search);
    }
    Options budget = base;
    budget.search.evaluations = 9;
    EXPECT_NE(keysOf(base).back(), keysOf(budget).back());
  }
}

TEST_F(Keys, OptionsThatNoRunAcceptsHaveKeysToo) {
  const Options base;
  Options many = base, budgets = base, half = base;
  many.sampling.count = 101;  // of 100 points
  budgets.sampling.classes = half.sampling.classes = ClassPolicy::Given;
  budgets.sampling.classBudget = "class 0=60,class 1=60";
  half.sampling.classBudget = "class 0=";
  std::set<std::string> keys = {keysOf(base).back()};
  for (const Options& options : {many, budgets, half})
    EXPECT_TRUE(keys.insert(keysOf(options).back()).second);
}

TEST_F(Keys, NoTwoDifferentOptionsGiveEqualKeys) {
  const Options base;
  std::map<std::string, std::string> seen = {{keysOf(base).back(), "defaults"}};
  std::vector<std::string> names;
  for (const OptionSpec& spec : schema())
    if (firstDifference(keysOf(base), keysOf(changed(base, spec.name))) < kStages.size())
      names.push_back(spec.name);
  for (size_t a = 0; a < names.size(); ++a) {
    for (size_t b = a; b < names.size(); ++b) {
      // Method presets others, and where both are changed what they override may coincide or lose its
      // meaning.
      if (a != b && (names[a] == "method" || names[b] == "method")) continue;
      const Options options = changed(changed(base, names[a]), names[b]);
      // A fixed target ends the guide's options; another search ends those of fireworks; the count goes
      // before the ratio: such pairs give the same result on purpose.
      const bool fixedTarget = options.perplexity > 0,
                 otherSearch = options.search.search != Search::Fireworks;
      // Random sampling has no territories.
      const bool overridden = fixedTarget || otherSearch || options.sampling.count > 0 ||
                              options.sampling.sampler == Sampler::Random;
      const auto [found, isNew] = seen.emplace(keysOf(options).back(), names[a] + " + " + names[b]);
      EXPECT_TRUE(isNew || overridden) << names[a] << " + " << names[b] << " as " << found->second;
    }
  }
  EXPECT_GT(seen.size(), 300u);
}

TEST_F(Keys, MethodsShareEverythingUpToTheirSearch) {
  Options edge, ideal, fireworks;
  applyMethod(edge, "nms-edge");
  applyMethod(ideal, "nms-ideal");
  applyMethod(fireworks, "adapsne-edge");
  fireworks.perplexity = 30;
  EXPECT_EQ(firstDifference(keysOf(edge), keysOf(ideal)), static_cast<size_t>(Stage::Affinities));
  EXPECT_EQ(firstDifference(keysOf(edge), keysOf(fireworks)), static_cast<size_t>(Stage::Affinities));
}

TEST_F(Keys, FollowTheDataset) {
  const Options options;
  const auto other = test::clusteredDataset(100, 6, 2);
  EXPECT_EQ(firstDifference(keysOf(options), stageKeys(*other, options, {})), 0u);
  Dataset image = *dataset_;
  image.image = {2, 3, 1};
  image.hash = contentHash(image);
  EXPECT_EQ(firstDifference(keysOf(options), stageKeys(image, options, {})), 0u)
      << "an image is scaled otherwise";
}

TEST_F(Keys, FollowTheContentsOfTheStartingMapsFile) {
  test::TemporaryFolder folder;
  Options options;
  applyMethod(options, "nms-ideal");
  options.init = (folder / "start.npy").string();
  test::writeText(options.init, "one");
  const StageKeys one = keysOf(options);
  test::writeText(options.init, "two");
  EXPECT_EQ(firstDifference(one, keysOf(options)), static_cast<size_t>(Stage::Embedding));
  test::writeText(options.init, "one");
  EXPECT_EQ(keysOf(options), one);
}

TEST(SideFile, IsReadOnceForAnyNumberOfKeys) {
  test::TemporaryFolder folder;
  const std::string path = (folder / "start.npy").string();
  test::writeText(path, "one");
  SideFileHash hash;
  for (int i = 0; i < 100; ++i) EXPECT_EQ(hash.of(path), readSideFile(path).hash);
  EXPECT_EQ(hash.reads(), 1);
  // Another file, of another length or of another time.
  test::writeText(path, "three");
  EXPECT_EQ(hash.of(path), readSideFile(path).hash);
  EXPECT_EQ(hash.reads(), 2);
  const auto time = std::filesystem::last_write_time(path);
  test::writeText(path, "seven");
  std::filesystem::last_write_time(path, time + std::chrono::seconds(1));
  EXPECT_EQ(hash.of(path), readSideFile(path).hash);
  EXPECT_EQ(hash.reads(), 3);
  std::filesystem::remove(path);
  EXPECT_EQ(hash.of(path), readSideFile(path).hash) << "one that is gone";
  EXPECT_NE(hash.of(path), "");
}

TEST(StartFile, ThatCannotBeReadIsSaidWithItsPath) {
  test::TemporaryFolder folder;
  Options options;
  options.init = (folder / "none.npy").string();
  RunControl control(1);
  try {
    startingMap(options, test::clusteredFeatures(7, 2, 1), readSideFile(startPath(options.init)), control);
    FAIL();
  } catch (const Error& e) {
    EXPECT_NE(std::string(e.what()).find("none.npy"), std::string::npos);
    EXPECT_NE(std::string(e.what()).find("--init"), std::string::npos);
  }
  options.init = folder.path().string();
  EXPECT_THROW(
      startingMap(options, test::clusteredFeatures(7, 2, 1), readSideFile(startPath(options.init)), control),
      Error)
      << "a folder";
}

TEST(StartFile, IsNoneForAStartThatIsComputed) {
  SideFileHash hash;
  for (const char* init : {"pca", "random", "pca"}) {
    EXPECT_EQ(readSideFile(startPath(init)).hash, "");
    EXPECT_EQ(hash.of(startPath(init)), "");
  }
  EXPECT_EQ(hash.reads(), 0);
}

TEST_F(Keys, TheResumableMapIsKeptUnderAllButItsIterations) {
  Options options;
  const auto key = [&](const Options& o) { return resumableMapKey(keysOf(o), o, 100, ""); };
  const std::string base = key(options);
  EXPECT_EQ(key(changed(options, "iterations")), base);
  for (const char* name : {"learning-rate", "exaggeration", "exaggeration-iterations", "initial-momentum",
                           "final-momentum", "init", "seed", "tolerance", "neighbors"})
    EXPECT_NE(key(changed(options, name)), base) << name;
}

TEST(StageCache, KeepsTheLastThreeUsed) {
  StageCache<int> cache;
  for (int i = 0; i < 3; ++i) cache.store(std::to_string(i), std::make_shared<const int>(i), i);
  ASSERT_TRUE(cache.find("0").value);  // used again: now "1" is the oldest
  cache.store("3", std::make_shared<const int>(3), 3);
  EXPECT_FALSE(cache.find("1").value);
  for (const char* key : {"0", "2", "3"}) EXPECT_TRUE(cache.find(key).value) << key;
  cache.store("2", std::make_shared<const int>(22), 2.5);
  EXPECT_EQ(*cache.find("2").value, 22);
  EXPECT_EQ(cache.find("2").seconds, 2.5);
  EXPECT_TRUE(cache.find("0").value);
  EXPECT_TRUE(cache.find("3").value);
}

}  // namespace
}  // namespace adapsne
