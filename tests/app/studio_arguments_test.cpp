// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio_arguments.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QMainWindow>

#include "app/actions.h"
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

TEST(StudioArguments, CapturesChooseColoursOverlaysModeAndFrame) {
  const StudioArguments parsed = parseStudioArguments(
      {"--color", "feature:12", "--overlays=names,grid", "--mode", "blink", "--frame", "0.25"});
  EXPECT_EQ(parsed.color, "feature");
  EXPECT_EQ(parsed.column, "12");
  const StudioArguments named = parseStudioArguments({"--color", "column:taken at: noon"});
  EXPECT_EQ(named.color, "column");
  EXPECT_EQ(named.column, "taken at: noon");
  EXPECT_EQ(parsed.overlays, (std::vector<std::string>{"names", "grid"}));
  EXPECT_EQ(parsed.mode, "blink");
  EXPECT_EQ(parsed.frame, 0.25);
  const StudioArguments none = parseStudioArguments({});
  EXPECT_EQ(none.color, "");
  EXPECT_FALSE(none.overlays);
  EXPECT_EQ(none.mode, "");
  EXPECT_FALSE(none.frame);
  for (const std::string& word : colorWords()) EXPECT_EQ(parseStudioArguments({"--color", word}).color, word);
  EXPECT_EQ(parseStudioArguments({"--overlays="}).overlays, std::vector<std::string>())
      << "nothing on the points";
  for (const char* mode : {"side-by-side", "single", "blink"})
    EXPECT_EQ(parseStudioArguments({"--mode", mode}).mode, mode);
  EXPECT_EQ(parseStudioArguments({"--frame", "0"}).frame, 0);
  EXPECT_EQ(parseStudioArguments({"--frame", "1"}).frame, 1);
}

TEST(StudioArguments, MistakenColoursOverlaysModesAndFramesAreNamed) {
  EXPECT_NE(refusal({"--color", "sigmma"}).find("Did you mean sigma?"), std::string::npos);
  for (const char* column : {"feature:", "column:", "sigma:3", "label:species"})
    EXPECT_NE(refusal({"--color", column}).find("names no column"), std::string::npos) << column;
  EXPECT_NE(refusal({"--overlays", "names,gird"}).find("Did you mean grid?"), std::string::npos);
  EXPECT_NE(refusal({"--overlays", "names,,grid"}).find("not one of its values"), std::string::npos);
  EXPECT_NE(refusal({"--mode", "blnik"}).find("Did you mean blink?"), std::string::npos);
  for (const char* share : {"1.01", "-0.1", "nan", "half", "0.5x", ""})
    EXPECT_NE(refusal({"--frame", share}).find("is not a share"), std::string::npos) << share;
  for (const char* flag : {"--color", "--overlays", "--mode", "--frame"}) {
    EXPECT_NE(refusal({flag}).find("its value is missing"), std::string::npos) << flag;
    EXPECT_NE(studioHelp().find(flag), std::string::npos) << flag;
  }
}

TEST(StudioArguments, CellsAreOfADatasetAndTurnToTheirPage) {
  const StudioArguments parsed = parseStudioArguments({"digits", "--cells", "x.cells"});
  EXPECT_EQ(parsed.cells, "x.cells");
  EXPECT_EQ(parsed.page, "worth");
  EXPECT_EQ(parsed.state, "finished");
  EXPECT_EQ(parseStudioArguments({"digits", "--cells", "x.cells", "--page", "guide"}).page, "guide");
  EXPECT_NE(refusal({"--cells", "x.cells"}).find("no dataset"), std::string::npos);
  EXPECT_NE(refusal({"digits", "--run", "nms-ideal", "--cells", "x.cells"}).find("--run"), std::string::npos);
  EXPECT_NE(refusal({"digits", "--look", "random,50"}).find("--cells"), std::string::npos);
}

TEST(StudioArguments, EveryWordIsACommandOfTheWindow) {
  QMainWindow window;
  const Actions actions(&window, darkTheme());
  const auto commands = [&](const std::string& word) {
    int found = 0;
    for (const QAction* action : actions.all())
      found += action->objectName().toStdString() == word && action->isCheckable();
    return found;
  };
  for (const std::string& word : colorWords()) EXPECT_EQ(commands("color-" + word), 1) << word;
  for (const std::string& word : overlayWords()) EXPECT_EQ(commands(word), 1) << word;
  for (const char* mode : {"side-by-side", "single", "blink"}) EXPECT_EQ(commands(mode), 1) << mode;
  // And the other way round: what can be switched on can be asked for.
  size_t colors = 0;
  for (const QAction* action : actions.all()) colors += action->objectName().startsWith("color-");
  EXPECT_EQ(colors, colorWords().size());
}

}  // namespace
}  // namespace adapsne
