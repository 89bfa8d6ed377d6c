// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/panels.h"

#include <algorithm>
#include <stdexcept>

namespace adapsne {

const std::vector<PageInfo>& pageTable() {
  static const std::vector<PageInfo> pages = {
      {PageId::Explore, "explore", "Explore", "The maps, what is known of a point, and how two maps compare"},
      {PageId::Search, "search", "Search", "How one point's sigma is found: fireworks beside bisection"},
      {PageId::Guide, "guide", "Guide", "How entropy chooses the target perplexity"},
      {PageId::Hardware, "hardware", "Hardware", "What an edge accelerator would do with this run's work"},
      {PageId::Worth, "worth", "Worth", "What a subset is worth to a model that is trained on it"},
  };
  return pages;
}

const std::vector<PanelInfo>& panelTable() {
  using enum PageId;
  static const std::vector<PanelInfo> panels = {
      {"options", "Data & options", {}},
      {"summary", "Summary", {}},
      {"runs", "Runs", {}},
      {"inspector", "Inspector", Explore},
      {"gallery", "Gallery", Explore},
      {"table", "Comparison", Explore},
      {"check", "Data check", Explore},
      {"points", "Points", Search},
      {"fireworks", "Fireworks", Search},
      {"entropy", "Entropy guide", Guide},
      {"candidates", "Candidates", Guide},
      {"convergence", "Convergence", Guide},
      {"accelerator", "Accelerator", Hardware},
      {"compared", "Compare", Worth},
      {"worth", "Worth", Worth},
      {"differences", "Differences", Worth},
      {"confusion", "Confusion", Worth},
      {"tested", "Tested points", Worth},
  };
  return panels;
}

const PageInfo& pageInfo(PageId id) {
  const auto& pages = pageTable();
  const auto found = std::find_if(pages.begin(), pages.end(), [id](const PageInfo& p) { return p.id == id; });
  if (found == pages.end()) throw std::out_of_range("no such page");
  return *found;
}

const PanelInfo& panelInfo(const std::string& name) {
  const auto& panels = panelTable();
  const auto found =
      std::find_if(panels.begin(), panels.end(), [&](const PanelInfo& p) { return name == p.name; });
  if (found == panels.end()) throw std::out_of_range("no panel " + name);
  return *found;
}

}  // namespace adapsne
