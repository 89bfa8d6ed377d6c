// SPDX-License-Identifier: GPL-3.0-or-later
// The program itself, as a process: --capture in every state, and its exit codes.
#include <algorithm>
#include <cstdint>
#include <unordered_map>

#include <gtest/gtest.h>

#include <QFileInfo>
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>

#include "tests/support/paths.h"

namespace adapsne {
namespace {

struct Outcome {
  int code = -1;
  QString out, err;
};

Outcome studio(const QStringList& arguments) {
  QProcess process;
  QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) environment.remove(name);
  process.setProcessEnvironment(environment);
  process.start(QString::fromStdString(test::studioProgram()), arguments);
  if (!process.waitForFinished(280000)) return {};
  return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

/// What a picture is made of.
struct Look {
  size_t colors = 0;      ///< different ones
  double background = 0;  ///< share of the most frequent one
  double lightness = 0;   ///< mean, 0 to 255
};
Look lookOf(const QImage& picture) {
  Look look;
  std::unordered_map<QRgb, int64_t> count;
  int64_t most = 0, lightness = 0;
  for (int y = 0; y < picture.height(); ++y)
    for (int x = 0; x < picture.width(); ++x) {
      const QRgb pixel = picture.pixel(x, y);
      most = std::max(most, ++count[pixel]);
      lightness += qGray(pixel);
    }
  const auto pixels = static_cast<double>(picture.width()) * picture.height();
  look.colors = count.size();
  look.background = static_cast<double>(most) / pixels;
  look.lightness = static_cast<double>(lightness) / pixels;
  return look;
}

struct CaptureTest : ::testing::Test {
  QTemporaryDir folder;
  QString picture = folder.filePath("window.png");
  const QStringList quick = {"blobs", "--run", "nms-ideal", "--set", "points=200", "--set", "iterations=400"};
  const QStringList endless = {"blobs",      "--run", "nms-ideal",         "--set",
                               "points=200", "--set", "iterations=1000000"};

  /// The picture, which is none that a window without contents would give.
  QImage expectPicture(const QStringList& arguments) {
    const Outcome outcome = studio(QStringList{"--capture", picture, "--size", "1280x800"} + arguments);
    EXPECT_EQ(outcome.code, 0) << outcome.err.toStdString();
    EXPECT_EQ(outcome.out.trimmed(), picture);
    const QImage image(picture);
    EXPECT_EQ(image.size(), QSize(1280, 800));
    const Look look = lookOf(image);
    EXPECT_GT(look.colors, 500u) << "text alone has so many";
    EXPECT_LT(look.background, 0.9);
    if (arguments.contains("light"))
      EXPECT_GT(look.lightness, 200);
    else
      EXPECT_LT(look.lightness, 80);
    return image;
  }
  /// The same, and it shows more than the dataset alone: a map.
  void expectMap(const QStringList& arguments) {
    QStringList loaded = {"blobs", "--set", "points=200"};
    if (arguments.contains("light")) loaded += {"--theme", "light"};
    const QImage without = expectPicture(loaded), image = expectPicture(arguments);
    ASSERT_EQ(image.size(), without.size());
    int64_t different = 0;
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x) different += image.pixel(x, y) != without.pixel(x, y);
    EXPECT_GT(different, 5000);
  }
};

TEST_F(CaptureTest, Empty) {
  expectPicture({});
}
TEST_F(CaptureTest, Loaded) {
  expectPicture({"digits", "--theme", "light"});
}
TEST_F(CaptureTest, Running) {
  expectMap(endless + QStringList{"--state", "running"});
}
TEST_F(CaptureTest, Paused) {
  expectMap(endless + QStringList{"--state", "paused"});
}
TEST_F(CaptureTest, Finished) {
  expectMap(quick);
}
TEST_F(CaptureTest, Hovering) {
  expectMap(quick + QStringList{"--state", "hovering", "--theme", "light"});
}
TEST_F(CaptureTest, Error) {
  expectPicture({"--state", "error"});
}

TEST_F(CaptureTest, CellsOfTheCommandLineAreShownAndLookedInto) {
  const QString cells = folder.filePath("digits.cells");
  QProcess command;
  command.start(QString::fromStdString(test::commandLineProgram()),
                {"compare", "digits", "--points", "300", "--methods", "random,stratified", "--budgets",
                 "10,20", "--classifiers", "1-nn", "--seeds", "2", "--resume", cells});
  ASSERT_TRUE(command.waitForFinished(280000));
  ASSERT_EQ(command.exitCode(), 0) << command.readAllStandardError().toStdString();
  const QStringList shown = {"digits", "--set", "points=300", "--cells", cells};
  const QImage curves = expectPicture(shown);
  const QImage confusion = expectPicture(shown + QStringList{"--look", "random,10,8,8", "--theme", "light"});
  EXPECT_NE(curves, confusion);
  EXPECT_EQ(studio(shown + QStringList{"--look", "random", "--capture", picture}).code, 1);
  EXPECT_EQ(studio({"digits", "--cells", cells, "--capture", picture}).code, 1) << "other points";
}

TEST_F(CaptureTest, FailuresAreToldAndLeaveNoPicture) {
  const Outcome missing = studio({"/nowhere/x.csv", "--run", "adapsne", "--capture", picture});
  EXPECT_EQ(missing.code, 1);
  EXPECT_TRUE(missing.err.contains("/nowhere/x.csv")) << missing.err.toStdString();
  EXPECT_FALSE(QFileInfo::exists(picture));
  EXPECT_EQ(studio({"digits", "--run", "adapsn", "--capture", picture}).code, 2);
  EXPECT_EQ(studio({"--capture", folder.filePath("no/such/folder.png")}).code, 1);
}

TEST_F(CaptureTest, WithoutADisplayAnOrdinaryWindowIsRefusedWithARemedy) {
  const Outcome outcome = studio({});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_TRUE(outcome.err.contains("--capture")) << outcome.err.toStdString();
}

TEST_F(CaptureTest, HelpAndVersion) {
  EXPECT_EQ(studio({"--help"}).code, 0);
  EXPECT_TRUE(studio({"--version"}).out.contains("adapsne-studio"));
}

}  // namespace
}  // namespace adapsne
