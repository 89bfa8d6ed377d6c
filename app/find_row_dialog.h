// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QString>

class QLabel;
class QLineEdit;

namespace adapsne {

class ExplorePage;
class Session;

/// Goes to a point by its id or its row in the source: it becomes the inspected one, is brought into view and
/// marked. Says where there is no such point, and which id or row is nearest.
class FindRowDialog : public QDialog {
  Q_OBJECT

 public:
  FindRowDialog(Session* session, ExplorePage* explore, QWidget* parent);

  QLineEdit* field() const { return field_; }
  QString said() const;
  /// What Enter does. Where several points have the id, each time goes to the next of them.
  void go();

 signals:
  void found(qint64 row);

 private:
  void say(const QString& text, bool wrong);
  void describe();

  Session* session_;
  ExplorePage* explore_;
  QLineEdit* field_;
  QLabel* note_;
  QString last_;     ///< What was looked for last, and how often.
  size_t next_ = 0;  ///< Which of its points comes next.
};

}  // namespace adapsne
