// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>

#include "app/undo.h"
#include "core/arrays/npy.h"
#include "tests/app/window_fixture.h"
#include "views/dataset_panel.h"
#include "views/gallery_panel.h"
#include "views/hover_card.h"
#include "views/option_field.h"
#include "views/option_words.h"
#include "views/options_form.h"
#include "views/point_images.h"
#include "views/point_panel.h"
#include "views/thumbnail_grid.h"

namespace adapsne {
namespace {

constexpr int kRows = 60;

/// Vectors of kRows rows with a red picture each (the row's number is its green), 300 x 200 pixels, of which
/// row 5's is broken.
class PicturesTest : public WindowFixture {
 protected:
  QString vectors() {
    std::vector<float> values;
    for (int i = 0; i < kRows; ++i)
      for (int d = 0; d < 3; ++d) values.push_back(static_cast<float>((i * 7 + d * 5) % 17 + 0.1 * (i % 3)));
    return write("vectors.npy", formatNpy(values, {kRows, 3}));
  }
  QString pictures() {
    QDir(folder_.path()).mkdir("pictures");
    for (int i = 0; i < kRows; ++i) {
      const QString name = QStringLiteral("pictures/%1.png").arg(i, 3, 10, QLatin1Char('0'));
      QImage image(300, 200, QImage::Format_RGB32);
      image.fill(QColor(200, i, 0));
      if (i == kBroken)
        write(name, std::string("\x89PNG\r\n\x1a\n and no more"));
      else
        EXPECT_TRUE(image.save(folder_.filePath(name)));
    }
    return folder_.filePath("pictures");
  }
  QString write(const QString& name, const std::string& bytes) {
    QFile file(folder_.filePath(name));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(bytes.data(), static_cast<qint64>(bytes.size()));
    return file.fileName();
  }
  /// As somebody fills in the form's field.
  void choosePictures(const QString& path) {
    OptionField* field = window.options()->form()->field("pictures");
    auto* line = qobject_cast<QLineEdit*>(field->editor());
    line->setText(path);
    emit line->editingFinished();
  }
  bool shows(bool pictures) {
    return eventually([&] {
      return !controller->busy() && (window.session()->dataset()->pictures != nullptr) == pictures;
    });
  }
  static QColor middleOf(QWidget* widget, QRect box) {
    return widget->grab(box).toImage().pixelColor(box.width() / 2, box.height() / 2);
  }
  static bool isReadOut() {
    return eventually([] { return !PointImages::shared()->busy(); });
  }
  static constexpr int kBroken = 5;
  QTemporaryDir folder_;
};

TEST_F(PicturesTest, AreShownBesideVectorsAndCanBeUndone) {
  Options options;
  options.method = "nms-ideal";
  options.perplexity = 8;
  options.embedding.iterations = 30;
  options.sampling.count = 6;
  open(vectors(), options);
  const RunPtr run = finish();
  ASSERT_TRUE(run);
  choosePictures(pictures());
  ASSERT_TRUE(shows(true));
  EXPECT_EQ(window.session()->currentRun(), run) << "no result depends on them";
  EXPECT_EQ(controller->firstChangedStage(window.session()->options(), run), kStages.size());

  // The run was made without them; its exemplars are shown by them all the same.
  auto* grid = window.explore()->findChild<GalleryPanel*>()->findChild<ThumbnailGrid*>();
  grid->resize(400, 100);
  grid->grab();
  ASSERT_TRUE(isReadOut());
  const int64_t first = run->subset->rows[run->subset->rows[0] == kBroken ? 1 : 0];
  const int place = run->subset->rows[0] == kBroken ? 1 : 0;
  QRect cell;
  for (int x = 0; x < 400 && cell.isNull(); ++x)
    if (grid->rowAt({x, 16}) == first) cell = QRect(x, 0, 32, 32);
  ASSERT_FALSE(cell.isNull()) << place;
  EXPECT_EQ(middleOf(grid, cell), QColor(200, static_cast<int>(first), 0));

  window.undoStack()->undo();
  ASSERT_TRUE(shows(false));
  grid->grab();
  EXPECT_NE(middleOf(grid, cell), QColor(200, static_cast<int>(first), 0));
}

TEST_F(PicturesTest, BelongToTheDatasetTheyWereChosenFor) {
  open(vectors(), {});
  choosePictures(pictures());
  ASSERT_TRUE(shows(true));
  window.jobs()->open("digits");
  ASSERT_TRUE(eventually([&] { return controller->source() == "digits" && !controller->busy(); }));
  EXPECT_TRUE(window.session()->options().dataset.pictures.empty());
  EXPECT_EQ(window.session()->dataset()->pictures, nullptr);
}

TEST_F(PicturesTest, OtherCountsAreSaidInTheWindow) {
  open(vectors(), {});
  const QString folder = pictures();
  QFile::remove(folder + "/007.png");
  choosePictures(folder);
  ASSERT_TRUE(eventually([&] { return window.banner()->isVisible(); }));
  EXPECT_TRUE(
      window.banner()->text().contains("holds 59 pictures, the data hold 60 rows", Qt::CaseInsensitive))
      << window.banner()->text().toStdString();
  EXPECT_TRUE(window.banner()->text().contains("“Pictures”"));
  EXPECT_TRUE(window.session()->dataset()) << "what was open stays open";
}

TEST_F(PicturesTest, TheInspectorShowsTheOriginal) {
  open(vectors(), {});
  choosePictures(pictures());
  ASSERT_TRUE(shows(true));
  PointPanel panel(darkTheme());
  panel.resize(400, 700);
  panel.show();
  panel.setRuns(window.session()->dataset(), {}, 0);
  panel.setPoint(9);
  ASSERT_TRUE(isReadOut());
  const auto text = [&] { return panel.findChild<QLabel*>("point-picture-text")->text(); };
  EXPECT_EQ(text(), "009.png, 300 × 200 pixels");
  const QPixmap shown = panel.findChild<QLabel*>("point-picture")->pixmap(Qt::ReturnByValue);
  EXPECT_EQ(shown.toImage().pixelColor(20, 20), QColor(200, 9, 0));
  EXPECT_GT(shown.width(), 200) << "larger than a thumbnail";
  EXPECT_LT(panel.findChild<QLabel*>("point-words")->y(), panel.findChild<QLabel*>("point-picture")->y())
      << "a low panel shows which point it is";

  panel.setPoint(kBroken);
  ASSERT_TRUE(isReadOut());
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  EXPECT_TRUE(text().startsWith("005.png")) << text().toStdString();
  EXPECT_FALSE(text().contains("being read"));
  EXPECT_GT(text().size(), QString("005.png").size() + 5) << "says what is wrong with it";
}

TEST_F(PicturesTest, AnImageFoldersHoverShowsTheOriginalAndNotTheImageSizeVersion) {
  const QString folder = pictures();
  Options options;
  options.dataset.imageSize = 8;
  open(folder, options);
  const DatasetPtr dataset = window.session()->dataset();
  ASSERT_EQ(dataset->points, kRows - 1);
  EXPECT_FALSE(PointImages::shared()->replacesThumbnails(*dataset)) << "what it was read as is at hand";
  // Row 5 of the dataset is 006.png: the broken one was left out.
  const PointDescription asked = describePoint(dataset, nullptr, 5);
  ASSERT_TRUE(isReadOut());
  const PointDescription point = describePoint(dataset, nullptr, 5);
  EXPECT_FALSE(asked.lines.contains("006.png · 300 × 200"));
  EXPECT_TRUE(point.lines.contains("006.png · 300 × 200")) << point.lines.join("|").toStdString();
  QImage card(500, 400, QImage::Format_RGB32);
  card.fill(Qt::white);
  QPainter painter(&card);
  paintHoverCard(painter, QSizeF(card.size()), {40, 300}, point, darkTheme());
  painter.end();
  int ofPicture = 0;
  for (int y = 0; y < card.height(); ++y)
    for (int x = 0; x < card.width(); ++x) ofPicture += card.pixelColor(x, y) == QColor(200, 6, 0);
  EXPECT_GT(ofPicture, 150 * 100) << "wide and whole, not the square in its middle";
}

TEST_F(PicturesTest, ReadingGivesUpWhatNobodyLooksAtAnyMore) {
  open(vectors(), {});
  choosePictures(pictures());
  ASSERT_TRUE(shows(true));
  PointImages images;
  for (int row = 0; row < kRows; ++row)
    EXPECT_TRUE(images.image(*window.session()->dataset(), row, PointImages::Size::Full).pending);
  QSignalSpy changed(&images, &PointImages::changed);
  ASSERT_TRUE(eventually([&] { return !images.busy(); }));
  EXPECT_LE(changed.count(), 2) << "the last one, and at most the first, which had begun";
  EXPECT_FALSE(images.image(*window.session()->dataset(), kRows - 1, PointImages::Size::Full).image.isNull());
}

TEST_F(PicturesTest, TheFieldBrowsesForAFolderOrAFile) {
  OptionField* field = window.options()->form()->field("pictures");
  const QList<QAction*> actions = qobject_cast<QLineEdit*>(field->editor())->actions();
  ASSERT_EQ(actions.size(), 1);
  actions[0]->trigger();
  auto* menu = field->findChild<QMenu*>();
  ASSERT_TRUE(menu);
  ASSERT_EQ(menu->actions().size(), 2);
  EXPECT_EQ(menu->actions()[0]->text(), "A folder …");
  EXPECT_EQ(menu->actions()[1]->text(), "A file …");
  menu->close();
}

TEST_F(PicturesTest, NotesNameTheFieldsOfTheWindow) {
  EXPECT_EQ(inWindowWords(std::string("a; --label-array NAME takes it, --array NAME that; --array-x stays.")),
            "a; “Array of labels” takes it, “Array of features” that; --array-x stays.");
  open(vectors(), {});
  choosePictures(pictures());
  ASSERT_TRUE(shows(true));
  QString all;
  for (const auto* label : window.options()->data()->findChildren<QLabel*>()) all += label->text() + "\n";
  EXPECT_TRUE(all.contains("60 points are shown as pictures of pictures")) << all.toStdString();
}

}  // namespace
}  // namespace adapsne
