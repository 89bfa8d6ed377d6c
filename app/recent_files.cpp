// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recent_files.h"

#include <QFileInfo>
#include <QMenu>
#include <QSettings>

namespace adapsne {

namespace {
constexpr int kMost = 10;
const char* const kKey = "recentFiles";
}  // namespace

QStringList recentFiles() {
  return QSettings().value(kKey).toStringList();
}

void rememberRecentFile(const QString& path) {
  const QString absolute = QFileInfo(path).absoluteFilePath();
  QStringList files = recentFiles();
  files.removeAll(absolute);
  files.prepend(absolute);
  QSettings().setValue(kKey, QStringList(files.mid(0, kMost)));
}

void fillRecentMenu(QMenu* menu, const std::function<void(const QString&)>& open) {
  menu->clear();
  for (const QString& path : recentFiles()) {
    menu->addAction(QFileInfo(path).fileName(), menu, [open, path] { open(path); })->setToolTip(path);
  }
  menu->setToolTipsVisible(true);
  menu->setEnabled(!menu->isEmpty());
}

}  // namespace adapsne
