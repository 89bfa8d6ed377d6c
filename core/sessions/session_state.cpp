// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sessions/session_state.h"

#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "core/pipeline/json_text.h"
#include "core/pipeline/schema.h"
#include "core/support/error.h"

namespace adapsne {
namespace {
using nlohmann::json;

constexpr const char* kFormat = "adapsne-session";
constexpr int kVersion = 1;

void require(bool holds, const char* what) {
  if (!holds) throw std::invalid_argument(what);
}

/// A name, not a path that leads elsewhere.
bool isPlainName(const std::string& name) {
  return !name.empty() && name.find('/') == std::string::npos && name.front() != '.';
}

json toJson(const KeptRun& run) {
  return {{"folder", run.folder}, {"name", run.name}, {"pinned", run.pinned}, {"saved_to", run.savedTo}};
}

KeptRun runFrom(const json& object) {
  KeptRun run{object.at("folder").get<std::string>(), object.at("name").get<std::string>(),
              object.at("pinned").get<bool>(), object.at("saved_to").get<std::string>()};
  require(isPlainName(run.folder), "a run's folder is no name");
  return run;
}

SessionState stateFrom(const json& object) {
  SessionState state;
  state.source = object.at("source").get<std::string>();
  state.options = optionsFromJson(object.at("options"));
  for (const json& run : object.at("runs")) state.runs.push_back(runFrom(run));
  state.shown = object.at("shown").get<std::array<int, 2>>();
  for (const int shown : state.shown)
    require(shown >= -1 && shown < static_cast<int>(state.runs.size()),
            "a map shows a run that is not there");
  state.current = object.at("current").get<int>();
  require(state.current == 0 || state.current == 1, "there are two maps");
  state.selected = object.at("selected").get<std::vector<int64_t>>();
  require(std::is_sorted(state.selected.begin(), state.selected.end()) &&
              (state.selected.empty() || state.selected.front() >= 0),
          "the selected points do not ascend");
  state.inspected = object.at("inspected").get<int64_t>();
  state.muted = object.at("muted").get<std::vector<uint8_t>>();
  if (const json& camera = object.at("camera"); !camera.is_null()) {
    const auto numbers = camera.get<std::array<double, 3>>();
    state.camera = KeptCamera{numbers[0], numbers[1], numbers[2]};
    require(state.camera->scale > 0, "a map's scale is not positive");
  }
  state.page = object.at("page").get<std::string>();
  state.closed = object.at("closed").get<bool>();
  return state;
}

}  // namespace

std::string sessionText(const SessionState& state) {
  json runs = json::array();
  for (const KeptRun& run : state.runs) runs.push_back(toJson(run));
  json camera;
  if (state.camera) camera = {state.camera->x, state.camera->y, state.camera->scale};
  const json session = {{"format", kFormat},
                        {"format_version", kVersion},
                        {"source", state.source},
                        {"options", optionsToJson(state.options)},
                        {"runs", runs},
                        {"shown", state.shown},
                        {"current", state.current},
                        {"selected", state.selected},
                        {"inspected", state.inspected},
                        {"muted", state.muted},
                        {"camera", camera},
                        {"page", state.page},
                        {"closed", state.closed}};
  return jsonText(session, 1);
}

SessionState parseSession(std::string_view text, const std::string& shownAs) {
  const char* const remedy = "Its runs, in the folder runs beside it, can be opened one by one.";
  try {
    const json object = json::parse(text);
    require(object.is_object() && object.value("format", json()) == kFormat, "it is no session");
    require(object.value("format_version", json()) == kVersion, "a later program wrote it");
    return stateFrom(object);
  } catch (const Error& e) {
    throw Error(shownAs, "cannot be read: " + std::string(e.what()), remedy);
  } catch (const std::exception& e) {
    throw Error(shownAs, "cannot be read: " + std::string(e.what()) + ".", remedy);
  }
}

}  // namespace adapsne
