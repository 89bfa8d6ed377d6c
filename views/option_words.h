// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QString>

namespace adapsne {

/// A sentence of the core's, which names options as the command line does ("--array NAME"), with the titles
/// that their fields have in the window ("“Array of features”"). `first`, if not null, becomes the option
/// that is named first in the schema, if any is.
QString inWindowWords(QString sentence, std::string* first = nullptr);
QString inWindowWords(const std::string& sentence);

}  // namespace adapsne
