// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

class QMenu;

namespace adapsne {

class Session;

/// The menu of the last files that were opened, newest first, as remembered in QSettings.
class RecentFiles : public QObject {
  Q_OBJECT

 public:
  /// `remembers`: what the session opens is added.
  RecentFiles(QMenu* menu, Session* session, bool remembers, QObject* parent = nullptr);

 signals:
  void chosen(const QString& path);

 private:
  void fill();

  QMenu* menu_;
};

}  // namespace adapsne
