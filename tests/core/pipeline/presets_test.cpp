// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/presets.h"

#include <gtest/gtest.h>

#include "core/pipeline/schema.h"

namespace adapsne {
namespace {

Options optionsOf(const std::string& method) {
  Options options;
  applyMethod(options, method);
  return options;
}

TEST(Presets, CounterpartsShareTheirDatapathAndPointAtEachOther) {
  for (const Preset& preset : presets()) {
    const Options own = optionsOf(preset.name), other = optionsOf(preset.counterpart);
    EXPECT_EQ(own.search.arithmetic, other.search.arithmetic) << preset.name;
    EXPECT_NE(own.search.search, other.search.search) << preset.name;
  }
}

TEST(Presets, AComparisonPutsNmsFirstAndChangesNothingElse) {
  for (const Preset& preset : presets()) {
    Options options = optionsOf(preset.name);
    options.seed = 7;
    options.embedding.iterations = 321;
    options.sampling.ratio = 0.02;
    const auto [nms, adapsne] = comparedOptions(options);
    EXPECT_EQ(nms.method.rfind("nms", 0), 0u) << preset.name;
    EXPECT_EQ(adapsne.method.rfind("adapsne", 0), 0u) << preset.name;
    for (const OptionSpec& spec : schema()) {
      if (spec.name == "method" || spec.name == "search" || spec.name == "perplexity") continue;
      EXPECT_EQ(optionText(nms, spec), optionText(adapsne, spec)) << preset.name << ": " << spec.name;
      EXPECT_EQ(optionText(nms, spec), optionText(options, spec)) << preset.name << ": " << spec.name;
    }
  }
}

TEST(Presets, ATargetThatTheUserFixedHoldsForBoth) {
  Options options = optionsOf("adapsne-edge");
  options.perplexity = 12;
  const auto [nms, adapsne] = comparedOptions(options);
  EXPECT_EQ(nms.perplexity, 12);
  EXPECT_EQ(adapsne.perplexity, 12);
  const auto [plainNms, plainAdapsne] = comparedOptions(optionsOf("nms-edge"));
  EXPECT_EQ(plainNms.perplexity, 30);
  EXPECT_EQ(plainAdapsne.perplexity, 0) << "each method's own preset";
}

}  // namespace
}  // namespace adapsne
