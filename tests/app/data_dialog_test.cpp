// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/data_dialog.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>

#include "app/export_dialog.h"
#include "app/undo.h"
#include "core/exporting/export_data.h"
#include "tests/app/window_fixture.h"
#include "views/columns_table.h"

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
  DataDialog dialog(table(), {}, 1, nullptr);
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
  DataDialog dialog(table(), {}, 1, nullptr);
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
  DataDialog dialog(write("odd.csv", "a,b\n1,2\n3,odd\n5,6\n"), {}, 1, nullptr);
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
