// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recent_files.h"

#include <QFileInfo>
#include <QMenu>
#include <QSettings>

#include "app/session.h"

namespace adapsne {

namespace {

constexpr int kMost = 10;
const char* const kKey = "recentFiles";

void remember(const QString& path) {
  const QString absolute = QFileInfo(path).absoluteFilePath();
  QStringList files = QSettings().value(kKey).toStringList();
  files.removeAll(absolute);
  files.prepend(absolute);
  QSettings().setValue(kKey, QStringList(files.mid(0, kMost)));
}

}  // namespace

RecentFiles::RecentFiles(QMenu* menu, Session* session, bool remembers, QObject* parent)
    : QObject(parent), menu_(menu) {
  menu->setToolTipsVisible(true);
  fill();
  if (!remembers) return;
  connect(session, &Session::datasetChanged, this, [this, session] {
    if (!QFileInfo(session->source()).isFile()) return;
    remember(session->source());
    fill();
  });
}

void RecentFiles::fill() {
  menu_->clear();
  for (const QString& path : QSettings().value(kKey).toStringList()) {
    const QString name = QFileInfo(path).fileName().replace('&', "&&");
    menu_->addAction(name, this, [this, path] { emit chosen(path); })->setToolTip(path);
  }
  menu_->setEnabled(!menu_->isEmpty());
}

}  // namespace adapsne
