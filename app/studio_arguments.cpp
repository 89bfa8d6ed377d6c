// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio_arguments.h"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <tuple>
#include <utility>

#include <CLI/CLI.hpp>

#include "app/panels.h"
#include "core/catalogue/catalogue.h"
#include "core/formats/file_format.h"
#include "core/pipeline/presets.h"
#include "core/pipeline/schema.h"
#include "core/support/error.h"
#include "core/support/nearest_name.h"
#include "core/support/words.h"
#include "views/map_overlays.h"
#include "views/point_colors.h"

namespace adapsne {

namespace {

using Words = std::vector<std::string>;

template <typename Rows, typename Word>
Words wordsOf(const Rows& rows, Word word) {
  Words words;
  for (const auto& row : rows) words.emplace_back(word(row));
  return words;
}

const Words& states() {
  static const Words words = {"empty", "loaded", "running", "paused", "finished", "hovering", "error"};
  return words;
}
const Words& modes() {
  static const Words words = {"side-by-side", "single", "blink"};
  return words;
}
Words docks() {
  return wordsOf(panelTable(), [](const PanelInfo& panel) { return panel.name; });
}
Words pages() {
  return wordsOf(pageTable(), [](const PageInfo& page) { return page.name; });
}
Words methods() {
  return wordsOf(presets(), [](const Preset& preset) { return preset.name; });
}

void checkOneOf(const std::string& flag, const std::string& value, const Words& known) {
  if (std::find(known.begin(), known.end(), value) != known.end()) return;
  throw UsageError(flag, "\"" + value + "\" is not one of its values.",
                   "Did you mean " + nearestName(value, known) + "?");
}

/// All of `text`, as a number; false where there is more, or less.
template <typename Number>
bool readAll(const std::string& text, Number& number) {
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  return code == std::errc() && end == text.data() + text.size();
}

std::pair<int, int> parseSize(const std::string& text) {
  const size_t cross = text.find('x');
  int width = 0, height = 0;
  if (cross != std::string::npos && readAll(text.substr(0, cross), width) &&
      readAll(text.substr(cross + 1), height) && width >= 640 && height >= 480 && width <= 8000 &&
      height <= 8000)
    return {width, height};
  throw UsageError("--size", "\"" + text + "\" is not a size.",
                   "Give WIDTHxHEIGHT from 640x480 to 8000x8000.");
}

void setByText(Options& options, const std::string& text) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos)
    throw UsageError("--set", "\"" + text + "\" has no value.",
                     "Write --set name=value, as --set iterations=500.");
  setOption(options, optionSpec(text.substr(0, equals)), text.substr(equals + 1));
}

void parseColor(const std::string& value, StudioArguments& parsed) {
  const size_t colon = value.find(':');
  parsed.color = value.substr(0, colon);
  checkOneOf("--color", parsed.color, colorWords());
  if (colon == std::string::npos) return;
  parsed.column = value.substr(colon + 1);
  if (!hasChoice(colorRow(parsed.color)->value) || parsed.column.empty())
    throw UsageError("--color", "\"" + value + "\" names no column.",
                     "Write feature:COLUMN or column:COLUMN: its name, or its number in the file, from 1.");
}

Words splitAtCommas(const std::string& text) {
  Words parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
  return parts;
}

/// The texts of the command line before they are checked.
struct Given {
  Words data, settings;
  std::string method, theme, page, dock, point, size, color, overlays, mode, frame;
};

/// Every flag is declared here, and nowhere else.
void declare(CLI::App& program, Given& given, StudioArguments& parsed) {
  const Words names = wordsOf(catalogue(), [](const CatalogueEntry& entry) { return entry.name; });
  program.add_option("data", given.data,
                     "A file (" + listedFormats(FormatUse::Read, "or") +
                         ", gzipped or not), a run's folder, or one of " + listed(names));
  program.add_option("--run", given.method, "Start at once: " + listed(methods(), "or"))->type_name("METHOD");
  program.add_flag("--compare", parsed.compare, "With --run: the method's counterpart beside it");
  program
      .add_option("--set", given.settings, "Set an option, which `adapsne options` lists; may be repeated")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
  program.add_option("--theme", given.theme, "dark or light")->type_name("WORD");
  program.add_option("--page", given.page, "The page that is shown: " + listed(pages(), "or"))
      ->type_name("NAME");
  program
      .add_option("--dock", given.dock,
                  "Turn to the page that has this panel, and bring it to the front: " + listed(docks(), "or"))
      ->type_name("NAME");
  program.add_option("--point", given.point, "Show what is known of this row, and the search for its sigma")
      ->type_name("ROW");
  program
      .add_option("--cells", parsed.cells,
                  "Show on the Worth page what `adapsne compare --resume` or the window wrote")
      ->type_name("FILE");
  const std::string pictures = "Pictures";
  program.add_option("--capture", parsed.capture, "Write a picture of the window and exit; needs no display")
      ->type_name("FILE.png")
      ->group(pictures);
  program.add_option("--size", given.size, "Its size, 1440x900 by default")
      ->type_name("WxH")
      ->group(pictures);
  program
      .add_option(
          "--color", given.color,
          "What the points' colours say: " + listed(colorWords(), "or") +
              "; a column as feature:COLUMN, one that is no feature as column:COLUMN: by its name, or "
              "by its number in the file, counted from 1")
      ->type_name("WORD")
      ->group(pictures);
  program.add_option("--overlays", given.overlays, "What lies on them, by commas: " + listed(overlayWords()))
      ->type_name("LIST")
      ->group(pictures);
  program.add_option("--mode", given.mode, "How two maps share the room: " + listed(modes(), "or"))
      ->type_name("MODE")
      ->group(pictures);
  program.add_option("--frame", given.frame, "A recorded frame of the map: 0 the first, 1 the last")
      ->type_name("SHARE")
      ->group(pictures);
  program.add_option("--select", parsed.select, "With the points of this class selected")
      ->type_name("CLASS")
      ->group(pictures);
  program
      .add_option("--look", parsed.look,
                  "With --cells: what was taken for what at this point of a curve, and the points that were "
                  "taken so: METHOD,EXEMPLARS or METHOD,EXEMPLARS,CLASS,TAKEN")
      ->type_name("PLACE")
      ->group(pictures);
  program.add_option("--state", parsed.state, "When: " + listed(states(), "or"))
      ->type_name("STATE")
      ->group(pictures);
  program.add_flag("--version", parsed.version, "Say which version this is");
  program.set_help_flag();
  program.add_flag("-h,--help", parsed.help, "Say this");
  program.allow_extras();
}

/// "--name=value" as two words, so that a value may be empty.
Words separated(const Words& arguments) {
  Words words;
  for (const std::string& argument : arguments) {
    const size_t equals = argument.find('=');
    const bool joined = argument.rfind("--", 0) == 0 && equals != std::string::npos;
    words.push_back(joined ? argument.substr(0, equals) : argument);
    if (joined) words.push_back(argument.substr(equals + 1));
  }
  return words;
}

void parse(CLI::App& program, const Words& arguments) {
  Words words = separated(arguments);
  // An option that comes last has no value; CLI11 would name its type instead.
  if (!words.empty() && words.back().rfind("--", 0) == 0) {
    const CLI::Option* last = program.get_option_no_throw(words.back());
    if (last && last->get_expected_min() > 0)
      throw UsageError(words.back(), "its value is missing.", "See --help.");
  }
  std::reverse(words.begin(), words.end());
  try {
    program.parse(words);
  } catch (const CLI::ParseError& e) {
    throw UsageError("command line", std::string(e.what()) + ".", "See --help.");
  }
  if (program.remaining().empty()) return;
  Words flags;
  for (const CLI::Option* option : program.get_options()) {
    if (!option->get_positional()) flags.push_back(option->get_name());
  }
  const std::string unknown = program.remaining().front();
  throw UsageError(unknown, "there is no such option.", "Did you mean " + nearestName(unknown, flags) + "?");
}

/// Which state the rest of the arguments leads to.
std::string impliedState(const StudioArguments& a) {
  if (a.run || !a.cells.empty()) return "finished";
  return a.source.empty() ? "empty" : "loaded";
}

void check(const Given& given, const CLI::App& program, StudioArguments& parsed) {
  const auto isGiven = [&](const char* flag) { return program.get_option(flag)->count() > 0; };
  const auto word = [&](const char* flag, const std::string& value, const Words& known) {
    if (isGiven(flag)) checkOneOf(flag, value, known);
    return value;
  };
  if (given.data.size() > 1)
    throw UsageError(given.data[1], "is a second dataset.",
                     "The window shows one: \"" + given.data[0] + "\" came first.");
  if (!given.data.empty()) parsed.source = given.data.front();
  parsed.run = isGiven("--run");
  parsed.dock = word("--dock", given.dock, docks());
  parsed.page = word("--page", given.page, pages());
  parsed.mode = word("--mode", given.mode, modes());
  if (!parsed.cells.empty() && parsed.page.empty()) parsed.page = pageInfo(PageId::Worth).name;
  if (isGiven("--theme")) parsed.light = word("--theme", given.theme, {"dark", "light"}) == "light";
  if (isGiven("--point") && (!readAll(given.point, parsed.point) || parsed.point < 0))
    throw UsageError("--point", "\"" + given.point + "\" is not a row.",
                     "Give a row number, counted from 0.");
  if (isGiven("--color")) parseColor(given.color, parsed);
  if (isGiven("--overlays")) {
    parsed.overlays = splitAtCommas(given.overlays);
    for (const std::string& overlay : *parsed.overlays) checkOneOf("--overlays", overlay, overlayWords());
  }
  if (isGiven("--frame")) {
    double share = -1;
    if (!readAll(given.frame, share) || !(share >= 0 && share <= 1))
      throw UsageError("--frame", "\"" + given.frame + "\" is not a share.",
                       "Give a number from 0 (first) to 1 (last).");
    parsed.frame = share;
  }
  if (isGiven("--size")) std::tie(parsed.width, parsed.height) = parseSize(given.size);
  if (isGiven("--state"))
    checkOneOf("--state", parsed.state, states());
  else
    parsed.state = impliedState(parsed);
  // The preset first: what --set names goes before it.
  applyMethod(parsed.options, parsed.run ? given.method : parsed.options.method);
  for (const std::string& setting : given.settings) setByText(parsed.options, setting);
}

/// What makes no sense together.
void checkTogether(const StudioArguments& parsed) {
  if (parsed.run && parsed.source.empty())
    throw UsageError("--run", "there is no dataset to run on.",
                     "Name one: adapsne-studio digits --run adapsne.");
  if (parsed.compare && !parsed.run)
    throw UsageError("--compare", "there is no method to compare.",
                     "Add --run METHOD: --run adapsne-edge --compare runs nms-edge beside it.");
  if (!parsed.cells.empty() && parsed.source.empty())
    throw UsageError("--cells", "there is no dataset that they are of.",
                     "Name it: adapsne-studio digits --cells FILE.");
  if (!parsed.cells.empty() && parsed.run)
    throw UsageError("--cells", "a run is another picture.", "Leave --run away.");
  if (!parsed.look.empty() && parsed.cells.empty())
    throw UsageError("--look", "nothing was compared.", "Add --cells FILE.");
  const bool needsRun = parsed.state == "running" || parsed.state == "paused" || parsed.state == "finished" ||
                        parsed.state == "hovering";
  const bool compares = !parsed.cells.empty() && (parsed.state == "running" || parsed.state == "finished");
  if (!parsed.capture.empty() && needsRun && !parsed.run && !compares)
    throw UsageError("--state", "\"" + parsed.state + "\" needs a run.", "Add a dataset and --run METHOD.");
  if (!parsed.capture.empty() && parsed.state == "loaded" && parsed.source.empty())
    throw UsageError("--state", "\"loaded\" needs a dataset.", "Name one, as digits.");
}

const char* const kPurpose =
    "AdapSNE Studio: a window on a dataset's map and the few points that stand for it";

}  // namespace

Words colorWords() {
  return wordsOf(colorRows(), [](const ColorRow& row) { return row.word; });
}

Words overlayWords() {
  return wordsOf(overlayRows(), [](const OverlayRow& row) { return row.word; });
}

StudioArguments parseStudioArguments(const Words& arguments) {
  StudioArguments parsed;
  Given given;
  CLI::App program(kPurpose, "adapsne-studio");
  declare(program, given, parsed);
  parse(program, arguments);
  if (parsed.help || parsed.version) return parsed;
  check(given, program, parsed);
  checkTogether(parsed);
  return parsed;
}

std::string studioHelp() {
  StudioArguments parsed;
  Given given;
  CLI::App program(kPurpose, "adapsne-studio");
  declare(program, given, parsed);
  return program.help();
}

}  // namespace adapsne
