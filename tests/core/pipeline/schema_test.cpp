// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/schema.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/pipeline/presets.h"
#include "core/support/error.h"
#include "core/support/nearest_name.h"
#include "core/support/random.h"

namespace adapsne {
namespace {

template <typename Action>
std::string usageMessage(Action action) {
  try {
    action();
  } catch (const UsageError& e) {
    return e.what();
  }
  return "no usage error";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Values from all over what a spec allows, as text.
std::vector<std::string> allowedTexts(const OptionSpec& spec) {
  std::vector<std::string> texts;
  for (const OptionWord& w : spec.words) texts.push_back(w.word);
  switch (spec.kind) {
    case OptionKind::Flag:
      return {"true", "false"};
    case OptionKind::Text:
      if (spec.name == "class-budget") return {"", "cat=3, dog=2", "\"a,b\"=1"};
      if (spec.check) return {"", "3,17", " 5"};
      return {"", "a file, with blanks.npy", "none"};
    case OptionKind::Choice:
      break;
    case OptionKind::Integer:
    case OptionKind::Real: {
      RandomStream random(1, spec.name.size());
      for (int i = 0; i < 20; ++i) {
        const double low = spec.minimumExcluded ? spec.minimum + 1e-9 : spec.minimum;
        const double value = low + (spec.maximum - low) * std::pow(random.uniform(), 8);
        texts.push_back(spec.kind == OptionKind::Integer ? std::to_string(static_cast<int64_t>(value))
                                                         : nlohmann::json(value).dump());
      }
    }
  }
  return texts;
}

TEST(Schema, NamesAreDistinctAndEverythingIsDescribed) {
  std::set<std::string> names, labels;
  for (const OptionSpec& spec : schema()) {
    EXPECT_TRUE(names.insert(spec.name).second) << spec.name;
    EXPECT_TRUE(labels.insert(std::string(stageName(spec.stage)) + spec.label).second) << spec.label;
    EXPECT_GT(spec.help.size(), 15u) << spec.name;
    EXPECT_EQ(optionRange(spec).find("e+"), std::string::npos)
        << optionRange(spec) << " is for people to read";
    EXPECT_EQ(spec.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string::npos) << spec.name;
    EXPECT_EQ(spec.kind == OptionKind::Choice, spec.kind == OptionKind::Choice && spec.words.size() >= 2);
  }
  EXPECT_GE(schema().size(), 38u);
}

TEST(Schema, MethodComesBeforeWhatItPresets) {
  std::vector<std::string> names;
  for (const OptionSpec& spec : schema()) names.push_back(spec.name);
  const auto at = [&](const char* name) {
    return std::find(names.begin(), names.end(), name) - names.begin();
  };
  for (const char* preset : {"features", "arithmetic", "search", "perplexity", "exemplar", "classes"})
    EXPECT_LT(at("method"), at(preset));
}

TEST(Schema, DefaultsAreInRangeAndReadBack) {
  const Options defaults;
  for (const OptionSpec& spec : schema()) {
    Options options;
    EXPECT_NO_THROW(setOption(options, spec, optionText(defaults, spec))) << spec.name;
    EXPECT_EQ(spec.get(options), spec.get(defaults)) << spec.name;
  }
}

TEST(Schema, TheDefaultsAreThoseOfTheDefaultMethod) {
  Options applied;
  applyMethod(applied, "adapsne");
  EXPECT_EQ(optionsToJson(applied), optionsToJson(Options()));
}

TEST(Schema, EveryAllowedTextIsReadAndWrittenBackToTheSameValue) {
  for (const OptionSpec& spec : schema()) {
    for (const std::string& text : allowedTexts(spec)) {
      Options options;
      ASSERT_NO_THROW(setOption(options, spec, text)) << spec.name << " " << text;
      const OptionValue value = spec.get(options);
      Options again;
      setOption(again, spec, optionText(options, spec));
      EXPECT_EQ(spec.get(again), value) << spec.name << " " << text;
      Options typed;
      setOption(typed, spec, value);
      EXPECT_EQ(spec.get(typed), value) << spec.name << " " << text;
    }
  }
}

TEST(Schema, EveryOptionRefusesWhatIsOutOfRangeByName) {
  for (const OptionSpec& spec : schema()) {
    std::vector<std::string> bad = {"nan", "inf", "-inf", "1e400", "", " 5", "5 ", "5x", "0x10", "--", "1,5"};
    if (spec.kind == OptionKind::Text) continue;
    if (spec.kind == OptionKind::Integer)
      bad.insert(bad.end(), {"1.5", "9223372036854775808", "-9223372036854775808"});
    if (spec.kind == OptionKind::Integer || spec.kind == OptionKind::Real) {
      bad.push_back(nlohmann::json(spec.maximum * 2 + 1).dump());
      bad.push_back(nlohmann::json(spec.minimum - 12345).dump());
    }
    for (const std::string& text : bad) {
      Options options;
      const OptionValue before = spec.get(options);
      const std::string message = usageMessage([&] { setOption(options, spec, text); });
      EXPECT_TRUE(contains(message, "--" + spec.name + ":"))
          << spec.name << " \"" << text << "\": " << message;
      // Numbers are shown as the program understood them: "3.0" as 3.
      const bool isNumber = !text.empty() && text.find_first_not_of("-.0123456789e") == std::string::npos;
      EXPECT_TRUE(isNumber || contains(message, "\"" + text + "\"")) << message;
      EXPECT_TRUE(contains(message, optionRange(spec))) << message;
      EXPECT_EQ(spec.get(options), before) << "a refused value changes nothing";
    }
    if (spec.kind != OptionKind::Real) continue;
    for (double number :
         {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
      Options options;
      EXPECT_TRUE(
          contains(usageMessage([&] { setOption(options, spec, OptionValue(number)); }), "--" + spec.name));
    }
  }
}

TEST(Schema, BoundsAreInclusiveUnlessTheySayOtherwise) {
  for (const OptionSpec& spec : schema()) {
    if (spec.kind != OptionKind::Real && spec.kind != OptionKind::Integer) continue;
    const auto accepts = [&](double value) {
      Options options;
      const OptionValue typed =
          spec.kind == OptionKind::Real ? OptionValue(value) : OptionValue(static_cast<int64_t>(value));
      return usageMessage([&] { setOption(options, spec, typed); }) == "no usage error";
    };
    bool isWord = false;
    for (const OptionWord& w : spec.words) isWord |= w.number == spec.minimum;
    EXPECT_EQ(accepts(spec.minimum), !spec.minimumExcluded || isWord) << spec.name;
    EXPECT_TRUE(accepts(spec.maximum)) << spec.name;
  }
}

TEST(Schema, TextsThatSayNothingAreRefusedWhenTheyAreSet) {
  const std::pair<const char*, std::vector<const char*>> nonsense[] = {
      {"class-budget", {"cat", "cat=", "cat=x", "cat=1,cat=2", "cat=0", "=,", ","}},
      {"given-rows", {"x", "1,,2", "-3", "1,1"}},
      {"exclude-rows", {"x", "1 2", "2.5"}}};
  size_t checked = 0;
  for (const auto& [name, texts] : nonsense) {
    const OptionSpec& spec = optionSpec(name);
    for (const char* text : texts) {
      Options options;
      const std::string said = usageMessage([&] { setOption(options, spec, std::string(text)); });
      EXPECT_TRUE(contains(said, "--" + spec.name)) << name << ' ' << text << ": " << said;
      EXPECT_EQ(optionText(options, spec), "") << "what was there stays";
    }
    ++checked;
  }
  EXPECT_EQ(
      std::count_if(schema().begin(), schema().end(), [](const OptionSpec& s) { return s.check != nullptr; }),
      static_cast<std::ptrdiff_t>(checked));
}

TEST(Schema, UnknownNamesSuggestTheNearest) {
  EXPECT_EQ(usageMessage([] { optionSpec("perplexty"); }),
            "--perplexty: there is no such option. Did you mean --perplexity?");
  EXPECT_TRUE(contains(usageMessage([] { optionSpec("ratoi"); }), "Did you mean --ratio?"));
  Options options;
  EXPECT_TRUE(contains(usageMessage([&] { setOption(options, optionSpec("sampler"), std::string("kmean")); }),
                       "Did you mean kmeans?"));
  EXPECT_TRUE(contains(usageMessage([&] { setOption(options, optionSpec("method"), std::string("nms")); }),
                       "Did you mean nms-edge?"));
}

TEST(Schema, JsonRoundTripOfRandomOptions) {
  RandomStream random(3);
  for (int trial = 0; trial < 100; ++trial) {
    Options options;
    for (const OptionSpec& spec : schema()) {
      const std::vector<std::string> texts = allowedTexts(spec);
      if (random.below(2)) setOption(options, spec, texts[random.below(texts.size())]);
    }
    const nlohmann::json json = nlohmann::json::parse(optionsToJson(options).dump());
    EXPECT_EQ(json.size(), schema().size());
    const Options back = optionsFromJson(json);
    for (const OptionSpec& spec : schema()) EXPECT_EQ(spec.get(back), spec.get(options)) << spec.name;
  }
}

TEST(Schema, JsonRefusesUnknownNamesBadValuesAndOtherShapes) {
  EXPECT_TRUE(contains(usageMessage([] { optionsFromJson({{"perplexities", 30}}); }), "--perplexities"));
  EXPECT_TRUE(contains(usageMessage([] { optionsFromJson({{"ratio", 1.5}}); }), "--ratio"));
  EXPECT_TRUE(contains(usageMessage([] { optionsFromJson({{"points", nullptr}}); }), "--points"));
  EXPECT_TRUE(contains(usageMessage([] { optionsFromJson({{"points", {1, 2}}}); }), "--points"));
  EXPECT_TRUE(contains(usageMessage([] { optionsFromJson(nlohmann::json::array()); }), "JSON object"));
  EXPECT_EQ(optionsFromJson({{"method", "nms-edge"}, {"perplexity", 12.5}}).perplexity, 12.5);
  EXPECT_EQ(optionsFromJson({{"subtract-nearest", true}}).search.subtractNearest, true);
}

TEST(Schema, JsonDescriptionHasEveryOption) {
  const nlohmann::json list = schemaToJson();
  ASSERT_EQ(list.size(), schema().size());
  for (size_t i = 0; i < list.size(); ++i) {
    for (const char* key :
         {"name", "label", "kind", "stage", "default", "range", "help", "live", "advanced", "words"})
      EXPECT_TRUE(list[i].contains(key)) << key;
    EXPECT_EQ(list[i]["name"], schema()[i].name);
  }
}

TEST(Presets, AreThoseOfTheMethodPage) {
  const auto with = [](const char* method) {
    Options options;
    options.sampling.ratio = 0.3;
    applyMethod(options, method);
    EXPECT_EQ(options.method, method);
    EXPECT_EQ(options.sampling.ratio, 0.3) << "everything else stays";
    return options;
  };
  EXPECT_EQ(presets().size(), 6u);
  Options o = with("nms-edge");
  EXPECT_EQ(o.search.arithmetic, Arithmetic::Fixed16Saturate);
  EXPECT_EQ(o.search.search, Search::Bisection);
  EXPECT_EQ(o.perplexity, 30);
  o = with("adapsne-edge");
  EXPECT_EQ(o.search.arithmetic, Arithmetic::Fixed16Saturate);
  EXPECT_EQ(o.search.search, Search::Fireworks);
  EXPECT_EQ(o.perplexity, 0);
  o = with("nms-ideal");
  EXPECT_EQ(o.search.arithmetic, Arithmetic::Float64);
  EXPECT_EQ(o.search.search, Search::Newton);
  EXPECT_EQ(o.perplexity, 30);
  o = with("adapsne");
  EXPECT_EQ(o.search.arithmetic, Arithmetic::Float64);
  EXPECT_EQ(o.search.search, Search::Fireworks);
  EXPECT_EQ(o.perplexity, 0);
  EXPECT_EQ(o.sampling.classes, ClassPolicy::Ignore);
  o = with("adapsne-plus");
  EXPECT_EQ(o.search.arithmetic, Arithmetic::Float64);
  EXPECT_EQ(o.search.search, Search::Fireworks);
  EXPECT_EQ(o.perplexity, 0);
  EXPECT_EQ(o.sampling.exemplar, Exemplar::FeatureMedoid);
  EXPECT_EQ(o.sampling.classes, ClassPolicy::Equal);
  EXPECT_EQ(o.sampling.sampler, Sampler::KernelRidge);
  EXPECT_EQ(o.preprocess.features, ImageFeatures::Auto);
  applyMethod(o, "adapsne-plus-free");
  EXPECT_EQ(o.perplexity, 0);
  EXPECT_EQ(o.sampling.classes, ClassPolicy::Ignore) << "without labels";
  EXPECT_EQ(o.sampling.sampler, Sampler::GraphDesign);
  applyMethod(o, "nms-edge");
  EXPECT_EQ(o.sampling.classes, ClassPolicy::Ignore);
  EXPECT_EQ(o.sampling.sampler, Sampler::Auto) << "the next method is itself again";
  EXPECT_EQ(methodTitle("adapsne-edge"), "AdapSNE (edge)");
  EXPECT_TRUE(contains(usageMessage([&] { applyMethod(o, "adapsna"); }), "Did you mean adapsne?"));
}

TEST(Validate, SaysWhatDoesNotFitTogether) {
  const auto message = [](int64_t points, auto change) {
    Options options;
    change(options);
    try {
      validate(options, points, false);
    } catch (const Error& e) {
      return std::string(e.what());
    }
    return std::string("fits");
  };
  const auto nothing = [](Options&) {};
  EXPECT_EQ(message(0, nothing), "dataset: 0 points are too few for a map. Give at least 4 points.");
  EXPECT_EQ(message(1, nothing), "dataset: 1 point is too few for a map. Give at least 4 points.");
  EXPECT_EQ(message(3, nothing), "dataset: 3 points are too few for a map. Give at least 4 points.");
  EXPECT_EQ(message(4, nothing), "fits");
  EXPECT_EQ(
      message(30, [](Options& o) { o.perplexity = 30; }),
      "--perplexity: the target must be at most the number of neighbours, 29 here (30 points). Lower the "
      "perplexity or give more points.");
  EXPECT_EQ(message(30, [](Options& o) { o.perplexity = 29; }), "fits");
  EXPECT_TRUE(
      contains(message(300, [](Options& o) { o.perplexity = 31, o.neighbors = 30; }), "raise --neighbors"));
  EXPECT_EQ(
      message(30, [](Options& o) { o.neighbors = 30; }),
      "--neighbors: 30 neighbours were asked for, a point has 29 others. Ask for at most that many, or all.");
  EXPECT_TRUE(contains(message(30, [](Options& o) { o.sampling.count = 31; }), "--count"));
  EXPECT_EQ(
      message(30, [](Options& o) { o.sampling.classes = ClassPolicy::PerClass; }),
      "--classes: per-class needs labels of the points, and the dataset has none. Give --labels FILE or "
      "--classes ignore.");
  Options perClass;
  perClass.sampling.classes = ClassPolicy::PerClass;
  EXPECT_NO_THROW(validate(perClass, 30, true));
  EXPECT_EQ(message(300,
                    [](Options& o) {
                      o.search.search = Search::Newton;
                      o.search.arithmetic = Arithmetic::Fixed8;
                    }),
            "--search: newton needs the slope of the perplexity, which only float64 gives. Use --search "
            "bisection or "
            "fireworks, or --arithmetic float64.");
}

TEST(ResolveNeighbors, AllUpToTwoThousandThenAHundredAndFiftyOrThreePerplexities) {
  Options o;
  EXPECT_EQ(resolveNeighbors(o, 4), 3);
  EXPECT_EQ(resolveNeighbors(o, 2000), 1999);
  EXPECT_EQ(resolveNeighbors(o, 2001), 150);
  o.perplexity = 100;
  EXPECT_EQ(resolveNeighbors(o, 5000), 300);
  o.perplexity = 4000;
  EXPECT_EQ(resolveNeighbors(o, 5000), 4999);
  o.neighbors = 40;
  EXPECT_EQ(resolveNeighbors(o, 5000), 40);
  EXPECT_EQ(resolveNeighbors(o, 30), 29);
  o.neighbors = -1;
  EXPECT_EQ(resolveNeighbors(o, 5000), 4999);
}

TEST(NearestName, ByEditDistanceAndTheFirstOfEquals) {
  EXPECT_EQ(nearestName("digts", {"rings", "digits", "blobs"}), "digits");
  EXPECT_EQ(nearestName("", {"abc", "a"}), "a");
  EXPECT_EQ(nearestName("x", {"a", "b"}), "a");
  EXPECT_EQ(nearestName("x", {}), "");
}

/// A count of 0 is a mistake; who wants the ratio to decide says so.
TEST(Schema, SpecialNumbersAreWrittenAsTheirWords) {
  int refused = 0;
  for (const OptionSpec& spec : schema()) {
    if (spec.kind != OptionKind::Integer && spec.kind != OptionKind::Real) continue;
    for (const OptionWord& w : spec.words) {
      Options options;
      const std::string number = nlohmann::json(static_cast<int64_t>(w.number)).dump();
      if (w.word == "none") {
        setOption(options, spec, number);
        EXPECT_EQ(optionText(options, spec), "none") << spec.name;
        continue;
      }
      ++refused;
      EXPECT_TRUE(contains(usageMessage([&] { setOption(options, spec, number); }), w.word))
          << spec.name << " " << number;
      setOption(options, spec, w.word);
      EXPECT_EQ(optionText(options, spec), w.word) << spec.name;
    }
  }
  EXPECT_GT(refused, 5);
}

}  // namespace
}  // namespace adapsne
