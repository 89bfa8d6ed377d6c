// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace adapsne {

/// The text of a file. JSON is UTF-8; a name of an old table or path that is not gets replacement characters
/// instead of failing the run.
inline std::string jsonText(const nlohmann::json& value, int indent) {
  return value.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace adapsne
