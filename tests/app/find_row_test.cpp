// SPDX-License-Identifier: GPL-3.0-or-later
// Going to a point by its row or id, and to what the data check found.
#include <QAction>
#include <QLineEdit>
#include <QTableView>

#include "app/actions.h"
#include "app/find_row_dialog.h"
#include "tests/app/window_fixture.h"
#include "tests/support/temporary_folder.h"
#include "views/data_check_panel.h"

namespace adapsne {
namespace {

struct FindRowTest : WindowFixture {
  test::TemporaryFolder folder_;

  /// 90 points with ids; rows 0 to 29 have one of their own, n30 stands three times.
  void openTable() {
    std::string csv = "id,x,y,z\n";
    for (int i = 0; i < 90; ++i) {
      const int id = i == 60 || i == 80 ? 30 : i;
      csv += "n" + std::to_string(id) + "," + std::to_string(i % 7) + "," + std::to_string(i * i % 31) + "," +
             std::to_string(i / 10) + "\n";
    }
    test::writeText(folder_ / "table.csv", csv);
    Options options = quickOptions();
    options.dataset.points = 0;
    options.dataset.idColumn = "id";  // Not all of them are different: nobody would guess it.
    open(QString::fromStdString((folder_ / "table.csv").string()), options);
  }
  FindRowDialog* ask() {
    window.actions()->findRow->trigger();
    return window.findChild<FindRowDialog*>();
  }
  static void type(FindRowDialog* dialog, const QString& text) {
    dialog->field()->setText(text);
    QTest::keyClick(dialog->field(), Qt::Key_Return);
  }
};

TEST_F(FindRowTest, NeedsADataset) {
  EXPECT_FALSE(window.actions()->findRow->isEnabled());
  open("blobs");
  EXPECT_TRUE(window.actions()->findRow->isEnabled());
  EXPECT_EQ(window.actions()->findRow->shortcut(), QKeySequence("Ctrl+G"));
}

TEST_F(FindRowTest, ARowIsInspectedMarkedAndInView) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  window.showPage(PageId::Guide);
  MapView* map = window.explore()->map();
  // Far away from everything.
  map->setCamera(Camera({1e4, 1e4}, map->camera().scale()), false);
  ASSERT_FALSE(QRectF(map->rect()).contains(map->screenPosition(17)));
  FindRowDialog* dialog = ask();
  ASSERT_NE(dialog, nullptr);
  type(dialog, " 17 ");
  EXPECT_FALSE(dialog->isVisible());
  EXPECT_EQ(window.page()->id(), PageId::Explore);
  EXPECT_EQ(window.session()->inspected(), 17);
  EXPECT_TRUE(window.session()->isPinned());
  EXPECT_EQ(map->scene().hovered, 17);
  EXPECT_TRUE(QRectF(map->rect()).contains(map->screenPosition(17)));
  // What is in view stays where it is.
  const Camera before = map->camera();
  map->reveal(17);
  EXPECT_EQ(map->camera(), before);
}

TEST_F(FindRowTest, AnIdAndWhatIsLikeIt) {
  openTable();
  ASSERT_NE(attributeOf(*window.session()->dataset(), ColumnRole::Id), nullptr);
  ASSERT_NE(finish(), nullptr);
  FindRowDialog* dialog = ask();
  EXPECT_TRUE(dialog->said().contains("Id (id)"));
  type(dialog, "m12");
  EXPECT_TRUE(dialog->isVisible());
  EXPECT_TRUE(dialog->said().contains("no row or id \"m12\"")) << dialog->said().toStdString();
  EXPECT_TRUE(dialog->said().contains("<a href=\"n12\">"));
  EXPECT_TRUE(dialog->field()->property("invalid").toBool());
  type(dialog, "n30");
  EXPECT_EQ(window.session()->inspected(), 30);
  EXPECT_TRUE(dialog->isVisible()) << "there are more of them";
  EXPECT_TRUE(dialog->said().contains("1 of 3"));
  dialog->go();
  EXPECT_EQ(window.session()->inspected(), 60);
  dialog->go();
  EXPECT_EQ(window.session()->inspected(), 80);
  dialog->go();
  EXPECT_EQ(window.session()->inspected(), 30);
  type(dialog, "90");
  EXPECT_TRUE(dialog->said().contains("<a href=\"89\">"));
  type(dialog, "N5");
  EXPECT_EQ(window.session()->inspected(), 5);
  EXPECT_FALSE(dialog->isVisible());
}

TEST_F(FindRowTest, AFindingIsShownOnTheMapAndExported) {
  open("blobs");
  ASSERT_NE(finish(), nullptr);
  ASSERT_TRUE(window.reveal("check"));
  DataCheckPanel* panel = window.explore()->check();
  ASSERT_TRUE(eventually([&] { return panel->settled(); }));
  ASSERT_NE(panel->check(), nullptr);
  // Blobs overlap: some labels disagree. What is tested needs one.
  ASSERT_GT(panel->model()->rowCount(), 0);
  const QModelIndex first = panel->model()->index(0, 0);
  QTest::mouseClick(panel->table()->viewport(), Qt::LeftButton, {},
                    panel->table()->visualRect(first).center());
  const qint64 row = first.data(DataCheckModel::PointRole).toLongLong();
  EXPECT_EQ(window.session()->inspected(), row);
  EXPECT_EQ(window.explore()->map()->scene().hovered, row);
  QSignalSpy written(window.exporter(), &Exporter::written);
  const std::string path = (folder_ / "check.csv").string();
  window.exporter()->exportCheck(window.session()->dataset(), panel->check(), QString::fromStdString(path));
  ASSERT_TRUE(eventually([&] { return written.count() > 0; }));
  const std::string csv = slurp(path);
  EXPECT_EQ(csv.substr(0, csv.find('\n')), "row,fault,score,label,suggested,group,reason,evidence");
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), std::ssize(panel->check()->findings) + 1);
}

}  // namespace
}  // namespace adapsne
