// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio_arguments.h"

#include <gtest/gtest.h>

#include "core/support/error.h"

namespace adapsne {
namespace {

std::string refusal(const std::vector<std::string>& arguments) {
  try {
    parseStudioArguments(arguments);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(StudioArguments, NothingIsAnEmptyWindow) {
  const StudioArguments parsed = parseStudioArguments({});
  EXPECT_TRUE(parsed.source.empty());
  EXPECT_FALSE(parsed.run);
  EXPECT_EQ(parsed.options.method, "adapsne");
}

TEST(StudioArguments, SettingsGoBeforeThePresetWhereverTheyStand) {
  const StudioArguments parsed =
      parseStudioArguments({"--set", "perplexity=44", "digits", "--run=nms-edge", "--set", "iterations=20"});
  EXPECT_EQ(parsed.source, "digits");
  EXPECT_TRUE(parsed.run);
  EXPECT_EQ(parsed.options.method, "nms-edge");
  EXPECT_EQ(parsed.options.perplexity, 44);
  EXPECT_EQ(parsed.options.embedding.iterations, 20);
}

TEST(StudioArguments, CapturesHaveSizeThemeAndState) {
  const StudioArguments parsed =
      parseStudioArguments({"--capture", "a.png", "--size", "1280x800", "--theme", "light", "--state",
                            "paused", "digits", "--run", "adapsne"});
  EXPECT_EQ(parsed.width, 1280);
  EXPECT_EQ(parsed.height, 800);
  EXPECT_EQ(parsed.light, true);
  EXPECT_EQ(parsed.state, "paused");
  EXPECT_EQ(parseStudioArguments({"--capture", "a.png"}).state, "empty");
  EXPECT_EQ(parseStudioArguments({"--capture", "a.png", "digits"}).state, "loaded");
  EXPECT_EQ(parseStudioArguments({"--capture", "a.png", "digits", "--run", "adapsne"}).state, "finished");
}

TEST(StudioArguments, MistakesAreNamedWithARemedy) {
  EXPECT_NE(refusal({"--captrue", "a.png"}).find("Did you mean --capture?"), std::string::npos);
  EXPECT_NE(refusal({"--run"}).find("its value is missing"), std::string::npos);
  EXPECT_NE(refusal({"--size", "0x0"}).find("WIDTHxHEIGHT"), std::string::npos);
  EXPECT_NE(refusal({"--size", "800x600x2"}).find("WIDTHxHEIGHT"), std::string::npos);
  EXPECT_NE(refusal({"--theme", "drak"}).find("Did you mean dark?"), std::string::npos);
  EXPECT_NE(refusal({"--state", "pasued"}).find("Did you mean paused?"), std::string::npos);
  EXPECT_NE(refusal({"digits", "--run", "adapsn"}).find("Did you mean adapsne?"), std::string::npos);
  EXPECT_NE(refusal({"--set", "iteration=5"}).find("Did you mean --iterations?"), std::string::npos);
  EXPECT_NE(refusal({"--set", "iterations"}).find("has no value"), std::string::npos);
  EXPECT_NE(refusal({"--run", "adapsne"}).find("no dataset"), std::string::npos);
  EXPECT_NE(refusal({"a.csv", "b.csv"}).find("second dataset"), std::string::npos);
  EXPECT_NE(refusal({"--capture", "a.png", "--state", "paused"}).find("needs a run"), std::string::npos);
}

}  // namespace
}  // namespace adapsne
