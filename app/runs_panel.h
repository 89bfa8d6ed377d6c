// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

namespace adapsne {

class Exporter;
class Jobs;
class RunLibrary;
class RunList;
class Session;
class UndoStack;

/// The runs of the session: which map shows which, names, pins, deleting, saving and opening.
class RunsPanel : public QWidget {
  Q_OBJECT

 public:
  RunsPanel(Session* session, RunLibrary* library, Jobs* jobs, UndoStack* undo, Exporter* exporter,
            QWidget* parent = nullptr);

  RunList* list() const { return list_; }

 signals:
  void openRequested();  ///< A run's folder is to be chosen.

 private:
  void showRows();
  void remove(int id);
  void rename(int id, const QString& name);
  void pin(int id, bool pinned);

  Session* session_;
  RunLibrary* library_;
  UndoStack* undo_;
  RunList* list_ = nullptr;
};

}  // namespace adapsne
