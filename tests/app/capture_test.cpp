// SPDX-License-Identifier: GPL-3.0-or-later
// The program itself, as a process: --capture in every state, and its exit codes.
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

struct CaptureTest : ::testing::Test {
  QTemporaryDir folder;
  QString picture = folder.filePath("window.png");
  const QStringList quick = {"blobs", "--run", "nms-ideal", "--set", "points=200", "--set", "iterations=400"};
  const QStringList endless = {"blobs",      "--run", "nms-ideal",         "--set",
                               "points=200", "--set", "iterations=1000000"};

  void expectPicture(const QStringList& arguments) {
    const Outcome outcome = studio(QStringList{"--capture", picture, "--size", "1280x800"} + arguments);
    EXPECT_EQ(outcome.code, 0) << outcome.err.toStdString();
    EXPECT_EQ(outcome.out.trimmed(), picture);
    EXPECT_EQ(QImage(picture).size(), QSize(1280, 800));
  }
};

TEST_F(CaptureTest, Empty) {
  expectPicture({});
}
TEST_F(CaptureTest, Loaded) {
  expectPicture({"digits", "--theme", "light"});
}
TEST_F(CaptureTest, Running) {
  expectPicture(endless + QStringList{"--state", "running"});
}
TEST_F(CaptureTest, Paused) {
  expectPicture(endless + QStringList{"--state", "paused"});
}
TEST_F(CaptureTest, Finished) {
  expectPicture(quick);
}
TEST_F(CaptureTest, Hovering) {
  expectPicture(quick + QStringList{"--state", "hovering", "--theme", "light"});
}
TEST_F(CaptureTest, Error) {
  expectPicture({"--state", "error"});
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
