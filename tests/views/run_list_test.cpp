// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run_list.h"

#include <vector>

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QToolButton>

#include "tests/support/eventually.h"

namespace adapsne {
namespace {

RunRow row(int id, const QString& name) {
  RunRow made;
  made.id = id;
  made.name = name;
  made.detail = "1,797 points · perplexity 30";
  made.color = Qt::blue;
  return made;
}

TEST(RunListModel, KeepsQtsContractWhateverItIsGiven) {
  RunListModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.setRows({row(1, "one")});
  model.setRows({row(2, "two"), row(1, "one")});
  RunRow changed = row(1, "another");
  changed.pinned = changed.inA = true;
  QSignalSpy reset(&model, &QAbstractItemModel::modelReset), edited(&model, &QAbstractItemModel::dataChanged);
  model.setRows({row(2, "two"), changed});
  EXPECT_EQ(reset.count(), 0) << "the same runs stay where they are";
  EXPECT_EQ(edited.count(), 1);
  model.setRows({row(2, "two"), changed});
  EXPECT_EQ(edited.count(), 1) << "nothing has changed";
  EXPECT_EQ(model.rowCount(), 2);
  EXPECT_EQ(model.index(1).data(), "another");
  EXPECT_TRUE(model.index(1).data(RunListModel::PinnedRole).toBool());
  EXPECT_TRUE(model.index(1).data(Qt::AccessibleTextRole).toString().contains("in map A"));
  EXPECT_TRUE(model.index(1).data(Qt::AccessibleTextRole).toString().contains("pinned"));
  model.setRows({});
  EXPECT_EQ(model.rowCount(), 0);
  EXPECT_FALSE(model.index(0).data().isValid());
}

TEST(RunListModel, ANameIsAskedForAndNotChanged) {
  RunListModel model;
  model.setRows({row(7, "seven")});
  QSignalSpy asked(&model, &RunListModel::renameRequested);
  EXPECT_TRUE(model.setData(model.index(0), "  eight ", Qt::EditRole));
  ASSERT_EQ(asked.count(), 1);
  EXPECT_EQ(asked[0], (QVariantList{7, "eight"}));
  EXPECT_EQ(model.index(0).data(), "seven");
  EXPECT_FALSE(model.setData(model.index(0), "   ", Qt::EditRole));
  EXPECT_FALSE(model.setData(model.index(0), "seven", Qt::EditRole));
  EXPECT_FALSE(model.setData(model.index(0), "nine", Qt::DisplayRole));
  EXPECT_FALSE(model.setData({}, "nine", Qt::EditRole));
  EXPECT_EQ(asked.count(), 1);
}

struct RunListTest : ::testing::Test {
  RunList runs{darkTheme()};
  QListView* list = runs.list();
  QSignalSpy shown{&runs, &RunList::showRequested}, renamed{&runs, &RunList::renameRequested},
      pinned{&runs, &RunList::pinRequested}, removed{&runs, &RunList::removeRequested},
      saved{&runs, &RunList::saveRequested}, options{&runs, &RunList::optionsRequested},
      opened{&runs, &RunList::openRequested};

  void SetUp() override {
    runs.resize(420, 360);
    runs.show();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&runs, kPatience));
  }
  void fill() {
    runs.setRows({row(3, "three"), row(2, "two"), row(1, "one")});
    runs.select(2);
    list->setFocus();
  }
  QToolButton* button(const QString& name) const {
    for (auto* each : runs.findChildren<QToolButton*>())
      if (each->accessibleName() == name) return each;
    ADD_FAILURE() << "no button " << name.toStdString();
    return nullptr;
  }
  void click(const QString& name) { QTest::mouseClick(button(name), Qt::LeftButton); }
  QLineEdit* editor() const { return list->viewport()->findChild<QLineEdit*>(); }
  /// Opens the editor of the selected run with F2.
  QLineEdit* edit() {
    QTest::keyClick(list, Qt::Key_F2);
    EXPECT_TRUE(eventually([&] { return editor() && editor()->hasFocus(); }));
    return editor();
  }
  bool editorCloses() {
    return eventually([&] { return !editor(); });
  }
  QPoint placeOf(int place) const { return list->visualRect(runs.model()->index(place)).center(); }
};

TEST_F(RunListTest, EmptyItSaysWhatItIsFor) {
  EXPECT_FALSE(list->isVisible());
  auto* label = runs.findChild<QLabel*>();
  ASSERT_NE(label, nullptr);
  EXPECT_TRUE(label->isVisible());
  EXPECT_TRUE(label->text().contains("adapsne run"));
  EXPECT_EQ(runs.selectedId(), -1);
  for (const char* name : {"Show as A", "Show as B", "Rename", "Pin", "Save Run …", "Delete"})
    EXPECT_FALSE(button(name)->isEnabled()) << name;
  click("Open Run …");
  EXPECT_EQ(opened.count(), 1);
  fill();
  EXPECT_TRUE(list->isVisible());
  EXPECT_FALSE(label->isVisible());
  runs.setRows({});
  EXPECT_TRUE(label->isVisible());
}

TEST_F(RunListTest, EachButtonAsksForTheSelectedRun) {
  fill();
  click("Show as A");
  click("Show as B");
  ASSERT_EQ(shown.count(), 2);
  EXPECT_EQ(shown[0], (QVariantList{2, 0}));
  EXPECT_EQ(shown[1], (QVariantList{2, 1}));
  click("Save Run …");
  ASSERT_EQ(saved.count(), 1);
  EXPECT_EQ(saved[0], QVariantList{2});
  click("Delete");
  ASSERT_EQ(removed.count(), 1);
  EXPECT_EQ(removed[0], QVariantList{2});
  for (QAction* action : runs.findChildren<QAction*>())
    if (action->text() == "Use Its Options") action->trigger();
  ASSERT_EQ(options.count(), 1);
  EXPECT_EQ(options[0], QVariantList{2});
}

TEST_F(RunListTest, ThePinIsDownForAPinnedRun) {
  fill();
  click("Pin");
  ASSERT_EQ(pinned.count(), 1);
  EXPECT_EQ(pinned[0], (QVariantList{2, true}));
  RunRow two = row(2, "two");
  two.pinned = true;
  runs.setRows({row(3, "three"), two, row(1, "one")});
  EXPECT_TRUE(button("Pin")->isChecked());
  runs.select(3);
  EXPECT_FALSE(button("Pin")->isChecked());
  runs.select(2);
  click("Pin");
  ASSERT_EQ(pinned.count(), 2);
  EXPECT_EQ(pinned[1], (QVariantList{2, false}));
}

TEST_F(RunListTest, DelAsksToRemove) {
  fill();
  QTest::keyClick(list, Qt::Key_Delete);
  ASSERT_EQ(removed.count(), 1);
  EXPECT_EQ(removed[0], QVariantList{2});
  EXPECT_EQ(runs.model()->rowCount(), 3) << "the list does nothing by itself";
}

TEST_F(RunListTest, EnterAndADoubleClickShowInTheCurrentMap) {
  fill();
  QTest::keyClick(list, Qt::Key_Return);
  ASSERT_EQ(shown.count(), 1);
  EXPECT_EQ(shown[0], (QVariantList{2, -1}));
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, placeOf(2));
  EXPECT_EQ(runs.selectedId(), 1);
  EXPECT_EQ(shown.count(), 1) << "a single click selects";
  QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, placeOf(2));
  ASSERT_EQ(shown.count(), 2);
  EXPECT_EQ(shown[1], (QVariantList{1, -1}));
}

TEST_F(RunListTest, F2TypingAndEnterRename) {
  fill();
  QLineEdit* field = edit();
  ASSERT_NE(field, nullptr);
  EXPECT_EQ(field->text(), "two");
  QTest::keyClicks(field, "wide tails");  // over what is selected
  QTest::keyClick(field, Qt::Key_Return);
  ASSERT_TRUE(eventually([&] { return renamed.count() > 0; }));
  EXPECT_EQ(renamed[0], (QVariantList{2, "wide tails"}));
  EXPECT_TRUE(editorCloses());
  EXPECT_EQ(renamed.count(), 1);
  EXPECT_EQ(shown.count(), 0) << "Enter belonged to the editor";
}

TEST_F(RunListTest, TheRenameButtonOpensTheEditor) {
  fill();
  click("Rename");
  ASSERT_TRUE(eventually([&] { return editor() != nullptr; }));
  QTest::keyClick(editor(), Qt::Key_Escape);
  EXPECT_TRUE(editorCloses());
  EXPECT_EQ(renamed.count(), 0);
}

TEST_F(RunListTest, EmptyNamesAreRefusedAndEscapeChangesNothing) {
  fill();
  QLineEdit* field = edit();
  ASSERT_NE(field, nullptr);
  QTest::keyClick(field, Qt::Key_Delete);
  EXPECT_EQ(field->text(), "") << "Del edits the name";
  QTest::keyClick(field, Qt::Key_Return);
  EXPECT_TRUE(editorCloses());
  field = edit();
  ASSERT_NE(field, nullptr);
  QTest::keyClicks(field, "never mind");
  QTest::keyClick(field, Qt::Key_Escape);
  EXPECT_TRUE(editorCloses());
  EXPECT_EQ(renamed.count(), 0);
  EXPECT_EQ(removed.count(), 0) << "and not the run";
}

TEST_F(RunListTest, TheSelectionSurvivesNewRows) {
  fill();
  runs.setRows({row(4, "four"), row(3, "three"), row(2, "renamed"), row(1, "one")});
  EXPECT_EQ(runs.selectedId(), 2);
  runs.setRows({row(4, "four"), row(2, "renamed")});
  EXPECT_EQ(runs.selectedId(), 2);
  EXPECT_TRUE(button("Delete")->isEnabled());
  runs.setRows({row(4, "four")});
  EXPECT_EQ(runs.selectedId(), -1);
  EXPECT_FALSE(button("Delete")->isEnabled());
  runs.select(99);
  EXPECT_EQ(runs.selectedId(), -1);
}

TEST_F(RunListTest, BadgesAndThemesAreDrawn) {
  fill();
  const QImage plain = runs.grab().toImage();
  RunRow three = row(3, "three");
  three.inA = three.inB = three.pinned = three.saved = true;
  runs.setRows({three, row(2, "two"), row(1, "one")});
  const QImage badges = runs.grab().toImage();
  EXPECT_NE(badges, plain);
  runs.setTheme(lightTheme());
  EXPECT_NE(runs.grab().toImage(), badges);
}

}  // namespace
}  // namespace adapsne
