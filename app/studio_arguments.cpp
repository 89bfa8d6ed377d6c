// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio_arguments.h"

#include <charconv>
#include <sstream>
#include <tuple>
#include <utility>

#include "core/dataset/file_format.h"
#include "core/pipeline/presets.h"
#include "core/pipeline/schema.h"
#include "core/support/error.h"
#include "core/support/nearest_name.h"

namespace adapsne {

namespace {

const std::vector<std::string> kFlags = {
    "--run",     "--set",    "--capture", "--size",  "--theme",    "--state", "--dock",  "--point",
    "--compare", "--select", "--help",    "--color", "--overlays", "--mode",  "--frame", "--version"};
const std::vector<std::string> kStates = {"empty",    "loaded",   "running", "paused",
                                          "finished", "hovering", "error"};

const std::vector<std::string> kDocks = {"options",     "summary", "convergence", "fireworks", "entropy",
                                         "accelerator", "table",   "inspector",   "runs"};

std::pair<int, int> parseSize(const std::string& text) {
  int width = 0, height = 0;
  const char* end = text.data() + text.size();
  const auto [cross, first] = std::from_chars(text.data(), end, width);
  if (first == std::errc() && cross != end && *cross == 'x') {
    const auto [rest, second] = std::from_chars(cross + 1, end, height);
    const bool fits = width >= 640 && height >= 480 && width <= 8000 && height <= 8000;
    if (second == std::errc() && rest == end && fits) return {width, height};
  }
  throw UsageError("--size", "\"" + text + "\" is not a size.",
                   "Give WIDTHxHEIGHT from 640x480 to 8000x8000.");
}

void setByText(Options& options, const std::string& text) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos) {
    throw UsageError("--set", "\"" + text + "\" has no value.",
                     "Write --set name=value, as --set iterations=500.");
  }
  setOption(options, optionSpec(text.substr(0, equals)), text.substr(equals + 1));
}

void checkOneOf(const std::string& flag, const std::string& value, const std::vector<std::string>& known) {
  for (const std::string& name : known) {
    if (name == value) return;
  }
  throw UsageError(flag, "\"" + value + "\" is not one of its values.",
                   "Did you mean " + nearestName(value, known) + "?");
}

/// Which state the rest of the arguments leads to.
std::string impliedState(const StudioArguments& a) {
  if (a.run) return "finished";
  return a.source.empty() ? "empty" : "loaded";
}

std::vector<std::string> splitAtCommas(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
  return parts;
}

void parseColor(const std::string& value, StudioArguments& parsed) {
  const size_t colon = value.find(':');
  parsed.color = value.substr(0, colon);
  checkOneOf("--color", parsed.color, colorWords());
  if (colon == std::string::npos) return;
  const std::string column = value.substr(colon + 1);
  const auto [end, code] = std::from_chars(column.data(), column.data() + column.size(), parsed.feature);
  if (parsed.color != "feature" || code != std::errc() || end != column.data() + column.size() ||
      parsed.feature < 0)
    throw UsageError("--color", "\"" + value + "\" names no column.",
                     "Write feature:COLUMN, counted from 0.");
}

double parseShare(const std::string& value) {
  double share = -1;
  const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), share);
  if (code != std::errc() || end != value.data() + value.size() || !(share >= 0 && share <= 1))
    throw UsageError("--frame", "\"" + value + "\" is not a share.",
                     "Give a number from 0 (first) to 1 (last).");
  return share;
}

}  // namespace

const std::vector<std::string>& colorWords() {
  static const std::vector<std::string> words = {
      "label", "feature", "sigma", "perplexity", "perplexity-error", "outlier", "density", "territory"};
  return words;
}

const std::vector<std::string>& overlayWords() {
  static const std::vector<std::string> words = {"names",   "legend", "exemplars", "outliers",
                                                 "density", "grid",   "neighbors", "displacement"};
  return words;
}

StudioArguments parseStudioArguments(const std::vector<std::string>& arguments) {
  StudioArguments parsed;
  std::vector<std::string> settings;
  std::string method;
  for (size_t i = 0; i < arguments.size(); ++i) {
    std::string flag = arguments[i];
    if (flag.size() < 2 || flag[0] != '-') {
      if (!parsed.source.empty()) {
        throw UsageError(flag, "is a second dataset.",
                         "The window shows one: \"" + parsed.source + "\" came first.");
      }
      parsed.source = flag;
      continue;
    }
    if (flag == "--help" || flag == "-h") {
      parsed.help = true;
      continue;
    }
    if (flag == "--version") {
      parsed.version = true;
      continue;
    }
    if (flag == "--compare") {
      parsed.compare = true;
      continue;
    }
    std::string value;
    const size_t equals = flag.find('=');
    const bool joined = equals != std::string::npos;
    if (joined) {
      value = flag.substr(equals + 1);
      flag.resize(equals);
    }
    bool known = false;
    for (const std::string& name : kFlags) known = known || name == flag;
    if (!known)
      throw UsageError(flag, "there is no such option.", "Did you mean " + nearestName(flag, kFlags) + "?");
    if (!joined) {
      if (++i == arguments.size()) throw UsageError(flag, "its value is missing.", "See --help.");
      value = arguments[i];
    }
    if (flag == "--run") method = value, parsed.run = true;
    if (flag == "--set") settings.push_back(value);
    if (flag == "--capture") parsed.capture = value;
    if (flag == "--state") parsed.state = value;
    if (flag == "--dock") {
      checkOneOf(flag, value, kDocks);
      parsed.dock = value;
    }
    if (flag == "--point") {
      const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), parsed.point);
      if (code != std::errc() || end != value.data() + value.size() || parsed.point < 0)
        throw UsageError(flag, "\"" + value + "\" is not a row.", "Give a row number, counted from 0.");
    }
    if (flag == "--color") parseColor(value, parsed);
    if (flag == "--overlays") {
      parsed.overlays = splitAtCommas(value);
      for (const std::string& word : *parsed.overlays) checkOneOf(flag, word, overlayWords());
    }
    if (flag == "--mode") {
      checkOneOf(flag, value, {"side-by-side", "single", "blink"});
      parsed.mode = value;
    }
    if (flag == "--frame") parsed.frame = parseShare(value);
    if (flag == "--select") parsed.select = value;
    if (flag == "--size") std::tie(parsed.width, parsed.height) = parseSize(value);
    if (flag == "--theme") {
      checkOneOf(flag, value, {"dark", "light"});
      parsed.light = value == "light";
    }
  }
  if (!parsed.state.empty())
    checkOneOf("--state", parsed.state, kStates);
  else
    parsed.state = impliedState(parsed);
  // The preset first: what --set names goes before it.
  applyMethod(parsed.options, method.empty() ? parsed.options.method : method);
  for (const std::string& setting : settings) setByText(parsed.options, setting);
  if (parsed.run && parsed.source.empty()) {
    throw UsageError("--run", "there is no dataset to run on.",
                     "Name one: adapsne-studio digits --run adapsne.");
  }
  if (parsed.compare && !parsed.run) {
    throw UsageError("--compare", "there is no method to compare.",
                     "Add --run METHOD: --run adapsne-edge --compare runs nms-edge beside it.");
  }
  const bool needsRun = parsed.state == "running" || parsed.state == "paused" || parsed.state == "finished" ||
                        parsed.state == "hovering";
  if (!parsed.capture.empty() && needsRun && !parsed.run) {
    throw UsageError("--state", "\"" + parsed.state + "\" needs a run.", "Add a dataset and --run METHOD.");
  }
  if (!parsed.capture.empty() && parsed.state == "loaded" && parsed.source.empty()) {
    throw UsageError("--state", "\"loaded\" needs a dataset.", "Name one, as digits.");
  }
  return parsed;
}

std::string studioHelp() {
  return R"(adapsne-studio [DATA] [options]

DATA is a file ()" +
         listedFormats(FormatUse::Read, "or") +
         R"(, gzipped or not) or one of the names that the window's list shows
(digits, fashion-mnist, blobs, swiss-roll, rings, mixture).

  --run METHOD          start at once: adapsne, adapsne-edge, adapsne-plus, nms-edge or nms-ideal
  --compare             with --run: its counterpart (nms-edge | adapsne-edge, nms-ideal | adapsne) beside it
  --set NAME=VALUE      set an option; `adapsne options` lists them; may be repeated
  --theme dark|light
  --point ROW           show the search for this point's sigma
  --dock NAME           bring a panel to the front: options, summary, convergence, fireworks, entropy, accelerator,
                        table, inspector or runs
  --capture FILE.png    write a picture of the window and exit; needs no display
    --size WxH          its size, 1440x900 by default
    --color WORD        what the points' colours say: label, feature:COLUMN, sigma, perplexity, perplexity-error,
                        outlier, density or territory
    --overlays LIST     what lies on them, by commas: names, legend, exemplars, outliers, density, grid, neighbors,
                        displacement
    --mode MODE         side-by-side, single or blink
    --frame SHARE       a recorded frame of the map: 0 the first, 1 the last
    --select CLASS      with the points of a class selected
    --state STATE       when: empty, loaded, running, paused, finished, hovering or error
  --help, --version
)";
}

}  // namespace adapsne
