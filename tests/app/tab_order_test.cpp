// SPDX-License-Identifier: GPL-3.0-or-later
// One round of Tab through the whole window, page by page.
#include <set>

#include "app/dock.h"
#include "tests/app/window_fixture.h"
#include "tests/support/tab_walk.h"

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

INSTANTIATE_TEST_SUITE_P(BothThemes, TabOrderTest, testing::Bool(),
                         [](const auto& info) { return info.param ? "Dark" : "Light"; });

}  // namespace
}  // namespace adapsne
