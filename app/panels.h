// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace adapsne {

/// The window's pages, in the order of the strip.
enum class PageId { Explore, Search, Guide, Hardware, Worth };

struct PageInfo {
  PageId id;
  const char* name;  ///< As --page has it.
  const char* title;
  const char* help;
};

struct PanelInfo {
  const char* name;  ///< As --dock has it.
  const char* title;
  std::optional<PageId> page;  ///< The one that has it; none: it stands beside every page.
};

const std::vector<PageInfo>& pageTable();
const std::vector<PanelInfo>& panelTable();
const PageInfo& pageInfo(PageId id);
/// Throws std::out_of_range for a name that is not in the table.
const PanelInfo& panelInfo(const std::string& name);

}  // namespace adapsne
