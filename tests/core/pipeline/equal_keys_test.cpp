// SPDX-License-Identifier: GPL-3.0-or-later
// Equal keys, equal results: what two runs call by one key is the same to the bit, in every stage, whichever
// option made them differ; and a pipeline that has met other options gives what a fresh one gives.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/arrays/npy.h"
#include "core/catalogue/catalogue.h"
#include "core/support/error.h"
#include "core/support/hash.h"
#include "tests/support/recording_observer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_data.h"

namespace adapsne {
namespace {
using test::RecordingObserver;
using test::runOnce;

template <typename T>
Hasher& add(Hasher& h, const std::vector<T>& values) {
  h.value(values.size());
  return h.bytes(values.data(), values.size() * sizeof(T));
}

std::string digestOf(const Dataset& d) {
  Hasher h;
  h.value(d.points).value(d.dimensions);
  add(h, d.features.floats());
  add(h, d.labels);
  for (const ColumnScale& scale : d.scales) h.value(scale.origin).value(scale.unit);
  h.value(d.image.height).value(d.image.width).value(d.image.channels).value(d.imageMaximum);
  return h.value(d.sharedUnit).digest();
}

std::string digestOf(const Features& f) {
  Hasher h;
  h.value(f.points).value(f.dimensions).value(f.scale).value(f.keptVariance);
  add(h, f.values);
  for (const std::string& w : f.warnings) h.text(w);
  return h.digest();
}

std::string digestOf(const NeighborGraph& g) {
  Hasher h;
  h.value(g.points).value(g.k).value(g.approximate).value(g.recall).value(g.pairs).value(g.inserts);
  h.value(g.largestSquaredDistance);
  add(h, g.index);
  return add(h, g.squaredDistance).digest();
}

std::string digestOf(const std::vector<GuidanceRecord>& records, const GuidanceCurve& curve) {
  Hasher h;
  for (const GuidanceRecord& r : records) {
    h.value(r.perplexity).value(r.entropyRepresentation).value(r.entropyOccupancy);
    h.value(r.trustworthiness).value(r.kl).value(r.representationDeviation);
    add(h, r.thumbnail);
  }
  add(h, curve.perplexity);
  add(h, curve.entropy);
  add(h, curve.entropyDeviation);
  add(h, curve.trustworthiness);
  add(h, curve.trustworthinessDeviation);
  return h.value(curve.leastTrustworthiness).value(curve.chosen).digest();
}

std::string digestOf(const SigmaResult& s) {
  Hasher h;
  h.value(s.target).value(s.totalEvaluations).value(s.totalPasses).value(s.expCalls).value(s.randomDraws);
  add(h, s.sigma);
  add(h, s.chosenU);
  add(h, s.reached);
  add(h, s.evaluations);
  add(h, s.passes);
  return add(h, s.reachability).digest();
}

std::string digestOf(const MapResult& map) {
  Hasher h;
  add(h, map.positions);
  for (const ConvergenceSample& s : map.history) h.value(s.iteration).value(s.kl).value(s.gradientNorm);
  return h.value(map.kl).digest();
}

std::string digestOf(const Subset& s) {
  Hasher h;
  add(h, s.rows);
  add(h, s.territory);
  add(h, s.order);
  return h.value(s.sampler).value(s.scans).digest();
}

std::string digestOf(const Run& run) {
  const Assessment& a = run.assessment;
  Hasher h;
  h.value(a.rows).value(a.trustworthiness).value(a.entropyRepresentation).value(a.occupancy.entropy);
  h.value(a.neighborhood.continuity).value(a.neighborhood.continuityNeighbors);
  h.value(a.neighborhood.recall).value(a.neighborhood.recallNeighbors);
  add(h, a.outliers.reasons);
  add(h, a.occupancy.cell);
  h.value(a.subset.coverage.largest).value(a.subset.coverage.mean).value(a.subset.balance.classes);
  h.value(a.subset.balance.classesHit).value(a.subset.balance.entropy).value(a.subset.agreement);
  h.value(a.subset.discrepancy).value(run.targetPerplexity).text(toJson(run.work).dump());
  // What reading the dataset noticed is about its source, not about its content.
  for (const std::string& w : run.warnings) {
    const std::vector<std::string>& known = run.dataset->warnings;
    if (std::find(known.begin(), known.end(), w) == known.end()) h.text(w);
  }
  return h.digest();
}

/// What every stage came to.
StageKeys contentsOf(const Run& run) {
  StageKeys contents;
  const auto at = [&](Stage stage) -> std::string& { return contents[static_cast<size_t>(stage)]; };
  at(Stage::Dataset) = digestOf(*run.dataset);
  at(Stage::Features) = digestOf(*run.features);
  at(Stage::Neighbors) = digestOf(*run.graph);
  at(Stage::Guidance) = digestOf(run.guidance, run.guidanceCurve);
  at(Stage::Affinities) = digestOf(*run.sigma);
  at(Stage::Embedding) = digestOf(*run.map);
  at(Stage::Sampling) = digestOf(*run.subset);
  at(Stage::Assessment) = digestOf(run);
  return contents;
}

constexpr int kPoints = 48;

/// What runs vary from: options that make others matter.
struct Base {
  std::string name, source;
  std::vector<std::pair<std::string, std::string>> settings;
};

class EqualKeys : public testing::Test {
 protected:
  EqualKeys() {
    RandomStream random(1, 2);
    const char* says[] = {"red green blue", "green tea and cake", "blue sky red sun", "tea for two"};
    const char* kinds[] = {"a", "b", "c"};
    std::string csv = "width,height,say,kind\n", labels, others;
    for (int i = 0; i < kPoints; ++i) {
      const std::string width = i == 7   ? ""
                                : i == 8 ? "-7.25"
                                         : std::to_string(i % 3 + 0.3 * random.normal());
      csv += width + "," + std::to_string(100 * random.normal()) + "," + says[random.below(4)] + " " +
             says[random.below(4)] + "," + kinds[i % 3] + "\n";
      labels += kinds[i % 2] + std::string("\n");
      others += kinds[i % 3] + std::string("\n");
    }
    test::writeText(folder_ / "table.csv", csv);
    test::writeText(folder_ / "labels.txt", labels);
    test::writeText(folder_ / "others.txt", others);
    // Pictures in two sizes and in two splits, some of them grey, and a link out of the folder.
    const auto picture = [&](const std::string& file, int side, bool grey) {
      std::string bytes =
          std::string(grey ? "P5 " : "P6 ") + std::to_string(side) + " " + std::to_string(side) + " 255\n";
      for (int k = 0; k < side * side * (grey ? 1 : 3); ++k) bytes += static_cast<char>(random.below(256));
      std::filesystem::create_directories((folder_ / file).parent_path());
      test::writeText(folder_ / file, bytes);
    };
    for (int i = 0; i < kPoints; ++i)
      for (const char* split : {"train", "test"})
        picture(std::string("pictures/") + split + "/" + kinds[i % 3] + "/" + std::to_string(i) + ".pnm",
                7 + i % 2, i % 5 == 0);
    picture("elsewhere/far.pnm", 7, false);
    std::filesystem::create_symlink(folder_ / "elsewhere", folder_ / "pictures/train/a/far");
    // Images whose last and second extents may both be channels, other features, and two kinds of labels.
    std::string numbers, header;
    const auto tensor = [&](const std::string& name, const std::string& shape, int values, auto value) {
      const size_t begin = numbers.size();
      for (int k = 0; k < values; ++k) {
        const float number = value(k);
        numbers.append(reinterpret_cast<const char*>(&number), sizeof number);
      }
      header += (header.empty() ? "{\"" : ", \"") + name + "\": {\"dtype\": \"F32\", \"shape\": [" + shape +
                "], \"data_offsets\": [" + std::to_string(begin) + ", " + std::to_string(numbers.size()) +
                "]}";
    };
    const auto normal = [&](int) { return static_cast<float>(random.normal()); };
    tensor("X", std::to_string(kPoints) + ", 3, 5, 4", kPoints * 60, normal);
    tensor("Z", std::to_string(kPoints) + ", 3", kPoints * 3, normal);
    tensor("y", std::to_string(kPoints), kPoints, [](int i) { return static_cast<float>(i % 2); });
    tensor("kind", std::to_string(kPoints), kPoints, [](int i) { return static_cast<float>(i % 3); });
    header += "}";
    const uint64_t length = header.size();
    test::writeText(folder_ / "arrays.safetensors",
                    std::string(reinterpret_cast<const char*>(&length), sizeof length) + header + numbers);
    test::writeText(folder_ / "some.txt", "3\n11\n5\n");
    test::writeText(folder_ / "others.csv", "row,label\n2,a\n14,b\n40,c\n");
    for (const int64_t seed : {1, 2})
      test::writeText(path("start" + std::to_string(seed) + ".npy"),
                      formatNpy(test::randomMap(kPoints, static_cast<uint64_t>(seed), 1e-4), {kPoints, 2}));
  }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  std::vector<Base> bases() const {
    const std::string table = path("table.csv");
    return {
        {"guided", table, {{"method", "adapsne"}, {"missing", "mean"}, {"sampler", "grid"}}},
        {"cold", table, {{"method", "adapsne-edge"}, {"missing", "drop"}, {"start", "cold"}}},
        {"guided by fireworks",
         "digits",
         {{"method", "adapsne-plus"},
          {"features", "hog"},
          {"optimizer", "fireworks"},
          {"rule", "occupancy"},
          {"candidates", "7"},
          {"candidate-iterations", "4"}}},
        {"bisection",
         "digits",
         {{"method", "nms-edge"},
          {"sampler", "kmeans-features"},
          {"stall", "0.1"},
          {"features", "hog"},
          {"classes", "given"},
          {"class-budget", "0=3,1=2"}}},
        {"mesh",
         "digits",
         {{"method", "nms-ideal"},
          {"repulsion", "mesh"},
          {"pca", "12"},
          {"sampler", "facility-location"},
          {"init", path("start1.npy")}}},
        {"arrays", path("arrays.safetensors"), {{"method", "nms-ideal"}, {"classes", "per-class"}}},
        {"text",
         table,
         {{"method", "nms-ideal"},
          {"text-column", "say"},
          {"repulsion", "barnes-hut"},
          {"metric", "cosine"},
          {"exemplar", "densest"},
          {"stall", "0.02"}}},
        {"pictures", path("pictures"), {{"method", "nms-ideal"}, {"image-size", "8"}}},
        {"published",
         "blobs",
         {{"method", "adapsne"}, {"search", "efwa"}, {"evaluations", "60"}, {"pick", "random"}}},
        {"at random",
         table,
         {{"method", "nms-ideal"},
          {"search", "random"},
          {"missing", "mean"},
          {"init", "random"},
          {"neighbors", "9"},
          {"sampler", "kmeans"}}},
    };
  }

  Options optionsOf(const Base& base) const {
    Options options;
    options.embedding.iterations = 100;
    options.embedding.exaggerationIterations = 20;
    options.guidance.candidates = 3;
    options.guidance.iterations = 10;
    options.sampling.ratio = 0.15;
    options.dataset.points = base.source == path("table.csv") ? 0 : kPoints;
    // The method first: it presets others.
    for (const auto& [name, value] : base.settings) setOption(options, optionSpec(name), value);
    if (options.perplexity > 0) options.perplexity = 6;
    options.threads = 1;
    return options;
  }

  /// Values of an option that take little time, derived from what the schema says of it.
  std::vector<std::string> valuesOf(const OptionSpec& spec) const {
    std::vector<std::string> candidates;
    for (const OptionWord& w : spec.words) candidates.push_back(w.word);
    switch (spec.kind) {
      case OptionKind::Choice:
        return candidates;
      case OptionKind::Flag:
        return {"false", "true"};
      case OptionKind::Text: {
        const std::map<std::string, std::vector<std::string>> texts = {
            {"labels", {"", path("labels.txt"), path("others.txt")}},
            {"split", {"", "train", "test", "all"}},
            {"pictures", {"", path("pictures/train"), path("pictures/test")}},
            {"label-column", {"", "kind", "none", "1"}},
            {"text-column", {"", "say"}},
            {"id-column", {"", "none", "2"}},
            {"features-columns", {"", "1,2", "2"}},
            {"leave-out", {"", "2"}},
            {"missing-words", {"", "-7.25"}},
            {"array", {"", "Z"}},
            {"label-array", {"", "none", "kind"}},
            {"class-budget", {"", "0=3,1=2", "0=1,5=2", "1=1"}},
            {"given", {"", path("some.txt"), path("others.csv")}},
            {"exclude", {"", path("some.txt"), path("others.csv")}},
            {"given-rows", {"", "1,4", "4, 1", "2"}},
            {"exclude-rows", {"", "0", "5,6", "3"}},
            {"init", {"pca", "random", path("start1.npy"), path("start2.npy")}}};
        const auto found = texts.find(spec.name);
        EXPECT_NE(found, texts.end()) << "give --" << spec.name << " texts that are worth a try";
        return found == texts.end() ? candidates : found->second;
      }
      case OptionKind::Integer:
        candidates.insert(candidates.end(), {"0", "1", "7", "30"});
        break;
      case OptionKind::Real:
        candidates.insert(candidates.end(), {"0", "0.1", "0.3", "0.7", "1.5", "6"});
        break;
    }
    std::vector<std::string> values;
    for (const std::string& text : candidates) {
      try {
        parseValue(spec, text);
        values.push_back(text);
      } catch (const UsageError&) {  // out of its range
      }
    }
    return values;
  }

  static DatasetPtr open(const std::string& source, const Options& options) {
    RunControl control(1);
    return openDataset(source, options.dataset, options.seed, control);
  }

  /// Runs alone and after all that came before; both must be one. The contents, or nothing where these
  /// options do not fit together.
  std::optional<StageKeys> visit(const DatasetPtr& dataset, const Options& options, const std::string& what) {
    RunPtr alone;
    try {
      alone = runOnce(dataset, options);
    } catch (const Error&) {
      return std::nullopt;
    }
    RecordingObserver observer;
    RunControl control;
    const RunPtr after = pipeline_.run(dataset, options, observer, control);
    const StageKeys contents = contentsOf(*alone), reused = contentsOf(*after);
    EXPECT_EQ(alone->keys, after->keys) << what;
    for (size_t s = 0; s < kStages.size(); ++s) {
      EXPECT_EQ(contents[s], reused[s])
          << what << ": " << stageName(kStages[s]) << " is not what a fresh pipeline computes";
      const auto [known, isNew] = seen_.emplace(alone->keys[s], Seen{contents[s], what});
      EXPECT_TRUE(isNew || known->second.content == contents[s])
          << stageName(kStages[s]) << " has one key and two results: " << what << "; " << known->second.what;
    }
    return contents;
  }
  std::optional<StageKeys> visit(const std::string& source, const Options& options, const std::string& what) {
    DatasetPtr dataset;
    try {
      dataset = open(source, options);
    } catch (const Error&) {
      return std::nullopt;
    }
    return visit(dataset, options, what);
  }

  struct Seen {
    std::string content, what;
  };
  test::TemporaryFolder folder_;
  Pipeline pipeline_;
  std::map<std::string, Seen> seen_;
};

TEST_F(EqualKeys, WhateverOptionIsChanged) {
  std::map<std::string, std::set<StageKeys>> resultsOf;
  int64_t runs = 0;
  for (const Base& base : bases()) {
    const auto unchanged = visit(base.source, optionsOf(base), base.name);
    ASSERT_TRUE(unchanged) << base.name;
    for (const OptionSpec& spec : schema()) {
      std::set<StageKeys> results = {*unchanged};
      for (const std::string& value : valuesOf(spec)) {
        Options options = optionsOf(base);
        setOption(options, spec, value);
        const auto contents = visit(base.source, options, base.name + " --" + spec.name + " " + value);
        if (!contents) continue;
        results.insert(*contents);
        ++runs;
      }
      if (results.size() > 1) resultsOf[spec.name].insert(results.begin(), results.end());
    }
  }
  // The test says something of an option only where its values give different results somewhere.
  // What is shown of a point is no result.
  const std::set<std::string> without = {"threads", "pictures"};
  for (const OptionSpec& spec : schema())
    EXPECT_EQ(resultsOf.count(spec.name) == 1, without.count(spec.name) == 0) << spec.name;
  EXPECT_GT(runs, 600);
}

TEST_F(EqualKeys, WhicheverOptionsAreChangedTogether) {
  const std::vector<Base> all = bases();
  RandomStream random(3, 4);
  int64_t runs = 0;
  for (int walk = 0; walk < 12; ++walk) {
    const Base& base = all[static_cast<size_t>(walk) % all.size()];
    Options options = optionsOf(base);
    std::string what = base.name;
    for (int step = 0; step < 16; ++step) {
      const OptionSpec& spec = schema()[random.below(schema().size())];
      const std::vector<std::string> values = valuesOf(spec);
      const std::string& value = values[random.below(values.size())];
      Options changed = options;
      setOption(changed, spec, value);
      if (!visit(base.source, changed, what + " --" + spec.name + " " + value)) continue;
      options = changed;
      what += " --" + spec.name + " " + value;
      ++runs;
    }
  }
  EXPECT_GT(runs, 60);
}

TEST_F(EqualKeys, WhateverTheDatasetSaysOfItself) {
  using Change = void (*)(Dataset&);
  const std::pair<const char*, Change> changes[] = {
      {"as it is", [](Dataset&) {}},
      {"darker", [](Dataset& d) { d.imageMaximum = 8; }},
      {"brighter", [](Dataset& d) { d.imageMaximum = 255; }},
      {"without a white", [](Dataset& d) { d.imageMaximum = 0; }},
      {"another shape",
       [](Dataset& d) {
         d.image = {16, 4, 1};
       }},
      {"lying",
       [](Dataset& d) {
         d.image = {4, 16, 1};
       }},
      {"colours",
       [](Dataset& d) {
         d.image = {4, 4, 4};
       }},
      {"a table", [](Dataset& d) { d.image = {}, d.imageMaximum = 0; }},
      {"a table in one unit", [](Dataset& d) { d.image = {}, d.imageMaximum = 0, d.sharedUnit = true; }},
      {"images in one unit", [](Dataset& d) { d.sharedUnit = true; }},
      {"other labels", [](Dataset& d) { std::reverse(d.labels.begin(), d.labels.end()); }},
      {"no labels", [](Dataset& d) { d.labels.clear(), d.classNames.clear(); }},
      {"other names",
       [](Dataset& d) {
         d.name = d.source = "elsewhere";
         std::reverse(d.classNames.begin(), d.classNames.end());
         d.featureNames.assign(static_cast<size_t>(d.dimensions), "x");
       }},
      {"as floats", [](Dataset& d) { d.features = FeatureValues(d.features.floats()); }},
      {"brighter values",
       [](Dataset& d) {
         std::vector<float> values = d.features.floats();
         for (float& v : values) v *= 2;
         d.features = std::move(values);
       }},
  };
  const std::vector<std::vector<std::pair<std::string, std::string>>> ways = {
      {{"features", "raw"}},
      {{"features", "patches"}},
      {{"features", "hog"}},
      {{"features", "auto"}, {"classes", "per-class"}, {"sampler", "random"}},
      {{"features", "raw"}, {"scale", "auto"}, {"classes", "per-class"}}};
  Options reading;
  reading.dataset.points = kPoints;
  const DatasetPtr digits = open("digits", reading);
  std::map<std::string, int> visited;
  for (const auto& way : ways) {
    Options options = optionsOf({"digits", "digits", {{"method", "nms-ideal"}}});
    options.embedding.iterations = 20;
    std::string how;
    for (const auto& [name, value] : way) {
      setOption(options, optionSpec(name), value);
      how += " --" + name + " " + value;
    }
    for (const auto& [what, change] : changes) {
      Dataset changed = *digits;
      change(changed);
      changed.hash = contentHash(changed);
      visited[what] +=
          visit(std::make_shared<const Dataset>(std::move(changed)), options, what + how).has_value();
    }
  }
  for (const auto& [what, change] : changes) EXPECT_GE(visited[what], 2) << what;
}

}  // namespace
}  // namespace adapsne
