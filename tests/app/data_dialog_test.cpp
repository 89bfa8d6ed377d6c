// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_dialog.h"

#include <QComboBox>
#include <QDir>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>

#include "app/dialogs.h"
#include "app/export_dialog.h"
#include "app/undo.h"
#include "core/arrays/npy.h"
#include "core/arrays/npz_builder.h"
#include "core/exporting/export_data.h"
#include "tests/app/window_fixture.h"
#include "views/arrays_table.h"
#include "views/columns_table.h"
#include "views/thumbnail_grid.h"

namespace adapsne {
namespace {

class DataDialogTest : public WindowFixture {
 protected:
  QString write(const QString& name, const QByteArray& bytes) {
    QFile file(folder_.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    return file.fileName();
  }
  QString table() {
    QByteArray text = "id,width,height,kind\n";
    for (int i = 0; i < 60; ++i)
      text += QByteArray::number(i) + "," + QByteArray::number(0.37 * i) + "," +
              QByteArray::number((i * 7) % 13) + "," + (i % 2 ? "ant" : "bee") + "\n";
    return write("table.csv", text);
  }
  /// The box of a column's use.
  static QComboBox* useOf(DataDialog& dialog, int column) {
    return qobject_cast<QComboBox*>(dialog.findChild<ColumnsTable*>()->cellWidget(column, 2));
  }
  static void choose(QComboBox* box, ColumnRole role) {
    box->setCurrentIndex(box->findData(static_cast<int>(role)));
    emit box->activated(box->currentIndex());
  }
  static bool ready(DataDialog& dialog) {
    return eventually([&] { return !dialog.reading(); });
  }
  QTemporaryDir folder_;
};

TEST_F(DataDialogTest, ShowsColumnsAndFirstPoints) {
  DataDialog dialog(table(), {}, 1, darkTheme(), nullptr);
  ASSERT_TRUE(ready(dialog));
  const auto* columns = dialog.findChild<ColumnsTable*>();
  ASSERT_EQ(columns->rowCount(), 4);
  EXPECT_EQ(columns->item(1, 1)->text(), "width");
  EXPECT_EQ(useOf(dialog, 0)->currentText(), "id");
  EXPECT_EQ(useOf(dialog, 3)->currentText(), "label");
  const auto* rows = dialog.findChild<QTableWidget*>("first-points");
  EXPECT_EQ(rows->rowCount(), 8);
  EXPECT_EQ(rows->item(1, 1)->text(), "ant");
  EXPECT_EQ(rows->item(1, 3)->text(), "0.37");
}

TEST_F(DataDialogTest, AChosenUseIsReadAnewAndGoesIntoTheOptions) {
  DataDialog dialog(table(), {}, 1, darkTheme(), nullptr);
  ASSERT_TRUE(ready(dialog));
  choose(useOf(dialog, 2), ColumnRole::Label);
  ASSERT_TRUE(ready(dialog));
  EXPECT_EQ(useOf(dialog, 3)->currentText(), "left out") << "one column holds the labels";
  EXPECT_EQ(dialog.options().labelColumn, "height");
  EXPECT_EQ(dialog.options().featureColumns, "width");
  EXPECT_EQ(dialog.options().idColumn, "id");
  EXPECT_TRUE(dialog.findChild<ColumnsTable*>()->columns()[0].role == ColumnRole::Id);
}

TEST_F(DataDialogTest, WhatCannotBeReadIsSaidAndCanBeMended) {
  DataDialog dialog(write("odd.csv", "a,b\n1,2\n3,odd\n5,6\n"), {}, 1, darkTheme(), nullptr);
  ASSERT_TRUE(ready(dialog));
  const auto* open = dialog.findChild<QPushButton*>();
  EXPECT_FALSE(open->isEnabled());
  auto* words = dialog.findChild<QLineEdit*>();
  words->setText("odd");
  emit words->editingFinished();
  ASSERT_TRUE(ready(dialog));
  EXPECT_TRUE(open->isEnabled());
  EXPECT_EQ(dialog.options().missingWords, "odd");
}

TEST_F(DataDialogTest, WhatWasChosenOpensTheDataset) {
  const QString path = table();
  DatasetOptions reading;
  reading.leaveOut = "height";
  window.jobs()->openAs(path, reading);
  ASSERT_TRUE(eventually([&] { return window.session()->dataset() != nullptr; }));
  EXPECT_EQ(window.session()->dataset()->dimensions, 1);
  EXPECT_EQ(window.session()->options().dataset.leaveOut, "height");
  // Of the open dataset it is a step that can be undone.
  window.jobs()->openAs(path, {});
  ASSERT_TRUE(eventually([&] { return window.session()->dataset()->dimensions == 2; }));
  window.undoStack()->undo();
  EXPECT_TRUE(eventually([&] { return window.session()->dataset()->dimensions == 1; }));
}

TEST_F(DataDialogTest, AFolderShowsClassesSplitPicturesAndWhatIsBroken) {
  for (const char* split : {"train", "test"})
    for (const char* kind : {"ant", "bee"}) {
      const QString place = QStringLiteral("photos/%1/%2").arg(split, kind);
      QDir(folder_.path()).mkpath(place);
      for (int i = 0; i < (*kind == 'a' ? 3 : 2); ++i) {
        QImage image(70 + i, 50, QImage::Format_RGB32);
        image.fill(QColor(40 * i, 90, 10));
        ASSERT_TRUE(image.save(folder_.filePath(place + QStringLiteral("/%1.png").arg(i))));
      }
    }
  write("photos/train/bee/broken.png", "no picture");
  DataDialog dialog(folder_.filePath("photos"), {}, 1, darkTheme(), nullptr);
  dialog.show();
  ASSERT_TRUE(ready(dialog));
  EXPECT_EQ(dialog.findChild<QLabel*>("classes")->text(), "ant 3, bee 2");
  const QString notes = dialog.findChild<QLabel*>("notes")->text();
  EXPECT_TRUE(notes.contains("train/bee/broken.png")) << notes.toStdString();
  EXPECT_TRUE(notes.contains("“Picture size” chooses another size")) << notes.toStdString();
  EXPECT_TRUE(dialog.findChild<ThumbnailGrid*>()->isVisible());
  EXPECT_FALSE(dialog.findChild<ColumnsTable*>()->isVisible());
  EXPECT_FALSE(dialog.findChild<ArraysTable*>()->isVisible());
  const auto box = [&](const QString& name) {
    for (QComboBox* one : dialog.findChildren<QComboBox*>())
      if (one->accessibleName() == name) return one;
    return static_cast<QComboBox*>(nullptr);
  };
  QComboBox* split = box("Split");
  ASSERT_EQ(split->count(), 4) << "as guessed, train, test, all";
  split->setCurrentIndex(split->findData("all"));
  emit split->activated(split->currentIndex());
  ASSERT_TRUE(ready(dialog));
  EXPECT_EQ(dialog.options().split, "all");
  EXPECT_EQ(dialog.findChild<QLabel*>("classes")->text(), "ant 6, bee 4");
  QComboBox* side = box("Picture size");
  side->setCurrentIndex(side->findData(16));
  emit side->activated(side->currentIndex());
  ASSERT_TRUE(ready(dialog));
  EXPECT_EQ(dialog.options().imageSize, 16);
  EXPECT_TRUE(dialog.findChild<QLabel*>()->text().contains("16 × 16"))
      << "what is shown is what was asked for";
}

TEST_F(DataDialogTest, ArraysShowWhatTheyAreUsedForAndCanBeChanged) {
  const std::string pairs = formatNpy(std::vector<float>{1, 2, 3, 4, 5, 6.5, 7, 9}, {4, 2});
  const std::string triples = formatNpy(std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 4}, {4, 3});
  const std::string kinds = formatNpy(std::vector<int32_t>{0, 1, 1, 0}, {4});
  NpzBuilder builder("arrays.npz");
  builder.add("first.npy", pairs);
  builder.add("second.npy", triples);
  builder.add("kind.npy", kinds);
  const QString path = write("arrays.npz", QByteArray::fromStdString(builder.finish()));
  // Two arrays may be the features: that cannot be told, and is chosen here.
  DataDialog dialog(path, {}, 1, darkTheme(), nullptr);
  dialog.show();
  ASSERT_TRUE(ready(dialog));
  const auto* open = dialog.findChild<QPushButton*>();
  EXPECT_FALSE(open->isEnabled());
  auto* arrays = dialog.findChild<ArraysTable*>();
  ASSERT_EQ(arrays->rowCount(), 3);
  EXPECT_EQ(arrays->item(1, 0)->text(), "second");
  EXPECT_EQ(arrays->item(1, 2)->text(), "4 x 3");
  const auto choose = [&](int row, PartUse use) {
    auto* box = qobject_cast<QComboBox*>(arrays->cellWidget(row, 1));
    box->setCurrentIndex(box->findData(static_cast<int>(use)));
    emit box->activated(box->currentIndex());
    ASSERT_TRUE(ready(dialog));
  };
  choose(1, PartUse::Features);
  EXPECT_TRUE(open->isEnabled());
  EXPECT_EQ(dialog.options().array, "second");
  EXPECT_EQ(arrays->arrays()[1].use, PartUse::Features);
  EXPECT_EQ(dialog.findChild<QTableWidget*>("first-points")->columnCount(), 4) << "row and three columns";
  choose(2, PartUse::Labels);
  EXPECT_EQ(dialog.options().labelArray, "kind");
  EXPECT_EQ(dialog.findChild<QLabel*>("classes")->text(), "0 2, 1 2");
  choose(2, PartUse::NotRead);
  EXPECT_EQ(dialog.options().labelArray, "none");
  EXPECT_FALSE(dialog.findChild<QLabel*>("classes")->isVisible());
}

TEST_F(DataDialogTest, WhatIsGuessedIsShownBeforeItIsUsed) {
  EXPECT_TRUE(isGuessed(table()));
  QDir(folder_.path()).mkdir("photos");
  EXPECT_TRUE(isGuessed(folder_.filePath("photos")));
  NpzBuilder builder("arrays.npz");
  const std::string values = formatNpy(std::vector<float>{1, 2}, {2, 1});
  builder.add("x.npy", values);
  EXPECT_TRUE(isGuessed(write("arrays.npz", QByteArray::fromStdString(builder.finish()))));
  EXPECT_FALSE(isGuessed(write("one.npy", QByteArray::fromStdString(values))));
  EXPECT_FALSE(isGuessed("nowhere"));
}

TEST_F(DataDialogTest, ExportsExemplarsAsTheSourcesOwnLines) {
  window.jobs()->open(table());
  ASSERT_TRUE(eventually([&] { return window.session()->dataset() != nullptr; }));
  Options options = window.session()->options();
  options.method = "nms-ideal";
  options.perplexity = 5;
  options.embedding.iterations = 30;
  options.sampling.count = 7;
  window.session()->setOptions(options);
  window.jobs()->run();
  ASSERT_TRUE(eventually([&] { return window.session()->currentRun() != nullptr; }));
  ExportDialog dialog(window.session(), false, &window);
  auto* format = dialog.findChildren<QComboBox*>()[1];
  EXPECT_EQ(format->currentText(), "As the source");
  auto* path = dialog.findChild<QLineEdit*>();
  EXPECT_TRUE(path->text().endsWith("table-subset.csv")) << path->text().toStdString();
  path->setText(folder_.filePath("few.csv"));
  ExportRequest request = dialog.request();
  EXPECT_EQ(request.chosen, window.session()->currentRun()->subset->rows);
  EXPECT_FALSE(request.overwrite);
  QSignalSpy written(window.exporter(), &Exporter::written);
  window.exporter()->exportPoints(request);
  ASSERT_TRUE(eventually([&] { return written.count() == 1; }));
  const std::string text = slurp(folder_.filePath("few.csv").toStdString());
  EXPECT_EQ(text.substr(0, 21), "id,width,height,kind\n");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 8);
}

}  // namespace
}  // namespace adapsne
