// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/catalogue/catalogue.h"

namespace adapsne::test {

/// Why a dataset of the catalogue cannot be opened here; empty where it can:
///   if (const auto why = test::missingData("fashion-mnist"); !why.empty()) GTEST_SKIP() << why;
inline std::string missingData(const std::string& name) {
  for (const CatalogueEntry& entry : catalogue())
    if (entry.name == name) return entry.available ? "" : name + " is not installed. " + entry.remedy;
  return "there is no dataset " + name;
}

}  // namespace adapsne::test
