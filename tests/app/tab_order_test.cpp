// SPDX-License-Identifier: GPL-3.0-or-later
// One round of Tab through the whole window, page by page.
#include <algorithm>
#include <set>

#include "app/dock.h"
#include "app/messages.h"
#include "tests/app/window_fixture.h"
#include "tests/support/tab_walk.h"
#include "views/map_pair.h"

namespace adapsne {
namespace {

struct TabOrderTest : WindowFixture, testing::WithParamInterface<bool> {
  QPalette palette = QApplication::palette();

  void SetUp() override {
    WindowFixture::SetUp();
    window.session()->setTheme(GetParam() ? darkTheme() : lightTheme());
    window.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
  }
  void TearDown() override {
    qApp->setStyleSheet({});
    QApplication::setPalette(palette);
  }
  /// Each page, and on it each panel that lies behind another.
  void walkAll(const char* state) {
    for (const PageInfo& info : pageTable()) {
      window.showPage(info.id);
      SCOPED_TRACE(std::string(state) + ", page " + info.name);
      const std::vector<QWidget*> first = walkByTab(&window);
      std::set<QWidget*> stops(first.begin(), first.end());
      for (const PanelInfo& panel : panelTable()) {
        const Dock* dock = window.page()->panel(panel.name);
        if (!dock || dock->isHidden()) continue;
        window.reveal(panel.name);
        SCOPED_TRACE(panel.name);
        for (QWidget* stop : walkByTab(&window)) stops.insert(stop);
      }
      EXPECT_GE(stops.size(), 10u) << info.name << ": options, run button and pages at least";
      RecordProperty(std::string(state) + "-" + info.name, static_cast<int>(stops.size()));
    }
  }
};

TEST_P(TabOrderTest, NoStopLacksVisibleFocus) {
  walkAll("empty");
  open("blobs");
  walkAll("loaded");
}

/// All that can be on a page at once: two maps, a selection, an inspected point and a notice with a button.
TEST_P(TabOrderTest, NoStopOfAFullWindowLacksVisibleFocus) {
  open("blobs");
  window.jobs()->compare();
  ASSERT_TRUE(eventually([&] { return !controller->busy() && window.session()->run(1); }));
  window.explore()->maps()->select(Selection().combined({3, 9}, 250, SelectMode::Replace));
  window.session()->inspect(3, true);
  window.messages()->notice("A notice", "has a button.", "Close", [] {});
  walkAll("full");
  window.reveal("runs");
  const std::vector<QWidget*> stops = walkByTab(&window);
  EXPECT_TRUE(std::any_of(stops.begin(), stops.end(), [](const QWidget* stop) {
    return stop->accessibleName() == "Runs";
  })) << "the list of runs is one of them";
}

INSTANTIATE_TEST_SUITE_P(BothThemes, TabOrderTest, testing::Bool(),
                         [](const auto& info) { return info.param ? "Dark" : "Light"; });

}  // namespace
}  // namespace adapsne
